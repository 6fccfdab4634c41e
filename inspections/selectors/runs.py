"""What the page frame says of a hospital's run: its phase, and what is owed now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from campaigns.models import Participation
from campaigns.plan_registry import Confirmed
from campaigns.rules.phases import PhaseDates, PhaseMark, days_left, marks, timing
from campaigns.selectors.runs import BriefRun, brief_runs_of, running_or_last
from inspections.models import InspectionSheet
from policy_texts.vocabulary import PhaseKind
from rectification.models import Finding

_MANY = 1000  # an exact number above is no use in a banner that stands on every page


@dataclass(frozen=True)
class Banner:
    """What `_components/phase_banner.html` draws."""

    title: str
    phases: tuple[PhaseMark, ...]
    days_left: int | None
    sentence: str
    url: str = ""


def banner_for(hospital_id: int, as_of: date, *, url: str = "") -> Banner | None:
    """The phase banner of a hospital's pages; None when it takes part in nothing. At most three queries.

    `url`: where the sentence leads, for those who may go there.
    """
    found = running_or_last(brief_runs_of(hospital_id), as_of=as_of)
    if found is None:
        return None
    phase = found.now(as_of)
    parts = [timing(found.phases, as_of=as_of), *_owed(hospital_id, found, phase, as_of)]
    return Banner(
        title=found.title,
        phases=tuple(marks(found.phases, as_of=as_of)),
        days_left=days_left(phase, as_of=as_of) if phase else None,
        sentence=" · ".join(part for part in parts if part),
        url=url,
    )


def _owed(hospital_id: int, found: BriefRun, phase: PhaseDates | None, as_of: date) -> list[str]:
    if phase is None or phase.kind == PhaseKind.LAUNCH:
        return []
    unconfirmed = unconfirmed_sheets(found.participation_id, as_of=as_of)
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
        late_findings = Finding.objects.filter(hospital=hospital_id).overdue(as_of)
        count = late_findings.order_by()[:_MANY].count()
        if count:
            said.append(f"{'超过 ' if count == _MANY else ''}{count} 个问题逾期")
    return said


@dataclass(frozen=True)
class Unconfirmed:
    departments: int
    hospital: int


def unconfirmed_sheets(participation_id: int, *, as_of: date) -> Unconfirmed:
    """How many sheets are still owed; a department that has ended owes none."""
    counts = InspectionSheet.objects.filter(
        Q(department__active_to__isnull=True) | Q(department__active_to__gte=as_of),
        participation=participation_id,
        confirmed_at__isnull=True,
    ).aggregate(
        departments=Count("pk", filter=Q(level="department")),
        hospital=Count("pk", filter=Q(level="hospital")),
    )
    return Unconfirmed(**counts)


def sheet_counts(participations: Sequence[Participation]) -> dict[int, Confirmed]:
    """Department sheets of each run, and how many are confirmed. One query."""
    rows = (
        InspectionSheet.objects.filter(participation__in=participations, level="department")
        .values_list("participation")
        .annotate(total=Count("pk"), confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)))
    )
    return {participation: Confirmed(total, confirmed) for participation, total, confirmed in rows}
