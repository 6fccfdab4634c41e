"""How far a finding is: what the cells of its rows say together, and the state in which it enters the ledger."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from infrastructure.workbooks.grid import Percent
from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import bare, says_nothing, short
from rectification.workbook.headers import Header
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import Part, SheetLog, as_much_as_fits
from rectification.workbook.progress import (
    ImportedState,
    Reading,
    Said,
    imported_state,
    read_closed,
    read_completion,
)
from rectification.workbook.rows import RawCell, RawFinding, RawRow

_LONGEST_STORY = 2_000
_SHARE = re.compile("[%％]|百分")  # of a heading: 进度(%)
# Where the state says all of it, the words need not be kept beside it.
_PLAIN = frozenset(
    [
        *(
            "已完成",
            "完成",
            "已整改",
            "推进中",
            "整改中",
            "未完成",
            "长期坚持",
            "待验收",
            "待销号",
            "原因分析",
            "待受理",
        ),
        *("已销号", "未销号", "是", "否", "同意", "同意销号", "准予销号", "不同意"),
    ]
)
_SILENT = (Said.UNSAID, Said.UNREADABLE)
_AS = {Said.CLOSED: "按已销号导入", Said.DONE: "按待验收导入"}


@dataclass(frozen=True)
class Standing:
    state: ImportedState
    progress: str  # what was told of the work, each story once


def standing_of(raw: RawFinding, log: SheetLog, header: Header, *, has_measures: bool) -> Standing:
    told = _Told(header, log)
    completion = _together(told.completion(row) for row in raw.rows)
    closed = _together(told.closed(cell) for cell in raw.cells(Column.CLOSED))
    completion = _settled(raw, completion, closed, log)
    state = imported_state(completion=completion, closed=closed, has_measures=has_measures)
    stories = [story for row in raw.rows for story in told.stories(row)]
    progress = as_much_as_fits(stories, most=_LONGEST_STORY, label=Column.PROGRESS.label, log=log)
    return Standing(state, progress)


class _Told:
    """What the cells of a row tell of the work. What had to be guessed, or was not understood, is said at the cell."""

    def __init__(self, header: Header, log: SheetLog) -> None:
        self._header, self._log = header, log

    def completion(self, row: RawRow) -> Said:
        """完成情况 decides; where it says nothing that can be read, 整改进展 does."""
        cell, story = row.cells.get(Column.COMPLETION), row.cells.get(Column.PROGRESS)
        said, told = self._read(cell), self._read(story)
        by_story = said.said in _SILENT and told.said not in _SILENT
        if cell and said.said is Said.UNREADABLE:
            problem = (
                f"看不懂完成情况“{short(self._words(cell))}”，按{'整改进展' if by_story else '未完成'}导入"
            )
            self._log.warn(cell.name, ProblemKind.UNREADABLE_STATE, problem)
        if story and by_story:
            self._tell(
                story, Reading(told.said, guessed=told.guessed)
            )  # a story is kept whole, as what it is
            return told.said
        if cell:
            self._tell(cell, said)
        if story and _is_plain(story.text) and _differs(said.said, told.said):
            problem = f"“{short(story.text)}”与完成情况不一致，按完成情况导入，请核对"
            self._log.warn(story.name, ProblemKind.STATE_CONFLICT, problem)
        return said.said

    def closed(self, cell: RawCell) -> Said:
        closed = Reading(Said.CLOSED) if self._asked(cell) else read_closed(cell.text)
        if closed.said is Said.UNREADABLE:
            problem = f"看不懂是否销号“{short(cell.text)}”，按未销号导入"
            self._log.warn(cell.name, ProblemKind.UNREADABLE_STATE, problem)
        self._tell(cell, closed)
        return closed.said

    def _asked(self, cell: RawCell) -> bool:
        """Whether 已办结 only repeats what the heading asks: 是否办结."""
        heading = self._header.headings.get(cell.column, "")
        return any(word in heading and bare(cell.text) in (word, f"已{word}") for word in ("办结", "闭环"))

    def stories(self, row: RawRow) -> Iterator[Part]:
        """The words to keep: not those that are a state and nothing else, where stories have a column of their own."""
        story, cell = row.cells.get(Column.PROGRESS), row.cells.get(Column.COMPLETION)
        if story and bare(story.text) and not says_nothing(story.text):
            yield story.name, self._words(story)
        apart = self._header.at(Column.PROGRESS) is not None
        if cell and bare(cell.text) and not says_nothing(cell.text) and not (apart and _is_plain(cell.text)):
            yield cell.name, self._words(cell)
        cell = row.cells.get(Column.CLOSED)
        if cell and bare(cell.text) and not says_nothing(cell.text) and not _is_plain(cell.text):
            yield cell.name, f"{Column.CLOSED.label}：{cell.text}"

    def _read(self, cell: RawCell | None) -> Reading:
        return read_completion(self._words(cell)) if cell else Reading(Said.UNSAID)

    def _words(self, cell: RawCell) -> str:
        """A number under 进度(%) is the per cent that it is; 1 and 0.8 may be either."""
        heading, value = self._header.headings.get(cell.column, ""), cell.text
        is_share = _SHARE.search(heading) and not isinstance(cell.value, bool | Percent)
        if is_share and re.fullmatch(r"0|\d{1,3}(?:\.\d+)?", value) and (value == "0" or float(value) > 1):
            return f"{value}%"
        return value

    def _tell(self, cell: RawCell, reading: Reading) -> None:
        how = _AS.get(reading.said, "按未销号导入")
        if reading.guessed:
            self._log.warn(
                cell.name, ProblemKind.GUESSED, f"“{short(cell.text)}”没有写明已销号，{how}，请核对"
            )
        if reading.left:
            problem = f"“{short(cell.text)}”{how}，其中“{short(reading.left)}”没有读懂，原文记入整改进展"
            self._log.warn(cell.name, ProblemKind.LEFT_OVER, problem)


def _settled(raw: RawFinding, completion: Said, closed: Said, log: SheetLog) -> Said:
    """How far the work is, by both columns; where they contradict each other it is told."""
    problem, work = "", completion
    if closed is Said.CLOSED and completion in (Said.OPEN, Said.ANALYSING):
        problem = "尚未完成却已销号，按已销号导入，请核对"
    elif closed is Said.WORKING:
        work = Said.OPEN
        problem = "是否销号一栏写的是尚未完成，按未完成导入，请核对" if _differs(completion, closed) else ""
    elif closed is Said.OPEN and completion is Said.CLOSED:
        work, problem = Said.DONE, "完成情况写的是已销号，是否销号却不是，按待验收导入，请核对"
    elif closed is Said.DONE and completion in _SILENT:
        work = Said.DONE
    elif closed is Said.DONE and _differs(completion, closed):
        problem = f"是否销号一栏写的是已完成，与完成情况不一致，{_AS.get(completion, '按未完成导入')}，请核对"
    if problem:
        log.warn(raw.cells(Column.CLOSED)[0].name, ProblemKind.STATE_CONFLICT, problem)
    return work


def _differs(one: Said, other: Said) -> bool:
    """Whether one says that the work is done and the other that it is not."""
    finished, unfinished = (Said.DONE, Said.CLOSED), (Said.OPEN, Said.WORKING, Said.ANALYSING)
    return (one in finished and other in unfinished) or (one in unfinished and other in finished)


def _is_plain(text: str) -> bool:
    return bare(text) in _PLAIN


def _together(said: Iterable[Said]) -> Said:
    """Of several rows: done only where every row that says something says so."""
    kinds = set(said) - {Said.UNSAID}
    if kinds == {Said.ANALYSING}:
        return Said.ANALYSING
    if Said.ANALYSING in kinds:
        kinds.add(Said.OPEN)
    for kind in (Said.WORKING, Said.OPEN, Said.UNREADABLE, Said.DONE, Said.CLOSED):
        if kind in kinds:
            return kind
    return Said.UNSAID
