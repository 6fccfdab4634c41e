"""自查: the hospital's progress for the office and leaders, the straight way to the own sheet for a department."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from campaigns.rights import RunRight
from campaigns.selectors.runs import HospitalRun, chosen_run, runs_of
from infrastructure.presentation.filters import FilterChip, filter_chip
from inspections.models import SheetLevel
from inspections.rights import SheetRight
from inspections.rules.chase_texts import Chased, sheet_chase
from inspections.selectors.sheets import (
    SheetRow,
    departments_without_sheet,
    sheet_rows,
    sheets_of_run,
    visible_sheets,
)
from organizations.models import DepartmentKind, Hospital
from organizations.requests import hospital_for, request_scope

STATES = (
    ("todo", "未确认"),
    ("unconfirmed", "待确认"),
    ("running", "填写中"),
    ("draft", "未开始"),
    ("confirmed", "已确认"),
)


@require_GET
def inspection(request: HttpRequest, code: str) -> HttpResponse:
    """All departments for those who see the hospital; a department's person goes straight to the own sheet."""
    hospital, scope = hospital_for(request, code, SheetRight.VIEW)
    today = timezone.localdate()
    runs = runs_of(hospital.pk)
    chosen = chosen_run(runs, as_of=today, code=request.GET.get("run", ""))
    if chosen is None and request.GET.get("run"):
        raise Http404("没有这个专项整治。")
    page: dict[str, Any] = {"hospital": hospital, "runs": runs, "chosen": chosen, "as_of": today}
    if chosen is None or hospital.pk in scope.hospitals:
        return render(request, "inspections/progress.html", page | _progress(request, hospital, chosen))
    sheets = visible_sheets(chosen.participation, scope, as_of=today)
    if len(sheets) == 1:
        return redirect("sheet", uid=sheets[0].uid)
    rows = sheet_rows(sheets, due_on=chosen.self_inspection_ends, as_of=today, only=scope.departments)
    return render(request, "inspections/own.html", page | {"rows": rows})


def _progress(request: HttpRequest, hospital: Hospital, chosen: HospitalRun | None) -> dict[str, Any]:
    if chosen is None:
        return {"may_open": _may_manage(request, hospital)}
    today = timezone.localdate()
    due_on = chosen.self_inspection_ends
    rows = sheet_rows(sheets_of_run(chosen.participation, as_of=today), due_on=due_on, as_of=today)
    departments = [row for row in rows if row.sheet.level == SheetLevel.DEPARTMENT]
    shown = [
        row for row in departments if _fits(row, request.GET.getlist("state"), request.GET.getlist("kind"))
    ]
    manages = _may_manage(request, hospital)
    return {
        "hospital_rows": [row for row in rows if row.sheet.level == SheetLevel.HOSPITAL],
        "rows": shown,
        "total": len(departments),
        "due_on": due_on,
        "counts": _counts(chosen, departments),
        "chips": _chips(request, departments),
        "manages": manages,
        "missing": departments_without_sheet(chosen.participation, as_of=today) if manages else 0,
        "chase": _chase(request, chosen, shown, today) if manages else "",
    }


def _may_manage(request: HttpRequest, hospital: Hospital) -> bool:
    return hospital.pk in request_scope(request, RunRight.MANAGE).hospitals


def _fits(row: SheetRow, states: Sequence[str], kinds: Sequence[str]) -> bool:
    wanted = not states or row.state[0] in states or ("todo" in states and not row.confirmed)
    department = row.sheet.department
    return wanted and (not kinds or (department is not None and department.kind in kinds))


def _counts(chosen: HospitalRun, rows: Sequence[SheetRow]) -> list[dict[str, Any]]:
    open_rows = [row for row in rows if not row.confirmed]
    late = sum(1 for row in open_rows if row.days_late)
    untouched = sum(1 for row in rows if row.state[0] == "draft")
    filtered = f"?{urlencode({'run': chosen.run.code})}&state="
    return [
        {
            "label": "已确认",
            "value": f"{len(rows) - len(open_rows)}/{len(rows)}",
            "unit": "个科室",
            "tone": "done",
            "url": f"{filtered}confirmed",
        },
        {
            "label": "还没有确认",
            "value": len(open_rows),
            "unit": f"其中逾期 {late}" if late else "个科室",
            "tone": "overdue" if late else "plain",
            "url": f"{filtered}todo",
        },
        {"label": "还没有开始", "value": untouched, "unit": "个科室", "url": f"{filtered}draft"},
        {"label": "发现问题的要点", "value": sum(row.progress.findings for row in rows), "unit": "处"},
    ]


def _chips(request: HttpRequest, rows: Sequence[SheetRow]) -> list[FilterChip]:
    codes = [row.state[0] for row in rows]
    counted = {"todo": sum(1 for row in rows if not row.confirmed)} | {
        code: codes.count(code) for code, _ in STATES[1:]
    }
    kinds = [row.sheet.department.kind for row in rows if row.sheet.department]
    return [
        filter_chip(
            name="state",
            label="填写情况",
            options=[(code, label, counted[code]) for code, label in STATES],
            chosen=request.GET.getlist("state"),
        ),
        filter_chip(
            name="kind",
            label="科室类别",
            options=[(k.value, k.label, kinds.count(k)) for k in DepartmentKind if k in kinds],
            chosen=request.GET.getlist("kind"),
        ),
    ]


def _chase(request: HttpRequest, chosen: HospitalRun, rows: Sequence[SheetRow], today: date) -> str:
    return sheet_chase(
        title=chosen.run.title,
        due_on=chosen.self_inspection_ends,
        as_of=today,
        departments=[
            Chased(
                name=row.sheet.department.name,
                contacts=row.contacts,
                progress=row.progress,
                url=request.build_absolute_uri(reverse("sheet", kwargs={"uid": row.sheet.uid})),
            )
            for row in rows
            if not row.confirmed and row.sheet.department
        ],
    )
