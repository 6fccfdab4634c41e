"""问题清单, 责任清单, 整改清单: sheets that tell of the same findings and are joined by their 序号.

The one that has the problems takes the columns of the others at its right. Whatever is told of such a cell is told
where it really stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from infrastructure.workbooks.grid import CellError, CellValue, SheetGrid, WorkbookGrid, cell_name
from rectification.rules.ledger_columns import Column
from rectification.workbook.between import is_signature
from rectification.workbook.cells import bare, cell_words
from rectification.workbook.columns import column_of
from rectification.workbook.headers import Header, read_header
from rectification.workbook.plan import Answer, ProblemKind
from rectification.workbook.problems import ProblemLog, SheetLog
from rectification.workbook.whose import sheet_question

JOIN, APART = "join", "apart"
_MOST_SHEETS = 8  # three lists and some summaries; a sheet for each item is another kind of workbook
_FEWEST_ROWS = 2
_SEARCHED_ROWS = 10  # for the headings
_ENOUGH = 0.5  # of the numbers of either sheet in the other one

FindHeader = Callable[[SheetGrid], Header | None]


@dataclass(frozen=True)
class _Numbered:
    sheet: SheetGrid
    header: Header
    rows: Mapping[str, list[int]]  # by 序号
    without: tuple[int, ...] = ()  # filled rows that have none

    def cell(self, row: int) -> str:
        return cell_name(row, self.header.columns[Column.SEQUENCE])


@dataclass
class Joined:
    grid: WorkbookGrid
    into: dict[str, str] = field(default_factory=dict)  # sheet → the one that took its columns
    places: dict[str, dict[str, tuple[str, str]]] = field(
        default_factory=dict
    )  # by sheet: cell → where it stands


def join_sheets(grid: WorkbookGrid, find: FindHeader, answers: Mapping[str, str], log: ProblemLog) -> Joined:
    """The workbook with such sheets made one; as it is where there are none."""
    visible = [sheet for sheet in grid if not sheet.hidden and sheet.row_count]
    if not 2 <= len(visible) <= _MOST_SHEETS:
        return Joined(grid)
    numbered = [
        each
        for sheet in visible
        if (each := _numbered(sheet, find(sheet) or _short_header(sheet))) is not None
    ]
    bases = [each for each in numbered if Column.FINDING in each.header.columns]
    if len(bases) != 1 or len(bases[0].rows) < _FEWEST_ROWS:
        return Joined(grid)
    base = bases[0]
    joined = Joined(grid)
    places = joined.places.setdefault(base.sheet.name, {})
    sheet = base.sheet
    for part in numbered:
        if part is base or not _belongs(part, base) or not _wanted(part, base, answers, log):
            continue
        sheet = _with_columns(sheet, base, part, places)
        joined.into[part.sheet.name] = base.sheet.name
        _tell_numbers(base, part, log)
    joined.grid = WorkbookGrid(tuple(sheet if each is base.sheet else each for each in grid))
    return joined if joined.into else Joined(grid)


def _short_header(sheet: SheetGrid) -> Header | None:
    """Of a list with two columns beside its numbers, which would be no ledger by itself."""
    for row in range(1, min(sheet.row_count, _SEARCHED_ROWS) + 1):
        if any(column_of(cell_words(value)) is Column.SEQUENCE for value in sheet.rows[row - 1]):
            header = read_header(sheet, row)
            return header if len(header.columns) > 1 else None
    return None


def _numbered(sheet: SheetGrid, header: Header | None) -> _Numbered | None:
    if header is None or (place := header.at(Column.SEQUENCE)) is None:
        return None
    rows: dict[str, list[int]] = {}
    without = []
    for row in range(header.last_row + 1, sheet.row_count + 1):
        number = _key(sheet.value(row, place))
        if number:
            rows.setdefault(number, []).append(row)
        elif any(value is not None for value in sheet.rows[row - 1]):
            without.append(row)
    return _Numbered(sheet, header, rows, tuple(without))


def _key(value: CellValue) -> str:
    if value is None or isinstance(value, CellError) or is_signature(words := cell_words(value)):
        return ""
    return bare(unicodedata.normalize("NFKC", words))


def _belongs(part: _Numbered, base: _Numbered) -> bool:
    """The same numbers, and columns of its own."""
    common = len(part.rows.keys() & base.rows.keys())
    enough = common >= _ENOUGH * max(len(part.rows), len(base.rows)) and common >= _FEWEST_ROWS
    more = part.header.columns.keys() - base.header.columns.keys() - {Column.SEQUENCE}
    return enough and bool(more)


def _wanted(part: _Numbered, base: _Numbered, answers: Mapping[str, str], log: ProblemLog) -> bool:
    """Joined unless somebody says no; told with what speaks for it."""
    own, name = part.sheet.name, base.sheet.name
    told, key = SheetLog(log, own), sheet_question("join", own)
    cell = part.header.heading_cell(part.header.columns[Column.SEQUENCE])
    choices = (Answer(JOIN, f"按序号并入“{name}”"), Answer(APART, "不合并"))
    told.ask(cell, ProblemKind.GUESSED, f"“{own}”与“{name}”是否按序号合并？", choices, key=key)
    if answers.get(key) == APART:
        return False
    common = len(part.rows.keys() & base.rows.keys())
    problem = f"“{own}”按序号并入“{name}”（{len(part.rows)} 个序号中 {common} 个相同），请核对"
    told.warn(cell, ProblemKind.GUESSED, problem)
    return True


def _with_columns(
    sheet: SheetGrid, base: _Numbered, part: _Numbered, places: dict[str, tuple[str, str]]
) -> SheetGrid:
    """At the right of all headings, so that a cell keeps its name when another is mended."""
    columns = sheet.rows[base.header.last_row - 1]
    start = max(len(columns), *base.header.headings) + 1
    rows = [list(cells) for cells in sheet.rows]
    wanted = [place for place in sorted(part.header.headings) if place != part.header.at(Column.SEQUENCE)]
    for offset, place in enumerate(wanted):
        target = start + offset
        heading = part.header.headings[place].replace("／", "")
        _put(rows[base.header.last_row - 1], target, heading)
        name = part.sheet.name
        places[cell_name(base.header.last_row, target)] = (name, part.header.heading_cell(place))
        for row, other in _pairs(base, part):
            _put(rows[row - 1], target, part.sheet.shown(other, place))
            places[cell_name(row, target)] = (name, cell_name(other, place))
    return replace(sheet, rows=tuple(map(tuple, rows)))


def _pairs(base: _Numbered, part: _Numbered) -> Iterator[tuple[int, int]]:
    """Rows of one number; a number that stands twice in either sheet joins nothing."""
    for number, (row, *again) in base.rows.items():
        others = part.rows.get(number, [])
        if not again and len(others) == 1:
            yield row, others[0]


def _put(cells: list[CellValue], place: int, value: CellValue) -> None:
    """A cell that was mended in the preview has its value already."""
    cells += [None] * (place - len(cells))
    if cells[place - 1] is None:
        cells[place - 1] = value


def _tell_numbers(base: _Numbered, part: _Numbered, log: ProblemLog) -> None:
    for one, other in ((base, part), (part, base)):
        told = SheetLog(log, one.sheet.name)
        for number, rows in one.rows.items():
            if len(rows) > 1:
                problem = (
                    f"序号“{number}”在“{one.sheet.name}”中有 {len(rows)} 行，不能按序号合并，请改成不同的序号"
                )
                told.error(one.cell(rows[1]), ProblemKind.DUPLICATE, problem)
            elif number not in other.rows:
                problem = f"序号“{number}”在“{other.sheet.name}”中没有"
                problem += "，这一行未导入" if one is part else "，那里的各列留空"
                told.warn(one.cell(rows[0]), ProblemKind.NOT_READ, problem)
    told = SheetLog(log, part.sheet.name)
    for row in part.without:
        told.warn(part.cell(row), ProblemKind.NOT_READ, f"第 {row} 行没有序号，没有并入，未导入")
