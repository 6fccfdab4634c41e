"""What became of every filled cell: what is no field is kept in the remark with its column's name, or is told.

A field holds one value. Where the rows of a finding say several, the others are kept in words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from infrastructure.workbooks.grid import cell_place
from rectification.rules.ledger_columns import READ, WRITTEN, Column
from rectification.rules.ledger_rows import IMPORTED, ON_THE_SPOT, marks_in
from rectification.workbook.cells import bare, says_nothing, short
from rectification.workbook.headings import RETURNED_REASON
from rectification.workbook.personal_data import personal_data
from rectification.workbook.plan import ProblemKind, UnusedColumn
from rectification.workbook.problems import SheetLog
from rectification.workbook.results import is_verdict
from rectification.workbook.rows import RawCell, RawFinding

LONGEST_REMARK = 500
LONGEST_LABEL = 40  # of an origin in the hospital's own words

# Kept as words: nothing in the ledger takes them over.
_WORDS_ONLY = (Column.EVIDENCE, Column.ACCEPTED_BY)
# Of a finding, not of a row: where its rows say different things, one of them is its value.
_ONE_FOR_ALL = (
    Column.ITEM,
    Column.CHECKPOINT,
    Column.ORIGIN,
    Column.LEADER,
    Column.FOUND_ON,
    Column.ACCEPTED_ON,
    Column.DONE_ON,
    Column.ORIGINAL_DEADLINE,
    Column.CLOSED,
)
# Of a measure: in a row without one nothing holds them.
_OF_A_MEASURE = (Column.PERSON, Column.DEADLINE, Column.LEAD, Column.LEAD_AND_SUPPORTING)
# Columns of our own workbooks that say what the system knows by itself.
_OUR_OWN = frozenset(column.heading for column in WRITTEN if column not in READ)
_COUNTED = re.compile(r"[(\[【]?(?:\d{1,5}|[一二三四五六七八九十百]{1,4})[)\]】]?[.、．]?|草稿")


def kept_words(raw: RawFinding, unmatched: Iterable[str] = ()) -> tuple[str, ...]:
    """The pieces of the remark, each once: the remark itself, what nobody of the hospital bears, and the rest."""
    remarks = [cell.text for cell in raw.cells(Column.REMARK) if not says_nothing(cell.text)]
    return tuple(dict.fromkeys([*remarks, *unmatched, *_own_number(raw), *_other_values(raw), *_others(raw)]))


def remark_of(raw: RawFinding, pieces: Iterable[str], log: SheetLog) -> str | None:
    """The remark, or None with an error: it is never cut."""
    remark = "；".join(pieces)
    if len(remark) <= LONGEST_REMARK:
        return remark
    problem = (
        f"备注、没有对应含义的列和没有读出的内容一起记入备注，共 {len(remark)} 字，超过 {LONGEST_REMARK} 字"
    )
    log.error(_longest(raw).name, ProblemKind.TOO_LONG, problem)
    return None


def remark_cell(raw: RawFinding) -> str:
    """Where somebody looks for what the remark says; empty where the workbook keeps nothing in it."""
    cells = [*raw.cells(Column.REMARK), *(cell for _, cell in telling_others(raw))]
    return next((cell.name for cell in cells if not says_nothing(cell.text)), "")


def _longest(raw: RawFinding) -> RawCell:
    """The cell that takes most of the remark; of a remark made of short ones the first cell of the finding."""
    cells = [*raw.cells(Column.REMARK), *(cell for column in _WORDS_ONLY for cell in raw.cells(column))]
    cells += [cell for _, cell in telling_others(raw)]
    return max(cells, key=lambda cell: len(cell.text), default=next(iter(raw.first.cells.values())))


def _own_number(raw: RawFinding) -> Iterator[str]:
    """ZG-01 is a number that people know a finding by; a counted row is not."""
    number = raw.first.text(Column.SEQUENCE)
    if bare(number) and not _COUNTED.fullmatch(unicodedata.normalize("NFKC", number)):
        yield f"{raw.named(Column.SEQUENCE)}：{number}"


def _other_values(raw: RawFinding) -> Iterator[str]:
    for column in _WORDS_ONLY:
        yield from _said(raw, column, raw.cells(column))
    for cell in raw.cells(Column.MARKS):
        if other := [mark for mark in marks_in(cell.text) if mark not in (ON_THE_SPOT, IMPORTED)]:
            yield f"{raw.named(Column.MARKS)}：{'；'.join(other)}"
    results = raw.cells(Column.RESULT)
    yield from _said(raw, Column.RESULT, (cell for cell in results if not is_verdict(cell.text)))
    for column in _ONE_FOR_ALL if len(raw.rows) > 1 else ():
        cells = raw.cells(column)
        above = {Column.ITEM: raw.item, Column.CHECKPOINT: raw.checkpoint}.get(column)
        if len({bare(cell.text) for cell in (*cells, *([above] if above else ()))}) > 1:
            yield from _said(raw, column, cells)
    yield from _of_rows_without_measure(raw)
    for cell in raw.cells(Column.ORIGIN):
        if len(cell.text) > LONGEST_LABEL:
            yield f"{raw.named(Column.ORIGIN)}：{cell.text}"


def _of_rows_without_measure(raw: RawFinding) -> Iterator[str]:
    for column in _OF_A_MEASURE if len(raw.rows) > 1 else ():
        if len({bare(cell.text) for cell in raw.cells(column)}) > 1:
            rows = [row for row in raw.rows if says_nothing(row.text(Column.MEASURE))]
            yield from _said(raw, column, (row.cells[column] for row in rows if column in row.cells))


def _said(raw: RawFinding, column: Column, cells: Iterable[RawCell]) -> Iterator[str]:
    for cell in cells:
        if not says_nothing(cell.text):
            yield f"{raw.named(column)}：{cell.text}"


def _others(raw: RawFinding) -> Iterator[str]:
    """The cells of columns without a meaning."""
    for place, cell in telling_others(raw):
        if (heading := raw.header.words_of(place)) not in _OUR_OWN:
            yield f"{heading}：{cell.text}"


def telling_others(raw: RawFinding) -> Iterator[tuple[int, RawCell]]:
    """The cells of columns without a meaning that say something, each with its column's place."""
    for row in raw.rows:
        for place, cell in row.others.items():
            if not says_nothing(cell.text) and raw.header.words_of(place) != RETURNED_REASON:
                yield place, cell


def tell_personal_data(raw: RawFinding, log: SheetLog) -> None:
    """A column of patients' names or numbers is told by its heading and its cell together."""
    for place, cell in telling_others(raw):
        if found := personal_data(f"{raw.header.words_of(place)}：{cell.text}"):
            shown = "、".join(found)
            log.warn(cell.name, ProblemKind.PERSONAL_DATA, f"疑似患者或个人信息（{shown}），建议删去")


@dataclass
class _Column:
    heading: str
    sample: str
    count: int = 0


class UnusedColumns:
    """The filled columns of one sheet that mean nothing to us, each named once at its heading."""

    def __init__(self) -> None:
        self._unused: dict[str, _Column] = {}  # by the cell of the heading
        self._done: dict[str, _Column] = {}

    def take(self, raw: RawFinding) -> None:
        for place, cell in telling_others(raw):
            self._count(self._unused, raw, place, cell)
        if (done := raw.header.at(Column.DONE_ON)) is not None:
            for cell in raw.cells(Column.DONE_ON):
                self._count(self._done, raw, done, cell)

    @staticmethod
    def _count(columns: dict[str, _Column], raw: RawFinding, place: int, cell: RawCell) -> None:
        heading = raw.header.words_of(place)
        name = raw.header.heading_cell(place)
        columns.setdefault(name, _Column(heading, short(cell.text))).count += 1

    def told(self, log: SheetLog) -> list[UnusedColumn]:
        for cell, column in self._done.items():
            problem = f"“{column.heading}”按实际完成的日期导入，{column.count} 格，不是整改时限"
            log.warn(cell, ProblemKind.COLUMN_GUESSED, problem)
        unused: list[UnusedColumn] = []
        for cell, column in sorted(self._unused.items(), key=lambda each: cell_place(each[0])):
            if column.heading in _OUR_OWN:
                problem = f"“{column.heading}”由系统自己记录，{column.count} 格没有导入"
                log.warn(cell, ProblemKind.NOT_READ, problem)
                continue
            problem = (
                f"“{column.heading}”没有对应的含义，{column.count} 格的内容记入备注（如“{column.sample}”）"
            )
            log.warn(cell, ProblemKind.UNUSED_COLUMN, problem)
            unused.append(UnusedColumn(log.sheet, cell, column.heading, column.sample, column.count))
        return unused
