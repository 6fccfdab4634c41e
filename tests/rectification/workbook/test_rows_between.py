"""What stands between findings: numbers of columns, sums, titles, examples, headers of further tables."""

import pytest

from infrastructure.workbooks.grid import CellValue, cell_name
from rectification.workbook.context import ImportContext
from tests.rectification.workbook.shapes import HEADER, ITEM_2, good_row, places, planned, sheet

pytestmark = pytest.mark.clause("QS25.P2")

_SECOND: tuple[CellValue, ...] = ("整治内容", "存在问题", "整改措施", "责任部门", "整改时限")
_SECOND_ROW: tuple[CellValue, ...] = (ITEM_2, "乙", "措施", "骨科", "2025-09-30")


@pytest.mark.parametrize(
    "row",
    [
        [*range(1, 12)],
        [str(number) for number in range(1, 12)],
        [f"（{number}）" for number in range(1, 12)],
        [*"甲乙丙丁戊己庚辛壬癸"],
        ["甲", "乙", *range(1, 10)],
        ["栏次", *range(1, 11)],
        [*"ABCDEFGHIJK"],
    ],
    ids=lambda row: "".join(map(str, row)),
)
def test_numbers_of_columns_below_the_header_are_no_row(context: ImportContext, row: list[CellValue]) -> None:
    plan = planned(context, sheet(HEADER, row, good_row(1, "甲")))
    assert ([finding.row for finding in plan.findings], plan.errors, plan.warnings) == ([3], (), ())


def test_numbers_elsewhere_are_read_like_any_row(context: ImportContext) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), [*range(1, 12)]))
    assert plan.rows == 2


@pytest.mark.parametrize(
    "row",
    [
        ["小计", None, "1条"],
        ["骨科小计", 3],
        [None, "合 计", 2],
        ["合计：3条", None, None, "其中已整改 2 条"],
        ["本页小计 3 条，其中已整改 2 条"],
        ["总计", 3, None, 5],
    ],
)
def test_sums_are_no_findings(context: ImportContext, row: list[CellValue]) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), row, good_row(2, "乙")))
    assert ([finding.text for finding in plan.findings], plan.errors, plan.warnings) == (["甲", "乙"], (), ())


@pytest.mark.parametrize("text", ["累计3份病历缺签名", "合计发现5例漏报", "共计 12 张处方无诊断"])
def test_a_finding_that_begins_like_a_sum_is_one(context: ImportContext, text: str) -> None:
    plan = planned(context, sheet(_SECOND[1:], [text, "补签", "骨科", "2025-09-30"], name="（一）"))
    assert [finding.text for finding in plan.findings] == [text]


@pytest.mark.parametrize(
    "row",
    [
        good_row("示例", "如：查房记录缺签名"),
        good_row("例", "查房记录缺签名"),
        good_row(1, "（示例）查房记录缺签名"),
        good_row(1, "例：查房记录缺签名"),
    ],
)
def test_a_row_that_shows_how_to_fill_in_is_told_and_not_entered(
    context: ImportContext, row: tuple[CellValue, ...]
) -> None:
    plan = planned(context, sheet(HEADER, row, good_row(1, "甲")))
    assert ([finding.text for finding in plan.findings], places(plan.warnings)) == (
        ["甲"],
        [("A2", "example")],
    )


def test_a_second_table_is_read_under_its_own_header(context: ImportContext) -> None:
    title = ["二、限期整改问题"]
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), [], title, _SECOND, _SECOND_ROW))
    assert [(f.row, f.text, f.item_code) for f in plan.findings] == [(2, "甲", "I1"), (6, "乙", "I2")]
    assert places(plan.warnings) == [("A4", "not_read")]  # the title is no finding


def test_a_blank_cell_of_the_second_table_is_named_where_it_stands(context: ImportContext) -> None:
    row = (*_SECOND_ROW[:3], None, "2025-09-30")
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), _SECOND, row))
    assert places(plan.errors) == [("D4", "missing_lead")]


def test_an_item_is_not_filled_down_into_another_table(context: ImportContext) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), _SECOND, (None, *_SECOND_ROW[1:])))
    assert places(plan.errors) == [("A4", "no_item")]


def test_a_title_that_names_an_item_places_the_table_below_it(context: ImportContext) -> None:
    rows = [HEADER, good_row(1, "甲"), ["填表人：王敏"], [ITEM_2], _SECOND[1:], _SECOND_ROW[1:]]
    plan = planned(context, sheet(*rows))
    assert [(f.text, f.item_code) for f in plan.findings] == [("甲", "I1"), ("乙", "I2")]


def test_a_title_across_a_table_with_items_is_told(context: ImportContext) -> None:
    rows = [HEADER, good_row(1, "甲"), ["第二部分"], good_row(2, "乙", item=ITEM_2)]
    plan = planned(context, sheet(*rows, merged=[(3, 1, 3, 11)]))
    assert [finding.item_code for finding in plan.findings] == ["I1", "I2"]
    assert places(plan.warnings) == [("A3", "not_read")]


def test_a_header_below_forty_rows_of_instructions_is_found(context: ImportContext) -> None:
    notes: list[list[CellValue]] = [[f"{number}. 请逐项填写"] for number in range(1, 46)]
    plan = planned(context, sheet(*notes, HEADER, good_row(1, "甲")))
    assert (plan.sheets[0].header_row, plan.ready, plan.errors) == (46, 1, ())


@pytest.mark.parametrize(
    "rows",
    [
        [["备注：第1条已于8月15日整改完毕"]],
        [["填表人：王敏"], ["骨科主任意见：第1条请销号"]],
        [["填表人：王敏"], [None, None, "另：夜班交接缺记录"]],
        [["填表人：王敏", None, "第1条请延期到10月底，已报院办"]],
        [["注：本表不含急诊科未上报的3条"]],
    ],
)
def test_what_is_said_below_a_table_is_told_at_its_cell(
    context: ImportContext, rows: list[list[CellValue]]
) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), *rows))
    said = max(((len(str(v)), r, c) for r, row in enumerate(rows, 3) for c, v in enumerate(row, 1) if v))
    assert places(plan.warnings) == [(cell_name(said[1], said[2]), "not_read")]


@pytest.mark.parametrize(
    "row",
    [
        ["填表人：", "王敏", "审核人：", "周强"],
        ["2025年8月20日"],
        ["第1页，共2页"],
        ["备注："],
        ["填报日期：2025-08-20"],
    ],
)
def test_days_names_and_pages_below_a_table_are_filler(context: ImportContext, row: list[CellValue]) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), ["负责人（签字）："], row))
    assert (plan.rows, plan.errors, plan.warnings) == (1, (), ())


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ([None, "合计：1条，其中急诊科漏报3条已另行上报"], "B3"),
        (["总计", 3, None, 5, None, None, None, None, None, "第1条复查不合格"], "J3"),
    ],
)
def test_words_in_a_row_of_sums_that_are_no_count_are_told(
    context: ImportContext, row: list[CellValue], cell: str
) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), row))
    assert (plan.rows, places(plan.warnings)) == (1, [(cell, "not_read")])
