"""What somebody chose for a whole sheet: whether a hidden one is read, which row heads it, which rows are left out."""

from collections.abc import Mapping
from dataclasses import replace

from infrastructure.workbooks.grid import SheetGrid, cell_name
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.whose import sheet_question

SKIP, READ = "skip", "read"
HEADER, HIDDEN_SHEET, HIDDEN_ROWS, STRUCK_ROWS = "header", "hidden-sheet", "hidden-rows", "struck-rows"


def struck_rows(sheet: SheetGrid) -> frozenset[int]:
    """The rows in which everything is struck through."""
    return frozenset(
        row
        for row, cells in enumerate(sheet.rows, 1)
        if (filled := [(row, column) for column, value in enumerate(cells, 1) if value is not None])
        and sheet.struck.issuperset(filled)
    )


def is_left_out(sheet: SheetGrid, answers: Mapping[str, str]) -> bool:
    """A hidden sheet is not read unless somebody says so."""
    return sheet.hidden and answers.get(sheet_question(HIDDEN_SHEET, sheet.name)) != READ


def header_row(sheet: SheetGrid, answers: Mapping[str, str]) -> int | None:
    """The row that heads the table, where somebody named one of the sheet's."""
    said = answers.get(sheet_question(HEADER, sheet.name), "")
    return int(said) if said.isascii() and said.isdigit() and 1 <= int(said) <= sheet.row_count else None


def without_rows(sheet: SheetGrid, answers: Mapping[str, str], log: SheetLog) -> SheetGrid:
    """The sheet without the rows that somebody chose not to read; each is told."""
    hidden = (
        sheet.hidden_rows if answers.get(sheet_question(HIDDEN_ROWS, sheet.name)) == SKIP else frozenset()
    )
    struck = (
        struck_rows(sheet) if answers.get(sheet_question(STRUCK_ROWS, sheet.name)) == SKIP else frozenset()
    )
    gone = hidden | struck
    if not gone:
        return sheet
    for row in sorted(gone):
        why, kind = ("是隐藏的", ProblemKind.HIDDEN) if row in hidden else ("整行被划去", ProblemKind.STRUCK)
        log.warn(cell_name(row, 1), kind, f"第 {row} 行{why}，按您的选择没有读取")
    return replace(
        sheet,
        rows=tuple(() if row in gone else cells for row, cells in enumerate(sheet.rows, 1)),
        hidden_rows=sheet.hidden_rows - gone,
        struck=frozenset(place for place in sheet.struck if place[0] not in gone),
        partly_struck=frozenset(place for place in sheet.partly_struck if place[0] not in gone),
    )
