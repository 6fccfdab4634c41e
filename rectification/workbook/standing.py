"""How far a finding is: what the cells of its rows say together, and the state in which it enters the ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import says_nothing, short
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.progress import (
    ImportedState,
    Said,
    imported_state,
    read_closed,
    read_completion,
)
from rectification.workbook.rows import RawFinding
from rectification.workbook.schedule import Schedule

_LONGEST_STORY = 2_000


@dataclass(frozen=True)
class Standing:
    state: ImportedState
    progress: str  # what was told of the work, each story once


def standing_of(
    raw: RawFinding,
    log: SheetLog,
    headings: Mapping[int, str],
    schedule: Schedule,
    *,
    has_measures: bool,
) -> Standing:
    completion, closed = _completion(raw, log), _closed(raw, log)
    _warn_of_conflict(raw, completion, closed, log)
    state = imported_state(completion=completion, closed=closed, has_measures=has_measures)
    return Standing(state, _progress(raw))


def _completion(raw: RawFinding, log: SheetLog) -> Said:
    """Done only when every row that says something says so."""
    said: list[Said] = []
    for row in raw.rows:
        completion = read_completion(row.text(Column.COMPLETION))
        if completion is Said.UNREADABLE:
            cell = row.cells[Column.COMPLETION]
            problem = f"看不懂完成情况“{short(cell.text)}”，按未完成导入"
            log.warn(cell.name, ProblemKind.UNREADABLE_STATE, problem)
        if completion in (Said.UNSAID, Said.UNREADABLE):
            completion = read_completion(row.text(Column.PROGRESS))
        said.append(completion)
    return _together(said)


def _closed(raw: RawFinding, log: SheetLog) -> Said:
    said: list[Said] = []
    for cell in raw.cells(Column.CLOSED):
        closed = read_closed(cell.text)
        if closed is Said.UNREADABLE:
            problem = f"看不懂是否销号“{short(cell.text)}”，按未销号导入"
            log.warn(cell.name, ProblemKind.UNREADABLE_STATE, problem)
        said.append(closed)
    return _together(said)


def _together(said: Iterable[Said]) -> Said:
    kinds = set(said) - {Said.UNSAID}
    for kind in (Said.OPEN, Said.UNREADABLE, Said.DONE, Said.CLOSED):
        if kind in kinds:
            return kind
    return Said.UNSAID


def _warn_of_conflict(raw: RawFinding, completion: Said, closed: Said, log: SheetLog) -> None:
    if closed is Said.CLOSED and completion is Said.OPEN:
        cell = raw.cells(Column.CLOSED)[0]
        log.warn(cell.name, ProblemKind.STATE_CONFLICT, "尚未完成却已销号，按已销号导入，请核对")


def _progress(raw: RawFinding) -> str:
    stories = [cell.text for column in (Column.PROGRESS, Column.COMPLETION) for cell in raw.cells(column)]
    return "；".join(dict.fromkeys(story for story in stories if not says_nothing(story)))[:_LONGEST_STORY]
