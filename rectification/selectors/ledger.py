"""The ledger as a list: which rows, in which order, counted exactly to ten thousand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.http import QueryDict

from campaigns.models import Participation
from infrastructure.presentation.paging import COUNT_LIMIT, CappedPaginator
from organizations.scope import Scope
from rectification.filters import FindingFilter
from rectification.models import Finding, SupportingDepartment

__all__ = [
    "COUNT_LIMIT",
    "DEFAULT_SORT",
    "PAPER_SORT",
    "PAGE_SIZE",
    "PAGE_SIZES",
    "SORTS",
    "CappedPaginator",
    "in_order",
    "ledger_rows",
    "listed",
    "with_supporting",
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


def in_order(rows: QuerySet[Finding], sort: str = DEFAULT_SORT) -> QuerySet[Finding]:
    """The rows in order, with the department and the people that they name."""
    named = rows.select_related("lead_department", "responsible_person", "responsible_leader")
    return named.order_by(*SORTS.get(sort, SORTS[DEFAULT_SORT]))


def with_supporting(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """With the departments that help, in one more query."""
    return rows.prefetch_related(
        Prefetch("supporting", SupportingDepartment.objects.select_related("department"))
    )


def listed(query: QueryDict, *, scope: Scope, participation: Participation, as_of: date) -> FindingFilter:
    """The list as the address filters it, for page, export, print and API. Merged and void ones are asked for."""
    rows = ledger_rows(scope=scope, participation=participation)
    if not query.getlist("state"):
        rows = rows.exclude(state__in=["merged", "void"])
    return FindingFilter(query, queryset=rows, hospital_id=participation.hospital_id, as_of=as_of)
