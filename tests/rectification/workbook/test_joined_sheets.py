"""问题清单, 责任清单 and 整改清单 of the same numbers are one ledger: told, and not against anybody's will."""

from __future__ import annotations

from dataclasses import replace

import pytest

from infrastructure.workbooks.grid import SheetGrid, WorkbookGrid
from rectification.workbook.context import ImportContext
from rectification.workbook.decisions import Decisions, mended
from rectification.workbook.plan import ImportPlan
from rectification.workbook.planning import plan_import
from rectification.workbook.progress import ImportedState
from tests.rectification.workbook.shapes import ITEM_1, ITEM_2, planned, sheet

pytestmark = pytest.mark.clause("QS25.P2")
PROBLEMS = sheet(
    ("问题清单",), ("序号", "整治内容", "存在问题"),
    (1, ITEM_1, "会议记录缺签名"), (2, ITEM_2, "制度过期"), (3, ITEM_2, "无目录"), name="问题清单",
)  # fmt: skip
DUTIES = sheet(
    ("序号", "牵头部门", "责任人"),
    ("2", "护理部", "赵倩"), ("1", "骨科", "王敏"), ("3", "医务处", "李建国"), name="责任清单",
)  # fmt: skip
REPAIR = sheet(
    ("序号", "整改措施", "整改时限", "完成情况"),
    (1, "补签", "2025-09-30", "已完成"), (2, "修订", "2025-10-31", "推进中"),
    (3, "编目录", "2025-10-31", "推进中"), name="整改清单",
)  # fmt: skip


def told(plan: ImportPlan, name: str) -> list[tuple[str, str]]:
    return [(one.cell, one.problem) for one in (*plan.errors, *plan.warnings) if one.sheet == name]


def test_three_sheets_are_one_ledger(context: ImportContext) -> None:
    plan = planned(context, PROBLEMS, DUTIES, REPAIR)
    assert not plan.errors
    lead = context.departments
    assert [(one.row, one.lead_department_id, str(one.due_on), one.state) for one in plan.findings] == [
        (3, lead["骨科"], "2025-09-30", ImportedState.AWAITING),
        (4, lead["护理部"], "2025-10-31", ImportedState.RECTIFYING),
        (5, lead["医务处"], "2025-10-31", ImportedState.RECTIFYING),
    ]
    assert [one.measures[0].text for one in plan.findings] == ["补签", "修订", "编目录"]
    (cell, words), = told(plan, "责任清单")  # fmt: skip
    assert cell == "A1"
    assert "“责任清单”按序号并入“问题清单”（3 个序号中 3 个相同）" in words
    assert {one.sheet: one.left_out for one in plan.sheets}["整改清单"] == "按序号并入“问题清单”"


def test_what_is_wrong_is_told_where_it_stands(context: ImportContext) -> None:
    duties = replace(DUTIES, rows=(*DUTIES.rows[:2], ("1", "不存在的科室", "王敏"), DUTIES.rows[3]))
    plan = planned(context, PROBLEMS, duties, REPAIR)
    assert plan.ready == 2
    assert [(one.sheet, one.cell) for one in plan.errors] == [("责任清单", "B3")]
    sheets = WorkbookGrid((PROBLEMS, duties, REPAIR))
    corrected = mended(sheets, Decisions(cells={"责任清单": {"B3": "骨科"}}))
    assert plan_import(corrected, context).ready == 3


def test_numbers_that_stand_in_one_sheet_only_or_twice(context: ImportContext) -> None:
    duties = replace(DUTIES, rows=(*DUTIES.rows, ("9", "骨科", "王敏"), (None, "心内科")))
    repair = replace(REPAIR, rows=(*REPAIR.rows, (3, "另一条", "2025-12-01", "推进中")))
    plan = planned(context, PROBLEMS, duties, repair)
    assert [cell for cell, _ in told(plan, "责任清单")] == ["A1", "A5", "A6"]
    assert "序号“9”在“问题清单”中没有，这一行未导入" in told(plan, "责任清单")[1][1]
    assert [(one.sheet, one.cell) for one in plan.errors] == [("整改清单", "A5")]
    assert plan.findings[2].measures == ()


def test_somebody_may_say_no(context: ImportContext) -> None:
    keys = {question.sheet: question.key for question in planned(context, PROBLEMS, DUTIES, REPAIR).questions}
    apart = replace(context, answers={key: "apart" for key in keys.values()})
    plan = planned(apart, PROBLEMS, DUTIES, REPAIR)
    assert not plan.findings
    assert {one.sheet for one in plan.errors} == {"问题清单"}
    assert len([question for question in plan.questions if question.key in keys.values()]) == 2


@pytest.mark.parametrize(
    "other",
    [
        sheet(("序号", "科室", "问题数"), (1, "骨科", 2), (7, "心内科", 1), (8, "检验科", 1), name="汇总"),
        sheet(("序号", "存在问题", "牵头部门"), (1, "甲", "骨科"), (2, "乙", "骨科"), (3, "丙", "骨科"), name="另一份"),
    ],
    ids=["other numbers", "problems of its own"],
)  # fmt: skip
def test_other_sheets_stay_apart(context: ImportContext, other: SheetGrid) -> None:
    plan = planned(context, PROBLEMS, other)
    assert not [question for question in plan.questions if question.key.startswith("sheet-join")]
