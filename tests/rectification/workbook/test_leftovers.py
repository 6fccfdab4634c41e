"""What was once taken in silence: a second lead, a void line, a yes that waits, a heading taken for a value above."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rectification.workbook.context import ImportContext
from rectification.workbook.progress import ImportedState
from tests.rectification.workbook.shapes import HEADER, good_row, places, planned, sheet

pytestmark = pytest.mark.clause("QS25.P2")


def test_the_second_department_of_a_lead_cell_supports_and_is_told(context: ImportContext) -> None:
    plan = planned(context, sheet(HEADER, good_row(lead="骨科、普外科", supporting="护理部")))
    (finding,) = plan.findings
    assert finding.lead_department_id == context.departments["骨科"]
    (told,) = [one for one in plan.warnings if one.cell == "F2"]
    assert "写了几个牵头部门，“普外科”作为配合部门导入" in told.problem


@pytest.mark.parametrize("lead", ["骨科牵头，普外科配合", "骨科"])
def test_who_is_called_supporting_is_no_second_lead(context: ImportContext, lead: str) -> None:
    plan = planned(context, sheet(HEADER, good_row(lead=lead)))
    assert not [one for one in plan.warnings if "几个牵头部门" in one.problem]


def test_a_heading_for_both_says_that_the_others_support(context: ImportContext) -> None:
    header = tuple("责任部门" if each == "牵头部门" else each for each in HEADER)
    plan = planned(context, sheet(header, good_row(lead="骨科、普外科", supporting=None)))
    assert plan.ready == 1
    assert not [one for one in plan.warnings if "几个牵头部门" in one.problem]


@pytest.mark.parametrize("closed", ["是(待验收)", "是，待销号"])
def test_a_yes_that_waits_is_work_that_is_done(context: ImportContext, closed: str) -> None:
    plan = planned(context, sheet(HEADER, good_row(done=None, closed=closed)))
    assert [one.state for one in plan.findings] == [ImportedState.AWAITING]


@pytest.mark.parametrize("remark", ["此条作废", "作废", "该问题已撤销"])
def test_a_remark_that_the_line_is_void_is_asked_about(context: ImportContext, remark: str) -> None:
    grid = sheet((*HEADER, "备注"), (*good_row(), remark))
    plan = planned(context, grid)
    assert not plan.findings
    assert places(plan.errors) == [("L2", "not_read")]
    (question,) = plan.questions
    assert [answer.value for answer in question.answers] == ["skip", "enter"]
    entered = planned(replace(context, answers={question.key: "enter"}), grid)
    assert (entered.ready, entered.errors) == (1, ())
    skipped = planned(replace(context, answers={question.key: "skip"}), grid)
    assert (skipped.ready, skipped.errors) == (0, ())
    assert "按您的选择没有导入" in skipped.warnings[-1].problem


def test_void_among_other_words_is_a_remark_like_any(context: ImportContext) -> None:
    plan = planned(context, sheet((*HEADER, "备注"), (*good_row(), "原制度作废后重新印发")))
    assert (plan.ready, plan.questions) == (1, ())


def test_below_the_heading_of_a_second_table_nothing_stands_above(context: ImportContext) -> None:
    plan = planned(context, sheet(HEADER, good_row(), HEADER, good_row(2, "另一个问题", lead="同上")))
    assert [one.cell for one in plan.errors] == ["F4"]
    assert not [one for one in plan.warnings if "牵头部门" in one.problem]


def test_headings_in_english_alone(context: ImportContext) -> None:
    header = ("No.", "Issue", "Category", "Department", "Owner", "Due Date", "Status")
    row = ("1", "查房记录缺签名", "医疗质量管理组织体系不健全问题", "骨科", "张伟", "2025-09-30", "已完成")
    plan = planned(context, sheet(header, row))
    (finding,) = plan.findings
    assert finding.lead_department_id == context.departments["骨科"]
    assert (str(finding.due_on), finding.state) == ("2025-09-30", ImportedState.AWAITING)
