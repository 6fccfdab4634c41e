"""Runs of a hospital, the one that counts today, and what the page frame says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from organizations.models import RegionLevel
from policy_texts.vocabulary import PhaseKind
from rectification.models import CampaignRun, Finding, InspectionSheet, Participation
from rectification.phases import (
    PhaseDates,
    PhaseMark,
    current_phase,
    days_left,
    is_over,
    marks,
    phase_of,
    timing,
)

_MANY = 1000  # an exact number above is no use in a banner that stands on every page


@dataclass(frozen=True)
class HospitalRun:
    """One run as one hospital sees it."""

    participation: Participation
    phases: tuple[PhaseDates, ...]

    @property
    def run(self) -> CampaignRun:
        return self.participation.run

    @property
    def self_inspection_ends(self) -> date | None:
        phase = phase_of(self.phases, PhaseKind.SELF_INSPECTION)
        return phase.to_on if phase else None

    def now(self, as_of: date) -> PhaseDates | None:
        return current_phase(self.phases, as_of=as_of)

    def over(self, as_of: date) -> bool:
        return is_over(self.phases, as_of=as_of)


def runs_of(hospital_id: int) -> list[HospitalRun]:
    """Every run in which the hospital takes part, the newest first. Two queries."""
    return _runs(hospital_id, "run__campaign", "run__owner_region", "run__owner_hospital", "hospital")


def _runs(hospital_id: int, *related: str) -> list[HospitalRun]:
    rows = (
        Participation.objects.filter(hospital=hospital_id)
        .select_related("run", *related)
        .prefetch_related("run__phases")
        .order_by("-run__opened_at", "-pk")
    )
    return [HospitalRun(row, phases_of(row.run)) for row in rows]


def phases_of(run: CampaignRun) -> tuple[PhaseDates, ...]:
    return tuple(PhaseDates(PhaseKind(row.kind), row.from_on, row.to_on) for row in run.phases.all())


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
    running = next((each for each in runs if each.now(as_of) is not None), None)
    if running is not None:
        return running
    return max(runs, key=lambda each: max(phase.to_on for phase in each.phases), default=None)


def run_for(hospital_id: int, *, as_of: date) -> HospitalRun | None:
    """The run that counts today."""
    return chosen_run(runs_of(hospital_id), as_of=as_of)


@dataclass(frozen=True)
class Banner:
    """What `_components/phase_banner.html` draws."""

    title: str
    phases: tuple[PhaseMark, ...]
    days_left: int | None
    sentence: str
    url: str = ""


def banner_for(hospital_id: int, as_of: date, *, url: str = "") -> Banner | None:
    """The phase banner of a hospital's pages; None when it takes part in nothing. At most four queries.

    `url`: where the sentence leads, for those who may go there.
    """
    # The run's own words are enough for a line that stands on every page.
    found = chosen_run(_runs(hospital_id), as_of=as_of)
    if found is None:
        return None
    phase = found.now(as_of)
    parts = [timing(found.phases, as_of=as_of), *_owed(found, phase, as_of)]
    return Banner(
        title=found.run.title,
        phases=tuple(marks(found.phases, as_of=as_of)),
        days_left=days_left(phase, as_of=as_of) if phase else None,
        sentence=" · ".join(part for part in parts if part),
        url=url,
    )


def _owed(found: HospitalRun, phase: PhaseDates | None, as_of: date) -> list[str]:
    if phase is None or phase.kind == PhaseKind.LAUNCH:
        return []
    unconfirmed = unconfirmed_sheets(found.participation, as_of=as_of)
    inspecting = phase.kind == PhaseKind.SELF_INSPECTION
    said = []
    if unconfirmed.departments:
        late = "未确认" if inspecting else "自查表逾期未确认"
        said.append(f"还有 {unconfirmed.departments} 个科室{late}")
    elif unconfirmed.hospital:
        said.append("院级自查表未确认" if inspecting else "院级自查表逾期未确认")
    elif inspecting:
        said.append("自查表已全部确认")
    if not inspecting:
        late_findings = Finding.objects.filter(hospital=found.participation.hospital_id).overdue(as_of)
        count = late_findings.order_by()[:_MANY].count()
        if count:
            said.append(f"{'超过 ' if count == _MANY else ''}{count} 个问题逾期")
    return said


@dataclass(frozen=True)
class Unconfirmed:
    departments: int
    hospital: int


def unconfirmed_sheets(participation: Participation, *, as_of: date) -> Unconfirmed:
    """How many sheets are still owed; a department that has ended owes none."""
    counts = InspectionSheet.objects.filter(
        Q(department__active_to__isnull=True) | Q(department__active_to__gte=as_of),
        participation=participation,
        confirmed_at__isnull=True,
    ).aggregate(
        departments=Count("pk", filter=Q(level="department")),
        hospital=Count("pk", filter=Q(level="hospital")),
    )
    return Unconfirmed(**counts)


@dataclass(frozen=True)
class SheetCounts:
    total: int = 0
    confirmed: int = 0


def sheet_counts(participations: list[Participation]) -> dict[int, SheetCounts]:
    """Department sheets of each run, and how many are confirmed. One query."""
    rows = (
        InspectionSheet.objects.filter(participation__in=participations, level="department")
        .values_list("participation")
        .annotate(total=Count("pk"), confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)))
    )
    return {participation: SheetCounts(total, confirmed) for participation, total, confirmed in rows}
