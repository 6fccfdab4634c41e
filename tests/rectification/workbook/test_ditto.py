"""同上 means what stands above it in its column, and is told."""

from __future__ import annotations

import pytest

from rectification.workbook.context import ImportContext
from tests.rectification.workbook.shapes import HEADER, good_row, places, planned, sheet

pytestmark = pytest.mark.clause("QS25.P2")


@pytest.mark.parametrize("words", ["同上", "〃", " 同 上 ", "″"])
def test_it_is_what_stands_above_down_to_the_last_of_a_chain(context: ImportContext, words: str) -> None:
    plan = planned(
        context,
        sheet(
            HEADER,
            good_row(1, "甲", lead="骨科", due="2025-08-01"),
            good_row(2, "乙", lead=words, due=words),
            good_row(3, "丙", lead=words, due="2025-10-01"),
        ),
    )
    assert [one.lead_department_id for one in plan.findings] == [context.departments["骨科"]] * 3
    assert [str(one.due_on) for one in plan.findings] == ["2025-08-01", "2025-08-01", "2025-10-01"]
    assert [told for told in places(plan.warnings) if told[1] == "guessed"] == [
        ("F3", "guessed"),
        ("I3", "guessed"),
        ("F4", "guessed"),
    ]
    assert "“骨科”" in plan.warnings[0].problem


def test_below_a_heading_it_has_nothing_above_it(context: ImportContext) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲", lead="同上")))
    assert plan.findings == ()
    assert [told[0] for told in places(plan.errors)] == ["F2"]


def test_the_problem_itself_is_never_taken_from_another(context: ImportContext) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), good_row(2, "同上", lead="骨科")))
    assert [one.text for one in plan.findings] == ["甲", "同上"]


@pytest.mark.parametrize("words", ["/", "—", "无", "√", "同意"])
def test_other_signs_and_words_are_no_ditto(context: ImportContext, words: str) -> None:
    rows = (good_row(1, "甲", supporting="骨科"), good_row(2, "乙", supporting=words))
    plan = planned(context, sheet(HEADER, *rows))
    assert not [told for told in places(plan.warnings) if told[1] == "guessed"]
    assert context.departments["骨科"] not in plan.findings[1].supporting_ids
