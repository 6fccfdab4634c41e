"""The worked examples of this folder as test parameters, each marked with the clause its name begins with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ethics_scoring.rules.case_files import Case, read_case_file
from ethics_scoring.rules.facts import Entry, PersonFacts
from ethics_scoring.rules.hospital_settings import settings_in_force
from ethics_scoring.rules.scoring import Scheme, Sheet
from policy_texts.loading import load_rule_book
from policy_texts.rule_books.books import RuleBook

HERE = Path(__file__).parent
OWN = sorted((HERE / "cases").glob("*.toml"))
GOLDEN = HERE.parent / "samples" / "ethics.toml"
SECOND_BOOK = HERE / "second_book"


def me23() -> RuleBook:
    return load_rule_book("ME23", on=date(2023, 1, 1))


def scheme(**settings: object) -> Scheme:
    values, problems = settings_in_force(me23(), settings)
    assert not problems
    return Scheme(me23(), values)


def entry(rule: str, on: str = "2023-05-01", *, id: int = 1, **fields: Any) -> Entry:
    return Entry(id=id, rule=rule, on=date.fromisoformat(on), **fields)


def score(*entries: Entry, year: int = 2023, **settings: object) -> Sheet:
    return scheme(**settings).score(PersonFacts(year=year, entries=entries))


def own_cases() -> list[Case]:
    return [case for path in OWN for case in read_case_file(path)]


def parameters() -> list[Any]:
    return [pytest.param(case, id=case.name, marks=_marks(case.name)) for case in own_cases()]


def _marks(name: str) -> list[pytest.MarkDecorator]:
    clauses = {rule.id: rule.clause for rule in me23().rules}
    clause = clauses.get(name.partition(" ")[0])
    return [pytest.mark.clause(clause)] if clause else []
