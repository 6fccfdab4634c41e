"""The closed set of kinds that a rule is made of: one way of earning points, and limits on them.

Data chooses a kind and gives its parameters; there is no expression language. The first field of each is the
tag it is chosen by. What a kind does is written in `ethics_scoring`, one function for each.

Points are magnitudes here; the side of the rule says whether they are added or taken. A parameter whose name ends
in `_setting` names a hospital setting of the same book.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, get_args

from policy_texts.rule_books.vocabulary import EntryField, Grade


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Each entry earns the same."""

    kind: str = "counted"
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class Row:
    """One value of a table. Without points the text has no amount for it: the case is referred."""

    value: str
    label: str
    points: Decimal | None = None
    refer: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A field of the entry chooses the amount."""

    kind: str = "table"
    field: EntryField
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Escalating:
    """The first entry of the year costs the first step, the second the second; later ones what the setting says."""

    kind: str = "escalating"
    steps: tuple[Decimal, ...]
    beyond_setting: str


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """Points of decisions add up over a cycle; the decision that reaches the threshold costs, in its own year."""

    kind: str = "threshold"
    points: Decimal
    threshold: Decimal
    once_setting: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """Ranks from 1 to `up_to` are rewarded in departments of this kind; 0: none is."""

    department_kind: str
    label: str
    up_to: int


@dataclass(frozen=True, kw_only=True)
class DepartmentAward:
    """A rank of the department earns points for each of its people."""

    kind: str = "department_award"
    points: Decimal
    places: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True)
class EventReport:
    """A reported adverse event earns points by its confirmed class."""

    kind: str = "event_report"
    points: Decimal
    classes: tuple[int, ...]
    late_setting: str


Amount: TypeAlias = Counted | Table | Escalating | Threshold | DepartmentAward | EventReport


@dataclass(frozen=True, kw_only=True)
class Once:
    """Counts once a year while the setting says so."""

    kind: str = "once"
    setting: str


@dataclass(frozen=True, kw_only=True)
class SameWork:
    """Entries of one work count once, the highest. With a setting a hospital may add them up instead."""

    kind: str = "same_work"
    setting: str = ""


@dataclass(frozen=True, kw_only=True)
class Cap:
    """What a person may get by this rule in a year."""

    kind: str = "cap"
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class Quota:
    """At most this share of the department's people, rounded down."""

    kind: str = "quota"
    percent: int


@dataclass(frozen=True, kw_only=True)
class Exclusive:
    """Not in one year with another rule, while the setting says so."""

    kind: str = "exclusive"
    other: str
    setting: str


@dataclass(frozen=True, kw_only=True)
class BestGrade:
    """One entry that counts, and the year's grade is at best this one."""

    kind: str = "best_grade"
    grade: Grade


Limit: TypeAlias = Once | SameWork | Cap | Quota | Exclusive | BestGrade

AMOUNT_KINDS: tuple[type[Amount], ...] = get_args(Amount)
LIMIT_KINDS: tuple[type[Limit], ...] = get_args(Limit)


def amounts_of(amount: Amount) -> Iterator[tuple[str, Decimal]]:
    """Every number of points in it, with the key it stands at."""
    match amount:
        case Table():
            yield from (
                (f"rows[{number}].points", row.points)
                for number, row in enumerate(amount.rows, start=1)
                if row.points is not None
            )
        case Escalating():
            yield from ((f"steps[{number}]", step) for number, step in enumerate(amount.steps, start=1))
        case _:
            yield "points", amount.points


def setting_references(part: Amount | Limit) -> dict[str, str]:
    """Parameter → the setting it names."""
    names = {key: value for key, value in vars(part).items() if key == "setting" or key.endswith("_setting")}
    return {key: value for key, value in names.items() if value}
