"""Words that a finding has no room or no field for, and days that differ from row to row."""

from datetime import date

from infrastructure.workbooks.grid import CellValue
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import ImportPlan
from tests.rectification.workbook.shapes import ITEM_1, places, planned, sheet

NAMES = ("整治内容", "存在问题", "整改措施", "牵头部门", "整改时限")
CELLS = (ITEM_1, "查房记录缺签名", "每周抽查", "质控办", "2025-09-30")


def read(context: ImportContext, *rows: dict[str, CellValue]) -> ImportPlan:
    """One finding of as many rows: F is the first column beside the usual ones."""
    below = (None, None, "每月抽查", None, None)
    lines = [(CELLS if number == 0 else below) + tuple(row.values()) for number, row in enumerate(rows)]
    return planned(context, sheet((*NAMES, *rows[0]), *lines))


def test_stories_of_several_rows_that_are_too_much_together_are_not_cut(context: ImportContext) -> None:
    plan = read(context, {"整改进展": "甲" * 1999}, {"整改进展": "乙"}, {"整改进展": "甲" * 1999})
    assert [finding.progress for finding in plan.findings] == ["甲" * 1999]
    assert places(plan.warnings) == [("F3", "too_long")]


def test_a_mark_of_fixed_on_the_spot_is_read_and_another_one_kept(context: ImportContext) -> None:
    plan = read(context, {"标注": "立行立改\n历史导入，未经本系统验收；重点督办"})
    (finding,) = plan.findings
    assert (finding.on_the_spot, finding.due_on, finding.remark) == (
        True,
        date(2025, 9, 30),
        "标注：重点督办",
    )
    assert plan.warnings == ()


def test_a_date_before_an_extension_without_the_one_after_it_is_words(context: ImportContext) -> None:
    (finding,) = read(context, {"原时限": "2025-08-31"}).findings
    assert (finding.due_on, finding.original_due_on) == (date(2025, 9, 30), date(2025, 8, 31))
    (same,) = read(context, {"原时限": "2025-09-30"}).findings
    assert same.original_due_on is None
    ongoing = planned(context, sheet((*NAMES, "原时限"), (*CELLS[:4], "长期坚持", "2025-08-31")))
    (finding,) = ongoing.findings
    assert (finding.original_due_on, finding.remark) == (None, "原时限：2025-08-31")
    assert places(ongoing.warnings) == [("F2", "left_over")]


def test_of_different_days_in_the_rows_of_one_finding_the_chosen_one_is_told(context: ImportContext) -> None:
    plan = read(context, {"发现日期": "2025-07-02"}, {"发现日期": "2025-07-01"})
    assert [finding.found_on for finding in plan.findings] == [date(2025, 7, 1)]
    assert places(plan.warnings) == [("F2", "guessed_date")]
