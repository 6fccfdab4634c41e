"""职责分工表: edited as one form, on A4, as a workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.forms.duties import DutiesForm
from campaigns.models import Participation
from campaigns.rights import RunRight
from campaigns.selectors.duties_sheet import SIGNATURES, duties_layout, duties_lines
from campaigns.selectors.launch import duty_rows
from campaigns.services.duties import save_duties
from campaigns.views.launch_access import participation_for
from infrastructure.files.kinds import XLSX
from infrastructure.form_acts import submitted
from infrastructure.workbooks.writing import StyledBook
from organizations.requests import signed_in


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    participation = participation_for(request, uid, RunRight.MANAGE)
    form = _form(request, participation)
    sent = submitted(
        request,
        form,
        lambda: save_duties(
            participation=participation, rows=form.values(), by=signed_in(request), now=timezone.now()
        ),
        shows_conflict=True,
    )
    if sent.done:
        messages.success(request, f"已保存 {len(sent.answer)} 项分工。" if sent.answer else "没有改动。")
        return redirect(f"{reverse('launch', args=[uid])}#duties")
    context = {"hospital": participation.hospital, "participation": participation, "form": form}
    if sent.conflict:
        context |= {"conflict": sent.conflict, "form": _form(request, participation, renewed=True)}
    return render(request, "campaigns/launch/duties.html", context, status=sent.status)


def _form(request: HttpRequest, participation: Participation, *, renewed: bool = False) -> DutiesForm:
    """`renewed`: what was typed, against the newest revisions."""
    today = timezone.localdate()
    rows = duty_rows(participation, as_of=today)
    data = request.POST.copy()
    if renewed:
        for row in rows:
            data[f"{row.item.code}-revision"] = str(row.duty.revision if row.duty else 0)
    return DutiesForm(data or None, rows=rows, hospital=participation.hospital, as_of=today)


@require_GET
def printed(request: HttpRequest, uid: UUID) -> HttpResponse:
    participation = participation_for(request, uid, RunRight.VIEW)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "hospital": participation.hospital,
        "participation": participation,
        "rows": duty_rows(participation, as_of=today),
        "signature_names": [name.removesuffix("：") for name in SIGNATURES],
        "back_url": f"{reverse('launch', args=[uid])}#duties",
        "today": today,
    }
    return render(request, "campaigns/launch/duties_print.html", context)


@require_GET
def workbook(request: HttpRequest, uid: UUID) -> HttpResponse:
    participation = participation_for(request, uid, RunRight.VIEW)
    today = timezone.localdate()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "duties.xlsx"
        with StyledBook() as book:
            sheet = book.add_sheet(duties_layout(participation, as_of=today))
            for line in duties_lines(duty_rows(participation, as_of=today)):
                sheet.append(line)
            book.save(path)
        answer = HttpResponse(path.read_bytes(), content_type=XLSX.content_type)
    name = f"{participation.hospital.name}职责分工表.xlsx"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
