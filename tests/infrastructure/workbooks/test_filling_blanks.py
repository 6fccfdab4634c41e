"""A superior's blank is filled, and stays the superior's: part by part, cell by cell."""

from __future__ import annotations

import io
import zipfile
from dataclasses import asdict
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infrastructure.workbooks.cell_text import cell_text
from infrastructure.workbooks.filling.area import Area
from infrastructure.workbooks.filling.blank import check_blank, fill_blank
from infrastructure.workbooks.filling.refusals import BlankRefused, TooFewRows
from infrastructure.workbooks.filling.sheet import Values
from infrastructure.workbooks.limits import ReadLimits
from infrastructure.workbooks.package_checks import check_package
from infrastructure.workbooks.reader.budget import Budget
from infrastructure.workbooks.reader.xlsx import read_xlsx
from tests.infrastructure.workbooks.blanks import (
    CHAIN,
    DRAWING,
    OTHER_SHEET,
    RELATIONS,
    SHEET,
    SHEET_XML,
    TYPES,
    WORKBOOK,
    WORKBOOK_XML,
    blank,
    part,
    parts_of,
    standing,
)

AREA = Area("附件2", 5, 9, frozenset({1, 2, 3, 4, 5, 6}), numbered=frozenset({1}))
FIVE, TWELVE = 5, 12


def rows(amount: int) -> list[dict[int, Any]]:
    return [
        {1: n, 2: "急诊急救", 3: f"第 {n} 个问题", 4: "补齐记录", 5: date(2026, 12, n), 6: "否"}
        for n in range(1, amount + 1)
    ]


def read(content: bytes) -> list[list[Any]]:
    limits = asdict(ReadLimits())
    return read_xlsx(content, Budget(limits))[0]["rows"]


def sheet_with(old: str, new: str) -> bytes:
    assert old in SHEET_XML
    return blank({SHEET: SHEET_XML.replace(old, new)})


def changed_parts(before: bytes, after: bytes) -> set[str]:
    ours, theirs = parts_of(after), parts_of(before)
    return {name for name in theirs if theirs[name] != ours.get(name)}


def test_only_the_sheet_and_the_order_to_calculate_are_written() -> None:
    before = blank()
    after = fill_blank(before, AREA, rows(FIVE))
    assert changed_parts(before, after) == {SHEET, WORKBOOK}
    assert list(parts_of(after)) == list(parts_of(before))
    with zipfile.ZipFile(io.BytesIO(after)) as package:
        assert package.testzip() is None
        assert package.comment.decode() == "某市卫生健康委"
    check_package(io.BytesIO(after), ReadLimits())
    assert 'fullCalcOnLoad="1"' in part(after, WORKBOOK)


def test_inside_the_sheet_nothing_but_the_cells_is_written() -> None:
    after = part(fill_blank(blank(), AREA, rows(1)), SHEET)
    cells = after.index('<c r="A5"'), after.index('<row r="6"')
    assert after[: cells[0]] == SHEET_XML[: SHEET_XML.index('<c r="A5"')].replace(
        '<row r="5" spans="1:8"', '<row r="5"'
    )
    assert after[cells[1] :] == SHEET_XML[SHEET_XML.index('<row r="6"') :].replace("<v>0</v>", "")


def test_cells_hold_text_numbers_and_days_in_the_looks_of_the_blank() -> None:
    sheet: Any = openpyxl.load_workbook(io.BytesIO(fill_blank(blank(), AREA, rows(FIVE)))).active
    assert [cell.value for cell in sheet[7]][:6] == [
        3,
        "急诊急救",
        "第 3 个问题",
        "补齐记录",
        openpyxl.utils.datetime.from_excel(46359),
        "否",
    ]
    assert (sheet["C7"].number_format, sheet["E7"].number_format) == ("@", "mm-dd-yy")
    assert sheet.row_dimensions[7].height == 30


def test_a_day_in_a_cell_that_shows_no_days_is_written_in_figures() -> None:
    content = fill_blank(blank(), AREA, [{2: date(2026, 12, 1), 5: date(2026, 12, 1)}])
    assert read(content)[4] == [
        None,
        "2026-12-01",
        None,
        None,
        {"on": "2026-12-01"},
        None,
        {"error": "公式未计算"},
    ]


def test_days_count_from_1904_where_the_workbook_does() -> None:
    content = blank({WORKBOOK: WORKBOOK_XML.replace("<workbookPr/>", '<workbookPr date1904="1"/>')})
    assert read(fill_blank(content, AREA, rows(1)))[4][4] == {"on": "2026-12-01"}


def test_more_rows_than_the_blank_has_push_the_footer_down() -> None:
    before = blank()
    after = fill_blank(before, AREA, rows(TWELVE))
    assert changed_parts(before, after) == {SHEET, WORKBOOK, DRAWING, CHAIN, RELATIONS, TYPES}
    grid, sheet = read(after), part(after, SHEET)
    assert [row[0] for row in grid[4:19]] == [*range(1, 13), "合计", grid[17][0], "注：本表一式两份。"]
    for words in (
        '<mergeCell ref="A18:G18"/>',
        '<autoFilter ref="A4:G16"/>',
        '<conditionalFormatting sqref="F5:F16">',
        'allowBlank="1" sqref="F5:F16"',
        "<f>SUM(G5:G16)</f>",
        '<f>IF(F16="",0,1)</f>',
        '<row r="16" ht="30" customHeight="1">',
        '<row r="17" ht="20" customHeight="1">',
        "<sheetProtection algorithmName=",
    ):
        assert words in sheet, words
    names = part(after, WORKBOOK)
    assert "附件2!$A$1:$G$19" in names
    assert "附件2!$A$4:$G$16" in names
    assert "附件2!$1:$4" in names


def test_what_is_drawn_below_the_table_goes_down_and_what_is_above_stays() -> None:
    drawn = part(fill_blank(blank(), AREA, rows(TWELVE)), DRAWING)
    anchors = [words.split("</xdr:row>")[0] for words in drawn.split("<xdr:row>")[1:]]
    assert anchors == ["0", "1", "1", "2", "17", "19"]


def test_what_begins_right_below_the_table_goes_down_too() -> None:
    content = blank({DRAWING: standing(DRAWING).replace("<xdr:row>10<", "<xdr:row>9<")})
    assert "<xdr:row>16<" in part(fill_blank(content, AREA, rows(TWELVE)), DRAWING)
    content = blank({DRAWING: standing(DRAWING).replace("<xdr:row>10<", "<xdr:row>8<")})
    assert "<xdr:row>8<" in part(fill_blank(content, AREA, rows(TWELVE)), DRAWING)


def test_a_merge_across_the_last_row_of_the_table_stays_one_row_high() -> None:
    content = sheet_with('<mergeCell ref="A1:G1"/>', '<mergeCell ref="A1:G1"/><mergeCell ref="C9:D9"/>')
    area = Area("附件2", 5, 9, frozenset({1, 3}))
    grown = part(fill_blank(content, area, [{1: n, 3: "问题"} for n in range(1, 8)]), SHEET)
    assert '<mergeCell ref="C9:D9"/>' in grown


def test_a_chain_of_calculation_that_names_moved_cells_is_left_out() -> None:
    after = fill_blank(blank(), AREA, rows(TWELVE))
    assert CHAIN not in parts_of(after)
    assert "calcChain" not in part(after, RELATIONS) + part(after, TYPES)


def test_merges_across_a_row_are_made_in_the_new_ones() -> None:
    content = sheet_with('<mergeCells count="8">', '<mergeCells count="9"><mergeCell ref="C5:D5"/>')
    area = Area("附件2", 5, 9, frozenset({1, 3}), numbered=frozenset({1}))
    sheet = part(fill_blank(content, area, [{1: n, 3: "问题"} for n in range(1, 8)]), SHEET)
    assert '<mergeCells count="11">' in sheet
    assert '<mergeCell ref="C10:D10"/><mergeCell ref="C11:D11"/></mergeCells>' in sheet


def test_a_blank_with_one_prepared_row_grows_with_its_sum() -> None:
    start, end = SHEET_XML.index('<row r="6"'), SHEET_XML.index('<row r="10"')
    one = SHEET_XML[:start] + SHEET_XML[end:].replace("SUM(G5:G9)", "SUM(G5:G5)").replace("F5:F9", "F5")
    area = Area("附件2", 5, 5, AREA.columns)
    content = blank({SHEET: one.replace('ref="A4:G9"', 'ref="A4:G5"')})
    sheet = part(fill_blank(content, area, rows(3)), SHEET)
    assert "<f>SUM(G5:G7)</f>" in sheet
    assert 'sqref="F5:F7"' in sheet


def test_formulas_written_once_for_a_group_are_written_out() -> None:
    shared = SHEET_XML
    for n in range(5, 10):
        own = f'<f t="shared" ref="G5:G9" si="0">IF(F{n}="",0,1)</f>' if n == 5 else '<f t="shared" si="0"/>'
        shared = shared.replace(f'<f>IF(F{n}="",0,1)</f>', own)
    content = blank({SHEET: shared})
    assert 't="shared" si="0"' in part(fill_blank(content, AREA, rows(FIVE)), SHEET)
    grown = part(fill_blank(content, AREA, rows(TWELVE)), SHEET)
    assert "shared" not in grown
    assert [f'<f>IF(F{n}="",0,1)</f>' in grown for n in (5, 7, 9, 10, 16)] == [True] * 5


def test_elements_with_a_prefix_and_rows_without_numbers_are_filled_too() -> None:
    plain = SHEET_XML[SHEET_XML.index("<sheetData>") : SHEET_XML.index("<sheetProtection")]
    body = plain.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    root = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    content = blank({SHEET: f"<x:worksheet {root}>{body}</x:worksheet>"})
    assert read(fill_blank(content, AREA, rows(TWELVE)))[15][:3] == [12, "急诊急救", "第 12 个问题"]
    bare = SHEET_XML.replace(' spans="1:8"', "")
    for n in range(1, 13):
        bare = bare.replace(f'<row r="{n}"', "<row")
    assert read(fill_blank(blank({SHEET: bare}), AREA, rows(TWELVE)))[16][0] == "合计"


def test_a_row_that_is_not_in_the_file_at_all_looks_like_the_first() -> None:
    start, end = SHEET_XML.index('<row r="7"'), SHEET_XML.index('<row r="8"')
    content = blank({SHEET: SHEET_XML[:start] + SHEET_XML[end:]})
    sheet = part(fill_blank(content, AREA, rows(FIVE)), SHEET)
    assert sheet.index('<row r="6"') < sheet.index('<row r="7" ht="30"') < sheet.index('<row r="8"')


def test_a_prepared_row_without_cells_keeps_its_own_height() -> None:
    start, end = SHEET_XML.index('<row r="7"'), SHEET_XML.index('<row r="8"')
    empty = '<row r="7" ht="55" customHeight="1"/>'
    sheet = part(
        fill_blank(blank({SHEET: SHEET_XML[:start] + empty + SHEET_XML[end:]}), AREA, rows(FIVE)), SHEET
    )
    assert '<row r="7" ht="55" customHeight="1"><c r="A7" s="3"><v>3</v></c><c r="B7" s="1"' in sheet


EXAMPLE = '<c r="C5" s="1" t="inlineStr"><is><t>（示例）未按时查房</t></is></c>'


def test_an_example_is_written_over_only_when_told() -> None:
    content = sheet_with('<c r="C5" s="1"/>', EXAMPLE)
    with pytest.raises(BlankRefused, match="C5 已有内容"):
        check_blank(content, AREA)
    told = Area("附件2", 5, 9, AREA.columns, overwrite=True)
    assert read(fill_blank(content, told, rows(1)))[4][2] == "第 1 个问题"
    assert read(fill_blank(content, told, []))[4] == [None] * 6 + [{"error": "公式未计算"}]


def test_prepared_numbers_stay_where_no_row_is_written() -> None:
    content = SHEET_XML
    for n in range(5, 10):
        content = content.replace(f'<c r="A{n}" s="3"/>', f'<c r="A{n}" s="3"><v>{n - 4}</v></c>')
    assert [row[0] for row in read(fill_blank(blank({SHEET: content}), AREA, rows(2)))[4:9]] == [
        1,
        2,
        3,
        4,
        5,
    ]


@pytest.mark.parametrize(
    ("old", "new", "columns", "words"),
    [
        ('<mergeCell ref="A11:G11"/>', '<mergeCell ref="B5:B7"/>', {2}, "B5:B7 上下合并"),
        ('<mergeCell ref="A11:G11"/>', '<mergeCell ref="C6:D6"/>', {4}, "只能写在 C 列"),
        ('<row r="6" ', '<row r="6" hidden="1" ', {3}, "第 6 行是隐藏的"),
        ("<sheetData>", "<sheetData>", {7}, "G5 是公式"),
    ],
)
def test_what_cannot_be_filled_is_told_when_it_is_bound(
    old: str, new: str, columns: set[int], words: str
) -> None:
    with pytest.raises(BlankRefused, match=words):
        check_blank(sheet_with(old, new), Area("附件2", 5, 9, frozenset(columns)))


_OTHER = standing(OTHER_SHEET).replace(
    't="inlineStr"><is><t>一事一行，不得合并单元格。</t></is>', "><f>{}</f>"
)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({SHEET: SHEET_XML.replace("<drawing r", "<tableParts/><drawing r")}, "套用表格格式"),
        ({SHEET: SHEET_XML.replace("<drawing r", "<controls/><drawing r")}, "控件"),
        ({SHEET: SHEET_XML.replace('IF(F7="",0,1)', "F7-F11")}, "G7 的公式"),
        ({SHEET: SHEET_XML.replace("SUM(G5:G9)", "SUM('填表说明:附件2'!G5:G9)")}, "G10 的公式"),
        ({OTHER_SHEET: _OTHER.format("COUNTA(附件2!C5:C9)")}, "工作表“填表说明”里的公式"),
        ({"xl/charts/chart1.xml": '<c:c xmlns:c="urn:c"><c:f>附件2!$G$5:$G$9</c:f></c:c>'}, "图表"),
    ],
)
def test_what_cannot_be_moved_exactly_refuses_the_rows_that_are_too_many(
    changes: dict[str, str], words: str
) -> None:
    content = blank(changes)
    fill_blank(content, AREA, rows(FIVE))  # as long as nothing moves
    with pytest.raises(TooFewRows, match=words) as refused:
        fill_blank(content, AREA, rows(TWELVE))
    assert "需要 12 行" in refused.value.reason


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET_XML.replace("</sheetData>", ""),
        SHEET_XML.replace("<sheetData>", "<data>").replace("</sheetData>", "</data>"),
        SHEET_XML.replace('<mergeCell ref="A1:G1"/>', "<mergeCell/>"),
        SHEET_XML.replace('<mergeCell ref="A1:G1"/>', '<mergeCell ref="A"/>'),
        SHEET_XML.replace('<row r="5"', '<row r="five"'),
        SHEET_XML.replace("<worksheet", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet"),
        SHEET_XML.encode("utf-16"),
        SHEET_XML.replace("</sheetData>", f"</sheetData><!--{' ' * 9_000_000}-->"),
    ],
    ids=["open", "no rows", "merge of nothing", "half a place", "no number", "dtd", "utf-16", "huge"],
)
def test_a_sheet_that_is_none_is_refused_in_words(sheet: str | bytes) -> None:
    with pytest.raises(BlankRefused):
        fill_blank(blank({SHEET: sheet}), AREA, rows(TWELVE))


_TEXTS = st.text(
    st.sampled_from("甲=+-@\t\n\r\x00\x0b_x000D_ <>&\"'😀é１\u202e\ufffe") | st.characters(codec="utf-8"),
    max_size=30,
) | st.sampled_from(["_x000D_", "_x005F_", "=1+1", "'a", " 前后 ", "#N/A", "TRUE", "007", "1e5"])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            _TEXTS, _TEXTS, st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.integers(-(10**9), 10**9)
        ),
        max_size=9,
    )
)
def test_what_is_written_is_read_again(found: list[tuple[str, str, date, int]]) -> None:
    values: list[Values] = [{1: number, 2: one, 3: other, 5: day} for one, other, day, number in found]
    content = fill_blank(blank(), Area("附件2", 5, 9, frozenset({1, 2, 3, 5})), values)
    check_package(io.BytesIO(content), ReadLimits())
    for (one, other, day, number), row in zip(found, read(content)[4:], strict=False):
        wanted = [number, cell_text(one) or None, cell_text(other) or None, None, {"on": day.isoformat()}]
        assert row[:5] == wanted
