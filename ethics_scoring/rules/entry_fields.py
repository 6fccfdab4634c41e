"""Which fields an entry has under its rule, and reading one that a person wrote.

The kinds of the rule say what is asked for, so a new rule in a rule book needs nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ethics_scoring.rules.facts import Entry, Status, VetoDecision
from ethics_scoring.rules.field_reading import FieldProblem, TableReader
from policy_texts.rule_books.books import Rule, RuleBook
from policy_texts.rule_books.kinds import DepartmentAward, EventReport, SameWork, Table, Threshold

LAST_RANK = 10_000
OUTCOMES = {"upheld": True, "dismissed": False}


def read_entry(
    raw: object, *, number: int, book: RuleBook, vetoes: tuple[str, ...]
) -> tuple[Entry | VetoDecision | None, list[FieldProblem]]:
    """The entry, or what is wrong with its fields. A veto that is switched on is entered like a rule."""
    path = f"entries[{number}]"
    if not isinstance(raw, dict):
        return None, [FieldProblem(path, '应为一条登记，如 {rule = "B4", on = 2023-01-05}')]
    reader = TableReader(raw, path)
    rules = {rule.id: rule for rule in book.rules}
    name = reader.choice("rule", [*rules, *vetoes])
    if not name:
        return None, reader.problems
    made = _rule_entry(reader, rules[name], number) if name in rules else _decision(reader, name, number)
    reader.refuse_the_rest()
    return (None, reader.problems) if reader.problems else (made, [])


def _rule_entry(reader: TableReader, rule: Rule, number: int) -> Entry:
    on, status = reader.day("on"), _status(reader)
    values: dict[str, Any] = _amount_fields(reader, rule)
    if any(isinstance(limit, SameWork) for limit in rule.limits):
        values["work"] = reader.text("work", required=False)
    return Entry(id=_id(reader, number), rule=rule.id, on=on, status=status, **values)


def _amount_fields(reader: TableReader, rule: Rule) -> dict[str, Any]:
    match rule.amount:
        case Table(field=field, rows=rows):
            return {"value": reader.choice(field, [row.value for row in rows])}
        case Threshold():
            return {"points": reader.number("points"), "cycle": reader.text("cycle")}
        case DepartmentAward(places=places):
            return {
                "rank": reader.whole("rank", at_least=1, at_most=LAST_RANK),
                "department_kind": reader.choice(
                    "department_kind", [each.department_kind for each in places]
                ),
            }
        case EventReport():
            flags = {key: reader.flag(key) for key in ("late", "anonymous", "sealed_credit")}
            return {"event_class": reader.whole("grade", at_least=1, at_most=4), **flags}
        case _:
            return {}


def _decision(reader: TableReader, veto: str, number: int) -> VetoDecision:
    """A veto needs a document and two people (ME23 has no veto; the list is the rule book's)."""
    on, status = reader.day("on"), _status(reader)
    outcome, document = reader.choice("outcome", OUTCOMES), reader.text("document")
    return VetoDecision(
        id=_id(reader, number),
        veto=veto,
        on=on,
        status=status,
        upheld=OUTCOMES.get(outcome, False),
        document=document,
        decided_by=_two_people(reader),
    )


def _two_people(reader: TableReader) -> tuple[str, str]:
    if reader.has("decided_by", required=True):
        match reader.raw["decided_by"]:
            case [str() as first, str() as second] if first.strip() and second.strip() and first != second:
                return first, second
        reader.refuse("decided_by", "应为两个不同的人")
    return "", ""


def _status(reader: TableReader) -> Status:
    word = reader.choice("status", [status.value for status in Status], required=False)
    return Status(word) if word else Status.CONFIRMED


def _id(reader: TableReader, number: int) -> int:
    """Without one of its own, an entry is called by its place."""
    return reader.whole("id", at_least=1, at_most=10**12, required=False) or number


def repeated_ids(entries: Mapping[int, Entry | VetoDecision]) -> list[FieldProblem]:
    """Two entries of one id would have no order of their own. `entries` by their place in the list."""
    seen: dict[int, int] = {}
    problems = []
    for number, entry in entries.items():
        if entry.id in seen:
            problems.append(
                FieldProblem(f"entries[{number}].id", f"与第 {seen[entry.id]} 条重复：{entry.id}")
            )
        seen.setdefault(entry.id, number)
    return problems
