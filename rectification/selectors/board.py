"""Figures of one ledger: every one is a count of rows that its link shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from campaigns.models import CampaignItem, Participation
from rectification.models import Cause, Finding, LedgerEntry
from rectification.querysets import done_in_time, overdue_on
from rectification.rules.states import COUNTED_STATES, FindingState

TOP_DEPARTMENTS = 15


@dataclass(frozen=True)
class BoardFigures:
    """Plain counts of a ledger on one day."""

    registered: int
    closed: int
    overdue: int
    on_time: int
    due_and_done: int
    states: tuple[tuple[str, str, int], ...]

    @property
    def closed_share(self) -> str:
        return percent(self.closed, self.registered)

    @property
    def on_time_share(self) -> str:
        return percent(self.on_time, self.due_and_done)


def percent(part: int, whole: int) -> str:
    """One decimal, rounded half up in integers; nothing to divide by is a dash."""
    if whole == 0:
        return "—"
    tenths = int(Fraction(part * 1000, whole) + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%"


def counted_rows(participation: Participation) -> QuerySet[Finding]:
    """The findings that figures count: submitted, neither merged nor void."""
    return Finding.objects.in_ledger(participation.pk).filter(state__in=COUNTED_STATES)


def figures(participation: Participation, as_of: date) -> BoardFigures:
    """One aggregate. On time: accepted (or closed) by the date that holds now, among those due or already accepted."""
    rows = counted_rows(participation)
    settled = Q(accepted_on__isnull=False, deadline_kind="dated", due_on__isnull=False)
    found = rows.order_by().aggregate(
        registered=Count("pk"),
        closed=Count("pk", filter=Q(state=FindingState.CLOSED)),
        overdue=Count("pk", filter=overdue_on(as_of)),
        on_time=Count("pk", filter=settled & done_in_time()),
        settled=Count("pk", filter=settled),
    )
    by_state = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    states = tuple(
        (state.value, str(state.label), by_state[state.value])
        for state in FindingState
        if by_state.get(state.value)
    )
    return BoardFigures(
        registered=found["registered"],
        closed=found["closed"],
        overdue=found["overdue"],
        on_time=found["on_time"],
        due_and_done=found["settled"] + found["overdue"],
        states=states,
    )


@dataclass(frozen=True)
class DepartmentCount:
    uid: str
    name: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def department_counts(participation: Participation) -> list[DepartmentCount]:
    """Findings by lead department and item; most first."""
    rows = (
        LedgerEntry.objects.filter(participation=participation, finding__state__in=COUNTED_STATES)
        .order_by()
        .values_list("finding__lead_department__uid", "finding__lead_department__name", "item__code")
        .annotate(n=Count("pk"))
    )
    found: dict[str, DepartmentCount] = {}
    for uid, name, item, count in rows:
        found.setdefault(str(uid), DepartmentCount(str(uid), name, {})).counts[item] = count
    return sorted(found.values(), key=lambda d: (-d.total, d.name))


def items_of(participation: Participation) -> list[CampaignItem]:
    return list(CampaignItem.objects.filter(campaign=participation.run.campaign_id).order_by("number"))


def cause_counts(participation: Participation) -> dict[str, int]:
    """Valid causes by category, of counted findings."""
    rows = (
        Cause.objects.valid()
        .filter(finding__entries__participation=participation, finding__state__in=COUNTED_STATES)
        .exclude(category="")
        .order_by()
        .values_list("category")
        .annotate(n=Count("finding", distinct=True))
    )
    return dict(rows)


def open_by_day(participation: Participation, *, first: date, as_of: date) -> list[tuple[date, int]]:
    """How many were registered and not yet closed at the end of each week, and today.

    History that arrived closed counts as closed on the day it was entered: it was never open here.
    """
    rows = counted_rows(participation).order_by()
    opened = dict(rows.values_list("created_on").annotate(n=Count("pk")))
    closed: dict[date, int] = {}
    for created, day, count in (
        rows.filter(state=FindingState.CLOSED).values_list("created_on", "closed_on").annotate(n=Count("pk"))
    ):
        closed[day or created] = closed.get(day or created, 0) + count
    days = _weekly(max(first, min(opened, default=as_of)), as_of)
    return [
        (day, sum(n for d, n in opened.items() if d <= day) - sum(n for d, n in closed.items() if d <= day))
        for day in days
    ]


def _weekly(first: date, last: date) -> list[date]:
    step = max(1, (last - first).days // 20 or 1)
    days = [first + timedelta(days=offset) for offset in range(0, (last - first).days, step)]
    return [*days, last]
