"""What stands above a header and is said of all its rows, but has no place here: 检查日期：2025-08-12. Told by cell."""

import re
from collections.abc import Iterator

from infrastructure.workbooks.grid import CellError, SheetGrid
from rectification.rules.ledger_columns import Column
from rectification.workbook.between import is_signature
from rectification.workbook.cells import bare, cell_words, short
from rectification.workbook.columns import column_of
from rectification.workbook.headers import Header
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.rows import RawCell

_LABEL = re.compile(r"\s*(\S{2,12}?)\s*[:：]\s*(.*)", re.S)
_OF_A_CHECK = re.compile(r"检查|督查|督导|抽查|巡查")
# Whose workbook it is and of which item: read for the whole sheet.
_READ = (Column.SEQUENCE, Column.ITEM, Column.LEAD, Column.LEAD_AND_SUPPORTING)
_FEWEST_OF_A_TABLE = 3


def tell_above(sheet: SheetGrid, header: Header, log: SheetLog) -> None:
    """A line for each cell with a label of ours, and for each row of a table without findings. Titles are filler."""
    for row in rows_above(sheet, header.first_row):
        own = _own(sheet, row)
        labelled = [cell for cell in own if _LABEL.fullmatch(cell.text)]
        for index, cell in enumerate(own):
            beside = own[index + 1] if index + 1 < len(own) and own[index + 1] not in labelled else None
            if said := "、".join(_said(cell, beside)):
                log.warn(cell.name, ProblemKind.NOT_READ, f"表头上方的“{said}”未导入，需要的请填到各行")
        if not labelled and len(own) >= _FEWEST_OF_A_TABLE:
            words = "、".join(f"{cell.name}“{short(cell.text)}”" for cell in own)
            log.warn(own[0].name, ProblemKind.NOT_READ, f"表头上方第 {row} 行的 {words} 未导入")


def rows_above(sheet: SheetGrid, header_row: int) -> range:
    """Without those from which a heading is merged down into the header."""
    tops = [merged.top for merged in sheet.merged if merged.top < header_row <= merged.bottom]
    return range(1, min([header_row, *tops]))


def _own(sheet: SheetGrid, row: int) -> list[RawCell]:
    return [
        RawCell(row, column, value, text)
        for column, value in enumerate(sheet.rows[row - 1], 1)
        if value is not None and not isinstance(value, CellError) and bare(text := cell_words(value))
    ]


def _said(cell: RawCell, beside: RawCell | None) -> Iterator[str]:
    """Several labels may stand in one cell, and the value in the next one."""
    for line in re.split(r"\s{2,}|\n", cell.text):
        label = _LABEL.fullmatch(line)
        if label is None or (column := column_of(label[1])) in _READ:
            continue
        if column is None and (is_signature(line) or not _OF_A_CHECK.search(label[1])):
            continue
        if label[2]:
            yield short(line)
        elif beside is not None:
            yield short(line + beside.text)
