"""What lies beside the cells of a table is told at its cell, with its words."""

from dataclasses import replace

from infrastructure.workbooks.grid import Beside, BesideKind
from rectification.workbook.context import ImportContext
from tests.rectification.workbook.shapes import HEADER, good_row, planned, sheet


def test_notes_text_boxes_pictures_and_links_are_told(context: ImportContext) -> None:
    grid = replace(
        sheet(HEADER, good_row()),
        beside=(
            Beside(2, 3, BesideKind.NOTE, "王敏：另一份已销号"),
            Beside(2, 5, BesideKind.TEXT_BOX, "此条作废"),
            Beside(2, 6, BesideKind.PICTURE),
            Beside(1, 1, BesideKind.LINKED_BOOK),
        ),
    )
    plan = planned(context, grid)
    assert plan.ready == 1
    told = {one.cell: one.problem for one in plan.warnings}
    assert "批注“王敏：另一份已销号”未导入" in told["C2"]
    assert "文本框“此条作废”未导入" in told["E2"]
    assert "图片未导入" in told["F2"]
    assert "引用其他文件" in told["A1"]
