"""Heads confirm the plan: in the system with one button, or on paper, recorded by the office."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.forms.launch import PlanPaperForm
from campaigns.models import LaunchPlan, Participation
from campaigns.rights import RunRight
from campaigns.selectors.launch import asked_departments
from campaigns.services.plan_confirmations import confirm_plan
from campaigns.views.launch_access import participation_for
from infrastructure.errors import NotAllowed
from infrastructure.form_acts import pressed, submitted
from organizations.models import Department
from organizations.places import may_record
from organizations.requests import request_scope, signed_in
from organizations.services.signing import SentPaper


@require_POST
def confirm(request: HttpRequest, uid: UUID, plan: UUID) -> HttpResponse:
    """The plan of the address is the one that was read: a newer one is not confirmed by mistake."""
    participation = participation_for(request, uid, RunRight.CONFIRM_PLAN)
    read = _plan(participation, plan)
    held = request_scope(request, RunRight.CONFIRM_PLAN).within(participation.hospital_id).departments
    asked = asked_departments(participation.hospital_id, as_of=timezone.localdate()).filter(pk__in=held)
    return pressed(
        request,
        lambda: confirm_plan(plan=read, departments=list(asked), by=signed_in(request), now=timezone.now()),
        done="已确认阅读方案与职责分工。",
        to=f"{reverse('launch', args=[uid])}#confirmations",
    )


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, uid: UUID, plan: UUID) -> HttpResponse:
    """代录: a head has signed on paper."""
    participation = participation_for(request, uid, RunRight.VIEW)
    today, by = timezone.localdate(), signed_in(request)
    if not may_record(hospital_id=participation.hospital_id, by=by, as_of=today):
        raise NotAllowed("您没有代录签字盖章件的权限。")
    read = _plan(participation, plan)
    unread = asked_departments(participation.hospital_id, as_of=today).exclude(
        pk__in=read.confirmations.values("department")
    )
    form = PlanPaperForm(
        request.POST or None,
        request.FILES or None,
        departments=unread,
        hospital=participation.hospital,
        as_of=today,
    )
    sent = submitted(
        request,
        form,
        lambda: _record(request, read, **form.cleaned_data),
    )
    if sent.done:
        messages.success(request, "已代录确认。")
        return redirect(f"{reverse('launch', args=[uid])}#confirmations")
    context = {"hospital": participation.hospital, "participation": participation, "plan": read, "form": form}
    return render(request, "campaigns/launch/paper.html", context, status=sent.status)


def _plan(participation: Participation, uid: UUID) -> LaunchPlan:
    return get_object_or_404(LaunchPlan, participation=participation, uid=uid)


def _record(request: HttpRequest, plan: LaunchPlan, *, department: Department, **paper: object) -> None:
    signed = SentPaper(signatory=paper["signatory"], upload=paper["scan"])  # type: ignore[arg-type]
    confirm_plan(plan=plan, departments=[department], by=signed_in(request), now=timezone.now(), paper=signed)
