"""What of a finding a department may still change: less the further it has come, the quality office all of it."""

from __future__ import annotations

import pytest

from rectification.rules.finding_rights import Standing, frozen_fields

WHO = {"accepting_department"}
WHERE = WHO | {"lead_department"}
WHEN = {"deadline_kind", "due_on"}
WHAT = {"text", "item", "checkpoint", "origin", "found_on", "repeats"}


@pytest.mark.parametrize(
    ("state", "has_due_date", "frozen"),
    [
        ("draft", True, WHO),
        ("registered", False, WHERE),
        ("registered", True, WHERE | WHEN),
        ("analysing", False, WHERE | WHAT),
        ("rectifying", True, WHERE | WHEN | WHAT),
    ],
)
def test_a_department_may_change_less_and_less(state: str, has_due_date: bool, frozen: set[str]) -> None:
    assert frozen_fields(Standing(plans=True), state=state, has_due_date=has_due_date) == frozen
    assert frozen_fields(Standing(office=True), state=state, has_due_date=has_due_date) == frozenset()
