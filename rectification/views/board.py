"""整改看板: where the problems are, how far the repair is. Each number opens its rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from campaigns.models import Participation
from campaigns.selectors.participations import open_participations
from infrastructure.presentation import charts
from organizations.models import Hospital
from organizations.requests import hospital_for, request_scope
from policy_texts.vocabulary import CauseCategory
from rectification.models import FindingState
from rectification.rights import FindingRight
from rectification.rules.states import COUNTED_STATES
from rectification.selectors import board
from rectification.views.ledger import chosen_ledger


@require_GET
def board_page(request: HttpRequest, code: str) -> HttpResponse:
    hospital, _ = hospital_for(request, code, FindingRight.SEE_BOARD)
    today = timezone.localdate()
    ledgers = open_participations(hospital, as_of=today)
    context: dict[str, Any] = {"hospital": hospital, "ledgers": ledgers}
    if not ledgers:
        return render(request, "rectification/board/empty.html", context)
    participation = chosen_ledger(request, ledgers)
    # Whoever sees only figures (院内掌握 text stays inside) gets numbers without links.
    opens = bool(request_scope(request, FindingRight.VIEW).within(hospital.pk).hospitals)
    links = _Links(hospital, participation, opens)
    seen = board.figures(participation, today)
    shown = _heat_map(participation, links, every=request.GET.get("departments") == "all")
    context |= {
        "participation": participation,
        "figures": seen,
        "counts": _counts(seen, links),
        "states": [(state, label, n, links.to(state=state)) for state, label, n in seen.states],
        "map": shown.map,
        "folded": shown.folded,
        "every_url": f"?{urlencode({'run': participation.run.code, 'departments': 'all'})}",
        "bars": _causes(participation, links),
        "burn": _burn_down(participation, today, still_open=seen.closed < seen.registered),
        "today": today,
    }
    return render(request, "rectification/board/board.html", context)


class _Links:
    """Addresses of the rows behind a figure; empty for those who may not open them."""

    def __init__(self, hospital: Hospital, participation: Participation, opens: bool) -> None:
        self._base, self._run, self._opens = (
            reverse("ledger", args=[hospital.code]),
            participation.run.code,
            opens,
        )

    def to(self, **filters: Any) -> str:
        """The list that shows exactly what a figure counted."""
        if not self._opens:
            return ""
        filters.setdefault("state", [state.value for state in COUNTED_STATES])
        return f"{self._base}?{urlencode({'run': self._run} | filters, doseq=True)}"


def _counts(seen: board.BoardFigures, links: _Links) -> list[dict[str, Any]]:
    return [
        {"label": "登记问题", "value": seen.registered, "url": links.to()},
        {
            "label": "已销号",
            "value": seen.closed,
            "unit": seen.closed_share,
            "tone": "done",
            "url": links.to(state=FindingState.CLOSED.value),
        },
        {
            "label": "逾期",
            "value": seen.overdue,
            "tone": "overdue" if seen.overdue else "",
            "url": links.to(due="overdue"),
        },
        {"label": "按期完成率", "value": seen.on_time_share, "unit": f"{seen.on_time} / {seen.due_and_done}"},
    ]


@dataclass(frozen=True)
class _Distribution:
    map: charts.HeatMap
    folded: int  # departments that share the last row


def _heat_map(participation: Participation, links: _Links, *, every: bool) -> _Distribution:
    """The departments with most findings; the others share a row, so that the total is what is registered."""
    departments = board.department_counts(participation)
    most = len(departments) if every else board.TOP_DEPARTMENTS
    shown, rest = departments[:most], departments[most:]
    values = {(d.uid, item): n for d in shown for item, n in d.counts.items()}
    urls = {(d, item): links.to(lead=d, item=item) for d, item in values}
    urls |= {(d.uid, ""): links.to(lead=d.uid) for d in shown}
    columns = [
        charts.Heading(item.code, f"{item.number} {item.short_title}", item.title)
        for item in board.items_of(participation)
    ]
    left: Counter[str] = Counter()
    for department in rest:
        left.update(department.counts)
    rows = [charts.Heading(d.uid, d.name) for d in shown]
    named = (f"其余 {len(rest)} 个科室", left) if rest else None
    return _Distribution(
        charts.heat_map(columns=columns, rows=rows, values=values, urls=urls, rest=named), len(rest)
    )


def _causes(participation: Participation, links: _Links) -> tuple[charts.ParetoBar, ...]:
    counts = board.cause_counts(participation)
    labels = {category.value: category.label for category in CauseCategory}
    return charts.pareto(
        [(labels[category], n) for category, n in counts.items()],
        urls={labels[category]: links.to(cause=category) for category in counts},
    )


def _burn_down(participation: Participation, today: date, *, still_open: bool) -> charts.BurnDown | None:
    phases = list(participation.run.phases.all())
    if not phases:
        return None
    first, last = phases[0].from_on, phases[-1].to_on
    # Late work goes on after the last phase, and so does the line: its end is the number that 状态 adds up to.
    as_of = today if still_open else min(today, max(last, first))
    points = board.open_by_day(participation, first=first, as_of=as_of)
    return charts.burn_down(points=points, until=last, unit="个未销号")
