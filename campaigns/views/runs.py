"""专项整治: the office opens the hospital's own runs and sets how checkpoints are read here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.forms.runs import OverlayForm, RunForm
from campaigns.models import Campaign, CampaignRun, Checkpoint, CheckpointOverlay
from campaigns.plan_registry import Confirmed, confirmed_in
from campaigns.rights import RunRight
from campaigns.rules.phases import marks
from campaigns.selectors.check_entries import entries_for
from campaigns.selectors.checkpoints import checkpoint_rows
from campaigns.selectors.runs import HospitalRun, organizer, runs_of
from campaigns.services.overlays import set_overlay
from campaigns.services.runs import open_run
from infrastructure.form_acts import submitted
from organizations.models import Hospital
from organizations.requests import hospital_for, signed_in

GET_AND_POST = ["GET", "POST"]


@require_GET
def runs(request: HttpRequest, code: str) -> HttpResponse:
    hospital, _ = hospital_for(request, code, RunRight.MANAGE)
    found = runs_of(hospital.pk)
    counts = confirmed_in([each.participation for each in found])
    page = {"hospital": hospital, "runs": [_run_row(each, hospital, counts) for each in found]}
    return render(request, "campaigns/runs.html", page)


def _run_row(found: HospitalRun, hospital: Hospital, counts: dict[int, Confirmed]) -> dict[str, Any]:
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
        "counts": counts.get(found.participation.pk, Confirmed()),
    }


@require_http_methods(GET_AND_POST)
def run_new(request: HttpRequest, code: str) -> HttpResponse:
    """A run of the hospital's own, with its own dates (QS25.P4: regular supervision goes on)."""
    hospital, _ = hospital_for(request, code, RunRight.MANAGE)
    form = RunForm(request.POST or None)
    sent = submitted(request, form, lambda: _open(request, hospital, form))
    if sent.done:
        messages.success(request, f"已开展“{sent.answer.title}”，各科室可以开始填写。")
        return redirect("runs", code=code)
    page = {"hospital": hospital, "form": form}
    return render(request, "campaigns/run_form.html", page, status=sent.status)


def _open(request: HttpRequest, hospital: Hospital, form: RunForm) -> CampaignRun:
    typed = form.cleaned_data
    return open_run(
        campaign=typed["campaign"],
        code=typed["code"],
        title=typed["title"],
        owner=hospital,
        phases=form.phases(),
        by=signed_in(request),
        now=timezone.now(),
    )


@require_GET
def checkpoints(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """How each checkpoint of a campaign is read in this hospital."""
    hospital, _ = hospital_for(request, code, RunRight.MANAGE)
    campaign = get_object_or_404(Campaign, uid=uid)
    groups = checkpoint_rows(campaign=campaign, hospital=hospital, as_of=timezone.localdate())
    page = {"hospital": hospital, "campaign": campaign, "groups": groups}
    return render(request, "campaigns/checkpoints.html", page)


@require_http_methods(GET_AND_POST)
def checkpoint(request: HttpRequest, code: str, uid: UUID, clause: str) -> HttpResponse:
    hospital, _ = hospital_for(request, code, RunRight.MANAGE)
    points = Checkpoint.objects.select_related("item__campaign")
    point = get_object_or_404(points, item__campaign__uid=uid, clause=clause)
    form = _overlay_form(request, hospital, point)
    page: dict[str, Any] = {
        "hospital": hospital,
        "campaign": point.item.campaign,
        "point": point,
        "form": form,
        "entries": entries_for(hospital.pk, hospital, [point.pk], at=timezone.now()).get(point.pk, []),
    }
    sent = submitted(request, form, lambda: _save(request, hospital, point, form), shows_conflict=True)
    if sent.done:
        messages.success(request, "要点设置已保存。")
        return redirect("checkpoints", code=code, uid=uid)
    if sent.conflict:
        page |= {"conflict": sent.conflict, "form": _overlay_form(request, hospital, point, renewed=True)}
    return render(request, "campaigns/checkpoint.html", page, status=sent.status)


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
