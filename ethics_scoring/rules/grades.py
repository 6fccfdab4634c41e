"""The grade of a year: by total, then the best that is still possible, then vetoes, then what must wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from policy_texts.rule_books.books import RuleBook
from policy_texts.rule_books.grade_tables import GradeBand, grade_of
from policy_texts.rule_books.kinds import BestGrade, Limit
from policy_texts.rule_books.vocabulary import RANKED_GRADES, Grade

# The kinds of limit that act here.
GRADE_LIMITS: frozenset[type[Limit]] = frozenset({BestGrade})


def best_grades(book: RuleBook) -> dict[str, Grade]:
    """Rule → the best grade of a year in which it has a line (ME23.D10)."""
    return {
        rule.id: limit.grade for rule in book.rules for limit in rule.limits if isinstance(limit, BestGrade)
    }


def best_possible(rules: Collection[str], best: dict[str, Grade]) -> Grade | None:
    """The cap on the grade by the rules that have a line; None: any grade is possible."""
    return _worst(grade for rule, grade in best.items() if rule in rules)


def decide_grade(
    *, total: Decimal, bands: Sequence[GradeBand], best: Grade | None, vetoed: bool, waiting: bool
) -> Grade:
    """A decided veto beats what is still waiting."""
    if vetoed:
        return RANKED_GRADES[-1]
    if waiting:
        return Grade.PENDING
    by_total = grade_of(total, bands)
    return _worst([by_total, best]) or by_total


def _worst(grades: Iterable[Grade | None]) -> Grade | None:
    ranked = [RANKED_GRADES.index(grade) for grade in grades if grade is not None]
    return RANKED_GRADES[max(ranked)] if ranked else None
