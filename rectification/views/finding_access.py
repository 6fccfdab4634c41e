"""What the views of one finding share: the finding in sight or a 404, and a form that becomes an act."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from infrastructure.errors import EditConflict
from infrastructure.form_acts import submitted
from organizations.requests import request_scope
from rectification.models import Finding
from rectification.rights import FindingRight
from rectification.selectors.finding_page import finding_in


def finding_or_404(request: HttpRequest, uid: uuid.UUID) -> Finding:
    """The finding, when the user may see it. Another hospital's is a 404 like one that does not exist."""
    finding = get_object_or_404(finding_in(request_scope(request, FindingRight.VIEW)), uid=uid)
    request.hospital = finding.hospital  # type: ignore[attr-defined]  # read by the page frame
    return finding


def act_with_form(
    request: HttpRequest,
    finding: Finding,
    form: forms.Form,
    do: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    """Show the form; when it is posted and valid, do it and go back to the finding. Nothing typed is lost."""
    sent = submitted(request, form, do, shows_conflict=True)
    if sent.done:
        messages.success(request, done)
        return redirect("finding", uid=finding.uid)
    page = {"finding": finding, "form": form, "title": title, "button": button, "conflict": sent.conflict}
    return render(request, "rectification/findings/act.html", page | context, status=sent.status)


def tell(request: HttpRequest, told: Iterable[str]) -> None:
    """What became of files otherwise than they were sent: another name, one that was there already."""
    for words in told:
        messages.info(request, words)


def conflict_pairs(conflict: EditConflict | None) -> list[tuple[str, str, str]]:
    """Field, the saved words, the typed words – only where they differ."""
    if conflict is None:
        return []
    return [
        (name, conflict.current.get(name, ""), typed)
        for name, typed in conflict.submitted.items()
        if conflict.current.get(name, "") != typed
    ]
