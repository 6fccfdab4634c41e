"""A workbook that was sent out comes back: what it would change, the conflicts to decide, and 保存."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from infrastructure.form_acts import pressed
from infrastructure.tasks import nudge
from organizations.requests import signed_in
from rectification.models import LedgerImport
from rectification.services import import_jobs
from rectification.services.import_choices import decide
from rectification.services.template_returns import MINE, THEIRS, preview_return, run_return
from rectification.views.import_preview import kept_summary
from rectification.workbook.decisions import Decisions


def seen_return(request: HttpRequest, opened: LedgerImport) -> dict[str, Any] | None:
    """The preview; None while a job is still reading."""
    if import_jobs.is_large(opened):
        return kept_summary(opened, request)
    by, now = signed_in(request), timezone.now()
    return preview_return(opened=opened, by=by, now=now, shown=import_jobs.SHOWN)


def shown_return(request: HttpRequest, opened: LedgerImport, seen: dict[str, Any]) -> HttpResponse:
    return render(request, "rectification/imports/return.html", {"opened": opened, "seen": seen})


def save_return(request: HttpRequest, opened: LedgerImport) -> HttpResponse:
    """A conflict is named by what was seen; whatever else the ledger says meanwhile is none that was decided."""
    by, now = signed_in(request), timezone.now()
    answers = {
        name: word
        for name, word in request.POST.items()
        if name.startswith("conflict:") and word in (MINE, THEIRS)
    }

    def save() -> str:
        if answers:
            decide(opened=opened, decisions=Decisions(answers=answers), by=by, now=now)
        if import_jobs.is_large(opened):
            nudge(import_jobs.request_import(opened=opened, all_or_none=False, by=by, now=now))
            return ""
        saved = run_return(opened=opened, by=by, now=now)
        return f"已保存 {saved.changed} 格。"

    here = reverse("import-preview", args=[opened.uid])
    return pressed(request, save, done=lambda words: words, to=here)
