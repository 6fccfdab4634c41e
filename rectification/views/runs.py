"""专项整治: the office opens the hospital's own runs and sets how checkpoints are read here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from infrastructure.errors import EditConflict, Refusal
from organizations.forms.fields import show_refusal
from organizations.models import Hospital
from organizations.requests import hospital_for, signed_in
from organizations.roles import Action
from rectification.forms.runs import OverlayForm, RunForm
from rectification.models import Campaign, Checkpoint, CheckpointOverlay, Participation
from rectification.phases import marks
from rectification.selectors.campaigns import checkpoint_rows
from rectification.selectors.runs import HospitalRun, SheetCounts, organizer, runs_of, sheet_counts
from rectification.services.overlays import set_overlay
from rectification.services.runs import add_missing_sheets, open_run

GET_AND_POST = ["GET", "POST"]


@require_GET
def runs(request: HttpRequest, code: str) -> HttpResponse:
    hospital, _ = hospital_for(request, code, Action.RUN_MANAGE)
    found = runs_of(hospital.pk)
    counts = sheet_counts([each.participation for each in found])
    page = {"hospital": hospital, "runs": [_run_row(each, hospital, counts) for each in found]}
    return render(request, "rectification/runs/runs.html", page)


def _run_row(found: HospitalRun, hospital: Hospital, counts: dict[int, SheetCounts]) -> dict[str, Any]:
    today = timezone.localdate()
    run = found.run
    own = run.owner_hospital_id == hospital.pk
    return {
        "found": found,
        "run": run,
        "owner": "本院" if own else organizer(run),
        "phases": marks(found.phases, as_of=today),
        "now": found.now(today),
        "over": found.over(today),
        "counts": counts.get(found.participation.pk, SheetCounts()),
    }


@require_http_methods(GET_AND_POST)
def run_new(request: HttpRequest, code: str) -> HttpResponse:
    """A run of the hospital's own, with its own dates (QS25.P4: regular supervision goes on)."""
    hospital, _ = hospital_for(request, code, Action.RUN_MANAGE)
    form = RunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            run = open_run(
                campaign=typed["campaign"],
                code=typed["code"],
                title=typed["title"],
                owner=hospital,
                phases=form.phases(),
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"已开展“{run.title}”，各科室的自查表已建好。")
            return redirect("runs", code=code)
    return render(request, "rectification/runs/run_form.html", {"hospital": hospital, "form": form})


@require_POST
def run_sheets(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Sheets of departments founded since the run was opened."""
    hospital, _ = hospital_for(request, code, Action.RUN_MANAGE)
    participation = get_object_or_404(
        Participation.objects.select_related("run"), hospital=hospital, run__uid=uid
    )
    built = add_missing_sheets(participation=participation, by=signed_in(request), now=timezone.now())
    said = (
        f"已补建 {built.sheets} 张自查表，补充 {built.lines} 个要点。" if built.lines else "自查表都已齐全。"
    )
    messages.success(request, said)
    return redirect("runs" if request.POST.get("next") == "runs" else "inspection", code=code)


@require_GET
def checkpoints(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """How each checkpoint of a campaign is read in this hospital."""
    hospital, _ = hospital_for(request, code, Action.RUN_MANAGE)
    campaign = get_object_or_404(Campaign, uid=uid)
    groups = checkpoint_rows(campaign=campaign, hospital=hospital, as_of=timezone.localdate())
    page = {"hospital": hospital, "campaign": campaign, "groups": groups}
    return render(request, "rectification/runs/checkpoints.html", page)


@require_http_methods(GET_AND_POST)
def checkpoint(request: HttpRequest, code: str, uid: UUID, clause: str) -> HttpResponse:
    hospital, _ = hospital_for(request, code, Action.RUN_MANAGE)
    points = Checkpoint.objects.select_related("item__campaign")
    point = get_object_or_404(points, item__campaign__uid=uid, clause=clause)
    form = _overlay_form(request, hospital, point)
    page: dict[str, Any] = {
        "hospital": hospital,
        "campaign": point.item.campaign,
        "point": point,
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, hospital, point, form)
        except EditConflict as conflict:
            page |= {"conflict": conflict, "form": _overlay_form(request, hospital, point, renewed=True)}
            return render(request, "rectification/runs/checkpoint.html", page, status=conflict.status)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "要点设置已保存。")
            return redirect("checkpoints", code=code, uid=uid)
    return render(request, "rectification/runs/checkpoint.html", page)


def _overlay_form(
    request: HttpRequest, hospital: Hospital, point: Checkpoint, *, renewed: bool = False
) -> OverlayForm:
    """The form on the overlay as it is now; `renewed`: what was typed, against the newest revision."""
    overlay = CheckpointOverlay.objects.filter(hospital=hospital, checkpoint=point).first()
    data = request.POST.copy()
    if renewed:
        data["revision"] = str(overlay.revision if overlay else 0)
    return OverlayForm(
        data or None,
        checkpoint=point,
        overlay=overlay,
        as_of=timezone.localdate(),
        hospital_id=hospital.pk,
    )


def _save(request: HttpRequest, hospital: Hospital, point: Checkpoint, form: OverlayForm) -> None:
    set_overlay(
        hospital=hospital,
        checkpoint=point,
        values=form.values(),
        revision=form.cleaned_data["revision"],
        by=signed_in(request),
        now=timezone.now(),
    )
