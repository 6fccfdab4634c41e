"""Entries that may not stand together, or not in this department. Only confirmed entries of the year take part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ethics_scoring.rules.facts import PersonFacts, Status
from ethics_scoring.rules.quota import places
from ethics_scoring.rules.scoring import Scheme
from policy_texts.rule_books.books import Rule
from policy_texts.rule_books.kinds import Exclusive, Limit, Quota


class Refused(NamedTuple):
    """`word` is what programs and worked examples look for; the message is for people."""

    word: str
    message: str

    def __str__(self) -> str:
        return f"{self.word} {self.message}"


@dataclass(frozen=True)
class DepartmentFacts:
    """On the day of the rating: how many people, and how many others of them are rated excellent already."""

    headcount: int = 0
    excellent_already: int = 0


def first_refusal(facts: PersonFacts, scheme: Scheme, department: DepartmentFacts) -> Refused | None:
    """Exclusions before quotas: of two entries that exclude each other, neither needs a place."""
    entered = _entered(facts, scheme)
    found = (
        refused
        for kind, refuse in ENTRY_LIMITS.items()
        for rule in scheme.book.rules
        for limit in rule.limits
        if isinstance(limit, kind) and rule.id in entered
        for refused in refuse(limit, rule, scheme, entered, department)
    )
    return next(found, None)


def _entered(facts: PersonFacts, scheme: Scheme) -> set[str]:
    year_from, next_from = scheme.first_days(facts.year)
    return {
        entry.rule
        for entry in facts.entries
        if entry.status == Status.CONFIRMED and year_from <= entry.on < next_from
    }


def _exclusive(
    limit: Exclusive, rule: Rule, scheme: Scheme, entered: set[str], department: DepartmentFacts
) -> Iterator[Refused]:
    if limit.other in entered and scheme.settings.switch(limit.setting):
        other = scheme.rules[limit.other]
        yield Refused(
            "exclusive",
            f"同一年度不能既有 {rule.id}（{rule.text}）又有 {other.id}（{other.text}），请先撤销其中一项",
        )


def _quota(
    limit: Quota, rule: Rule, scheme: Scheme, entered: set[str], department: DepartmentFacts
) -> Iterator[Refused]:
    free = places(department.headcount, limit.percent)
    if department.excellent_already + 1 > free:
        yield Refused(
            "quota",
            f"本科室 {department.headcount} 人，按 {limit.percent}% 计算 {rule.id}（{rule.text}）的名额为 {free} 人，"
            f"已有 {department.excellent_already} 人，不能再增加",
        )


# In the order in which they refuse. Any: each function takes its own dataclass of parameters.
ENTRY_LIMITS: Mapping[
    type[Limit], Callable[[Any, Rule, Scheme, set[str], DepartmentFacts], Iterator[Refused]]
] = {
    Exclusive: _exclusive,
    Quota: _quota,
}
