"""Registering, reading and editing a finding."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.models import Participation
from infrastructure.form_acts import submitted, tried
from organizations.choices import lead_departments
from organizations.models import Hospital, User
from organizations.places import Place, may
from organizations.requests import hospital_for, request_scope, signed_in
from organizations.scope import Scope
from rectification.forms.findings import FindingForm, NewFindingForm, initial_of
from rectification.models import Finding, FindingState, StateOrigin
from rectification.rights import FindingRight
from rectification.rules.finding_rights import Standing, frozen_fields
from rectification.selectors.finding_page import read_page
from rectification.services import finding_edits, with_files
from rectification.standing import standing_of
from rectification.views.finding_access import conflict_pairs, finding_or_404, tell
from rectification.views.no_run import ledger_to_register_in, no_run
from rectification.views.simple_acts import refused


@require_GET
def detail(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    page = read_page(finding, user=signed_in(request), as_of=timezone.localdate())
    return render(request, "rectification/findings/detail.html", {"page": page, "finding": finding})


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, code: str) -> HttpResponse:
    hospital, scope = hospital_for(request, code, FindingRight.CREATE)
    participation = ledger_to_register_in(request, hospital)
    if participation is None:
        return no_run(request, hospital, title="登记问题")
    form = NewFindingForm(
        request.POST or None,
        request.FILES or None,
        hospital=hospital,
        participation=participation,
        scope=scope,
        as_of=timezone.localdate(),
        frozen=_frozen_at_registering(request, hospital),
        initial=_first_values(request, hospital, scope),
    )
    sent = submitted(request, form, lambda: _create(request, form, participation))
    if sent.done:
        messages.success(request, "已登记。核对无误后提交。")
        return redirect("finding", uid=sent.answer.uid)
    context = {"form": form, "hospital": hospital, "participation": participation, "title": "登记问题"}
    return render(request, "rectification/findings/form.html", context, status=sent.status)


def _frozen_at_registering(request: HttpRequest, hospital: Hospital) -> frozenset[str]:
    office = may(
        action=FindingRight.TRIAGE,
        place=Place(hospital.pk, None),
        by=signed_in(request),
        as_of=timezone.localdate(),
    )
    return frozen_fields(Standing(office=office), state=FindingState.DRAFT, has_due_date=False)


def _frozen_now(finding: Finding, standing: Standing) -> frozenset[str]:
    return frozen_fields(
        standing,
        state=finding.state,
        has_due_date=finding.due_on is not None,
        imported=finding.state_origin == StateOrigin.IMPORTED,
    )


def _first_values(request: HttpRequest, hospital: Hospital, scope: Scope) -> dict[str, object]:
    """What is known before anything is typed: today, the only department, what the address names."""
    today = timezone.localdate()
    values: dict[str, object] = {"found_on": today}
    leads = list(lead_departments(hospital, scope, today).filter(level=1).values_list("uid", flat=True)[:2])
    if len(leads) == 1:
        values["lead_department"] = leads[0]
    for name in ("item", "checkpoint"):
        if request.GET.get(name):
            values[name] = request.GET[name][:30]
    return values


def _create(request: HttpRequest, form: NewFindingForm, participation: Participation) -> Finding:
    made = with_files.register_finding(
        participation=participation,
        values=form.values(),
        photos=form.cleaned_data["files"],
        by=signed_in(request),
        now=timezone.now(),
    )
    tell(request, made.told)
    return made.registered.finding


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    standing = standing_of(finding, user=signed_in(request), as_of=timezone.localdate())
    outcome = tried(lambda: finding_edits.check_open(finding, standing))
    if outcome.refusal and request.method == "GET":
        return refused(request, finding, outcome.refusal, title="不能修改")
    entry = finding.entries.select_related("participation__run").get(primary=True)
    form = FindingForm(
        request.POST or None,
        hospital=finding.hospital,
        participation=entry.participation,
        scope=request_scope(request, FindingRight.CREATE).within(finding.hospital_id),
        as_of=timezone.localdate(),
        finding=finding,
        frozen=_frozen_now(finding, standing),
        initial=initial_of(finding) | _proposed(request),
    )
    sent = submitted(request, form, lambda: _edit(form, finding, signed_in(request)), shows_conflict=True)
    if sent.done:
        messages.success(request, "已保存。")
        return redirect("finding", uid=finding.uid)
    if sent.conflict:
        form.data = request.POST.copy()
        form.data["revision"] = str(Finding.objects.get(pk=finding.pk).revision)
    context = {
        "form": form,
        "finding": finding,
        "hospital": finding.hospital,
        "participation": entry.participation,
        "title": "修改问题",
        "conflict": sent.conflict,
        "pairs": conflict_pairs(sent.conflict),
    }
    return render(request, "rectification/findings/form.html", context, status=sent.status)


def _proposed(request: HttpRequest) -> dict[str, object]:
    """The department that took over from an accepting one, when the address names it: seen and saved by the office."""
    named = request.GET.get("accepting_department", "")[:40]
    return {"accepting_department": named} if named else {}


def _edit(form: FindingForm, finding: Finding, user: User) -> None:
    finding_edits.edit_finding(
        finding=finding,
        values=form.values(),
        revision=form.cleaned_data["revision"] or 0,
        by=user,
        now=timezone.now(),
    )
