"""Runs worked examples through the real engine and holds the result against what each expects."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ethics_scoring.rules.case_expectations import Expected
from ethics_scoring.rules.case_files import Case
from ethics_scoring.rules.refusals import Refused, first_refusal
from ethics_scoring.rules.scoring import Sheet
from policy_texts.rule_books.tree import plain

FIELD = "field"


def result_of(case: Case) -> Sheet | Refused:
    """A sheet, or the first refusal: a wrong field, then entries that exclude each other, then a quota."""
    if case.scheme is None:
        return Refused(FIELD, "；".join(map(str, case.problems)))
    return first_refusal(case.facts, case.scheme, case.department) or case.scheme.score(case.facts)


def differences(case: Case, result: Sheet | Refused) -> list[str]:
    """Each disagreement as "expected …, got …"; none when the example holds. One that expects nothing holds."""
    expected = case.expected
    if isinstance(result, Refused):
        return _refusal_differences(expected, result)
    if expected.error:
        return [_told("error", expected.error, "no error")]
    return [*_figure_differences(expected, result), *_line_differences(expected, result)]


def _refusal_differences(expected: Expected, refused: Refused) -> list[str]:
    if expected.error:
        return [] if expected.error in str(refused) else [_told("error", expected.error, refused)]
    asked = bool(expected.values or expected.lines or expected.reasons)
    return [f"expected a sheet, got {refused}"] if asked or refused.word == FIELD else []


def _figure_differences(expected: Expected, sheet: Sheet) -> Iterator[str]:
    got = figures(sheet)
    for key, value in expected.values.items():
        if got[key] != value:
            yield _told(key, value, got[key])


def _line_differences(expected: Expected, sheet: Sheet) -> Iterator[str]:
    points, reasons = points_by_rule(sheet), reasons_by_rule(sheet)
    for rule, value in expected.lines.items():
        if points.get(rule, Decimal(0)) != value:
            yield _told(f"lines.{rule}", value, points.get(rule, "no line"))
    for rule, codes in expected.reasons.items():
        if reasons.get(rule, ()) != codes:
            yield _told(f"reasons.{rule}", _list(codes), _list(reasons.get(rule, ())))


def is_unexpected_field_error(case: Case, result: Sheet | Refused) -> bool:
    """A field that is wrong by mistake: the file is bad, not the rule book."""
    return (
        isinstance(result, Refused)
        and result.word == FIELD
        and not (case.expected.error and case.expected.error in str(result))
    )


def figures(sheet: Sheet) -> dict[str, Decimal | str | None]:
    return {
        "bonus": sheet.bonus,
        "deduction": sheet.deduction,
        "net": sheet.net,
        "total": sheet.total,
        "grade": sheet.grade.label,
        "best_grade": sheet.best_grade.label if sheet.best_grade else None,
    }


def points_by_rule(sheet: Sheet) -> dict[str, Decimal]:
    """Effective points of every rule that has a line, be they 0."""
    return {
        rule: sum((line.effective for line in lines), Decimal(0)) for rule, lines in sheet.by_rule().items()
    }


def reasons_by_rule(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """Reason codes of each rule, by deciding date."""
    return {rule: tuple(line.reason.value for line in lines) for rule, lines in sheet.by_rule().items()}


def as_json(case: Case, result: Sheet | Refused) -> dict[str, Any]:
    """The form that other programs compare. Points become numbers: a half is exact in binary."""
    if isinstance(result, Refused):
        return {"name": case.name, "error": str(result)}
    return {
        "name": case.name,
        **{key: _number(value) for key, value in figures(result).items()},
        "lines": {rule: _number(value) for rule, value in points_by_rule(result).items()},
        "reasons": {rule: list(codes) for rule, codes in reasons_by_rule(result).items()},
    }


def _number(value: Decimal | str | None) -> float | str | None:
    return float(value) if isinstance(value, Decimal) else value


def _told(what: str, expected: object, got: object) -> str:
    return f"expected {what} {_word(expected)}, got {_word(got)}"


def _word(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return "none" if value is None else str(value)


def _list(codes: tuple[str, ...]) -> str:
    return f"[{', '.join(codes)}]"
