"""Findings as lines of their ledger, for list, print, workbook and CSV alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from campaigns.models import CampaignItem, Participation
from rectification.models import AcceptanceRound, Evidence, Finding, ProgressNote
from rectification.querysets import proving
from rectification.rules.ledger_rows import LedgerRow, marks_of, seen_on_site
from rectification.selectors.ledger import SORTS

BLOCK = 1000
_NAMED = ("lead_department", "responsible_person", "responsible_leader")

Texts = dict[int, list[str]]


def export_rows(rows: QuerySet[Finding], participation: Participation, sort: str) -> Iterator[LedgerRow]:
    """Every finding as a line, in blocks, so that memory stays flat: five queries a thousand rows."""
    ids = list(rows.order_by(*SORTS[sort]).values_list("pk", flat=True))
    items = items_of(participation)
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        found = _whole(block, participation, items)
        yield from (found[pk] for pk in block if pk in found)


def list_rows(
    findings: Sequence[Finding], participation: Participation, items: dict[int, CampaignItem]
) -> list[LedgerRow]:
    """A page of the list, without what none of its columns shows: one query, whatever their number."""
    children = _Children([finding.pk for finding in findings], participation, whole=False)
    return [_line(finding, items, children) for finding in findings]


def whole_rows(ids: Sequence[int], participation: Participation) -> dict[int, LedgerRow]:
    """Some findings as lines with all their columns, by finding."""
    return _whole(ids, participation, items_of(participation))


def _whole(
    ids: Sequence[int], participation: Participation, items: dict[int, CampaignItem]
) -> dict[int, LedgerRow]:
    found = Finding.objects.in_ledger(participation.pk).select_related(*_NAMED).in_bulk(ids)
    children = _Children(ids, participation, whole=True)
    return {pk: _line(finding, items, children) for pk, finding in found.items()}


def items_of(participation: Participation) -> dict[int, CampaignItem]:
    return {item.pk: item for item in CampaignItem.objects.filter(campaign=participation.run.campaign_id)}


# Asked at every page of the list, so in SQL and at once. What is voided is not there (`ChildQuerySet.valid`).
_TEXTS = """
SELECT 'cause', finding_id, text, position, id FROM rectification_cause
WHERE finding_id = ANY(%(ids)s) AND voided_at IS NULL
UNION ALL
SELECT 'measure', finding_id, text, position, id FROM rectification_measure
WHERE finding_id = ANY(%(ids)s) AND voided_at IS NULL
UNION ALL
SELECT 'supporting', s.finding_id, d.name, s.position, s.id
FROM rectification_supportingdepartment s JOIN organizations_department d ON d.id = s.department_id
WHERE s.finding_id = ANY(%(ids)s)
UNION ALL
SELECT 'checkpoint', e.finding_id, c.text, 0, e.id
FROM rectification_ledgerentry e JOIN campaigns_checkpoint c ON c.id = e.checkpoint_id
WHERE e.finding_id = ANY(%(ids)s) AND e.participation_id = %(participation)s
ORDER BY 2, 4, 5
"""


class _Children:
    """What hangs on some findings, by finding."""

    def __init__(self, ids: Sequence[int], participation: Participation, *, whole: bool) -> None:
        self.texts: dict[str, Texts] = defaultdict(lambda: defaultdict(list))
        with connection.cursor() as cursor:
            cursor.execute(_TEXTS, {"ids": list(ids), "participation": participation.pk})
            for kind, finding_id, text, *_ in cursor.fetchall():
                self.texts[kind][finding_id].append(text)
        self.evidence: Texts = {}
        self.accepted: dict[int, str] = {}
        if whole:
            self._read_the_rest(ids)

    def of(self, finding: Finding, kind: str) -> tuple[str, ...]:
        return tuple(self.texts[kind].get(finding.pk, ()))

    def _read_the_rest(self, ids: Sequence[int]) -> None:
        notes = ProgressNote.objects.filter(finding__in=ids).order_by("finding", "id")
        for finding_id, text in notes.values_list("finding_id", "text"):
            self.texts["note"][finding_id].append(text)
        self.evidence = _evidence(ids)
        rounds = AcceptanceRound.objects.filter(
            finding__in=ids, decision="granted", no=F("finding__round_no")
        )
        self.accepted = dict(rounds.values_list("finding_id", "accepted_by__name"))


def _evidence(ids: Sequence[int]) -> Texts:
    """What proves something now: files by their names, and what the accepter saw on site."""
    found: Texts = defaultdict(list)
    rows = Evidence.objects.filter(proving(), finding__in=ids)
    columns = ("finding_id", "file__original_name", "signatory__name", "seen_on", "words")
    for finding_id, name, seen_by, seen_on, words in rows.values_list(*columns):
        found[finding_id].append(name or seen_on_site(by=seen_by, on=seen_on, words=words))
    return found


def _line(finding: Any, items: dict[int, CampaignItem], children: _Children) -> LedgerRow:
    """`finding` with its place in the ledger (`in_ledger`)."""
    pk, person, leader = finding.pk, finding.responsible_person, finding.responsible_leader
    imported = (finding.imported_progress,) if finding.imported_progress else ()
    return LedgerRow(
        number=finding.number,
        item=items[finding.item_id].title,
        checkpoint="".join(children.of(finding, "checkpoint")),
        text=finding.text,
        origin=finding.origin_text,
        causes=children.of(finding, "cause"),
        measures=children.of(finding, "measure"),
        leader=leader.name if leader else "",
        lead=finding.lead_department.name,
        supporting=children.of(finding, "supporting"),
        person=person.name if person else "",
        ongoing=finding.deadline_kind == "ongoing",
        due_on=finding.due_on,
        original_due_on=finding.original_due_on,
        found_on=finding.found_on,
        done_on=finding.imported_done_on,
        state=finding.state,
        accepted_on=finding.accepted_on,
        remark=finding.remark,
        marks=marks_of(on_the_spot=finding.on_the_spot, imported=finding.state_origin == "imported"),
        notes=children.of(finding, "note") + imported,
        evidence=tuple(children.evidence.get(pk, ())),
        accepted_by=children.accepted.get(pk, ""),
    )
