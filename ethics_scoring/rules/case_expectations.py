"""What a worked example expects: any subset of the figures of a sheet, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ethics_scoring.rules.field_reading import FieldProblem, TableReader, exact_number, shown
from ethics_scoring.rules.lines import Reason
from policy_texts.rule_books.vocabulary import RANKED_GRADES, Grade

FIGURES = ("bonus", "deduction", "net", "total")


@dataclass(frozen=True)
class Expected:
    """Only what the example says. `values` are figures and grades by name; `error` excludes everything else."""

    values: Mapping[str, Decimal | str]
    lines: Mapping[str, Decimal]
    reasons: Mapping[str, tuple[str, ...]]
    error: str = ""


def read_expected(raw: object) -> tuple[Expected, list[FieldProblem]]:
    if not isinstance(raw, dict):
        return Expected({}, {}, {}), [FieldProblem("expect", f"应为一个表，现为 {shown(raw)}")]
    reader = TableReader(raw, "expect")
    values: dict[str, Decimal | str] = {}
    for key in FIGURES:
        if reader.has(key, required=False):
            values[key] = _points(reader, key, raw[key])
    for key, grades in (("grade", list(Grade)), ("best_grade", list(RANKED_GRADES))):
        if word := reader.choice(key, [grade.label for grade in grades], required=False):
            values[key] = word
    lines = {rule: _points(reader, f"lines.{rule}", each) for rule, each in _table(reader, "lines").items()}
    reasons = {rule: _codes(reader, rule, each) for rule, each in _table(reader, "reasons").items()}
    error = reader.text("error", required=False)
    reader.refuse_the_rest()
    if error and len(raw) > 1:
        reader.refuse("error", "预期被拒绝时，不能再写其他预期")
    return Expected(values, lines, reasons, error), reader.problems


def _points(reader: TableReader, key: str, raw: object) -> Decimal:
    value = exact_number(raw)
    if value is None:
        reader.refuse(key, f"应为数，现为 {shown(raw)}")
    return value or Decimal(0)


def _table(reader: TableReader, key: str) -> Mapping[str, object]:
    value = reader.raw[key] if reader.has(key, required=False) else {}
    if isinstance(value, dict):
        return value
    reader.refuse(key, f"应为一个表，现为 {shown(value)}")
    return {}


def _codes(reader: TableReader, rule: str, raw: object) -> tuple[str, ...]:
    codes = [reason.value for reason in Reason]
    if isinstance(raw, list) and all(each in codes for each in raw):
        return tuple(raw)
    reader.refuse(f"reasons.{rule}", f"应为列表，可填：{'、'.join(codes)}")
    return ()
