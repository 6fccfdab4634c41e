"""Makes the self-inspection sheets of a run, and brings open ones up to date when departments or overlays change.

A confirmed sheet and an answered line are never touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from campaigns.models import Checkpoint, CheckpointOverlay, Participation
from inspections.models import InspectionSheet, SheetLevel, SheetLine
from inspections.rules.sheet_plan import (
    CheckpointFacts,
    DepartmentFacts,
    OverlayFacts,
    SheetPlan,
    plan_sheets,
)
from organizations.models import Department

_BATCH = 2000
_HOSPITALS_AT_ONCE = 200


@dataclass
class Built:
    """What was done, for the message on the page."""

    sheets: int = 0
    lines: int = 0
    dropped: int = 0


@dataclass
class _Changes:
    """Rows to write for many hospitals at once."""

    lines: list[SheetLine] = field(default_factory=list)
    moved: list[SheetLine] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)


def build_sheets(*, participations: Sequence[Participation], campaign_id: int, as_of: date) -> Built:
    """Create what the plan of each hospital lacks. Runs inside the caller's transaction, under its actor.

    The number of queries grows with the hospitals' hundreds, not with departments or checkpoints.
    """
    built = Built()
    checkpoints = [
        CheckpointFacts(point.pk, frozenset(point.audiences), point.duty)
        for point in Checkpoint.objects.filter(item__campaign=campaign_id).order_by("item__number", "code")
    ]
    for start in range(0, len(participations), _HOSPITALS_AT_ONCE):
        _build_some(participations[start : start + _HOSPITALS_AT_ONCE], checkpoints, as_of, built)
    return built


def build_for_runs(
    *, participations: Sequence[Participation], campaign_id: int, as_of: date
) -> dict[str, int]:
    """`build_sheets` as `campaigns.plan_registry` asks for it."""
    built = build_sheets(participations=participations, campaign_id=campaign_id, as_of=as_of)
    return {"sheets": built.sheets}


def _build_some(
    participations: Sequence[Participation],
    checkpoints: Sequence[CheckpointFacts],
    as_of: date,
    built: Built,
) -> None:
    hospitals = [participation.hospital_id for participation in participations]
    departments = _departments(hospitals, as_of)
    overlays = _overlays(hospitals, checkpoints)
    plans = {
        participation.pk: plan_sheets(
            departments=departments[participation.hospital_id],
            checkpoints=checkpoints,
            overlays=overlays[participation.hospital_id],
        )
        for participation in participations
    }
    present = _open_sheets(plans)
    missing = [
        sheet
        for participation in participations
        for sheet in _missing_sheets(participation, plans[participation.pk], present[participation.pk])
    ]
    for sheet in InspectionSheet.objects.bulk_create(missing, batch_size=_BATCH):
        present[sheet.participation_id][sheet.department_id] = sheet
    built.sheets += len(missing)
    _write(_compare(plans, present), built)


def _departments(hospitals: Iterable[int], as_of: date) -> dict[int, list[DepartmentFacts]]:
    found: dict[int, list[DepartmentFacts]] = defaultdict(list)
    rows = Department.objects.active(as_of).filter(hospital__in=hospitals).order_by("level", "code")
    for row in rows:
        found[row.hospital_id].append(DepartmentFacts(row.pk, row.kind, frozenset(row.duties), row.operates))
    return found


def _overlays(
    hospitals: Iterable[int], checkpoints: Sequence[CheckpointFacts]
) -> dict[int, dict[int, OverlayFacts]]:
    found: dict[int, dict[int, OverlayFacts]] = defaultdict(dict)
    rows = CheckpointOverlay.objects.filter(
        hospital__in=hospitals, checkpoint__in=[point.id for point in checkpoints]
    )
    for row in rows:
        audiences = None if row.audiences is None else frozenset(row.audiences)
        found[row.hospital_id][row.checkpoint_id] = OverlayFacts(audiences, row.functional_department_id)
    return found


def _open_sheets(plans: Iterable[int]) -> dict[int, dict[int | None, InspectionSheet]]:
    """Sheets by participation and department (None: the hospital's), confirmed ones too."""
    found: dict[int, dict[int | None, InspectionSheet]] = defaultdict(dict)
    for sheet in InspectionSheet.objects.select_for_update().filter(participation__in=plans).order_by("pk"):
        found[sheet.participation_id][sheet.department_id] = sheet
    return found


def _missing_sheets(
    participation: Participation, plan: SheetPlan, present: dict[int | None, InspectionSheet]
) -> Iterable[InspectionSheet]:
    wanted: list[int | None] = [*([None] if plan.hospital else []), *plan.departments]
    for department in wanted:
        if department not in present:
            yield InspectionSheet(
                hospital_id=participation.hospital_id,
                participation=participation,
                level=SheetLevel.HOSPITAL if department is None else SheetLevel.DEPARTMENT,
                department_id=department,
            )


def _compare(plans: dict[int, SheetPlan], present: dict[int, dict[int | None, InspectionSheet]]) -> _Changes:
    sheets = [sheet for of_run in present.values() for sheet in of_run.values() if sheet.confirmed_at is None]
    lines: dict[int, dict[int, SheetLine]] = defaultdict(dict)
    for line in SheetLine.objects.filter(sheet__in=sheets).order_by("pk"):
        lines[line.sheet_id][line.checkpoint_id] = line
    changes = _Changes()
    for sheet in sheets:
        plan = plans[sheet.participation_id]
        if sheet.department_id is None:
            wanted = dict(plan.hospital)
        else:
            wanted = dict.fromkeys(plan.departments.get(sheet.department_id, ()), sheet.department_id)
        _compare_lines(sheet, wanted, lines[sheet.pk], changes)
    return changes


def _compare_lines(
    sheet: InspectionSheet, wanted: dict[int, int | None], present: dict[int, SheetLine], changes: _Changes
) -> None:
    for checkpoint, department in wanted.items():
        line = present.get(checkpoint)
        if line is None:
            changes.lines.append(
                SheetLine(
                    hospital_id=sheet.hospital_id,
                    sheet=sheet,
                    checkpoint_id=checkpoint,
                    department_id=department,
                )
            )
        elif not line.answer and line.department_id != department:
            line.department_id = department
            changes.moved.append(line)
    changes.dropped += [
        line.pk for checkpoint, line in present.items() if checkpoint not in wanted and not line.answer
    ]


def _write(changes: _Changes, built: Built) -> None:
    SheetLine.objects.bulk_create(changes.lines, batch_size=_BATCH)
    SheetLine.objects.bulk_update(changes.moved, ["department"], batch_size=_BATCH)
    if changes.dropped:
        emptied = InspectionSheet.objects.filter(lines__in=changes.dropped).values_list("pk", flat=True)
        candidates = set(emptied)
        SheetLine.objects.filter(pk__in=changes.dropped).delete()
        InspectionSheet.objects.filter(pk__in=candidates, lines__isnull=True).delete()
    built.lines += len(changes.lines)
    built.dropped += len(changes.dropped)
