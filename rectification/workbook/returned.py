"""A workbook that was sent out and comes back: its lines by their keys, its cells by the names of their columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from infrastructure.workbooks.grid import CellError, SheetGrid, WorkbookGrid, cell_name, cell_place
from rectification.workbook.cells import bare, cell_words
from rectification.workbook.template_columns import KEY_HEADING, SEQUENCE, TEMPLATE, TemplateColumn
from rectification.workbook.template_keys import Key, read_key

_FIRST_ROWS = 50
_BY_HEADING = {bare(column.heading): column for column in TEMPLATE}
_KEY = bare(KEY_HEADING)
NO_KEY = "这一行没有校验码，没有读取。新增的问题复制到另一个工作簿，再从“导入”上传。"
_BAD_KEY = "校验码不完整，整行没有读取。重新导出一份，把改动填在新的表里。"
_FORMULA = "公式没有算出结果，没有读取。"


@dataclass(frozen=True, slots=True)
class ReturnedCell:
    name: str  # C6
    words: str


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """`cells`: by the name of the column; a column that the sheet lacks says nothing."""

    sheet: str
    row: int
    key: Key
    key_cell: str
    cells: Mapping[str, ReturnedCell]

    @property
    def number(self) -> str:
        return self.cells[SEQUENCE.name].words

    @property
    def place(self) -> str:
        return f"第 {self.row} 行"


@dataclass(frozen=True, slots=True)
class Unread:
    """What is not taken from a cell, and why; beside it what stands there, where that is known."""

    sheet: str
    cell: str
    problem: str
    number: str = ""
    heading: str = ""
    words: str = ""

    @property
    def place(self) -> tuple[str, int, int]:
        """In the order of the file."""
        return self.sheet, *cell_place(self.cell)


@dataclass(frozen=True)
class Returned:
    """What was read, what was not and why (`problems`), and what is to be told besides (`remarks`)."""

    rows: tuple[ReturnedRow, ...]
    problems: tuple[Unread, ...]
    remarks: tuple[Unread, ...]


@dataclass(frozen=True)
class _Table:
    header_row: int
    key: int
    columns: Mapping[int, TemplateColumn]


def has_keys(grid: WorkbookGrid) -> bool:
    """Whether a workbook is one that we sent out."""
    for sheet in grid:
        place = _key_place(sheet)
        if place and any(read_key(words) for _, words in _below(sheet, *place)):
            return True
    return False


def read_returned(grid: WorkbookGrid) -> Returned:
    """Every line of every sheet that has keys."""
    rows: list[ReturnedRow] = []
    told = _Told()
    for sheet in grid:
        place = _key_place(sheet)
        if place is None:
            if sheet.filled_cells and not sheet.hidden:
                told.remark(sheet, "A1", f"工作表“{sheet.name}”没有“{KEY_HEADING}”列，没有读取。")
            continue
        table = _table(sheet, *place, told)
        if table:
            rows += _rows(sheet, table, told)
    return Returned(tuple(rows), tuple(told.problems), tuple(told.remarks))


class _Told:
    def __init__(self) -> None:
        self.problems: list[Unread] = []
        self.remarks: list[Unread] = []

    def problem(self, sheet: SheetGrid, cell: str, words: str) -> None:
        self.problems.append(Unread(sheet.name, cell, words))

    def remark(self, sheet: SheetGrid, cell: str, words: str) -> None:
        self.remarks.append(Unread(sheet.name, cell, words))


def _key_place(sheet: SheetGrid) -> tuple[int, int] | None:
    """Row and column of the heading of the keys."""
    for row, values in enumerate(sheet.rows[:_FIRST_ROWS], 1):
        for column, value in enumerate(values, 1):
            if isinstance(value, str) and bare(value) == _KEY:
                return row, column
    return None


def _below(sheet: SheetGrid, header_row: int, column: int) -> Iterator[tuple[int, str]]:
    for row in range(header_row + 1, sheet.row_count + 1):
        yield row, cell_words(sheet.value(row, column))


def _table(sheet: SheetGrid, header_row: int, key: int, told: _Told) -> _Table | None:
    columns: dict[int, TemplateColumn] = {}
    places: dict[str, list[int]] = defaultdict(list)
    for place in range(1, sheet.column_count + 1):
        heading = bare(cell_words(sheet.value(header_row, place)))
        if place == key:
            continue
        if (known := _BY_HEADING.get(heading)) is not None:
            places[known.name].append(place)
            columns[place] = known
        else:
            _tell_unknown(sheet, header_row, place, told)
    for column in TEMPLATE:
        found = places[column.name]
        cells = "、".join(cell_name(header_row, place) for place in found)
        if len(found) > 1:
            told.problem(
                sheet, cell_name(header_row, found[0]), f"“{column.heading}”有几列（{cells}），都没有读取。"
            )
            columns = {place: known for place, known in columns.items() if known is not column}
        elif not found and column is not SEQUENCE:
            told.remark(sheet, cell_name(header_row, key), f"表中没有“{column.heading}”列，这一列保持不变。")
    if SEQUENCE not in columns.values():
        told.problem(
            sheet,
            cell_name(header_row, key),
            "缺少“序号”列，无法核对每一行，整张表没有读取。补上序号列再上传。",
        )
        return None
    return _Table(header_row, key, columns)


def _tell_unknown(sheet: SheetGrid, header_row: int, place: int, told: _Told) -> None:
    filled = [words for _, words in _below(sheet, header_row, place) if words]
    if not filled:
        return
    heading = cell_words(sheet.value(header_row, place)) or "没有列名"
    told.remark(
        sheet,
        cell_name(header_row, place),
        f"“{heading}”列不是台账的列，其中 {len(filled)} 格没有读取。",
    )


def _rows(sheet: SheetGrid, table: _Table, told: _Told) -> Iterator[ReturnedRow]:
    struck = {row for row, _ in sheet.struck | sheet.partly_struck}
    for row in range(table.header_row + 1, sheet.row_count + 1):
        key_cell, words = cell_name(row, table.key), cell_words(sheet.shown(row, table.key))
        if not words:
            if any(cell_words(sheet.value(row, place)) for place in table.columns):
                told.problem(sheet, key_cell, NO_KEY)
            continue
        if (key := read_key(words)) is None:
            told.problem(sheet, key_cell, _BAD_KEY)
            continue
        if row in struck:
            told.remark(sheet, key_cell, "这一行有划掉的字，照常按其中的文字读取；问题不会因此删除。")
        yield ReturnedRow(sheet.name, row, key, key_cell, dict(_cells(sheet, row, table, told)))


def _cells(sheet: SheetGrid, row: int, table: _Table, told: _Told) -> Iterator[tuple[str, ReturnedCell]]:
    for place, column in table.columns.items():
        value, name = sheet.shown(row, place), cell_name(row, place)
        if isinstance(value, CellError):
            words = _FORMULA if value.is_uncalculated else f"“{value.code}”是出错的公式，没有读取。"
            told.problem(sheet, name, words)
            if column is not SEQUENCE:
                continue
        yield column.name, ReturnedCell(name, cell_words(value))
