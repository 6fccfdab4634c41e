"""Facts, rule book and settings make a score sheet. Pure: the same input gives the same sheet, in any order.

A scheme is made once for a rule book and a hospital's settings, and scores any number of people. Explanations
are made when somebody looks at a sheet (`explanations`), not for six thousand people at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ethics_scoring.rules.amounts import looks_back, valuer_of
from ethics_scoring.rules.facts import Entry, PersonFacts, Status, VetoDecision
from ethics_scoring.rules.grades import best_grades, best_possible, decide_grade
from ethics_scoring.rules.hospital_settings import HospitalSettings
from ethics_scoring.rules.limits import limiters_of
from ethics_scoring.rules.lines import ZERO, Line, Reason
from policy_texts.rule_books.books import RuleBook, Veto
from policy_texts.rule_books.vocabulary import Grade, Side

POSSIBLE_VETO = "可能触发一票否决，请核对"


class UnknownRule(ValueError):
    """An entry names a rule that the book hasn't got. Dropping it silently would change a grade."""


@dataclass(frozen=True)
class Question:
    """A line that may be a veto: the grade waits until two people have decided."""

    line: Line
    veto: Veto


@dataclass(frozen=True)
class Sheet:
    """The result for one person and year. Lines stand in the order of the book, then by date and id."""

    scheme: Scheme
    year: int
    lines: tuple[Line, ...]
    bonus: Decimal
    deduction: Decimal
    best_grade: Grade | None
    grade: Grade
    questions: tuple[Question, ...]

    @property
    def net(self) -> Decimal:
        return self.bonus + self.deduction

    @property
    def base(self) -> Decimal:
        return self.scheme.settings.base

    @property
    def total(self) -> Decimal:
        return self.base + self.net

    def by_rule(self) -> dict[str, list[Line]]:
        """The lines of each rule that has any, by deciding date and id."""
        found: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.rule].append(line)
        return dict(found)


class Scheme:
    """A rule book under the settings of one hospital, ready to score."""

    def __init__(self, book: RuleBook, settings: HospitalSettings) -> None:
        self.book = book
        self.settings = settings
        self.rules = {rule.id: rule for rule in book.rules}
        self.vetoes = {veto.id: veto for veto in book.vetoes if veto.id in settings.vetoes}
        self._parts = [
            (rule, rule.side is Side.BONUS, valuer_of(rule, settings), limiters_of(rule, settings))
            for rule in book.rules
        ]
        self._looking_back = frozenset(rule.id for rule in book.rules if looks_back(rule.amount))
        self._best_grades = best_grades(book)

    def first_days(self, year: int) -> tuple[date, date]:
        """Of the year and of the next: a fact of the first belongs to the year, one of the second doesn't."""
        return self.settings.first_day(year), self.settings.first_day(year + 1)

    def score(self, facts: PersonFacts) -> Sheet:
        year_from, next_from = self.first_days(facts.year)
        lines: list[Line] = []
        bonus = deduction = ZERO
        by_rule = self._sorted_out(facts.entries, year_from, next_from)
        for rule, is_bonus, value, limiters in self._parts:
            entries = by_rule.get(rule.id)
            if entries is None:
                continue
            if len(entries) > 1:
                entries.sort(key=_by_date_and_id)
            made = value(entries, year_from)
            for limited in limiters:
                made = limited(made)
            points = sum((line.effective for line in made), ZERO)
            if is_bonus:
                bonus += points
            else:
                deduction += points
            lines += made
        return self._graded(facts, lines, bonus, deduction, (year_from, next_from))

    def _sorted_out(
        self, entries: Iterable[Entry], year_from: date, next_from: date
    ) -> dict[str, list[Entry]]:
        """Confirmed entries of the year by rule, with those of earlier years where the rule looks back."""
        confirmed, looking_back = Status.CONFIRMED, self._looking_back
        by_rule: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.status == confirmed and entry.on < next_from:
                rule = entry.rule
                if entry.on < year_from and rule not in looking_back:
                    continue
                if rule in by_rule:
                    by_rule[rule].append(entry)
                else:
                    by_rule[rule] = [entry]
        if not by_rule.keys() <= self.rules.keys():
            raise UnknownRule(", ".join(sorted(by_rule.keys() - self.rules.keys())))
        return by_rule

    def _graded(
        self,
        facts: PersonFacts,
        lines: list[Line],
        bonus: Decimal,
        deduction: Decimal,
        borders: tuple[date, date],
    ) -> Sheet:
        decisions = list(self._decisions_of_the_year(facts.veto_decisions, borders))
        vetoed = [
            Line(each.veto, each, ZERO, ZERO, Reason.VETO, 1)
            for each in sorted(decisions, key=_by_date_and_id)
            if each.upheld
        ]
        questions = tuple(self._questions(lines, decisions))
        best = best_possible({line.rule for line in lines}, self._best_grades) if lines else None
        grade = decide_grade(
            total=self.settings.base + bonus + deduction,
            bands=self.settings.grade_table,
            best=best,
            vetoed=bool(vetoed),
            waiting=bool(questions) or any(line.reason is Reason.REFER for line in lines),
        )
        return Sheet(self, facts.year, (*lines, *vetoed), bonus, deduction, best, grade, questions)

    def _decisions_of_the_year(
        self, decisions: Iterable[VetoDecision], borders: tuple[date, date]
    ) -> Iterator[VetoDecision]:
        """A veto that is switched off has no effect, whatever was decided before."""
        for decision in decisions:
            in_year = borders[0] <= decision.on < borders[1]
            if in_year and decision.status == Status.CONFIRMED and decision.veto in self.vetoes:
                yield decision

    def _questions(self, lines: Iterable[Line], decisions: list[VetoDecision]) -> Iterator[Question]:
        """A decision answers for the facts up to its day; a later one asks anew."""
        if not self.vetoes:
            return
        for line in lines:
            for veto in self.vetoes.values():
                answered = any(each.veto == veto.id and line.entry.on <= each.on for each in decisions)
                if not answered and _asks(veto, line):
                    yield Question(line, veto)


def _asks(veto: Veto, line: Line) -> bool:
    entry = line.entry
    return any(
        asked.rule == line.rule
        and (not asked.values or (isinstance(entry, Entry) and entry.value in asked.values))
        for asked in veto.asked_by
    )


def _by_date_and_id(entry: Entry | VetoDecision) -> tuple[date, int]:
    return entry.on, entry.id
