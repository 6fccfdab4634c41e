"""What is chosen for a whole sheet: its header, its item, its department, and rows that are not read, each told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from infrastructure.workbooks.grid import SheetGrid
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import ImportPlan
from rectification.workbook.sheet_choices import struck_rows
from tests.rectification.workbook.shapes import HEADER, good_row, planned, sheet

pytestmark = pytest.mark.clause("QS25.P2")


def read(context: ImportContext, grid: SheetGrid, **answers: str) -> ImportPlan:
    said = {f"sheet-{about.replace('_', '-')}:{grid.name}": word for about, word in answers.items()}
    return planned(replace(context, answers=said), grid)


def texts(plan: ImportPlan) -> list[str]:
    return [finding.text for finding in plan.findings]


def test_a_header_that_was_not_found_is_pointed_at(context: ImportContext) -> None:
    odd = ("一", "二", "存在问题", "三", "四", "五", "六", "七", "八", "九", "十")
    grid = sheet(("说明",), HEADER, good_row(1, "甲"), odd, good_row(2, "乙"))
    assert texts(read(context, grid)) == ["甲", "乙"]
    assert texts(read(context, grid, header="2")) == ["甲", "乙"]
    # A number that is no row of the sheet changes nothing.
    assert texts(read(context, grid, header="99")) == ["甲", "乙"]
    below = sheet(HEADER, good_row(1, "旧表"), HEADER, good_row(2, "新表"))
    assert texts(read(context, below, header="3")) == ["新表"]


def test_the_item_and_the_department_of_a_sheet_hold_where_its_rows_say_none(context: ImportContext) -> None:
    bare = ("序号", "存在问题", "整改措施", "责任人", "整改时限")
    grid = sheet(bare, (1, "查房记录缺签名", "措施", "王敏", "2025-09-30"))
    assert texts(read(context, grid)) == []
    (finding,) = read(context, grid, item="I7", lead="骨科").findings
    assert (finding.item_code, finding.lead_department_id) == ("I7", context.departments["骨科"])
    (own,) = read(context, sheet(HEADER, good_row()), item="I7", lead="骨科").findings
    assert (own.item_code, own.lead_department_id) == ("I1", context.departments["质控办"])


def test_hidden_rows_are_read_unless_somebody_says_not_to_and_either_is_told(context: ImportContext) -> None:
    grid = replace(sheet(HEADER, good_row(1, "甲"), good_row(2, "乙")), hidden_rows=frozenset([3]))
    assert texts(read(context, grid)) == ["甲", "乙"]
    plan = read(context, grid, hidden_rows="skip")
    assert texts(plan) == ["甲"]
    assert [(told.cell, told.problem) for told in plan.warnings] == [
        ("A3", "第 3 行是隐藏的，按您的选择没有读取")
    ]


def test_a_row_struck_through_from_end_to_end_may_be_left_out(context: ImportContext) -> None:
    row, width = good_row(2, "乙"), len(HEADER)
    struck = frozenset((3, column) for column in range(1, width + 1)) | {(2, 4)}
    grid = replace(sheet(HEADER, good_row(1, "甲"), row), struck=struck)
    assert struck_rows(grid) == {3}
    assert texts(read(context, grid)) == ["甲", "乙"]
    plan = read(context, grid, struck_rows="skip")
    assert texts(plan) == ["甲"]
    told = [one.problem for one in plan.warnings]
    assert "第 3 行整行被划去，按您的选择没有读取" in told
    assert not any("乙" in words for words in told)


def test_a_hidden_sheet_is_read_when_somebody_says_so(context: ImportContext) -> None:
    grid = replace(sheet(HEADER, good_row(1, "甲")), hidden=True)
    assert texts(read(context, grid)) == []
    assert texts(read(context, grid, hidden_sheet="read")) == ["甲"]
