"""A hospital's year of the ethics appraisal: 6,000 people with 240,000 entries, the same on every run.

Run by itself it scores all of them, holds every sheet, and prints the peak memory of the process in MB.
"""

from __future__ import annotations

import random
import resource
import sys
from datetime import date, timedelta
from decimal import Decimal

from ethics_scoring.rules.facts import Entry, PersonFacts, Status
from ethics_scoring.rules.hospital_settings import settings_in_force
from ethics_scoring.rules.scoring import Scheme
from policy_texts.loading import load_rule_book
from policy_texts.rule_books.books import Rule
from policy_texts.rule_books.kinds import DepartmentAward, EventReport, Table, Threshold

PEOPLE, ENTRIES_EACH, YEAR = 6_000, 40, 2023
FIRST_DAY = date(YEAR, 1, 1)


def scheme() -> Scheme:
    book = load_rule_book("ME23", on=FIRST_DAY)
    settings, _ = settings_in_force(book, {})
    return Scheme(book, settings)


def people(rules: tuple[Rule, ...]) -> list[PersonFacts]:
    """Every rule is used, one entry in ten is not confirmed, and nothing stands in order of its date."""
    chance = random.Random(23)
    return [
        PersonFacts(
            year=YEAR,
            entries=tuple(_entry(chance, chance.choice(rules), n) for n in range(1, ENTRIES_EACH + 1)),
        )
        for _ in range(PEOPLE)
    ]


def _entry(chance: random.Random, rule: Rule, number: int) -> Entry:
    fields: dict[str, object] = {}
    match rule.amount:
        case Table(rows=rows):
            fields = {"value": chance.choice(rows).value, "work": chance.choice(["", "演讲", "征文"])}
        case Threshold():
            fields = {"points": Decimal(chance.randint(1, 4)), "cycle": "2022-2024"}
        case DepartmentAward(places=places):
            fields = {
                "rank": chance.randint(1, 5),
                "department_kind": chance.choice(places).department_kind,
            }
        case EventReport():
            fields = {"event_class": chance.randint(1, 4), "late": chance.random() < 0.1}
    status = Status.REVOKED if chance.random() < 0.1 else Status.CONFIRMED
    on = FIRST_DAY + timedelta(days=chance.randrange(365))
    return Entry(id=number, rule=rule.id, on=on, status=status, **fields)  # type: ignore[arg-type]


def bare_pass(facts: list[PersonFacts]) -> int:
    """The floor: look at every entry once, as whatever scores it must."""
    confirmed, end, seen = Status.CONFIRMED, date(YEAR + 1, 1, 1), 0
    for person in facts:
        for entry in person.entries:
            if entry.status is confirmed and FIRST_DAY <= entry.on < end:
                seen += 1
    return seen


if __name__ == "__main__":
    one = scheme()
    sheets = [one.score(person) for person in people(one.book.rules)]
    assert len(sheets) == PEOPLE
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}\n")
