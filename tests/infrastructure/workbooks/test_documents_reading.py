"""Tables of a Word document are sheets; what is written around them and in them is there or told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from infrastructure.workbooks.grid import Beside, BesideKind, MergedRange, WorkbookGrid
from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.refusals import WorkbookRefusal, WorkbookRefused
from tests.infrastructure.workbooks.documents import cell, document, paragraph, row, table

Read = Callable[..., WorkbookGrid]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_document(*blocks: str, comments: str = "") -> WorkbookGrid:
        path = tmp_path / "台账.docx"
        path.write_bytes(document(*blocks, comments=comments))
        return read_workbook(path, documents=True)

    return read_document


def test_each_table_is_a_sheet_below_what_is_written_above_it(read: Read) -> None:
    first, second = read(
        paragraph("骨科自查问题台账"), paragraph(""), table(row("序号", "存在问题"), row("1", "第一段\n第二段")),
        paragraph("二、附表"), table(row("甲", "乙")),
    )  # fmt: skip
    assert (first.name, second.name) == ("表 1", "表 2")
    assert first.rows == (("骨科自查问题台账",), ("序号", "存在问题"), ("1", "第一段\n第二段"))
    assert second.rows == (("二、附表",), ("甲", "乙"))


def test_cells_merged_to_the_side_and_down(read: Read) -> None:
    (sheet,) = read(
        table(
            row(cell("台账", span=3)),
            row("序号", cell("责任", span=2)),
            row(cell("1", merge="restart"), "骨科", "张伟"),
            row(cell("", merge="continue"), "普外科", "卫东"),
            row("2", "护理部", "赵倩"),
        )
    )
    assert set(sheet.merged) == {MergedRange(1, 1, 1, 3), MergedRange(2, 2, 2, 3), MergedRange(3, 1, 4, 1)}
    assert sheet.rows[1:] == (
        ("序号", "责任"),
        ("1", "骨科", "张伟"),
        (None, "普外科", "卫东"),
        ("2", "护理部", "赵倩"),
    )


def test_two_merges_below_each_other_stay_two(read: Read) -> None:
    (sheet,) = read(
        table(
            row(cell("1", merge="restart"), "甲", "子"),
            row(cell("", merge="continue"), "乙", "丑"),
            row(cell("2", merge="restart"), cell("丙", span=2)),
            row(cell("", merge="continue"), "丁", "寅"),
        )
    )
    assert {(each.top, each.bottom) for each in sheet.merged if each.left == 1} == {(1, 2), (3, 4)}


def test_borders_dragged_apart_make_no_other_columns(read: Read) -> None:
    """Every row has three cells: which grid lines they lie between says nothing."""
    (sheet,) = read(
        table(row(cell("序号", span=2), "存在问题", "牵头部门"), row("1", cell("缺签名", span=2), "骨科"))
    )
    assert sheet.rows == (("序号", "存在问题", "牵头部门"), ("1", "缺签名", "骨科"))
    assert not sheet.merged


def test_what_is_no_text_of_a_cell_is_told_at_its_place(read: Read) -> None:
    box = "<wps:txbx><w:txbxContent>" + paragraph("另见附件") + "</w:txbxContent></wps:txbx>"
    inside = (
        "<w:p><w:r><w:t>查房</w:t></w:r><w:del><w:r><w:delText>不</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>搬走</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>记录</w:t></w:r></w:ins>"
        '<w:r><w:commentReference w:id="7"/></w:r></w:p>'
        f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:p><w:r><w:drawing/></w:r></w:p>" + table(row("嵌套", "表格"))
    )
    (sheet,) = read(
        table(row("存在问题", "原因"), row(cell(inside), "a")),
        paragraph("填表说明：略"),
        comments=f'<w:comment w:id="7">{paragraph("请核实")}</w:comment>',
    )
    assert sheet.rows[1] == ("查房记录", "a")
    assert set(sheet.beside) == {
        Beside(2, 1, BesideKind.REVISED),
        Beside(2, 1, BesideKind.NOTE, "请核实"),
        Beside(2, 1, BesideKind.TEXT_BOX, "另见附件"),
        Beside(2, 1, BesideKind.PICTURE),
        Beside(2, 1, BesideKind.NESTED_TABLE, "嵌套 表格"),
        Beside(2, 1, BesideKind.PROSE, "填表说明：略"),
    }


def test_struck_words_and_text_below_a_merge(read: Read) -> None:
    struck = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>划去</w:t></w:r>{}</w:p>"
    (sheet,) = read(
        table(
            row(cell(struck.format("")), cell(struck.format("<w:r><w:t>留下</w:t></w:r>")), "a"),
            row(cell("b", merge="restart"), "c", "d"),
            row(cell("遮住", merge="continue"), "e", "f"),
        )
    )
    assert (sheet.struck, sheet.partly_struck) == ({(1, 1)}, {(1, 2)})
    assert sheet.rows[2] == (None, "e", "f")
    assert sheet.beside == (Beside(3, 1, BesideKind.COVERED, "遮住"),)


def test_breaks_tabs_and_ticked_boxes_are_letters(read: Read) -> None:
    inside = (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:sym w:font="Wingdings" w:char="F0FE"/>'
        "<w:t>是</w:t><w:br/><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:tab/><w:t>完</w:t></w:r></w:p>"
    )
    (sheet,) = read(table(row(cell(inside), "b")))
    assert sheet.rows[0][0] == "☑是\n1-2\t完"


def test_a_long_letter_above_its_annex_is_told_not_read_as_a_table(read: Read) -> None:
    (sheet,) = read(*(paragraph(f"第 {number} 段") for number in range(1, 31)), table(row("a", "b")))
    assert sheet.rows[0] == ("第 11 段",)
    assert sheet.rows[-1] == ("a", "b")
    assert sheet.beside[0].words.startswith("第 1 段；第 2 段")


@pytest.mark.parametrize(
    ("content", "documents", "expected"),
    [
        (document(paragraph("没有表格")), True, WorkbookRefusal.NO_TABLES),
        (document(table(row("a", "b"))), False, WorkbookRefusal.NOT_A_WORKBOOK),
    ],
)
def test_documents_that_are_not_read(
    tmp_path: Path, content: bytes, documents: bool, expected: WorkbookRefusal
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(path, documents=documents)
    assert caught.value.code is expected
