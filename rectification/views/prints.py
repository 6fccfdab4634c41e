"""On A4: 整改通知书 to the department, 整改反馈表 back from it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from organizations.requests import signed_in
from rectification.selectors.finding_page import read_page
from rectification.views.finding_access import finding_or_404


@require_GET
def notice(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    return _printed(request, uid, "rectification/findings/print_notice.html")


@require_GET
def feedback(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    return _printed(request, uid, "rectification/findings/print_feedback.html")


def _printed(request: HttpRequest, uid: uuid.UUID, template: str) -> HttpResponse:
    finding = finding_or_404(request, uid)
    page = read_page(finding, user=signed_in(request), as_of=timezone.localdate())
    context = {
        "page": page,
        "finding": finding,
        "is_draft": finding.state == "draft",
        "today": timezone.localdate(),
    }
    return render(request, template, context)
