"""Findings as lines of their ledger, for list, print, workbook and CSV alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, QuerySet

from campaigns.models import CampaignItem, Participation
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
from rectification.querysets import proving
from rectification.rules.ledger_rows import LedgerRow, marks_of, seen_on_site
from rectification.selectors.ledger import SORTS

BLOCK = 1000
_NAMED = ("lead_department", "responsible_person", "responsible_leader")

Texts = dict[int, list[str]]


def export_rows(rows: QuerySet[Finding], participation: Participation, sort: str) -> Iterator[LedgerRow]:
    """Every finding as a line, in blocks, so that memory stays flat: ten queries a thousand rows."""
    ids = list(rows.order_by(*SORTS[sort]).values_list("pk", flat=True))
    items = items_of(participation)
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        found = Finding.objects.select_related(*_NAMED).in_bulk(block)
        findings = [found[pk] for pk in block if pk in found]
        yield from _lines(findings, participation, items, _Children(block, whole=True))


def list_rows(
    findings: Sequence[Finding], participation: Participation, items: dict[int, CampaignItem]
) -> list[LedgerRow]:
    """A page of the list, without what none of its columns shows: four queries, whatever their number."""
    children = _Children([finding.pk for finding in findings], whole=False)
    return list(_lines(findings, participation, items, children))


def whole_rows(ids: Sequence[int], participation: Participation) -> dict[int, LedgerRow]:
    """Some findings as lines with all their columns, by finding."""
    found = Finding.objects.select_related(*_NAMED).in_bulk(ids)
    findings = list(found.values())
    lines = _lines(findings, participation, items_of(participation), _Children(list(found), whole=True))
    return dict(zip(found, lines, strict=True))


def items_of(participation: Participation) -> dict[int, CampaignItem]:
    return {item.pk: item for item in CampaignItem.objects.filter(campaign=participation.run.campaign_id)}


class _Children:
    """What hangs on some findings, by finding."""

    def __init__(self, ids: Sequence[int], *, whole: bool) -> None:
        self.causes = _texts(Cause.objects.valid().filter(finding__in=ids), "text")
        self.measures = _texts(Measure.objects.valid().filter(finding__in=ids), "text")
        self.supporting = _texts(SupportingDepartment.objects.filter(finding__in=ids), "department__name")
        self.notes: Texts = {}
        self.evidence: Texts = {}
        self.accepted: dict[int, str] = {}
        if whole:
            self._read_the_rest(ids)

    def _read_the_rest(self, ids: Sequence[int]) -> None:
        self.notes = _texts(ProgressNote.objects.filter(finding__in=ids).order_by("finding", "id"), "text")
        self.evidence = _evidence(ids)
        rounds = AcceptanceRound.objects.filter(
            finding__in=ids, decision="granted", no=F("finding__round_no")
        )
        self.accepted = dict(rounds.values_list("finding_id", "accepted_by__name"))


def _texts(rows: QuerySet[Any], column: str) -> Texts:
    found: Texts = defaultdict(list)
    for finding_id, text in rows.values_list("finding_id", column):
        found[finding_id].append(text)
    return found


def _evidence(ids: Sequence[int]) -> Texts:
    """What proves something now: files by their names, and what the accepter saw on site."""
    found: Texts = defaultdict(list)
    rows = Evidence.objects.filter(proving(), finding__in=ids)
    columns = ("finding_id", "file__original_name", "signatory__name", "seen_on", "words")
    for finding_id, name, seen_by, seen_on, words in rows.values_list(*columns):
        found[finding_id].append(name or seen_on_site(by=seen_by, on=seen_on, words=words))
    return found


def _lines(
    findings: Sequence[Finding],
    participation: Participation,
    items: dict[int, CampaignItem],
    children: _Children,
) -> Iterator[LedgerRow]:
    mine = LedgerEntry.objects.filter(participation=participation, finding__in=[f.pk for f in findings])
    entries = {entry.finding_id: entry for entry in mine.select_related("checkpoint")}
    for finding in findings:
        entry = entries[finding.pk]
        yield _line(finding, entry, items[entry.item_id], children)


def _line(finding: Finding, entry: LedgerEntry, item: CampaignItem, children: _Children) -> LedgerRow:
    pk, person, leader = finding.pk, finding.responsible_person, finding.responsible_leader
    notes = [*children.notes.get(pk, ()), *([finding.imported_progress] if finding.imported_progress else ())]
    return LedgerRow(
        number=entry.number,
        item=item.title,
        checkpoint=entry.checkpoint.text if entry.checkpoint else "",
        text=finding.text,
        origin=finding.origin_text,
        causes=tuple(children.causes.get(pk, ())),
        measures=tuple(children.measures.get(pk, ())),
        leader=leader.name if leader else "",
        lead=finding.lead_department.name,
        supporting=tuple(children.supporting.get(pk, ())),
        person=person.name if person else "",
        ongoing=finding.deadline_kind == "ongoing",
        due_on=finding.due_on,
        original_due_on=finding.original_due_on,
        done_on=finding.imported_done_on,
        state=finding.state,
        accepted_on=finding.accepted_on,
        remark=finding.remark,
        marks=marks_of(on_the_spot=finding.on_the_spot, imported=finding.state_origin == "imported"),
        notes=tuple(notes),
        evidence=tuple(children.evidence.get(pk, ())),
        accepted_by=children.accepted.get(pk, ""),
    )
