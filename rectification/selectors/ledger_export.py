"""The rows of the exported ledger: read in blocks, so that memory stays flat whatever the length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from campaigns.models import CampaignItem, Participation
from rectification.ledger_layout import numbered
from rectification.models import (
    AcceptanceRound,
    Cause,
    Evidence,
    Finding,
    LedgerEntry,
    Measure,
    ProgressNote,
    SupportingDepartment,
)
from rectification.selectors.ledger import SORTS

BLOCK = 1000
Cell = str | int | date | None

_COMPLETION = {"closed": "已完成", "accepted": "已完成"}


def export_rows(rows: QuerySet[Finding], participation: Participation, sort: str) -> Iterator[list[Cell]]:
    """The cells of each finding in the columns of `ledger_layout`, eight queries a thousand rows."""
    ordered = rows.order_by(*SORTS[sort])
    ids = list(ordered.values_list("pk", flat=True))
    items = {i.pk: i for i in CampaignItem.objects.filter(campaign=participation.run.campaign_id)}
    for start in range(0, len(ids), BLOCK):
        yield from _block(ids[start : start + BLOCK], participation, items)


def _block(
    ids: Sequence[int], participation: Participation, items: dict[int, CampaignItem]
) -> Iterator[list[Cell]]:
    findings = Finding.objects.select_related(
        "lead_department", "responsible_person", "responsible_leader"
    ).in_bulk(ids)
    entries = {
        e.finding_id: e
        for e in LedgerEntry.objects.filter(participation=participation, finding__in=ids).select_related(
            "checkpoint"
        )
    }
    children = _Children(ids)
    for pk in ids:
        finding = findings.get(pk)
        if finding is not None:
            yield _cells(finding, entries[pk], items[entries[pk].item_id], children)


class _Children:
    """What hangs on the findings of one block, by finding."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.causes = _texts(Cause.objects.valid().filter(finding__in=ids), "text")
        self.measures = _texts(Measure.objects.valid().filter(finding__in=ids), "text")
        self.supporting = _texts(SupportingDepartment.objects.filter(finding__in=ids), "department__name")
        self.notes = _texts(ProgressNote.objects.filter(finding__in=ids).order_by("finding", "id"), "text")
        self.files = _texts(
            Evidence.objects.valid().filter(finding__in=ids, file__isnull=False), "file__original_name"
        )
        rounds = AcceptanceRound.objects.filter(finding__in=ids, decision="granted").order_by("no")
        self.accepted = dict(rounds.values_list("finding_id", "accepted_by__name"))


def _texts(rows: QuerySet[Any], column: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for finding_id, text in rows.values_list("finding_id", column):
        found[finding_id].append(text)
    return found


def _cells(finding: Finding, entry: LedgerEntry, item: CampaignItem, children: _Children) -> list[Cell]:
    pk = finding.pk
    person, leader = finding.responsible_person, finding.responsible_leader
    notes = [*children.notes.get(pk, []), *([finding.imported_progress] if finding.imported_progress else [])]
    return [
        entry.number,
        item.title,
        entry.checkpoint.text if entry.checkpoint else "",
        finding.text,
        finding.origin_text,
        numbered(children.causes.get(pk, [])),
        numbered(children.measures.get(pk, [])),
        leader.name if leader else "",
        finding.lead_department.name,
        "、".join(children.supporting.get(pk, [])),
        person.name if person else "",
        "持续推进" if finding.deadline_kind == "ongoing" else finding.due_on,
        finding.original_due_on,
        "\n".join(notes),
        _completion(finding),
        "\n".join(children.files.get(pk, [])),
        children.accepted.get(pk, ""),
        finding.accepted_on,
        "是" if finding.state == "closed" else "否",
        finding.remark,
    ]


def _completion(finding: Finding) -> str:
    """完成情况 in the three words of the usual workbook."""
    if finding.state in _COMPLETION:
        return _COMPLETION[finding.state]
    return "长期坚持" if finding.deadline_kind == "ongoing" else "推进中"
