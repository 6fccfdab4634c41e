"""Reading and editing a finding."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from infrastructure.form_acts import submitted, tried
from organizations.models import User
from organizations.requests import request_scope, signed_in
from rectification.forms.findings import FindingForm, initial_of
from rectification.models import Finding, StateOrigin
from rectification.rights import FindingRight
from rectification.rules.finding_rights import Standing, frozen_fields
from rectification.selectors.finding_page import read_page
from rectification.services import finding_edits
from rectification.standing import standing_of
from rectification.views.finding_access import conflict_pairs, finding_or_404
from rectification.views.simple_acts import refused


@require_GET
def detail(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    page = read_page(finding, user=signed_in(request), as_of=timezone.localdate())
    return render(request, "rectification/findings/detail.html", {"page": page, "finding": finding})


def _frozen_now(finding: Finding, standing: Standing) -> frozenset[str]:
    return frozen_fields(
        standing,
        state=finding.state,
        has_due_date=finding.due_on is not None,
        imported=finding.state_origin == StateOrigin.IMPORTED,
    )


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
