"""What the scoring is told of a person: entries, and decisions on vetoes, of any year and any status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policy_texts.vocabulary import Vocabulary


class Status(Vocabulary):
    """Only confirmed entries count. The others are kept, so that revoking one recomputes the rest."""

    PENDING = "pending", "待确认"
    CONFIRMED = "confirmed", "已确认"
    REJECTED = "rejected", "已驳回"
    REVOKED = "revoked", "已撤销"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact under one rule. `on` is its deciding date; of equal days the lower id is the earlier one.

    Which of the other fields a rule asks for follows from its kind (`entry_fields`). `value` is the level, variant
    or liability that chooses the row of a table; `points` are what a decision added to its `cycle`.
    """

    id: int
    rule: str
    on: date
    status: Status = Status.CONFIRMED
    value: str = ""
    work: str = ""
    rank: int = 0
    department_kind: str = ""
    event_class: int = 0
    late: bool = False
    anonymous: bool = False
    sealed_credit: bool = False
    points: Decimal = Decimal(0)
    cycle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoDecision:
    """Two people decided by a document whether a veto holds. `on` is the day of the fact, as for an entry."""

    id: int
    veto: str
    on: date
    upheld: bool
    document: str
    decided_by: tuple[str, str]
    status: Status = Status.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Everything known of one person that may bear on one assessment year. The order doesn't matter."""

    year: int
    entries: tuple[Entry, ...]
    veto_decisions: tuple[VetoDecision, ...] = ()
