"""One card a finding: the words stand beside their labels."""

from datetime import date

import pytest

from infrastructure.workbooks.grid import CellValue
from rectification.workbook.context import ImportContext
from tests.rectification.workbook.shapes import ITEM_1, ITEM_2, places, planned, sheet

pytestmark = pytest.mark.clause("QS25.P2")

Row = list[CellValue]


def card(text: str | None, item: str = ITEM_1, lead: str | None = "骨科") -> list[Row]:
    return [
        ["编号", "3", "检查日期", "2025-08-12"],
        ["责任科室", lead, "责任人", "王敏"],
        ["整治内容", item],
        ["存在问题", text],
        ["整改措施", "补签；每周抽查"],
        ["整改时限", "2025-09-30", "检查地点", "三病区"],
    ]


def test_a_card_is_a_finding(context: ImportContext) -> None:
    plan = planned(context, sheet(["问题整改单"], *card("缺签名"), ["科室负责人（签字）：", None, "日期："]))
    (finding,) = plan.findings
    assert (finding.row, finding.last_row, finding.text, finding.item_code) == (2, 7, "缺签名", "I1")
    assert finding.lead_department_id == context.departments["骨科"]
    assert (finding.found_on, finding.due_on) == (date(2025, 8, 12), date(2025, 9, 30))
    assert [measure.text for measure in finding.measures] == ["补签", "每周抽查"]
    assert finding.remark == "检查地点：三病区"
    assert (places(plan.errors), places(plan.warnings)) == ([], [("C7", "unused_column")])


def test_cards_below_each_other_and_beside_other_sheets(context: ImportContext) -> None:
    plan = planned(context, sheet(*card("甲"), [], *card("乙", ITEM_2)), sheet(*card("丙"), name="二"))
    assert [(f.sheet, f.row, f.text, f.item_code) for f in plan.findings] == [
        ("台账", 1, "甲", "I1"), ("台账", 8, "乙", "I2"), ("二", 1, "丙", "I1"),
    ]  # fmt: skip


def test_what_a_card_lacks_is_named_beside_its_label(context: ImportContext) -> None:
    plan = planned(context, sheet(*card("甲", lead=None), [], *card(None, "不认识的内容")))
    assert places(plan.errors) == [("B2", "missing_lead"), ("B11", "missing_text"), ("B10", "unknown_item")]


def test_words_beside_no_label_are_told(context: ImportContext) -> None:
    plan = planned(context, sheet(*card("甲"), ["以上问题已通报"]))
    assert (plan.ready, places(plan.warnings)[-1]) == (1, ("A7", "not_read"))


def test_a_card_of_one_line_is_no_header(context: ImportContext) -> None:
    line: Row = ["存在问题", "缺签名", "整改时限", "2025-09-30", "责任科室", "骨科", "整治内容", ITEM_1]
    plan = planned(context, sheet(line))
    assert [(f.text, f.item_code) for f in plan.findings] == [("缺签名", "I1")]


def test_a_table_is_no_card(context: ImportContext) -> None:
    plan = planned(context, sheet(["序号", "责任部门", "责任人", "整改时限"], [1, "骨科", "王敏", "长期"]))
    assert places(plan.errors) == [("A1", "no_table")]
