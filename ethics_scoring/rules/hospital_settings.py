"""The settings of one hospital: what the rule book declares, with the hospital's own values in place of defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from ethics_scoring.rules.field_reading import FieldProblem, TableReader, exact_number, one_line, shown
from policy_texts.rule_books.books import RuleBook
from policy_texts.rule_books.grade_tables import GradeBand, band_faults
from policy_texts.rule_books.setting_checks import is_month_day
from policy_texts.rule_books.settings import (
    ChoiceSetting,
    GradeTableSetting,
    MonthDaySetting,
    PercentSetting,
    PointsSetting,
    Setting,
    SwitchSetting,
    VetoesSetting,
)
from policy_texts.rule_books.vocabulary import RANKED_GRADES, Grade


@dataclass(frozen=True)
class HospitalSettings:
    """Every declared setting with the value in force; the methods name the type, which the book has checked."""

    values: Mapping[str, object]

    def points(self, name: str) -> Decimal:
        return cast(Decimal, self.values[name])

    def percent(self, name: str) -> int:
        return cast(int, self.values[name])

    def switch(self, name: str) -> bool:
        return cast(bool, self.values[name])

    def choice(self, name: str) -> str:
        return cast(str, self.values[name])

    @property
    def base(self) -> Decimal:
        return self.points("base")

    @property
    def grade_table(self) -> tuple[GradeBand, ...]:
        return cast("tuple[GradeBand, ...]", self.values["grade_table"])

    @property
    def vetoes(self) -> tuple[str, ...]:
        return cast("tuple[str, ...]", self.values["vetoes"])

    def first_day(self, year: int) -> date:
        """Of the assessment year that is called by the calendar year it begins in."""
        return date.fromisoformat(f"{year:04}-{self.choice('year_starts')}")


def settings_in_force(
    book: RuleBook, own: Mapping[str, object]
) -> tuple[HospitalSettings, list[FieldProblem]]:
    """Defaults where the hospital has no value of its own or a wrong one; the problems say which."""
    declared = {setting.name: setting for setting in book.settings}
    values: dict[str, object] = {name: setting.default for name, setting in declared.items()}
    problems: list[FieldProblem] = []
    for name, raw in own.items():
        field = one_line(f"settings.{name}")
        if name not in declared:
            problems.append(FieldProblem(field, f"没有这项设定；可填：{'、'.join(declared)}"))
            continue
        value = _read(book, declared[name], raw, field)
        if isinstance(value, FieldProblem):
            problems.append(value)
        else:
            values[name] = value
    return HospitalSettings(values), problems


def _read(book: RuleBook, setting: Setting, raw: object, field: str) -> object:
    match setting:
        case PointsSetting():
            return _points(setting, raw, field)
        case PercentSetting():
            fits = type(raw) is int and 0 <= raw <= 100
            return raw if fits else FieldProblem(field, f"应为 0 至 100 的整数，现为 {shown(raw)}")
        case SwitchSetting():
            fits = isinstance(raw, bool)
            return raw if fits else FieldProblem(field, f"应为 true 或 false，现为 {shown(raw)}")
        case ChoiceSetting():
            return _one_of(raw, [choice.value for choice in setting.choices], field)
        case MonthDaySetting():
            fits = isinstance(raw, str) and is_month_day(raw)
            message = f"应为每年都有的日子（如 01-01），现为 {shown(raw)}"
            return raw if fits else FieldProblem(field, message)
        case GradeTableSetting():
            return _grade_table(raw, field)
        case VetoesSetting():
            return _vetoes(book, raw, field)


def _points(setting: PointsSetting, raw: object, field: str) -> object:
    value = exact_number(raw)
    if value is not None and setting.at_least <= value <= setting.at_most:
        return value
    return FieldProblem(field, f"应为 {setting.at_least} 至 {setting.at_most} 的数，现为 {shown(raw)}")


def _one_of(raw: object, allowed: list[str], field: str) -> object:
    if isinstance(raw, str) and raw in allowed:
        return raw
    return FieldProblem(field, f"不能是 {shown(raw)}；可填：{'、'.join(allowed)}")


def _vetoes(book: RuleBook, raw: object, field: str) -> object:
    known = [veto.id for veto in book.vetoes]
    if isinstance(raw, list) and all(each in known for each in raw) and len(set(raw)) == len(raw):
        return tuple(raw)
    return FieldProblem(field, f"应为列表，不重复，可填：{'、'.join(known) or '无'}")


def _grade_table(raw: object, field: str) -> object:
    """Rows as in the rule book; a grade may be called by its Chinese word."""
    if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
        return FieldProblem(field, f"应为一组等次，现为 {shown(raw)}")
    bands: list[GradeBand] = []
    for number, row in enumerate(raw, start=1):
        reader = TableReader(row, f"{field}[{number}]")
        words = {word: grade for grade in RANKED_GRADES for word in (grade.label, grade.value)}
        word = reader.choice("grade", words)
        limits = {key: reader.optional_number(key) for key in ("at_least", "below")}
        reader.refuse_the_rest()
        if reader.problems:
            return reader.problems[0]
        bands.append(GradeBand(grade=words.get(word, Grade.PENDING), **limits))
    faults = [f"第 {number} 行{fault.chinese}" for number, fault in band_faults(bands)]
    return FieldProblem(field, "；".join(faults)) if faults else tuple(bands)
