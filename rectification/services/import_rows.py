"""Writing planned findings in bulk: one statement a table and a thousand rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time
from functools import lru_cache

from django.utils.timezone import get_current_timezone

from campaigns.models import CampaignItem, Checkpoint, Participation
from infrastructure.audit import entry, record_many
from infrastructure.models import AuditEntry
from organizations.models import Department, User
from rectification.actions import FindingAction
from rectification.models import (
    Cause,
    Finding,
    LedgerEntry,
    Measure,
    MeasureCause,
    StateOrigin,
    SupportingDepartment,
)
from rectification.rules.states import DeadlineKind
from rectification.services.acceptance_offices import accepting_department_for
from rectification.services.numbering import next_number
from rectification.workbook.plan import PlannedFinding
from rectification.workbook.progress import ImportedState

BLOCK = 1000


def enter_findings(
    *,
    findings: Sequence[PlannedFinding],
    participation: Participation,
    by: User,
    now: datetime,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Enter planned findings that are not yet in the ledger; returns how many. Inside the caller's `acting`."""
    Participation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
    known = LedgerEntry.objects.filter(participation=participation).known_keys()
    fresh = [finding for finding in findings if finding.key not in known]
    if not fresh:
        return 0
    first = next_number(participation.pk, count=len(fresh))
    writer = _Writer(participation, by, now)
    for start in range(0, len(fresh), BLOCK):
        writer.write(fresh[start : start + BLOCK], first + start)
        report(min(start + BLOCK, len(fresh)), len(fresh))
    return len(fresh)


class _Writer:
    """Holds what every block needs: items, checkpoints and the accepting departments."""

    def __init__(self, participation: Participation, by: User, now: datetime) -> None:
        self._participation, self._by, self._now = participation, by, now
        campaign = participation.run.campaign_id
        self._items = {i.code: i for i in CampaignItem.objects.filter(campaign=campaign)}
        self._checkpoints = {
            (c.item.code, c.code): c
            for c in Checkpoint.objects.filter(item__campaign=campaign).select_related("item")
        }
        departments = Department.objects.filter(hospital=participation.hospital_id)
        self._departments = {d.pk: d for d in departments}
        self._accepter = lru_cache(maxsize=None)(self._find_accepter)

    def _find_accepter(self, item_code: str, checkpoint_code: str | None, lead_id: int) -> int | None:
        found = accepting_department_for(
            hospital_id=self._participation.hospital_id,
            checkpoint=self._checkpoint(item_code, checkpoint_code),
            item=self._items[item_code],
            lead=self._departments[lead_id],
        )
        return found.pk if found else None

    def _checkpoint(self, item_code: str, checkpoint_code: str | None) -> Checkpoint | None:
        return self._checkpoints.get((item_code, checkpoint_code)) if checkpoint_code else None

    def write(self, planned: Sequence[PlannedFinding], first_number: int) -> None:
        rows = Finding.objects.bulk_create([self._finding(p) for p in planned])
        pairs = list(zip(planned, rows, strict=True))
        LedgerEntry.objects.bulk_create(
            self._entry(p, row, first_number + index) for index, (p, row) in enumerate(pairs)
        )
        SupportingDepartment.objects.bulk_create(
            SupportingDepartment(
                hospital_id=row.hospital_id, finding=row, department_id=department, position=position
            )
            for p, row in pairs
            for position, department in enumerate(p.supporting_ids)
        )
        self._plan(pairs)
        record_many([self._audit(p, row) for p, row in pairs])

    def _finding(self, planned: PlannedFinding) -> Finding:
        accepted = planned.accepted_on
        return Finding(
            hospital_id=self._participation.hospital_id,
            text=planned.text,
            state=planned.state.value,
            state_origin=StateOrigin.IMPORTED,
            origin=planned.origin.value,
            origin_label=planned.origin_label,
            lead_department_id=planned.lead_department_id,
            accepting_department_id=self._accepter(
                planned.item_code, planned.checkpoint_code, planned.lead_department_id
            ),
            responsible_person_id=planned.person_id,
            responsible_leader_id=planned.leader_id,
            deadline_kind=DeadlineKind.ONGOING if planned.ongoing else DeadlineKind.DATED,
            due_on=planned.due_on,
            original_due_on=planned.original_due_on,
            found_on=planned.found_on,
            on_the_spot=planned.on_the_spot,
            remark=planned.remark,
            imported_done_on=planned.done_on,
            imported_progress=planned.progress,
            created_by=self._by,
            created_at=self._now,
            accepted_at=datetime.combine(accepted, time(12), get_current_timezone())
            if accepted and planned.state is ImportedState.CLOSED
            else None,
        )

    def _entry(self, planned: PlannedFinding, finding: Finding, number: int) -> LedgerEntry:
        return LedgerEntry(
            hospital_id=finding.hospital_id,
            finding=finding,
            participation=self._participation,
            item=self._items[planned.item_code],
            checkpoint=self._checkpoint(planned.item_code, planned.checkpoint_code),
            number=number,
            key=planned.key,
            import_key=planned.key,
        )

    def _plan(self, pairs: list[tuple[PlannedFinding, Finding]]) -> None:
        """Causes and measures. A workbook's row does not say which answers which: each measure answers them all."""
        causes = Cause.objects.bulk_create(
            Cause(hospital_id=row.hospital_id, finding=row, text=text, position=position)
            for planned, row in pairs
            for position, text in enumerate(planned.causes, 1)
        )
        measures = Measure.objects.bulk_create(
            Measure(
                hospital_id=row.hospital_id,
                finding=row,
                text=measure.text,
                department_id=measure.department_id,
                person_id=measure.person_id,
                due_on=measure.due_on,
                position=position,
                created_by=self._by,
            )
            for planned, row in pairs
            for position, measure in enumerate(planned.measures, 1)
        )
        by_finding: dict[int, list[Cause]] = {}
        for cause in causes:
            by_finding.setdefault(cause.finding_id, []).append(cause)
        MeasureCause.objects.bulk_create(
            MeasureCause(hospital_id=measure.hospital_id, measure=measure, cause=cause)
            for measure in measures
            for cause in by_finding.get(measure.finding_id, [])
        )

    def _audit(self, planned: PlannedFinding, finding: Finding) -> AuditEntry:
        return entry(
            action=FindingAction.IMPORTED,
            target=finding,
            by=self._by,
            now=self._now,
            hospital_id=finding.hospital_id,
            to_state=finding.state,
            detail={"names": [f"{planned.sheet} 第 {planned.row} 行"]},
        )
