"""Kinds of the rule book and functions of the engine, paired both ways."""

from __future__ import annotations

from ethics_scoring.rules.amounts import AMOUNTS
from ethics_scoring.rules.grades import GRADE_LIMITS
from ethics_scoring.rules.limits import LINE_LIMITS
from ethics_scoring.rules.refusals import ENTRY_LIMITS
from policy_texts.loading import load_rule_book
from policy_texts.rule_books.kinds import AMOUNT_KINDS, LIMIT_KINDS, Cap, SameWork
from policy_texts.rule_books.vocabulary import (
    DecidingDate,
    FactSource,
    LineVisibility,
    SettingMark,
    SettingUse,
    Side,
)
from tests.ethics_scoring.casebook import me23


def test_every_kind_of_amount_has_its_function() -> None:
    assert set(AMOUNTS) == set(AMOUNT_KINDS)


def test_every_kind_of_limit_acts_in_exactly_one_place() -> None:
    places = [*LINE_LIMITS, *ENTRY_LIMITS, *GRADE_LIMITS]
    assert len(places) == len(set(places))
    assert set(places) == set(LIMIT_KINDS)


def test_every_kind_is_used_by_a_rule_of_the_shipped_book() -> None:
    rules = me23().rules
    assert {type(rule.amount) for rule in rules} == set(AMOUNT_KINDS)
    assert {type(limit) for rule in rules for limit in rule.limits} == set(LIMIT_KINDS)


def test_the_cap_comes_after_the_same_work() -> None:
    order = list(LINE_LIMITS)
    assert order.index(SameWork) < order.index(Cap)


def test_the_words_of_the_shipped_book_leave_none_unused() -> None:
    book = me23()
    assert {rule.side for rule in book.rules} == set(Side)
    assert {rule.deciding_date for rule in book.rules} == set(DecidingDate)
    assert {rule.source for rule in book.rules} == set(FactSource)
    assert {rule.visibility for rule in book.rules} == set(LineVisibility)
    assert {setting.mark for setting in book.settings} == set(SettingMark)
    assert {setting.use for setting in book.settings} == set(SettingUse)


def test_who_may_see_what() -> None:
    seen = {rule.id: rule.visibility for rule in me23().rules}
    special = {rule: visibility for rule, visibility in seen.items() if visibility is not LineVisibility.OPEN}
    assert special == {
        "B14": LineVisibility.SEALED_IF_ASKED,
        "B15": LineVisibility.SEALED,
        "D12": LineVisibility.RESTRICTED,
        "D13": LineVisibility.RESTRICTED,
        "D14": LineVisibility.RESTRICTED,
    }


def test_deciding_dates() -> None:
    dates = {rule.id: rule.deciding_date for rule in me23().rules}
    assert {rule: day for rule, day in dates.items() if day is not DecidingDate.FACT} == {
        "B3": DecidingDate.RECOGNITION,
        "B12": DecidingDate.DOCUMENT,
        "B13": DecidingDate.DOCUMENT,
        "B15": DecidingDate.VERIFICATION,
        "D6": DecidingDate.CIRCULAR_OR_FINE,
        "D10": DecidingDate.FOUND_VALID,
        "D11": DecidingDate.APPRAISAL_RESULT,
        "D12": DecidingDate.POINTS_DECISION,
        "D13": DecidingDate.DECISION,
        "D14": DecidingDate.TALK,
    }


def test_every_veto_waits_for_its_source_and_is_off() -> None:
    book = load_rule_book("ME23", on=me23().from_on)
    assert {veto.mark for veto in book.vetoes} == {SettingMark.UNVERIFIED}
    (setting,) = (each for each in book.settings if each.name == "vetoes")
    assert setting.default == ()


def test_the_nine_rules_of_integrity_are_mapped() -> None:
    assert [each.clause for each in me23().integrity] == [f"ZZ21.{n}" for n in range(1, 10)]
