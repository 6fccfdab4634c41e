"""A leaver's open findings and measures go to a successor in one step (organizations' handover page)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from infrastructure.audit import acting, entry, record_many
from organizations.models import StaffMember, User
from rectification.actions import FindingAction
from rectification.models import Finding, Measure
from rectification.rules.states import OPEN_STATES
from rectification.services.parts import keep_answered

FINDINGS, MEASURES = "未销号问题的责任人", "未完成措施的落实人"


def open_findings(staff_id: int) -> int:
    """Findings that still wait for this person."""
    return Finding.objects.filter(responsible_person=staff_id, state__in=OPEN_STATES).count()


def open_measures(staff_id: int) -> int:
    """Measures of open findings that still wait for this person."""
    return _measures(staff_id).count()


def _measures(staff_id: int) -> QuerySet[Measure]:
    return Measure.objects.valid().filter(person=staff_id, finding__state__in=OPEN_STATES)


def move_findings(*, from_staff: StaffMember, to_staff: StaffMember, by: User, now: datetime) -> int:
    """Name the successor on every open finding; its revision rises, so that an open form notices."""
    with acting(by=by):
        rows = list(
            Finding.objects.select_for_update().filter(responsible_person=from_staff, state__in=OPEN_STATES)
        )
        for row in rows:
            row.responsible_person, row.revision = to_staff, row.revision + 1
        Finding.objects.bulk_update(rows, ["responsible_person", "revision"], batch_size=500)
        keep_answered(rows=rows, by=from_staff, recorded_by=by)
        _record(rows, from_staff, to_staff, by, now)
    return len(rows)


def move_measures(*, from_staff: StaffMember, to_staff: StaffMember, by: User, now: datetime) -> int:
    """Name the successor on every measure of an open finding."""
    with acting(by=by):
        rows = list(_measures(from_staff.pk).select_for_update(of=("self",)).select_related("finding"))
        for row in rows:
            row.person, row.revision = to_staff, row.revision + 1
        Measure.objects.bulk_update(rows, ["person", "revision"], batch_size=500)
        keep_answered(rows=rows, by=from_staff, recorded_by=by)
        _record({row.finding_id: row.finding for row in rows}.values(), from_staff, to_staff, by, now)
    return len(rows)


def _record(
    findings: Iterable[Finding], from_staff: StaffMember, to_staff: StaffMember, by: User, now: datetime
) -> None:
    record_many(
        [
            entry(
                action=FindingAction.HANDED_OVER,
                target=finding,
                by=by,
                now=now,
                hospital_id=finding.hospital_id,
                detail={"text": f"{from_staff.name} → {to_staff.name}"},
            )
            for finding in findings
        ]
    )
