"""Transitions, mergers and extensions: who presses, who signs, and on which paper."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.selectors.participations import open_participations
from organizations.places import may_record
from organizations.requests import request_scope, signed_in
from organizations.services.signing import SentPaper
from rectification.forms.other_finding import finding_label
from rectification.forms.work import (
    AlsoCountForm,
    DecisionForm,
    ExtensionForm,
    MergeForm,
    PaperForm,
    ReasonForm,
)
from rectification.models import Extension, Finding
from rectification.rights import FindingRight
from rectification.rules.lifecycle import TRANSITIONS, Transition
from rectification.selectors.choices import relatives
from rectification.services import extensions, findings, transitions
from rectification.views.finding_access import act_with_form, finding_or_404
from rectification.views.simple_acts import act_at_once


def _transition(name: str) -> Transition:
    if name not in TRANSITIONS or name == "merge":
        raise Http404("没有这个操作。")
    return TRANSITIONS[name]


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, uid: uuid.UUID, name: str) -> HttpResponse:
    """A transition. Without a reason it is one press; with one it has a page."""
    finding = finding_or_404(request, uid)
    transition = _transition(name)
    done = f"已{transition.label}。"
    if request.method == "POST" and not transition.needs_reason:

        def press() -> Finding:
            return transitions.move(finding=finding, name=name, by=signed_in(request), now=timezone.now())

        return act_at_once(request, finding, press, done=done)
    form = ReasonForm(request.POST or None, label=transition.label, required=transition.needs_reason)

    def do() -> Finding:
        return transitions.move(
            finding=finding,
            name=name,
            by=signed_in(request),
            now=timezone.now(),
            reason=form.cleaned_data["reason"],
        )

    return act_with_form(
        request, finding, form, do, title=transition.label, button=transition.label, done=done
    )


@require_http_methods(["GET", "POST"])
def move_on_paper(request: HttpRequest, uid: uuid.UUID, name: str) -> HttpResponse:
    """代录: the same transition, signed on paper, recorded by an authorised clerk with the scan."""
    finding = finding_or_404(request, uid)
    transition = _transition(name)
    today = timezone.localdate()
    if not may_record(hospital_id=finding.hospital_id, by=signed_in(request), as_of=today):
        raise PermissionDenied("您没有代录签字盖章件的权限。")
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        finding=finding,
        as_of=today,
        label=transition.label,
        required=transition.needs_reason,
    )
    return act_with_form(
        request,
        finding,
        form,
        lambda: _record_paper(request, finding, name, form),
        title=f"代录：{transition.label}",
        button="登记签字盖章件",
        done=f"已代录{transition.label}。",
    )


def _record_paper(request: HttpRequest, finding: Finding, name: str, form: PaperForm) -> None:
    typed = form.cleaned_data
    transitions.move(
        finding=finding,
        name=name,
        by=signed_in(request),
        now=timezone.now(),
        reason=typed["reason"],
        paper=SentPaper(signatory=typed["signatory"], upload=typed["scan"][0]),
    )


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    scope = request_scope(request, FindingRight.VIEW).within(finding.hospital_id)
    if request.method == "GET" and "q" in request.GET:  # the picker asks
        words = request.GET["q"].replace("\x00", "").strip()[:60]
        found = relatives(scope, finding, words)
        rows = [{"value": str(row.uid), "text": finding_label(row), "pinyin": row.text} for row in found]
        return JsonResponse(rows, safe=False)
    form = MergeForm(request.POST or None, scope=scope, finding=finding, label="合并", required=True)

    def do() -> Finding:
        return transitions.merge(
            finding=finding,
            into=form.cleaned_data["into"],
            by=signed_in(request),
            now=timezone.now(),
            reason=form.cleaned_data["reason"],
        )

    return act_with_form(request, finding, form, do, title="合并到另一个问题", button="合并", done="已合并。")


@require_http_methods(["GET", "POST"])
def also_count(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """同时计入: count the finding in a second ledger of the hospital."""
    finding = finding_or_404(request, uid)
    taken = set(finding.entries.values_list("participation_id", flat=True))
    ledgers = open_participations(finding.hospital, as_of=timezone.localdate())
    form = AlsoCountForm(request.POST or None, ledgers=[p for p in ledgers if p.pk not in taken])

    def do() -> object:
        participation, item = form.place()
        return findings.also_count(
            finding=finding, participation=participation, item=item, by=signed_in(request), now=timezone.now()
        )

    return act_with_form(
        request,
        finding,
        form,
        do,
        title="同时计入其他台账",
        button="同时计入",
        done="已同时计入。",
        sentence="问题只有一个：整改一次、销号一次，在两个台账中都能看到。",
    )


@require_http_methods(["GET", "POST"])
def ask_extension(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    form = ExtensionForm(request.POST or None)

    def do() -> Extension:
        return extensions.ask_extension(
            finding=finding, **form.cleaned_data, by=signed_in(request), now=timezone.now()
        )

    return act_with_form(
        request,
        finding,
        form,
        do,
        title="申请延期",
        button="提交申请",
        done="已提交延期申请，等待审批。",
        sentence=f"现在的整改时限是 {finding.due_on}。两个时限都会一直显示。" if finding.due_on else "",
    )


@require_http_methods(["GET", "POST"])
def decide_extension(request: HttpRequest, uid: uuid.UUID, extension: uuid.UUID) -> HttpResponse:
    finding = finding_or_404(request, uid)
    row = get_object_or_404(Extension, finding=finding, uid=extension)
    form = DecisionForm(request.POST or None)

    def do() -> Extension:
        typed = form.cleaned_data
        return extensions.decide_extension(
            extension=row,
            grant=typed["grant"] == "yes",
            reason=typed["reason"],
            by=signed_in(request),
            now=timezone.now(),
        )

    sentence = f"{row.asked_by.name}申请从 {row.from_due_on} 延期至 {row.to_due_on}，原因：{row.reason}"
    return act_with_form(
        request,
        finding,
        form,
        do,
        title="审批延期",
        button="提交意见",
        done="已审批。",
        sentence=sentence,
    )
