"""The lines of a preview: each finding of the file with its verdict, every doubt at its cell, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest

from infrastructure.workbooks.grid import CellValue
from rectification.rules.identity import finding_key
from rectification.workbook.context import ImportContext
from rectification.workbook.preview_lines import (
    Line,
    Verdict,
    columns_met,
    headings_of,
    lines_of,
    loose_errors,
)
from tests.rectification.workbook.shapes import HEADER, good_row, planned, sheet

pytestmark = pytest.mark.clause("QS25.P2")


def lines(context: ImportContext, *rows: tuple[CellValue, ...], **more: Any) -> list[Line]:
    return list(lines_of(planned(context, sheet(HEADER, *rows, **more))))


def cell(line: Line, column: str) -> dict[str, Any]:
    (found,) = line.content["cells"][column]
    return dict(found)


def test_each_row_has_one_verdict(context: ImportContext) -> None:
    key = finding_key(place="I1", lead_department_id=context.departments["质控办"], text="已在台账")
    known = ImportContext(**{**vars(context), "known_keys": frozenset([key])})
    read = lines(
        known,
        good_row(1),
        good_row(2, "已在台账"),
        good_row(3, lead="火星科", text="没有这个科室"),
        good_row(4),
        good_row(5, "未发现问题"),
    )
    assert [(line.content["row"], line.verdict) for line in read] == [
        (2, Verdict.READY),
        (3, Verdict.KNOWN),
        (4, Verdict.WRONG),
        (5, Verdict.REPEATED),
        (6, Verdict.NO_PROBLEM),
    ]


def test_an_error_stands_at_its_cell_with_what_is_written_there(context: ImportContext) -> None:
    (line,) = lines(context, good_row(due="2025-13-45"))
    wrong = cell(line, "deadline")
    assert (wrong["cell"], wrong["words"]) == ("I2", "2025-13-45")
    assert [tone for tone, _ in wrong["marks"]] == ["wrong"]
    assert not wrong["shared"]


def test_an_empty_cell_that_should_say_something_is_shown_to_be_filled(context: ImportContext) -> None:
    (line,) = lines(context, good_row(text=None))
    empty = cell(line, "finding")
    assert (empty["cell"], empty["words"]) == ("C2", "")
    assert empty["marks"][0][0] == "wrong"


def test_a_warning_is_a_guess_and_the_row_still_enters(context: ImportContext) -> None:
    (line,) = lines(context, good_row(person="无此人"))
    assert line.verdict is Verdict.READY
    assert [tone for tone, _ in cell(line, "person")["marks"]] == ["guess"]


def test_a_merged_cell_is_mended_in_the_row_where_it_stands(context: ImportContext) -> None:
    first, second = lines(
        context, good_row(1, lead="火星科"), good_row(2, "另一个", lead=None), merged=[(2, 6, 3, 6)]
    )
    assert not cell(first, "lead")["shared"]
    assert cell(second, "lead")["shared"]


def test_what_is_told_of_a_cell_without_a_column_stands_at_the_row(context: ImportContext) -> None:
    hidden = sheet(HEADER, good_row())
    object.__setattr__(hidden, "hidden_rows", frozenset([2]))
    (line,) = lines_of(planned(context, hidden))
    assert any("第 2 行是隐藏的" in words for _, words in line.content["marks"])


def test_every_error_is_in_a_line_or_apart(context: ImportContext) -> None:
    without_item = sheet(HEADER[2:], good_row()[2:])
    plan = planned(context, without_item)
    (line,) = lines_of(plan)
    assert line.verdict is Verdict.WRONG
    assert loose_errors(plan) == [error for error in plan.errors if error.cell.endswith("1")] != []


def test_columns_stand_in_our_order_under_their_own_headings(context: ImportContext) -> None:
    turned = sheet(tuple(reversed(HEADER)), tuple(reversed(good_row())))
    plan = planned(context, turned)
    shown = headings_of(plan.sheets[0], columns_met(plan)["台账"])
    assert [column["column"] for column in shown][:3] == ["item", "finding", "cause"]
    assert shown[0] == {"column": "item", "label": "整治内容", "heading": "整治内容", "letters": "J"}
