"""Where a run stands on a day: pure, at every border."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns.rules.phases import (
    PhaseDates,
    current_phase,
    date_problems,
    days_late,
    days_left,
    is_over,
    marks,
    timing,
)
from policy_texts.vocabulary import PhaseKind

LAUNCH = PhaseDates(PhaseKind.LAUNCH, date(2026, 11, 1), date(2026, 11, 10))
INSPECTION = PhaseDates(PhaseKind.SELF_INSPECTION, date(2026, 11, 11), date(2026, 12, 28))
LATER = PhaseDates(PhaseKind.CONCENTRATED, date(2027, 1, 4), date(2027, 3, 31))
PHASES = (LAUNCH, INSPECTION, LATER)


@pytest.mark.parametrize(
    ("day", "phase", "left", "said"),
    [
        (date(2026, 10, 31), None, None, "启动阶段 2026-11-01 开始"),
        (date(2026, 11, 1), LAUNCH, 9, ""),
        (date(2026, 11, 10), LAUNCH, None, "启动今天截止"),
        (date(2026, 11, 11), INSPECTION, 47, ""),
        (date(2026, 12, 27), INSPECTION, 1, ""),
        (date(2026, 12, 28), INSPECTION, None, "自查自纠今天截止"),
        (date(2026, 12, 29), None, None, "集中整治阶段 2027-01-04 开始"),
        (date(2027, 3, 31), LATER, None, "集中整治今天截止"),
        (date(2027, 4, 1), None, None, "已于 2027-03-31 结束"),
    ],
)
def test_both_days_belong_to_a_phase(
    day: date, phase: PhaseDates | None, left: int | None, said: str
) -> None:
    assert current_phase(PHASES, as_of=day) == phase
    assert (days_left(phase, as_of=day) if phase else None) == left
    assert timing(PHASES, as_of=day) == said


def test_marks_are_past_now_or_to_come() -> None:
    found = marks(PHASES, as_of=date(2026, 12, 28))
    assert [(mark.label, mark.past, mark.now) for mark in found] == [
        ("启动", True, False),
        ("自查自纠", False, True),
        ("集中整治", False, False),
    ]
    assert found[1].dates == "2026-11-11 至 2026-12-28"


def test_a_run_is_over_the_day_after_its_last() -> None:
    assert not is_over(PHASES, as_of=date(2027, 3, 31))
    assert is_over(PHASES, as_of=date(2027, 4, 1))
    assert timing((), as_of=date(2027, 4, 1)) == ""


@pytest.mark.parametrize(
    ("due_on", "done_on", "late"),
    [
        (date(2026, 12, 28), date(2026, 12, 28), 0),
        (date(2026, 12, 28), date(2026, 12, 29), 1),
        (date(2026, 12, 28), None, 4),
        (None, None, 0),
    ],
)
def test_late_work_is_counted_not_blocked(due_on: date | None, done_on: date | None, late: int) -> None:
    assert days_late(due_on=due_on, done_on=done_on, as_of=date(2027, 1, 1)) == late


def test_dates_that_cannot_be_are_named_by_their_place() -> None:
    backwards = PhaseDates(PhaseKind.SELF_INSPECTION, date(2026, 12, 2), date(2026, 12, 1))
    overlapping = PhaseDates(PhaseKind.SELF_INSPECTION, date(2026, 11, 10), date(2026, 12, 1))
    assert date_problems([LAUNCH, INSPECTION]) == []
    assert date_problems([LAUNCH, backwards]) == [(1, "to_on", "自查自纠的结束日期不能早于开始日期。")]
    assert date_problems([LAUNCH, overlapping]) == [
        (1, "from_on", "自查自纠须在启动结束（2026-11-10）之后开始。")
    ]
