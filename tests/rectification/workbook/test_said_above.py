"""What stands above a header is the item, whose workbook it is, filler – or told at its cell."""

import pytest

from infrastructure.workbooks.grid import CellValue
from rectification.workbook.context import ImportContext
from tests.rectification.workbook.shapes import HEADER, good_row, places, planned, sheet

pytestmark = pytest.mark.clause("QS25.P2")


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (["检查日期：2025-08-12"], "A1"),
        (["发现日期：", "2025-08-12"], "A1"),
        ([None, "责任领导：刘院"], "B1"),
        (["检查人：王敏  检查时间：2025-08-12"], "A1"),
        (["问题来源：省级督查"], "A1"),
        (["配合部门：护理部"], "A1"),
        (["骨科", 3, 2, "漏报2条"], "A1"),
    ],
    ids=str,
)
def test_what_is_said_of_all_rows_and_not_read_is_told(
    context: ImportContext, row: list[CellValue], cell: str
) -> None:
    plan = planned(context, sheet(row, HEADER, good_row()))
    assert (plan.ready, places(plan.warnings)) == (1, [(cell, "not_read")])


@pytest.mark.parametrize(
    "row",
    [
        ["市一医院医疗质量安全问题台账"],
        ["填报单位：骨科", "填报日期：2025-08-01", "填表人：王敏"],
        ["填报科室（盖章）：", "骨科"],
        ["单位：个"],
        ["附件1"],
    ],
    ids=str,
)
def test_titles_and_who_filled_it_in_are_filler(context: ImportContext, row: list[CellValue]) -> None:
    plan = planned(context, sheet(row, HEADER, good_row()))
    assert (plan.ready, plan.warnings) == (1, ())
