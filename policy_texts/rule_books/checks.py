"""What makes a rule book inconsistent: one line a problem, each beginning with its key path.

`clauses` are the ids that may be cited (policy_texts.loading).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from policy_texts.citations import unresolved
from policy_texts.rule_books.books import IntegrityRule, Rule, RuleBook, Veto
from policy_texts.rule_books.kinds import (
    Cap,
    DepartmentAward,
    EventReport,
    Exclusive,
    Limit,
    Quota,
    Row,
    Table,
    Threshold,
    amounts_of,
)
from policy_texts.rule_books.setting_checks import setting_problems


def rule_book_problems(book: RuleBook, clauses: Collection[str]) -> list[str]:
    return [
        *_book_problems(book),
        *setting_problems(book),
        *_clause_problems(book, clauses),
        *(problem for rule in book.rules for problem in _rule_problems(book, rule)),
        *_veto_problems(book),
        *_integrity_problems(book, clauses),
    ]


def _book_problems(book: RuleBook) -> Iterator[str]:
    if book.version < 1:
        yield f"version: must be 1 or more, is {book.version}"
    if book.to_on is not None and book.to_on < book.from_on:
        yield f"to_on: {book.to_on} is before {book.from_on}"
    if not book.rules:
        yield "rules: must not be empty"
    names = [*(rule.id for rule in book.rules), *(veto.id for veto in book.vetoes)]
    yield from (f"{name}: two rules or vetoes of one id" for name in _repeated(names))


def _clause_problems(book: RuleBook, clauses: Collection[str]) -> Iterator[str]:
    """Every clause of the book's document has exactly one rule, and every rule a clause of that document."""
    own = [clause for clause in clauses if clause.startswith(f"{book.code}.")]
    carried = Counter(rule.clause for rule in book.rules)
    for rule in book.rules:
        if rule.clause not in own:
            yield f"{_at(rule)}.clause: {unresolved(rule.clause, own or clauses)}"
    yield from (f"{clause}: two rules of one clause" for clause in _repeated(carried.elements()))
    yield from (f"rules: {clause} has no rule" for clause in own if clause not in carried)


def _rule_problems(book: RuleBook, rule: Rule) -> Iterator[str]:
    for key, points in amounts_of(rule.amount):
        if points <= 0:
            yield f"{_at(rule)}.amount.{key}: must be above 0 (the side says which way), is {points}"
    yield from (f"{_at(rule)}.amount.{problem}" for problem in _amount_problems(rule))
    kinds = [limit.kind for limit in rule.limits]
    yield from (f'{_at(rule)}.limits: two of kind "{kind}"' for kind in _repeated(kinds))
    for number, limit in enumerate(rule.limits, start=1):
        yield from (f"{_at(rule)}.limits[{number}].{each}" for each in _limit_problems(book, rule, limit))


def _amount_problems(rule: Rule) -> Iterator[str]:
    match rule.amount:
        case Table(rows=rows):
            yield from _row_problems(rows)
        case DepartmentAward(places=places):
            kinds = [place.department_kind for place in places]
            yield from _list_problems("places", kinds)
            if any(place.up_to < 0 for place in places):
                yield "places: up_to must be 0 or more"
        case EventReport(classes=classes):
            yield from _list_problems("classes", list(map(str, classes)))
            if any(not 1 <= each <= 4 for each in classes):
                yield "classes: must be of 1, 2, 3, 4"
        case Threshold(threshold=threshold) if threshold <= 0:
            yield f"threshold: must be above 0, is {threshold}"
        case _ if not list(amounts_of(rule.amount)):
            yield "steps: must not be empty"


def _row_problems(rows: tuple[Row, ...]) -> Iterator[str]:
    yield from _list_problems("rows", [row.value for row in rows])
    for number, row in enumerate(rows, start=1):
        if row.refer == (row.points is not None):
            yield f"rows[{number}]: needs either points or refer = true"


def _limit_problems(book: RuleBook, rule: Rule, limit: Limit) -> Iterator[str]:
    match limit:
        case Cap(points=points):
            unit = min((amount for _, amount in amounts_of(rule.amount)), default=Decimal(0))
            if points <= 0 or (unit > 0 and points % unit):
                yield f"points: must be a multiple of the unit {unit}, is {points}"
        case Quota(percent=percent) if not 1 <= percent <= 100:
            yield f"percent: must be 1 to 100, is {percent}"
        case Exclusive(other=other):
            others = [each.id for each in book.rules if each.id != rule.id]
            if other not in others:
                yield f'other: "{other}" is not another rule; allowed: {", ".join(others)}'


def _veto_problems(book: RuleBook) -> Iterator[str]:
    rules = {rule.id: rule for rule in book.rules}
    for veto in book.vetoes:
        for number, asked in enumerate(veto.asked_by, start=1):
            path = f"{_at(veto)}.asked_by[{number}]"
            if asked.rule not in rules:
                yield f'{path}.rule: "{asked.rule}" is not a rule; allowed: {", ".join(rules)}'
                continue
            amount = rules[asked.rule].amount
            values = [row.value for row in amount.rows] if isinstance(amount, Table) else []
            if unknown := [value for value in asked.values if value not in values]:
                yield f'{path}.values: unknown value "{unknown[0]}"; allowed: {", ".join(values) or "none"}'


def _integrity_problems(book: RuleBook, clauses: Collection[str]) -> Iterator[str]:
    """Where one rule of an integrity code is mapped, all of that code must be."""
    mapped = [each.clause for each in book.integrity]
    codes = {clause.partition(".")[0] for clause in mapped if clause in clauses}
    yield from (f"integrity[{clause}]: mapped twice" for clause in _repeated(mapped))
    for clause in clauses:
        if clause.partition(".")[0] in codes and "." in clause and clause not in mapped:
            yield f"integrity: {clause} maps to no rule and no veto"
    for each in book.integrity:
        if each.clause not in clauses:
            yield f"integrity[{each.clause}].clause: {unresolved(each.clause, clauses)}"
        yield from (f"integrity[{each.clause}]{problem}" for problem in _mapping_problems(book, each))


def _mapping_problems(book: RuleBook, mapping: IntegrityRule) -> Iterator[str]:
    if not (mapping.rules or mapping.vetoes):
        yield ": maps to no rule and no veto"
    for key, named, known in (
        ("rules", mapping.rules, [rule.id for rule in book.rules]),
        ("vetoes", mapping.vetoes, [veto.id for veto in book.vetoes]),
    ):
        for name in named:
            if name not in known:
                yield f'.{key}: unknown value "{name}"; allowed: {", ".join(known)}'


def _list_problems(key: str, values: list[str]) -> Iterator[str]:
    if not values:
        yield f"{key}: must not be empty"
    yield from (f'{key}: "{value}" stands twice' for value in _repeated(values))


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _at(part: Rule | Veto) -> str:
    return f"rules[{part.clause}]" if isinstance(part, Rule) else f"vetoes[{part.id}]"
