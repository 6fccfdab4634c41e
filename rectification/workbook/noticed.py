"""What a sheet shows beside its words: error values, hidden rows and columns, cells struck through, notes, pictures.
Told by cell."""

from infrastructure.workbooks.grid import BesideKind, CellError, SheetGrid, cell_name
from rectification.workbook.cells import cell_words, short
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog

_BESIDE = {
    BesideKind.NOTE: "这一格的批注“{}”未导入，需要的请写进单元格",
    BesideKind.TEXT_BOX: "这里的文本框“{}”未导入，需要的请写进单元格",
    BesideKind.PICTURE: "这里的图片未导入，导入后请在问题里作为佐证上传",
    BesideKind.NESTED_TABLE: "这一格里嵌套的表格“{}”未导入，需要的请写进单元格",
    BesideKind.COVERED: "被合并单元格遮住的“{}”未导入",
    BesideKind.REVISED: "这一格有未接受的修订，按接受修订后的文字读取，请核对",
    BesideKind.PROSE: "表格之外的文字“{}”未导入",
    BesideKind.LINKED_BOOK: "工作簿里有公式引用其他文件，按文件中保存的结果读取，请核对",
}
_GUESSED = (BesideKind.REVISED, BesideKind.LINKED_BOOK)


def tell_noticed(sheet: SheetGrid, header_row: int, log: SheetLog) -> None:
    """One line for each such cell, row or column of the table that begins at the header."""
    _tell_errors(sheet, log)
    for beside in sheet.beside:
        kind = ProblemKind.GUESSED if beside.kind in _GUESSED else ProblemKind.NOT_READ
        words = _BESIDE[beside.kind].format(short(beside.words))
        log.warn(cell_name(beside.row, beside.column), kind, words)
    for row in sorted(sheet.hidden_rows):
        if row > header_row:
            first = _first_filled(sheet, row)
            problem = f"第 {row} 行是隐藏的（筛选、分组或行高为 0），按普通行读取，请核对要不要导入"
            log.warn(cell_name(row, first), ProblemKind.HIDDEN, problem)
    for column in sorted(sheet.hidden_columns):
        name = cell_name(header_row, column)
        log.warn(name, ProblemKind.HIDDEN, "这一列是隐藏的，按普通列读取，请核对")
    for place in sorted(sheet.struck):
        words = short(cell_words(sheet.value(*place)))
        log.warn(cell_name(*place), ProblemKind.STRUCK, f"“{words}”被划去（删除线），仍按原文读取，请核对")
    for place in sorted(sheet.partly_struck):
        words = short(cell_words(sheet.value(*place)))
        log.warn(
            cell_name(*place), ProblemKind.STRUCK, f"“{words}”中有一部分被划去（删除线），全部读取，请核对"
        )


def _tell_errors(sheet: SheetGrid, log: SheetLog) -> None:
    for row, cells in enumerate(sheet.rows, 1):
        for column, value in enumerate(cells, 1):
            if not isinstance(value, CellError):
                continue
            problem = (
                "公式没有计算结果，读不到内容。请在 Excel 或 WPS 中打开，保存后再上传"
                if value.is_uncalculated
                else f"单元格是错误值 {value.code}，没有读取。请改正公式或直接填写"
            )
            log.warn(cell_name(row, column), ProblemKind.ERROR_VALUE, problem)


def _first_filled(sheet: SheetGrid, row: int) -> int:
    return next((column for column, value in enumerate(sheet.rows[row - 1], 1) if value is not None), 1)
