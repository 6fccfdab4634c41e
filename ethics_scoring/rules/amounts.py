"""What entries earn by themselves: one function for each kind of amount that a rule book can choose.

A function is given its parameters once and the entries of one person under one rule many times, in order of
deciding date. Points arrive unsigned in the book and leave signed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from ethics_scoring.rules.facts import Entry
from ethics_scoring.rules.hospital_settings import HospitalSettings
from ethics_scoring.rules.lines import ZERO, Line, Reason
from policy_texts.rule_books.books import Rule
from policy_texts.rule_books.kinds import (
    Amount,
    Counted,
    DepartmentAward,
    Escalating,
    EventReport,
    Table,
    Threshold,
)
from policy_texts.rule_books.vocabulary import Side

# Entries in order and the first day of the year; entries before that day come only to a kind that looks back.
Valuer: TypeAlias = Callable[[Sequence[Entry], date], list[Line]]


def valuer_of(rule: Rule, settings: HospitalSettings) -> Valuer:
    return AMOUNTS[type(rule.amount)](rule, rule.amount, settings)


def looks_back(amount: Amount) -> bool:
    """Whether entries of earlier years bear on this one."""
    return isinstance(amount, Threshold)


def _counted(rule: Rule, amount: Counted, settings: HospitalSettings) -> Valuer:
    name, points, counted = rule.id, _signed(rule, amount.points), Reason.COUNTED

    def lines(entries: Sequence[Entry], year_from: date) -> list[Line]:
        return [Line(name, entry, points, points, counted, n) for n, entry in enumerate(entries, start=1)]

    return lines


def _table(rule: Rule, amount: Table, settings: HospitalSettings) -> Valuer:
    """A row without points is not in the text: the committee decides (D11 beyond 同等责任)."""
    worth = {
        row.value: (ZERO, Reason.REFER) if row.points is None else (_signed(rule, row.points), Reason.COUNTED)
        for row in amount.rows
    }

    def lines(entries: Sequence[Entry], year_from: date) -> list[Line]:
        made = []
        for n, entry in enumerate(entries, start=1):
            points, reason = worth[entry.value]
            made.append(Line(rule.id, entry, points, points, reason, n))
        return made

    return lines


def _escalating(rule: Rule, amount: Escalating, settings: HospitalSettings) -> Valuer:
    """The rank of a complaint is its place among this year's, never stored (ME23.D10)."""
    steps = [_signed(rule, step) for step in amount.steps]
    beyond = _signed(rule, settings.points(amount.beyond_setting))

    def lines(entries: Sequence[Entry], year_from: date) -> list[Line]:
        made = []
        for n, entry in enumerate(entries, start=1):
            points = steps[n - 1] if n <= len(steps) else beyond
            made.append(Line(rule.id, entry, points, points, Reason.COUNTED, n))
        return made

    return lines


def _threshold(rule: Rule, amount: Threshold, settings: HospitalSettings) -> Valuer:
    """It costs in the year in which the cycle reaches the threshold, and only once (ME23.D12)."""
    points, threshold = _signed(rule, amount.points), amount.threshold
    once = settings.switch(amount.once_setting)

    def lines(entries: Sequence[Entry], year_from: date) -> list[Line]:
        made = []
        reached: defaultdict[str, Decimal] = defaultdict(Decimal)
        for entry in entries:
            before = reached[entry.cycle]
            after = reached[entry.cycle] = before + entry.points
            if entry.on < year_from:
                continue
            if after < threshold:
                made.append(Line(rule.id, entry, ZERO, ZERO, Reason.BELOW_THRESHOLD, after))
            elif once and before >= threshold:
                made.append(Line(rule.id, entry, points, ZERO, Reason.ONCE, after))
            else:
                made.append(Line(rule.id, entry, points, points, Reason.COUNTED, after))
        return made

    return lines


def _department_award(rule: Rule, amount: DepartmentAward, settings: HospitalSettings) -> Valuer:
    points = _signed(rule, amount.points)
    places = {place.department_kind: place.up_to for place in amount.places}

    def lines(entries: Sequence[Entry], year_from: date) -> list[Line]:
        made = []
        for n, entry in enumerate(entries, start=1):
            if entry.rank <= places[entry.department_kind]:
                made.append(Line(rule.id, entry, points, points, Reason.COUNTED, n))
            else:
                made.append(Line(rule.id, entry, ZERO, ZERO, Reason.BELOW_THRESHOLD, n))
        return made

    return lines


def _event_report(rule: Rule, amount: EventReport, settings: HospitalSettings) -> Valuer:
    """An anonymous report without sealed credit leaves no line: a line would name the reporter (ME23.B14)."""
    points, classes = _signed(rule, amount.points), frozenset(amount.classes)
    late_earns = settings.switch(amount.late_setting)

    def lines(entries: Sequence[Entry], year_from: date) -> list[Line]:
        credited = [entry for entry in entries if entry.sealed_credit or not entry.anonymous]
        made = []
        for n, entry in enumerate(credited, start=1):
            if entry.event_class not in classes:
                made.append(Line(rule.id, entry, ZERO, ZERO, Reason.NOT_GRADE_3_4, n))
            elif entry.late and not late_earns:
                made.append(Line(rule.id, entry, points, ZERO, Reason.LATE_REPORT, n))
            else:
                made.append(Line(rule.id, entry, points, points, Reason.COUNTED, n))
        return made

    return lines


def _signed(rule: Rule, points: Decimal) -> Decimal:
    return points if rule.side is Side.BONUS else -points


# Any: each function takes its own dataclass of parameters, and the key says which.
AMOUNTS: Mapping[type[Amount], Callable[[Rule, Any, HospitalSettings], Valuer]] = {
    Counted: _counted,
    Table: _table,
    Escalating: _escalating,
    Threshold: _threshold,
    DepartmentAward: _department_award,
    EventReport: _event_report,
}
