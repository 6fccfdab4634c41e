"""A rule book of the ethics appraisal: rules, hospital settings, veto list, in one dated version."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from policy_texts.rule_books.kinds import Amount, Limit
from policy_texts.rule_books.settings import Setting
from policy_texts.rule_books.vocabulary import (
    DecidingDate,
    FactSource,
    LineVisibility,
    SettingMark,
    Side,
    Unit,
)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One numbered rule of the text, in our own words. `conditions` are what a form asks and a decider checks."""

    id: str
    clause: str
    side: Side
    text: str
    unit: Unit
    deciding_date: DecidingDate
    source: FactSource
    visibility: LineVisibility
    amount: Amount
    limits: tuple[Limit, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AskedBy:
    """A confirmed entry of this rule may be a veto; `values` narrows it to rows of the rule's table."""

    rule: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Veto:
    """一票否决: an entry of a list that isn't in the rules' own document."""

    id: str
    text: str
    source: str
    mark: SettingMark
    asked_by: tuple[AskedBy, ...] = ()


@dataclass(frozen=True, kw_only=True)
class IntegrityRule:
    """Which rules or vetoes answer for a rule of the integrity code."""

    clause: str
    rules: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleBook:
    """`from_on` and `to_on` both belong to the version; without `to_on` it is in force until further notice."""

    code: str
    version: int
    title: str
    from_on: date
    to_on: date | None = None
    settings: tuple[Setting, ...]
    rules: tuple[Rule, ...]
    vetoes: tuple[Veto, ...] = ()
    integrity: tuple[IntegrityRule, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256 of what the book says; comments and the order of keys in a file don't count."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=_plain)
        return hashlib.sha256(content.encode()).hexdigest()

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


def _plain(value: object) -> str:
    """3.0 and 3.00 say the same."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
