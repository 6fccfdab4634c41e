"""同上 in a cell: what stands above it in its column, told as the guess that it is."""

from dataclasses import replace

from infrastructure.workbooks.grid import CellValue, SheetGrid, cell_name
from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import bare, cell_words, short
from rectification.workbook.headers import Header, opens_table
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog

_WORDS = frozenset(["同上", "同前", "同上行", "同上一行"])
_SIGNS = frozenset(["〃", "″"])


def without_ditto(sheet: SheetGrid, header: Header, log: SheetLog) -> SheetGrid:
    """The sheet with each 同上 below the header replaced. A finding is never another one's words: there it stays."""
    above: dict[int, CellValue] = {}
    rows = list(sheet.rows)
    finding = header.at(Column.FINDING)
    for number in range(header.last_row + 1, sheet.row_count + 1):
        cells = list(rows[number - 1])
        if opens_table(cell_words(value) for value in cells if value is not None):
            above = {}  # another table, or the headings of a new page: no value stands above
            continue
        for place, value in enumerate(cells, 1):
            if value is None:
                continue
            if place != finding and place in above and is_ditto(value):
                cells[place - 1] = above[place]
                words = short(cell_words(above[place]))
                problem = f"“{cell_words(value)}”按上面的“{words}”读取"
                log.warn(cell_name(number, place), ProblemKind.GUESSED, problem)
            else:
                above[place] = value
        rows[number - 1] = tuple(cells)
    return replace(sheet, rows=tuple(rows))


def is_ditto(value: CellValue) -> bool:
    """Whether a cell only says that it is as the one above."""
    return isinstance(value, str) and len(value) < 8 and (bare(value) in _WORDS or value.strip() in _SIGNS)
