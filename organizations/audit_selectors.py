"""Reads of the two logs of a hospital. Pages go by id, not by number: as fast at the end as at the beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from infrastructure.audit import known_actions
from infrastructure.models import AccessEntry, AuditEntry, RetentionRun
from infrastructure.searching.folding import fold
from infrastructure.workbooks.cell_text import csv_row
from organizations.models import Hospital
from organizations.selectors import changes_in_words

ROWS_A_PAGE = 50
_MARK = "\ufeff"  # without it a spreadsheet program reads a CSV file as GBK


@dataclass(frozen=True)
class LogFilter:
    """What a log is narrowed by; empty means everything."""

    words: str = ""
    kinds: tuple[str, ...] = ()  # actions, or kinds of access
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class LogPage:
    """Newest first. `older` is the id below which the next page begins; None at the end."""

    rows: list[Any]
    older: int | None
    is_first: bool = field(default=True)


def _met_in(columns: Iterable[str], words: str) -> Q:
    folded = fold(words)
    return reduce(or_, (Q(**{f"{column}__folded__contains": folded}) for column in columns))


def audit_entries(hospital: Hospital, wanted: LogFilter) -> QuerySet[AuditEntry]:
    names = ("actor_name", "target_name", "signatory_name", "on_behalf_of_name")
    words = _met_in(names, wanted.words)
    rows = AuditEntry.objects.filter(_within(wanted), hospital_id=hospital.pk)
    rows = rows.filter(words) if wanted.words else rows
    return (rows.filter(action__in=wanted.kinds) if wanted.kinds else rows).order_by("-id")


def access_entries(hospital: Hospital, wanted: LogFilter) -> QuerySet[AccessEntry]:
    words = _met_in(("user__display_name", "login", "detail"), wanted.words)
    rows = AccessEntry.objects.filter(_within(wanted), hospital_id=hospital.pk).select_related("user")
    rows = rows.filter(words) if wanted.words else rows
    return (rows.filter(kind__in=wanted.kinds) if wanted.kinds else rows).order_by("-id")


def one_page(rows: QuerySet[Any], *, before: int | None) -> LogPage:
    """One query, whatever the length of the log."""
    found = list((rows.filter(id__lt=before) if before else rows)[: ROWS_A_PAGE + 1])
    more = len(found) > ROWS_A_PAGE
    shown = found[:ROWS_A_PAGE]
    return LogPage(shown, shown[-1].id if more else None, before is None)


def audit_row(entry: AuditEntry) -> dict[str, Any]:
    """An entry in words. An action that no app knows any more is shown as it was stored."""
    states = " → ".join(state for state in (entry.from_state, entry.to_state) if state)
    return {
        "entry": entry,
        "action": known_actions().get(entry.action, entry.action),
        "states": states,
        "words": changes_in_words(entry.detail),
    }


def audit_lines(rows: QuerySet[AuditEntry]) -> Iterator[str]:
    """The filtered log as CSV, line by line."""
    yield _MARK + csv_row(["时间", "操作人", "代", "签字人", "操作", "对象", "原因", "说明"])
    for entry in rows.iterator(chunk_size=2000):
        shown = audit_row(entry)
        yield csv_row(
            [
                _moment(entry.at),
                entry.actor_name,
                entry.on_behalf_of_name,
                entry.signatory_name,
                shown["action"],
                entry.target_name,
                entry.reason,
                shown["words"],
            ]
        )


def access_lines(rows: QuerySet[AccessEntry]) -> Iterator[str]:
    yield _MARK + csv_row(["时间", "用户", "输入的用户名", "事项", "地址", "说明"])
    for entry in rows.iterator(chunk_size=2000):
        name = entry.user.display_name if entry.user else ""
        kind = entry.get_kind_display()
        yield csv_row([_moment(entry.at), name, entry.login, kind, entry.address or "", entry.detail])


def retention_runs(hospital: Hospital) -> QuerySet[RetentionRun]:
    """What retention has removed, newest first, with the number of this hospital's rows (`removed_here`)."""
    here = Sum("counts__removed", filter=Q(counts__hospital_id=hospital.pk))
    return RetentionRun.objects.annotate(removed_here=Coalesce(here, 0)).order_by("-at", "-id")


LINES: dict[str, tuple[Callable[[Hospital, LogFilter], QuerySet[Any]], Callable[[Any], Iterator[str]]]] = {
    "操作记录": (audit_entries, audit_lines),
    "访问日志": (access_entries, access_lines),
}


def _within(wanted: LogFilter) -> Q:
    """Whole days in local time."""
    condition = Q()
    if wanted.from_on:
        condition &= Q(at__gte=_midnight(wanted.from_on))
    if wanted.to_on:
        condition &= Q(at__lt=_midnight(wanted.to_on + timedelta(days=1)))
    return condition


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
