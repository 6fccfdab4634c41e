"""Causes and measures of a finding."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organizations.requests import signed_in
from rectification.forms.work import CauseForm, MeasureForm
from rectification.models import Cause, Finding, Measure
from rectification.services import work
from rectification.views.finding_access import act_with_form, finding_or_404
from rectification.views.simple_acts import act_at_once


@require_http_methods(["GET", "POST"])
def add_cause(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    form = CauseForm(request.POST or None)

    def do() -> None:
        typed = form.cleaned_data
        work.add_cause(
            finding=finding,
            category=typed["category"],
            text=typed["text"],
            by=signed_in(request),
            now=timezone.now(),
        )

    return act_with_form(request, finding, form, do, title="添加原因", button="保存原因", done="已添加原因。")


@require_http_methods(["GET", "POST"])
def edit_cause(request: HttpRequest, uid: uuid.UUID, cause: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    row = get_object_or_404(Cause.objects.valid(), finding=finding, uid=cause)
    initial = {"category": row.category, "text": row.text, "revision": row.revision}
    form = CauseForm(request.POST or None, initial=initial)

    def do() -> None:
        typed = form.cleaned_data
        work.edit_cause(
            cause=row,
            category=typed["category"],
            text=typed["text"],
            revision=typed["revision"] or 0,
            by=signed_in(request),
            now=timezone.now(),
        )

    return act_with_form(request, finding, form, do, title="修改原因", button="保存原因", done="已保存原因。")


@require_POST
def void_cause(request: HttpRequest, uid: uuid.UUID, cause: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    row = get_object_or_404(Cause, finding=finding, uid=cause)
    return act_at_once(
        request,
        finding,
        lambda: work.void_cause(cause=row, by=signed_in(request), now=timezone.now()),
        done="已删去这条原因。",
    )


@require_http_methods(["GET", "POST"])
def add_measure(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    chosen = [c for c in request.GET.getlist("cause") if c]
    form = _measure_form(request, finding, {"causes": chosen, "due_on": finding.due_on})

    def do() -> None:
        work.add_measure(finding=finding, values=form.values(), by=signed_in(request), now=timezone.now())

    return act_with_form(
        request, finding, form, do, title="添加整改措施", button="保存措施", done="已添加措施。"
    )


def _measure_form(request: HttpRequest, finding: Finding, initial: dict[str, object]) -> MeasureForm:
    return MeasureForm(request.POST or None, finding=finding, as_of=timezone.localdate(), initial=initial)


@require_http_methods(["GET", "POST"])
def edit_measure(request: HttpRequest, uid: uuid.UUID, measure: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    rows = Measure.objects.valid().select_related("department", "person")
    row = get_object_or_404(rows, finding=finding, uid=measure)
    initial = {
        "text": row.text,
        "strength": row.strength,
        "causes": [answer.cause.uid for answer in row.answers.select_related("cause")],
        "department": row.department.uid if row.department else None,
        "person": row.person,
        "due_on": row.due_on,
        "revision": row.revision,
    }
    form = _measure_form(request, finding, initial)

    def do() -> None:
        revision = form.cleaned_data["revision"] or 0
        work.edit_measure(
            measure=row, values=form.values(), revision=revision, by=signed_in(request), now=timezone.now()
        )

    return act_with_form(
        request, finding, form, do, title="修改整改措施", button="保存措施", done="已保存措施。"
    )


@require_POST
def void_measure(request: HttpRequest, uid: uuid.UUID, measure: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    row = get_object_or_404(Measure, finding=finding, uid=measure)
    return act_at_once(
        request,
        finding,
        lambda: work.void_measure(measure=row, by=signed_in(request), now=timezone.now()),
        done="已删去这条措施。",
    )
