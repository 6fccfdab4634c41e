"""A sheet that says neither its item nor its department is asked about once, and the answer holds for its rows."""

from dataclasses import replace

import pytest

from infrastructure.workbooks.grid import SheetGrid
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import ImportPlan
from tests.rectification.workbook.shapes import ITEM_1, places, planned, sheet

pytestmark = pytest.mark.clause("QS25.P2")

WITHOUT_ITEM = ("序号", "存在问题", "整改措施", "责任科室", "整改时限")
WITHOUT_LEAD = ("序号", "整治内容", "存在问题", "整改措施", "整改时限")


def without_item(name: str) -> SheetGrid:
    return sheet(
        WITHOUT_ITEM, *((n, f"第{n}个问题", "补签", "骨科", "2025-09-30") for n in (1, 2)), name=name
    )


def without_lead(name: str) -> SheetGrid:
    return sheet(
        WITHOUT_LEAD, *((n, ITEM_1, f"第{n}个问题", "补签", "2025-09-30") for n in (1, 2)), name=name
    )


def asked(plan: ImportPlan) -> list[tuple[str, str, str]]:
    return [(one.sheet, one.cell, one.question) for one in plan.questions]


def test_the_item_of_a_sheet_is_asked_among_all_items(context: ImportContext) -> None:
    sheets = (without_item("十项问题"), without_item("1.汇总"))
    plan = planned(context, *sheets)
    assert asked(plan) == [
        ("十项问题", "B1", "工作表“十项问题”的问题属于哪一项整治内容？"),
        ("1.汇总", "B1", "工作表“1.汇总”的问题属于哪一项整治内容？"),
    ]
    first, second = plan.questions
    assert [answer.value for answer in first.answers] == [item.code for item in context.items]
    answered = planned(replace(context, answers={first.key: "I7"}), *sheets)
    assert [(one.sheet, one.item_code) for one in answered.findings] == [("十项问题", "I7")] * 2
    assert places(answered.errors) == [("B1", "no_item")]
    assert asked(answered) == asked(plan)  # an answer can be changed


def test_the_department_of_a_sheet_is_asked_among_all_departments(
    context: ImportContext, departments: dict[str, int]
) -> None:
    plan = planned(context, without_lead("台账"))
    assert asked(plan) == [("台账", "C1", "工作表“台账”的问题由哪个部门牵头？")]
    (question,) = plan.questions
    values = [answer.value for answer in question.answers]
    assert ("骨科" in values, len(values)) == (True, len(set(departments.values())))
    answered = planned(replace(context, answers={question.key: "骨科"}), without_lead("台账"))
    assert [one.lead_department_id for one in answered.findings] == [departments["骨科"]] * 2
    assert (answered.errors, answered.warnings, asked(answered)) == ((), (), asked(plan))


def test_a_cell_that_can_be_filled_is_no_question(context: ImportContext) -> None:
    item = sheet(("序号", "整治内容", *WITHOUT_ITEM[1:]), (1, None, "甲", "补签", "骨科", "2025-09-30"))
    lead = sheet((*WITHOUT_LEAD, "责任科室"), (1, ITEM_1, "甲", "补签", "2025-09-30", None))
    said = (planned(context, item), planned(context, lead))
    assert [places(plan.errors) for plan in said] == [[("B2", "no_item")], [("F2", "missing_lead")]]
    assert [plan.questions for plan in said] == [(), ()]


def test_what_the_sheet_says_itself_is_no_question(context: ImportContext) -> None:
    assert planned(context, without_item("医院感染管理不到位")).questions == ()
    assert planned(context, without_lead("骨科")).questions == ()
