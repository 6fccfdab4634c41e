"""What the ledger says today of findings that come again in a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from campaigns.models import Participation
from organizations.scope import Scope
from rectification.models import Cause, Finding, LedgerEntry, Measure, ProgressNote, SupportingDepartment
from rectification.rules.states import DeadlineKind
from rectification.workbook.known import LedgerFinding, LedgerText
from rectification.workbook.plan import ImportPlan

_BLOCK = 5_000


def ledger_texts(participation: Participation, plan: ImportPlan, scope: Scope) -> list[LedgerText]:
    """The lines with the plan's keys, those of its departments, and those of the same words: one query.

    Only of findings that are led in `scope`: what is asked and compared quotes them.
    """
    keys = {planned.key for planned in plan.known}
    leads = {planned.lead_department_id for planned in plan.findings}
    texts = {planned.text for planned in plan.findings}
    if not keys and not leads:
        return []
    wanted = Q(key__in=keys) | Q(import_key__in=keys)
    wanted |= Q(finding__lead_department__in=leads) | Q(finding__text__in=texts)
    rows = LedgerEntry.objects.filter(wanted, participation=participation).order_by("id")
    if participation.hospital_id not in scope.hospitals:
        rows = rows.filter(finding__lead_department__in=scope.departments)
    columns = ("finding_id", "number", "key", "import_key", "finding__lead_department_id", "finding__text")
    return [
        LedgerText(id_, str(number or ""), (key, *([import_key] if import_key else [])), lead, text)
        for id_, number, key, import_key, lead, text in rows.values_list(*columns)
    ]


def ledger_mark(participation: Participation) -> tuple[int, int, int]:
    """Another one whenever a line came or went, or a finding was saved: what was compared before holds no more."""
    rows = LedgerEntry.objects.filter(participation=participation)
    seen = rows.aggregate(
        lines=Count("id"), last=Coalesce(Max("id"), 0), saved=Coalesce(Sum("finding__revision"), 0)
    )
    return seen["lines"], seen["last"], seen["saved"]


def ledger_findings(participation: Participation, ids: Collection[int]) -> Mapping[int, LedgerFinding]:
    """The whole of some findings: six queries for each block of them."""
    found: dict[int, LedgerFinding] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), _BLOCK):
        block = ordered[start : start + _BLOCK]
        found.update((finding.id, finding) for finding in _block(participation, block))
    return found


def _block(participation: Participation, ids: list[int]) -> Iterator[LedgerFinding]:
    entries = LedgerEntry.objects.filter(participation=participation, finding__in=ids)
    numbers = dict(entries.values_list("finding_id", "number"))
    supporting = _by_finding(SupportingDepartment.objects.filter(finding__in=ids), "department_id")
    causes = _by_finding(Cause.objects.valid().filter(finding__in=ids), "text")
    measures = _by_finding(Measure.objects.valid().filter(finding__in=ids), "text")
    notes = _by_finding(ProgressNote.objects.filter(finding__in=ids).order_by("finding", "id"), "text")
    for row in Finding.objects.filter(pk__in=ids):
        before = [row.imported_progress] if row.imported_progress else []
        yield LedgerFinding(
            id=row.pk,
            number=str(numbers[row.pk] or ""),
            lead_department_id=row.lead_department_id,
            text=row.text,
            state=row.state,
            state_label=row.get_state_display(),
            due_on=row.due_on,
            ongoing=row.deadline_kind == DeadlineKind.ONGOING,
            found_on=row.found_on,
            done_on=row.imported_done_on,
            person_id=row.responsible_person_id,
            leader_id=row.responsible_leader_id,
            supporting_ids=tuple(supporting[row.pk]),
            causes=tuple(causes[row.pk]),
            measures=tuple(measures[row.pk]),
            remark=row.remark,
            told=(*before, *notes[row.pk]),
        )


def _by_finding(rows: QuerySet[Any], column: str) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for finding_id, value in rows.values_list("finding_id", column):
        found[finding_id].append(value)
    return found
