"""Runs of a hospital, the one that counts today, and what the page frame says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from campaigns.models import CampaignRun, Participation
from campaigns.rules.phases import (
    PhaseDates,
    current_phase,
    is_over,
    last_day_of,
)
from organizations.models import RegionLevel
from policy_texts.vocabulary import PhaseKind


class _Dated:
    phases: tuple[PhaseDates, ...]

    def now(self, as_of: date) -> PhaseDates | None:
        return current_phase(self.phases, as_of=as_of)

    def over(self, as_of: date) -> bool:
        return is_over(self.phases, as_of=as_of)


@dataclass(frozen=True)
class BriefRun(_Dated):
    """As much of a run as a line needs that stands on every page."""

    participation_id: int
    title: str
    phases: tuple[PhaseDates, ...]


@dataclass(frozen=True)
class HospitalRun(_Dated):
    """One run as one hospital sees it."""

    participation: Participation
    phases: tuple[PhaseDates, ...]

    @property
    def run(self) -> CampaignRun:
        return self.participation.run

    @property
    def self_inspection_ends(self) -> date | None:
        return last_day_of(self.phases, PhaseKind.SELF_INSPECTION)


AnyRun = TypeVar("AnyRun", BriefRun, HospitalRun)
_NEWEST_FIRST = ("-run__opened_at", "-pk")


def runs_of(hospital_id: int) -> list[HospitalRun]:
    """Every run in which the hospital takes part, the newest first. Two queries."""
    rows = (
        Participation.objects.filter(hospital=hospital_id)
        .select_related("run__campaign", "run__owner_region", "run__owner_hospital", "hospital")
        .prefetch_related("run__phases")
        .order_by(*_NEWEST_FIRST)
    )
    return [HospitalRun(row, phases_of(row.run)) for row in rows]


def brief_runs_of(hospital_id: int) -> list[BriefRun]:
    """The same runs in one query."""
    phase = (f"run__phases__{name}" for name in ("kind", "from_on", "to_on", "title"))
    rows = (
        Participation.objects.filter(hospital=hospital_id)
        .order_by(*_NEWEST_FIRST, "run__phases__from_on")
        .values_list("pk", "run__title", *phase)
    )
    return [
        BriefRun(
            pk,
            title,
            tuple(PhaseDates(PhaseKind(kind), *more) for _, _, kind, *more in phases if kind),
        )
        for (pk, title), phases in groupby(rows, key=itemgetter(0, 1))
    ]


def phases_of(run: CampaignRun) -> tuple[PhaseDates, ...]:
    return tuple(
        PhaseDates(PhaseKind(row.kind), row.from_on, row.to_on, row.title) for row in run.phases.all()
    )


def organizer(run: CampaignRun) -> str:
    """Who has opened a run, as people say it: 国家组织, 江西省组织."""
    region = run.owner_region
    if region is not None:
        return "国家" if region.level == RegionLevel.NATION else region.name
    return str(run.owner_hospital)


def run_of(participation: Participation) -> HospitalRun:
    """The run of one participation."""
    return HospitalRun(participation, phases_of(participation.run))


def chosen_run(runs: list[HospitalRun], *, as_of: date, code: str = "") -> HospitalRun | None:
    """The run with this code, else the one that a phase of contains the day, else the one that ends last."""
    if code:
        return next((each for each in runs if each.run.code == code), None)
    return running_or_last(runs, as_of=as_of)


def running_or_last(runs: list[AnyRun], *, as_of: date) -> AnyRun | None:
    """The run that a phase of contains the day, else the one that ends last."""
    running = next((each for each in runs if each.now(as_of) is not None), None)
    if running is not None:
        return running
    return max(runs, key=lambda each: max(phase.to_on for phase in each.phases), default=None)


def run_for(hospital_id: int, *, as_of: date) -> HospitalRun | None:
    """The run that counts today."""
    return chosen_run(runs_of(hospital_id), as_of=as_of)
