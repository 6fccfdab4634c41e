"""Hospital settings of a rule book: declared once, with a default that is allowed, and read by something."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from policy_texts.rule_books.books import Rule, RuleBook
from policy_texts.rule_books.grade_tables import band_faults
from policy_texts.rule_books.kinds import Escalating, SameWork, setting_references
from policy_texts.rule_books.settings import (
    ALWAYS_DECLARED,
    SAME_WORK_CHOICES,
    ChoiceSetting,
    GradeTableSetting,
    MonthDaySetting,
    PercentSetting,
    PointsSetting,
    Setting,
    SwitchSetting,
    VetoesSetting,
)
from policy_texts.rule_books.vocabulary import SettingUse


def setting_problems(book: RuleBook) -> Iterator[str]:
    declared = {setting.name: setting for setting in book.settings}
    yield from _declaration_problems(book, declared)
    for setting in book.settings:
        yield from (f"settings[{setting.name}].{each}" for each in _default_problems(book, setting))
    needed = [need for rule in book.rules for need in _needed(rule)]
    for path, name, shape in needed:
        yield from _reference_problems(path, name, shape, declared)
    used = {*ALWAYS_DECLARED, *(name for _, name, _ in needed)}
    for setting in book.settings:
        if setting.use is SettingUse.SCORING and setting.name not in used:
            yield f'settings[{setting.name}].use: no rule reads it, so it can\'t be "scoring"'


def _declaration_problems(book: RuleBook, declared: dict[str, Setting]) -> Iterator[str]:
    for name, times in Counter(setting.name for setting in book.settings).items():
        if times > 1:
            yield f"settings[{name}]: declared twice"
    for name, shape in ALWAYS_DECLARED.items():
        if not isinstance(declared.get(name), shape):
            yield f'settings: "{name}" must be declared, of type "{_type(shape)}"'


def _needed(rule: Rule) -> Iterator[tuple[str, str, type[Setting]]]:
    """Key path, name and type of every setting that the rule reads."""
    parts = [
        ("amount", rule.amount),
        *((f"limits[{number}]", limit) for number, limit in enumerate(rule.limits, start=1)),
    ]
    for path, part in parts:
        shape: type[Setting] = SwitchSetting
        if isinstance(part, Escalating):
            shape = PointsSetting
        elif isinstance(part, SameWork):
            shape = ChoiceSetting
        for key, name in setting_references(part).items():
            yield f"rules[{rule.clause}].{path}.{key}", name, shape


def _reference_problems(
    path: str, name: str, shape: type[Setting], declared: dict[str, Setting]
) -> Iterator[str]:
    setting = declared.get(name)
    if not isinstance(setting, shape):
        allowed = [each.name for each in declared.values() if isinstance(each, shape)]
        yield f'{path}: "{name}" is not a setting of type "{_type(shape)}"; allowed: {", ".join(allowed)}'
    elif isinstance(setting, ChoiceSetting):
        offered = tuple(choice.value for choice in setting.choices)
        if offered != SAME_WORK_CHOICES:
            yield f"settings[{name}].choices: must be {', '.join(SAME_WORK_CHOICES)}"


def _default_problems(book: RuleBook, setting: Setting) -> Iterator[str]:
    match setting:
        case PointsSetting() if not setting.at_least <= setting.default <= setting.at_most:
            yield f"default: must be {setting.at_least} to {setting.at_most}, is {setting.default}"
        case PercentSetting(default=percent) if not 0 <= percent <= 100:
            yield f"default: must be 0 to 100, is {percent}"
        case ChoiceSetting():
            yield from _unknown([setting.default], [choice.value for choice in setting.choices])
        case MonthDaySetting(default=day) if not is_month_day(day):
            yield f'default: must be a day of every year ("01-01"), is "{day}"'
        case GradeTableSetting():
            yield from (
                f"default[{number}]: {fault.english}" for number, fault in band_faults(setting.default)
            )
        case VetoesSetting():
            yield from _unknown(setting.default, [veto.id for veto in book.vetoes])


def _unknown(values: Sequence[str], allowed: Sequence[str]) -> Iterator[str]:
    for value in values:
        if value not in allowed:
            yield f'default: unknown value "{value}"; allowed: {", ".join(allowed) or "none"}'


def is_month_day(text: str) -> bool:
    """Whether it is a day that every year has."""
    if not re.fullmatch(r"[01]\d-[0-3]\d", text, re.ASCII):
        return False
    try:
        date.fromisoformat(f"2023-{text}")
    except ValueError:
        return False
    return True


def _type(shape: type[Setting]) -> str:
    return str(shape.__dataclass_fields__["type"].default)
