"""What holds for any facts under any settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethics_scoring.rules.explanations import explained
from ethics_scoring.rules.facts import Entry, PersonFacts, Status
from ethics_scoring.rules.lines import Reason
from ethics_scoring.rules.scoring import Sheet
from policy_texts.rule_books.kinds import Cap
from tests.ethics_scoring.casebook import me23, scheme
from tests.ethics_scoring.strategies import DEDUCTIONS, SETTINGS, YEAR, entry_lists

pytestmark = pytest.mark.slow

CAPS = {rule.id: limit.points for rule in me23().rules for limit in rule.limits if isinstance(limit, Cap)}


def sheet(entries: Sequence[Entry], own: dict[str, Any]) -> Sheet:
    return scheme(**own).score(PersonFacts(year=YEAR, entries=tuple(entries)))


def said(result: Sheet) -> tuple[object, ...]:
    """Everything that a sheet says, without the scheme that made it."""
    return (
        result.lines, result.bonus, result.deduction, result.net, result.total, result.grade,
        result.best_grade, [(each.veto.id, each.line) for each in result.questions], explained(result),
    )  # fmt: skip


@given(entry_lists(), SETTINGS, st.randoms(use_true_random=False))
def test_the_order_of_entering_does_not_matter(
    entries: list[Entry], own: dict[str, Any], shuffle: Any
) -> None:
    shuffled = entries.copy()
    shuffle.shuffle(shuffled)
    assert said(sheet(shuffled, own)) == said(sheet(entries, own))


@given(entry_lists(), SETTINGS)
def test_the_same_input_gives_the_same_sheet(entries: list[Entry], own: dict[str, Any]) -> None:
    one = scheme(**own)
    facts = PersonFacts(year=YEAR, entries=tuple(entries))
    assert said(one.score(facts)) == said(one.score(facts))


@given(entry_lists(most=60), SETTINGS)
def test_a_cap_is_never_exceeded(entries: list[Entry], own: dict[str, Any]) -> None:
    for rule, lines in sheet(entries, own).by_rule().items():
        if rule in CAPS:
            assert abs(sum(line.effective for line in lines)) <= CAPS[rule]


@given(entry_lists(), SETTINGS, st.data())
def test_revoking_equals_never_having_entered(
    entries: list[Entry], own: dict[str, Any], data: st.DataObject
) -> None:
    revoked = data.draw(st.sets(st.sampled_from([entry.id for entry in entries]))) if entries else set()
    without = [entry for entry in entries if entry.id not in revoked]
    afterwards = [
        replace(entry, status=Status.REVOKED) if entry.id in revoked else entry for entry in entries
    ]
    assert said(sheet(afterwards, own)) == said(sheet(without, own))


@given(entry_lists(), entry_lists(rules=DEDUCTIONS, statuses=[Status.CONFIRMED], most=3), SETTINGS)
def test_a_deduction_of_the_year_never_raises_the_total(
    entries: list[Entry], more: list[Entry], own: dict[str, Any]
) -> None:
    added = [replace(entry, id=100 + entry.id) for entry in more if entry.on.year == YEAR]
    assert sheet([*entries, *added], own).total <= sheet(entries, own).total


@given(entry_lists(statuses=[Status.CONFIRMED]), SETTINGS, st.randoms(use_true_random=False))
def test_confirmations_in_any_order_come_to_one_sheet(
    entries: list[Entry], own: dict[str, Any], shuffle: Any
) -> None:
    """Confirmed one by one, each time scored anew: nothing of an earlier sheet is kept."""
    waiting = {entry.id: replace(entry, status=Status.PENDING) for entry in entries}
    order = entries.copy()
    shuffle.shuffle(order)
    last = sheet(list(waiting.values()), own)
    for entry in order:
        waiting[entry.id] = entry
        last = sheet(list(waiting.values()), own)
    assert said(last) == said(sheet(entries, own))


@given(entry_lists(), SETTINGS)
def test_the_lines_add_up_to_the_total(entries: list[Entry], own: dict[str, Any]) -> None:
    result = sheet(entries, own)
    assert result.base + sum(line.effective for line in result.lines) == result.total
    assert result.total == result.base + result.bonus + result.deduction
    assert result.bonus >= 0 >= result.deduction


@given(entry_lists(), SETTINGS)
def test_every_line_says_why(entries: list[Entry], own: dict[str, Any]) -> None:
    result = sheet(entries, own)
    for line, told in zip(result.lines, explained(result), strict=True):
        assert told.explanation.endswith("。")
        assert abs(line.effective) <= abs(line.raw)
        if line.reason is Reason.COUNTED:
            assert line.effective == line.raw
        elif line.reason is not Reason.CAP:
            assert line.effective == 0


@settings(max_examples=30)
@given(entry_lists())
def test_halves_stay_exact(entries: list[Entry]) -> None:
    assert sheet(entries, {}).total * 2 % 1 == 0
    assert isinstance(sheet(entries, {}).total, Decimal)
