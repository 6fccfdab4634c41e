"""Hospital settings as a rule book declares them: what the text is silent on, with type, default and label."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from policy_texts.rule_books.grade_tables import GradeBand
from policy_texts.rule_books.vocabulary import SettingMark, SettingUse

OURS = "原文未规定，由医院设定"


@dataclass(frozen=True, kw_only=True)
class PointsSetting:
    type: str = "points"
    name: str
    label: str
    default: Decimal
    at_least: Decimal
    at_most: Decimal
    mark: SettingMark
    use: SettingUse


@dataclass(frozen=True, kw_only=True)
class PercentSetting:
    type: str = "percent"
    name: str
    label: str
    default: int
    mark: SettingMark
    use: SettingUse


@dataclass(frozen=True, kw_only=True)
class SwitchSetting:
    type: str = "switch"
    name: str
    label: str
    default: bool
    mark: SettingMark
    use: SettingUse


@dataclass(frozen=True, kw_only=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ChoiceSetting:
    type: str = "choice"
    name: str
    label: str
    default: str
    choices: tuple[Choice, ...]
    mark: SettingMark
    use: SettingUse


@dataclass(frozen=True, kw_only=True)
class MonthDaySetting:
    """A day of every year, as "01-01"; never 29 February."""

    type: str = "month_day"
    name: str
    label: str
    default: str
    mark: SettingMark
    use: SettingUse


@dataclass(frozen=True, kw_only=True)
class GradeTableSetting:
    type: str = "grade_table"
    name: str
    label: str
    default: tuple[GradeBand, ...]
    mark: SettingMark
    use: SettingUse


@dataclass(frozen=True, kw_only=True)
class VetoesSetting:
    """The entries of the veto list that are switched on."""

    type: str = "vetoes"
    name: str
    label: str
    default: tuple[str, ...]
    mark: SettingMark
    use: SettingUse


Setting: TypeAlias = (
    PointsSetting
    | PercentSetting
    | SwitchSetting
    | ChoiceSetting
    | MonthDaySetting
    | GradeTableSetting
    | VetoesSetting
)

# What the scoring asks every book for, whatever its rules.
ALWAYS_DECLARED: dict[str, type[Setting]] = {
    "base": PointsSetting,
    "grade_table": GradeTableSetting,
    "excellent_percent": PercentSetting,
    "year_starts": MonthDaySetting,
    "vetoes": VetoesSetting,
}
# The two answers that a setting behind `same_work` must offer.
SAME_WORK_CHOICES = ("highest", "sum")
