"""How far a finding is, by all the cells that tell of it: what they disagree about, and which words are kept."""

import pytest

from infrastructure.workbooks.grid import CellValue, Percent
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import ImportPlan
from tests.rectification.workbook.shapes import ITEM_1, places, planned, sheet

NAMES = ("整治内容", "存在问题", "整改措施", "牵头部门", "整改时限")
CELLS = (ITEM_1, "查房记录缺签名", "每周抽查", "质控办", "2025-09-30")


def read(context: ImportContext, **columns: CellValue) -> ImportPlan:
    """A sheet with these columns beside the usual ones: F is the first of them."""
    return planned(context, sheet((*NAMES, *columns), (*CELLS, *columns.values())))


@pytest.mark.parametrize(
    ("columns", "state", "told"),
    [
        ({"完成情况": "推进中", "是否销号": "是"}, "closed", [("G2", "state_conflict")]),
        ({"完成情况": "已完成", "是否销号": "推进中"}, "rectifying", [("G2", "state_conflict")]),
        ({"完成情况": "推进中", "是否销号": "已整改"}, "rectifying", [("G2", "state_conflict")]),
        ({"完成情况": "已销号", "是否销号": "否"}, "awaiting", [("G2", "state_conflict")]),
        ({"整改进展": "推进中", "完成情况": "已完成"}, "awaiting", [("F2", "state_conflict")]),
        ({"整改进展": "已完成", "完成情况": "推进中"}, "rectifying", [("F2", "state_conflict")]),
        ({"整改进展": "8月起推进中，已培训", "完成情况": "已完成"}, "awaiting", []),
        ({"整改进展": "已完成整改", "完成情况": "见附件"}, "awaiting", [("G2", "unreadable_state")]),
        ({"完成情况": None, "是否销号": "已整改"}, "awaiting", []),
        ({"完成情况": "已整改，骨科复核", "是否销号": "否"}, "awaiting", [("F2", "left_over")]),
        ({"完成情况": None, "是否销号": "同意，周强"}, "closed", [("G2", "left_over")]),
        ({"是否办结": "已办结"}, "closed", []),
        ({"是否闭环": "已闭环"}, "closed", []),
        ({"是否办结": "未办结"}, "rectifying", []),
        ({"是否销号": "已办结"}, "awaiting", []),
        ({"整改进展": "已完成。8月5日组织培训"}, "awaiting", []),  # a story is kept as what it is
    ],
)
def test_columns_that_disagree_are_told(
    context: ImportContext, columns: dict[str, CellValue], state: str, told: list[tuple[str, str]]
) -> None:
    plan = read(context, **columns)
    assert [finding.state.value for finding in plan.findings] == [state]
    assert places(plan.warnings) == told


@pytest.mark.parametrize(
    ("columns", "progress"),
    [
        ({"完成情况": "已完成"}, "已完成"),
        ({"整改进展": None, "完成情况": "已完成"}, ""),
        ({"整改进展": "8月5日培训", "完成情况": "推进中"}, "8月5日培训"),
        ({"整改进展": "推进中", "完成情况": "推进中"}, "推进中"),
        ({"整改进展": "8月5日培训", "完成情况": "8月底前完成"}, "8月5日培训；8月底前完成"),
        ({"完成情况": "无", "是否销号": "否"}, ""),
        ({"是否销号": "已制定方案"}, "是否销号：已制定方案"),
        ({"是否销号": "王敏"}, "是否销号：王敏"),
    ],
)
def test_words_that_say_more_than_a_state_are_kept(
    context: ImportContext, columns: dict[str, CellValue], progress: str
) -> None:
    assert [finding.progress for finding in read(context, **columns).findings] == [progress]


@pytest.mark.parametrize(
    ("heading", "value", "state", "progress"),
    [
        ("完成进度(%)", 40, "rectifying", "40%"),
        ("完成进度（％）", 100, "awaiting", "100%"),
        ("完成进度(%)", "100", "awaiting", "100%"),
        ("完成进度(%)", 0, "rectifying", "0%"),
        ("完成进度(%)", Percent(0.8), "rectifying", "80%"),
        ("完成进度", Percent(1.0), "awaiting", "100%"),
        ("完成进度(%)", "60%", "rectifying", "60%"),
    ],
)
def test_a_number_under_per_cent_is_per_cent(
    context: ImportContext, heading: str, value: CellValue, state: str, progress: str
) -> None:
    plan = read(context, **{heading: value})
    assert [(finding.state.value, finding.progress) for finding in plan.findings] == [(state, progress)]
    assert plan.warnings == ()


@pytest.mark.parametrize(
    ("heading", "value"),
    [("完成进度(%)", 1), ("完成进度(%)", 0.8), ("完成进度(%)", 120), ("完成进度", 100), ("完成进度", 0.8)],
)
def test_a_number_that_may_be_another_share_is_told(
    context: ImportContext, heading: str, value: CellValue
) -> None:
    plan = read(context, **{heading: value})
    assert [finding.state.value for finding in plan.findings] == ["rectifying"]
    assert places(plan.warnings) == [("F2", "unreadable_state")]


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("原因分析", "已完成", "rectifying"),
        ("原因分析", "待受理", "analysing"),
        ("已完成", "推进中", "rectifying"),
        ("已完成", "见附件", "rectifying"),
        ("已完成", None, "awaiting"),
        ("已完成", "已销号", "awaiting"),
    ],
)
def test_a_finding_of_two_rows_is_as_far_as_both_are(
    context: ImportContext, first: str, second: str | None, state: str
) -> None:
    below = (None, None, "每月抽查", None, None, second)
    plan = planned(context, sheet((*NAMES, "完成情况"), (*CELLS, first), below))
    assert [finding.state.value for finding in plan.findings] == [state]


@pytest.mark.parametrize("word", ["已作废", "已合并"])
def test_what_is_no_finding_any_more_is_not_entered_as_an_open_one(context: ImportContext, word: str) -> None:
    plan = read(context, 完成情况=word)
    assert (plan.rows, plan.ready, plan.errors) == (1, 0, ())
    assert places(plan.warnings) == [("F2", "not_read")]


@pytest.mark.parametrize("closed", [None, "否"])
@pytest.mark.parametrize("heading", ["销号时间", "实际完成时间"])
def test_a_day_of_the_end_beside_a_state_before_it_is_told(
    context: ImportContext, heading: str, closed: str | None
) -> None:
    plan = read(context, **{"完成情况": "推进中", "是否销号": closed, heading: "2025-10-01"})
    assert plan.findings[0].state == "rectifying"
    assert ("H2", "state_conflict") in places(plan.warnings)
