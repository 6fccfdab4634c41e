"""One ledger while its findings are told anew, and one thing that happens in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from campaigns.models import Checkpoint, Participation
from infrastructure import audit
from organizations.models import Department, StaffMember
from organizations.services.signing import Signed
from rectification.models import AcceptanceRound, Cause, Extension, Finding, LedgerEntry, Measure
from workshop.demo.loading.places import LoadedHospital
from workshop.demo.loading.rows import Row, Rows
from workshop.demo.plan import ActPlan, FindingPlan


@dataclass
class Told:
    """A finding on its way, with what later acts need of it."""

    plan: FindingPlan
    row: Finding
    entry: LedgerEntry
    causes: list[Cause] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    rounds: list[AcceptanceRound] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)


@dataclass
class Ledger:
    """One hospital's ledger in one run."""

    place: LoadedHospital
    participation: Participation
    checkpoints: Mapping[str, Checkpoint]  # by clause
    origin_keys: Mapping[str, str]  # of findings that were registered from a line of a sheet, by finding key
    earlier: Mapping[str, Finding]  # findings of the hospital's earlier ledgers, by key
    rows: Rows
    told: dict[str, Told] = field(default_factory=dict)

    def department(self, name: str) -> Department:
        return self.place.departments[name]

    def person(self, employee_no: str) -> StaffMember:
        return self.place.staff[employee_no]

    def next_number(self) -> int:
        self.participation.last_number += 1
        return self.participation.last_number


@dataclass(frozen=True)
class Happening:
    """One act on one finding by somebody who signs in his own name."""

    ledger: Ledger
    told: Told
    act: ActPlan

    @property
    def at(self) -> datetime:
        return self.act.at

    @property
    def today(self) -> date:
        return localdate(self.act.at)

    @property
    def finding(self) -> Finding:
        return self.told.row

    @property
    def signed(self) -> Signed:
        user = self.ledger.place.users[self.act.by]
        return Signed(signatory=self.ledger.person(self.act.by), recorded_by=user)

    def add(self, row: Row) -> Row:
        return self.ledger.rows.add(row, at=self.act.at)

    def record(self, action: str, *, signed: Signed | None = None, **more: Any) -> None:
        entry = audit.entry(
            action=action,
            target=self.finding,
            by=self.ledger.place.users[self.act.by],
            now=self.act.at,
            hospital_id=self.finding.hospital_id,
            signature=signed.for_audit() if signed else None,
            **more,
        )
        self.ledger.rows.record(entry)
