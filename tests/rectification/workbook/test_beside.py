"""What lies beside the cells of a table is told at its cell, with its words."""

from dataclasses import replace
from pathlib import Path

from infrastructure.workbooks.grid import Beside, BesideKind
from infrastructure.workbooks.reading import read_workbook
from rectification.workbook.context import ImportContext
from rectification.workbook.planning import plan_import
from tests.infrastructure.workbooks.documents import document, paragraph, row, table
from tests.rectification.workbook.shapes import HEADER, ITEM_1, good_row, planned, sheet


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


def test_a_table_of_a_document_is_read_with_whose_it_is_above_it(
    context: ImportContext, tmp_path: Path
) -> None:
    path = tmp_path / "a.docx"
    heading, *lines = [
        ("序号", "整治内容", "存在问题", "整改措施", "责任人", "整改时限"),
        ("1", ITEM_1, "查房记录缺签名", "培训", "张伟", "2025年9月30日"),
    ]
    rows = [row(*heading), *(row(*each) for each in lines)]
    path.write_bytes(document(paragraph("骨科医疗质量安全问题台账"), table(*rows)))
    plan = plan_import(read_workbook(path, documents=True), context)
    (finding,) = plan.findings
    assert finding.lead_department_id == context.departments["骨科"]
    assert (finding.sheet, finding.row, str(finding.due_on)) == ("表 1", 3, "2025-09-30")
    assert not plan.errors
