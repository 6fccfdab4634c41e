"""立行立改 on one page, and several of them accepted at once from a list."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from infrastructure.form_acts import submitted, tried
from organizations.requests import hospital_for, request_scope, signed_in
from organizations.selectors import only_uids
from rectification.forms.findings import OnTheSpotForm
from rectification.models import Finding
from rectification.rights import FindingRight
from rectification.selectors.todo import MOST_AT_ONCE
from rectification.services import on_the_spot, transitions
from rectification.views.no_run import ledger_to_register_in, no_run


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, code: str) -> HttpResponse:
    hospital, scope = hospital_for(request, code, FindingRight.SUBMIT)
    today = timezone.localdate()
    participation = ledger_to_register_in(request, hospital)
    if participation is None:
        return no_run(request, hospital, title="立行立改")
    form = OnTheSpotForm(
        request.POST or None,
        request.FILES or None,
        hospital=hospital,
        participation=participation,
        scope=scope,
        as_of=today,
        initial={"found_on": today, "responsible_person": getattr(request.user, "staff", None)},
    )
    sent = submitted(
        request,
        form,
        lambda: on_the_spot.fix_on_the_spot(
            participation=participation,
            values=form.on_the_spot(),
            by=signed_in(request),
            now=timezone.now(),
        ),
    )
    if sent.done:
        messages.success(request, "已登记并提交验收。")
        return redirect("finding", uid=sent.answer.uid)
    context = {"form": form, "hospital": hospital, "participation": participation, "title": "立行立改"}
    return render(request, "rectification/findings/form.html", context, status=sent.status)


@require_POST
def accept_many(request: HttpRequest, code: str) -> HttpResponse:
    """Accept the picked 立行立改 findings one by one: what one refuses does not stop the others."""
    hospital, _ = hospital_for(request, code, FindingRight.ACCEPT)
    scope = request_scope(request, FindingRight.VIEW).within(hospital.pk)
    picked = Finding.objects.visible_in(scope).filter(on_the_spot=True, state="awaiting")
    picked = picked.filter(uid__in=only_uids(request.POST.getlist("pick")))[:MOST_AT_ONCE]
    by, accepted, refused = signed_in(request), 0, []
    for finding in picked:
        outcome = tried(partial(transitions.move, finding=finding, name="accept", by=by, now=timezone.now()))
        accepted += outcome.done
        if outcome.refusal:
            refused.append(f"{finding.text[:20]}：{outcome.refusal.message}")
    if accepted:
        messages.success(request, f"已验收通过 {accepted} 个。")
    for words in refused[:5]:
        messages.warning(request, words)
    if not accepted and not refused:
        messages.warning(request, "请先勾选要验收的立行立改问题。")
    return redirect("todo", code=hospital.code)
