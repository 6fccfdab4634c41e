"""Acts that need no form: a button is pressed, it happens or the reason why not is told."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from infrastructure.errors import Refusal
from infrastructure.form_acts import pressed
from rectification.models import Finding


def act_at_once(
    request: HttpRequest, finding: Finding, do: Callable[[], object], *, done: str
) -> HttpResponse:
    """Do it and go back to the finding; a refusal is shown on a page of its own with its status."""
    return pressed(
        request,
        do,
        done=done,
        to=reverse("finding", args=[finding.uid]),
        refused=lambda refusal: refused(request, finding, refusal),
    )


def refused(
    request: HttpRequest, finding: Finding, refusal: Refusal, *, title: str = "没有完成"
) -> HttpResponse:
    """Why not, in words, and the way back to the finding."""
    context = {"finding": finding, "refusal": refusal, "title": title}
    return render(request, "rectification/findings/refused.html", context, status=refusal.status)
