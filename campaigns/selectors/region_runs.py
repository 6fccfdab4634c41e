"""Runs as a region sees them: which, when, how many hospitals. Never what a hospital has found (DESIGN §5)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from campaigns.models import Campaign, CampaignRun, Participation
from campaigns.rules.coverage import covers
from campaigns.rules.phases import PhaseDates
from campaigns.selectors.runs import phases_of
from campaigns.selectors.texts import coverage_of
from infrastructure.errors import Refusal
from organizations.models import Hospital, HospitalLevel, Region


@dataclass(frozen=True)
class RegionRun:
    """A run of the region, or of one above it in which hospitals of the region take part."""

    run: CampaignRun
    phases: tuple[PhaseDates, ...]
    own: bool
    hospitals: int


@dataclass(frozen=True)
class Narrowing:
    """What the region chooses of the campaign's hospitals; an empty choice leaves the document's."""

    levels: Collection[str] = ()
    kinds: Collection[str] = ()
    lines: Collection[str] = ()

    def takes(self, hospital: Hospital) -> bool:
        chosen = ((self.levels, hospital.level), (self.kinds, hospital.kind), (self.lines, hospital.line))
        return all(not wanted or value in wanted for wanted, value in chosen)


def runs_of_region(region: Region, *, lines: frozenset[str]) -> list[RegionRun]:
    """The newest first, with the number of hospitals of these lines that the region answers for. Three queries."""
    supervised = Region.objects.subtree(region.pk)
    taking_part = dict(
        Participation.objects.filter(
            hospital__supervised_by__in=supervised,
            hospital__line__in=lines,
            run__owner_region__in=Region.objects.above(region.pk),
        )
        .values_list("run")
        .annotate(hospitals=Count("pk"))
    )
    rows = (
        CampaignRun.objects.filter(pk__in=taking_part)
        .select_related("campaign", "owner_region")
        .prefetch_related("phases")
        .order_by("-opened_at", "-pk")
    )
    return [
        RegionRun(row, phases_of(row), row.owner_region_id == region.pk, taking_part[row.pk]) for row in rows
    ]


def hospitals_of_a_run(
    *,
    campaign: Campaign,
    region: Region,
    lines: frozenset[str],
    as_of: date,
    narrowing: Narrowing | None = None,
) -> list[Hospital]:
    """Who takes part when the region opens a run: by level, kind and line, as the document says (QS25.SC)."""
    candidates = Hospital.objects.active(as_of).filter(
        supervised_by__in=Region.objects.subtree(region.pk), line__in=lines
    )
    coverage = coverage_of(campaign)
    return [
        hospital
        for hospital in candidates.select_related("supervised_by").order_by("code")
        if covers(coverage, level=hospital.level, kind=hospital.kind, line=hospital.line)
        and (narrowing is None or narrowing.takes(hospital))
    ]


@dataclass(frozen=True)
class TakingPart:
    """Whom a run would bind, shown before it is opened: afterwards nobody can be taken out."""

    hospitals: tuple[Hospital, ...]

    @property
    def total(self) -> int:
        return len(self.hospitals)

    @property
    def levels(self) -> list[tuple[str, int]]:
        counted = Counter(hospital.level for hospital in self.hospitals)
        return [(str(level.label), counted[level]) for level in HospitalLevel if counted[level]]

    @property
    def fingerprint(self) -> str:
        """Other hospitals than those that were shown: another fingerprint."""
        return fingerprint_of([hospital.pk for hospital in self.hospitals])


def fingerprint_of(ids: Sequence[int]) -> str:
    return hashlib.sha256(",".join(map(str, sorted(ids))).encode()).hexdigest()[:16]


def whom_it_binds(
    *,
    campaign: Campaign,
    region: Region,
    lines: frozenset[str],
    as_of: date,
    narrowing: Narrowing | None = None,
) -> TakingPart:
    """`hospitals_of_a_run` for somebody who is about to open it. Raises Refusal when nobody would take part."""
    found = hospitals_of_a_run(
        campaign=campaign, region=region, lines=lines, as_of=as_of, narrowing=narrowing
    )
    if not found:
        raise Refusal("所选范围内没有应当参加的医疗机构，请放宽等级、类别或条线。")
    return TakingPart(tuple(found))
