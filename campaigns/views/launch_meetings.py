"""Meetings of a launch: entered, changed, declared void."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.forms.launch import MeetingEdit, MeetingForm
from campaigns.models import LaunchMeeting, Participation
from campaigns.rights import RunRight
from campaigns.services.launch_meetings import change_meeting, hold_meeting, void_meeting
from campaigns.views.launch_access import participation_for
from infrastructure.form_acts import pressed, submitted
from organizations.requests import signed_in

GET_AND_POST = ["GET", "POST"]


@require_http_methods(GET_AND_POST)
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    participation = participation_for(request, uid, RunRight.MANAGE)
    form = MeetingForm(
        request.POST or None,
        request.FILES or None,
        hospital=participation.hospital,
        as_of=timezone.localdate(),
    )
    sent = submitted(
        request,
        form,
        lambda: hold_meeting(
            participation=participation,
            values=form.values(),
            files=form.cleaned_data["papers"],
            by=signed_in(request),
            now=timezone.now(),
        ),
    )
    if sent.done:
        messages.success(request, f"{sent.answer.get_kind_display()}已登记。")
        return redirect(_back(participation))
    return _render(request, participation, form, sent.status)


@require_http_methods(GET_AND_POST)
def edit(request: HttpRequest, uid: UUID, meeting: UUID) -> HttpResponse:
    participation = participation_for(request, uid, RunRight.MANAGE)
    row = _meeting(participation, meeting)
    form = _edit_form(request, participation, row)
    sent = submitted(
        request,
        form,
        lambda: change_meeting(
            meeting=row,
            values=form.values(),
            revision=form.cleaned_data["revision"],
            files=form.cleaned_data["papers"],
            by=signed_in(request),
            now=timezone.now(),
        ),
        shows_conflict=True,
    )
    if sent.done:
        messages.success(request, "会议已保存。")
        return redirect(_back(participation))
    if sent.conflict:
        form = _edit_form(request, participation, _meeting(participation, meeting), renewed=True)
    return _render(request, participation, form, sent.status, meeting=row, conflict=sent.conflict)


@require_POST
def void(request: HttpRequest, uid: UUID, meeting: UUID) -> HttpResponse:
    participation = participation_for(request, uid, RunRight.MANAGE)
    row = _meeting(participation, meeting)
    reason = request.POST.get("reason", "")
    return pressed(
        request,
        lambda: void_meeting(meeting=row, reason=reason, by=signed_in(request), now=timezone.now()),
        done="这次会议已作废。",
        to=_back(participation),
    )


def _meeting(participation: Participation, uid: UUID) -> LaunchMeeting:
    rows = LaunchMeeting.objects.select_related("participation__run", "chair")
    return get_object_or_404(rows, participation=participation, uid=uid, void_reason="")


def _edit_form(
    request: HttpRequest, participation: Participation, row: LaunchMeeting, *, renewed: bool = False
) -> MeetingEdit:
    data = request.POST.copy()
    if renewed:
        data["revision"] = str(row.revision)
    return MeetingEdit(
        data or None,
        request.FILES or None,
        meeting=row,
        hospital=participation.hospital,
        as_of=timezone.localdate(),
    )


def _back(participation: Participation) -> str:
    return f"{reverse('launch', args=[participation.uid])}#meetings"


def _render(
    request: HttpRequest, participation: Participation, form: MeetingForm, status: int, **more: Any
) -> HttpResponse:
    context = {"hospital": participation.hospital, "participation": participation, "form": form, **more}
    return render(request, "campaigns/launch/meeting.html", context, status=status)
