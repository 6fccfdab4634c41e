"""Worked examples: those of the ethics office, and our own for every rule at, below and above its limits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ethics_scoring.rules.case_files import Case, read_case_file
from ethics_scoring.rules.case_results import differences, reasons_by_rule, result_of
from ethics_scoring.rules.lines import Reason
from ethics_scoring.rules.refusals import Refused
from tests.ethics_scoring.casebook import GOLDEN, SECOND_BOOK, me23, own_cases, parameters
from tests.repository.sources import ROOT


@pytest.mark.parametrize("case", parameters())
def test_our_own(case: Case) -> None:
    assert differences(case, result_of(case)) == []


@pytest.mark.parametrize("case", read_case_file(GOLDEN), ids=lambda case: case.name)
def test_those_of_the_ethics_office(case: Case) -> None:
    assert differences(case, result_of(case)) == []


@pytest.mark.parametrize(
    "case",
    read_case_file(SECOND_BOOK / "cases.toml", data=SECOND_BOOK / "texts"),
    ids=lambda case: case.name,
)
def test_those_of_another_rule_book(case: Case) -> None:
    assert differences(case, result_of(case)) == []


def test_the_example_of_the_documentation_is_true(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "worked-examples.md").read_text(encoding="utf-8")
    path = tmp_path / "example.toml"
    path.write_text(text.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    (case,) = read_case_file(path)
    assert differences(case, result_of(case)) == []


def test_our_own_are_many_and_touch_everything() -> None:
    cases = own_cases()
    assert len(cases) >= 60
    results = [result_of(case) for case in cases]
    about = Counter(case.name.partition(" ")[0] for case in cases)
    assert {rule.id for rule in me23().rules} <= about.keys()
    reasons = {
        code
        for result in results
        if not isinstance(result, Refused)
        for codes in reasons_by_rule(result).values()
        for code in codes
    }
    assert reasons == set(Reason)
    assert {result.word for result in results if isinstance(result, Refused)} == {
        "field",
        "exclusive",
        "quota",
    }


def test_every_case_of_ours_expects_something() -> None:
    assert [case.name for case in own_cases() if not (case.expected.values or case.expected.error)] == []
