"""The ledger as a list: rows with the columns of the workbook, counted exactly to ten thousand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from campaigns.models import CampaignItem, Participation
from infrastructure.presentation.paging import COUNT_LIMIT, CappedPaginator
from organizations.scope import Scope
from rectification.ledger_layout import numbered
from rectification.models import Cause, Finding, LedgerEntry, Measure, SupportingDepartment

__all__ = [
    "COUNT_LIMIT",
    "DEFAULT_SORT",
    "PAPER_SORT",
    "PAGE_SIZE",
    "PAGE_SIZES",
    "SORTS",
    "CappedPaginator",
    "Line",
    "ledger_rows",
    "lines",
    "with_columns",
    "without_closed_off",
]

PAGE_SIZE = 20
PAGE_SIZES = (20, 50, 100)

# Word in the address → what it sorts by. The id makes every order total, so that no row is met twice.
SORTS: dict[str, tuple[Any, ...]] = {
    "number": ("number", "id"),
    "-number": (F("number").desc(nulls_last=True), "-id"),
    "item": ("item_id", "id"),
    "-item": ("-item_id", "-id"),
    "due": (F("due_on").asc(nulls_last=True), "id"),
    "-due": (F("due_on").desc(nulls_last=True), "-id"),
    "state": ("state", "id"),
    "-state": ("-state", "-id"),
    "lead": ("lead_department__name_pinyin", "id"),
    "-lead": ("-lead_department__name_pinyin", "-id"),
    "found": (F("found_on").asc(nulls_last=True), "id"),
    "-found": (F("found_on").desc(nulls_last=True), "-id"),
}
DEFAULT_SORT = "-number"
PAPER_SORT = "number"  # on the screen the newest come first; a workbook and a printed table count upwards


def ledger_rows(*, scope: Scope, participation: Participation) -> QuerySet[Finding]:
    """The findings of one ledger in sight."""
    return Finding.objects.visible_in(scope).in_ledger(participation.pk)


def with_columns(rows: QuerySet[Finding], sort: str = DEFAULT_SORT) -> QuerySet[Finding]:
    """The rows in order, with everything that a line shows: three queries, whatever their number."""
    return (
        rows.select_related("lead_department", "responsible_person", "responsible_leader")
        .prefetch_related(Prefetch("supporting", SupportingDepartment.objects.select_related("department")))
        .order_by(*SORTS.get(sort, SORTS[DEFAULT_SORT]))
    )


@dataclass(frozen=True)
class Line:
    """One row of the list."""

    finding: Finding
    item: CampaignItem
    checkpoint: str = ""
    causes: str = ""
    measures: str = ""

    @property
    def number(self) -> int | None:
        return self.finding.number  # type: ignore[attr-defined,no-any-return]

    @property
    def supporting(self) -> str:
        return "、".join(row.department.name for row in self.finding.supporting.all())


def lines(findings: list[Finding], participation: Participation) -> list[Line]:
    """Findings with the items of their ledger and the workbook's other columns: four queries, whatever their number."""
    items = {i.pk: i for i in CampaignItem.objects.filter(campaign=participation.run.campaign_id)}
    ids = [finding.pk for finding in findings]
    entries = LedgerEntry.objects.filter(participation=participation, checkpoint__isnull=False)
    checkpoints = dict(entries.filter(finding__in=ids).values_list("finding_id", "checkpoint__text"))
    causes = _texts(Cause.objects.valid().filter(finding__in=ids))
    measures = _texts(Measure.objects.valid().filter(finding__in=ids))
    return [
        Line(
            finding,
            items[finding.item_id],  # type: ignore[attr-defined]
            checkpoint=checkpoints.get(finding.pk, ""),
            causes=numbered(causes[finding.pk]),
            measures=numbered(measures[finding.pk]),
        )
        for finding in findings
    ]


def _texts(rows: QuerySet[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for finding_id, text in rows.order_by("id").values_list("finding_id", "text"):
        found[finding_id].append(text)
    return found


def without_closed_off(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Without merged and void ones: what the list shows when no state is asked for."""
    return rows.exclude(state__in=["merged", "void"])
