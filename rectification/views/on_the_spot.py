"""Several 立行立改 accepted at once from a list."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from infrastructure.form_acts import tried
from organizations.requests import hospital_for, request_scope, signed_in
from organizations.selectors import only_uids
from rectification.models import Finding
from rectification.rights import FindingRight
from rectification.selectors.todo import MOST_AT_ONCE
from rectification.services import transitions


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
