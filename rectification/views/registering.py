"""Registering a finding in one short form. 立行立改 is a switch of it; its old address leads here."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.models import Participation
from infrastructure.form_acts import submitted
from organizations.choices import lead_departments
from organizations.models import Hospital
from organizations.places import Place, may
from organizations.requests import hospital_for, request_grants, signed_in
from organizations.scope import Scope
from rectification.forms.registering import NewFindingForm
from rectification.models import Finding, FindingState
from rectification.rights import FindingRight
from rectification.rules.finding_rights import Standing, frozen_fields
from rectification.selectors import choices
from rectification.services import on_the_spot, with_files
from rectification.views.finding_access import tell
from rectification.views.no_run import ledger_to_register_in, no_run


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, code: str) -> HttpResponse:
    hospital, scope = hospital_for(request, code, FindingRight.CREATE)
    participation = ledger_to_register_in(request, hospital)
    if participation is None:
        return no_run(request, hospital, title="登记问题")
    submits = bool(request_grants(request).scope(FindingRight.SUBMIT).within(hospital.pk).departments)
    form = _form(request, hospital, participation, scope, submits=submits)
    sent = submitted(request, form, lambda: _register(request, form, participation))
    if sent.done:
        messages.success(request, _told_of(sent.answer))
        return redirect("finding", uid=sent.answer.uid)
    context = {
        "form": form,
        "hospital": hospital,
        "participation": participation,
        "submits": submits,
        "offers_switch": form.switched_on or (submits and form.on_the_spot_points),
    }
    return render(request, "rectification/findings/register.html", context, status=sent.status)


@require_GET
def with_the_switch_on(request: HttpRequest, code: str) -> HttpResponse:
    """The address of 立行立改 when it was a page of its own."""
    hospital_for(request, code, FindingRight.SUBMIT)
    named = {name: request.GET[name] for name in ("run", "checkpoint") if request.GET.get(name)}
    words = urlencode({**named, "on_the_spot": "1"})
    return redirect(f"{reverse('finding-new', args=[code])}?{words}")


def _form(
    request: HttpRequest, hospital: Hospital, participation: Participation, scope: Scope, *, submits: bool
) -> NewFindingForm:
    today = timezone.localdate()
    initial = _first_values(request, hospital, scope)
    lead = initial.get("lead_department")
    return NewFindingForm(
        request.POST or None,
        request.FILES or None,
        hospital=hospital,
        participation=participation,
        scope=scope,
        as_of=today,
        frozen=_frozen(request, hospital),
        often=choices.used_most(hospital, lead) if isinstance(lead, UUID) else (),
        on_the_spot=choices.on_the_spot_points(hospital) if submits else (),
        initial=initial,
    )


def _frozen(request: HttpRequest, hospital: Hospital) -> frozenset[str]:
    office = may(
        action=FindingRight.TRIAGE,
        place=Place(hospital.pk, None),
        by=signed_in(request),
        as_of=timezone.localdate(),
    )
    return frozen_fields(Standing(office=office), state=FindingState.DRAFT, has_due_date=False)


def _first_values(request: HttpRequest, hospital: Hospital, scope: Scope) -> dict[str, object]:
    """What is known before anything is typed: today, the only department, what the address names."""
    today = timezone.localdate()
    values: dict[str, object] = {"found_on": today, "on_the_spot": "on_the_spot" in request.GET}
    leads = list(lead_departments(hospital, scope, today).filter(level=1).values_list("uid", flat=True)[:2])
    if len(leads) == 1:
        values["lead_department"] = leads[0]
    for name in ("item", "checkpoint"):
        if request.GET.get(name):
            values[name] = request.GET[name][:30]
    return values


def _register(request: HttpRequest, form: NewFindingForm, participation: Participation) -> Finding:
    by, now = signed_in(request), timezone.now()
    values, photos, fixed = form.values(), form.cleaned_data["files"], form.fixed()
    if fixed is not None:
        made = on_the_spot.fix_on_the_spot(
            participation=participation, values=values, fixed=fixed, photos=photos, by=by, now=now
        )
    else:
        submit = request.POST.get("do") == "submit"
        made = with_files.register_finding(
            participation=participation, values=values, photos=photos, by=by, now=now, submit=submit
        )
    tell(request, made.told)
    return made.registered.finding


def _told_of(finding: Finding) -> str:
    if finding.on_the_spot:
        return "已登记并提交验收。"
    return "已登记。核对无误后提交。" if finding.state == FindingState.DRAFT else "已登记并提交。"
