"""Superiors' blanks: uploaded and bound by the quality office, filled and read back by who may export and import."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.models import Participation
from campaigns.selectors.participations import open_participations, participation_in
from infrastructure.errors import Refusal
from infrastructure.form_acts import pressed, submitted, tried
from infrastructure.tasks import nudge
from organizations.models import Hospital
from organizations.requests import hospital_for, request_scope, signed_in
from organizations.views.settings_page import settings_page, typed_revision
from rectification.forms.blanks import BindForm, BlankUploadForm, FilledForm
from rectification.models import LedgerImport, SuperiorBlank
from rectification.rights import FindingRight
from rectification.rules.ledger_rows import Cell
from rectification.selectors.blanks import blanks_of, first_rows
from rectification.selectors.ledger import PAPER_SORT
from rectification.services import blank_filling
from rectification.services import blanks as service
from rectification.services.blank_proposals import BlankSeen, blank_seen
from rectification.views.ledger import chosen_ledger, sort_of


def _blank(request: HttpRequest, uid: uuid.UUID, action: FindingRight) -> SuperiorBlank:
    """One in use, of a hospital where one may do this."""
    rows = SuperiorBlank.objects.visible_in(request_scope(request, action)).live()
    found = get_object_or_404(rows.select_related("file", "hospital"), uid=uid)
    request.hospital = found.hospital  # type: ignore[attr-defined]  # read by the page frame
    return found


def _blank_to_bind(request: HttpRequest, uid: uuid.UUID) -> SuperiorBlank:
    found = _blank(request, uid, FindingRight.IMPORT)
    if not service.may_bind(hospital_id=found.hospital_id, by=signed_in(request), as_of=timezone.localdate()):
        raise Http404("没有这个页面，或您无权查看。")
    return found


def _ledgers(hospital: Hospital) -> list[Participation]:
    return open_participations(hospital, as_of=timezone.localdate())


@require_GET
def blanks(request: HttpRequest, code: str) -> HttpResponse:
    hospital, scope = hospital_for(request, code, FindingRight.EXPORT)
    today, ledgers = timezone.localdate(), _ledgers(hospital)
    context: dict[str, Any] = {
        "hospital": hospital,
        "blanks": blanks_of(hospital),
        "may_bind": service.may_bind(hospital_id=hospital.pk, by=signed_in(request), as_of=today),
        "may_read": bool(request_scope(request, FindingRight.IMPORT).within(hospital.pk)),
        "ledgers": ledgers,
    }
    if ledgers:
        participation = chosen_ledger(request, ledgers)
        found = tried(
            lambda: blank_filling.going_into_blanks(
                participation=participation, query=request.GET, scope=scope, as_of=today
            )
        )
        context |= {"participation": participation, "problem": found.refusal}
        if found.done:
            context |= {"going": found.answer, "total": found.answer.rows.count()}
    return render(request, "rectification/blanks/list.html", context)


@require_http_methods(["GET", "POST"])
@settings_page(FindingRight.IMPORT)
def upload(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = BlankUploadForm(request.POST or None, request.FILES or None)
    sent = submitted(
        request,
        form,
        lambda: service.upload_blank(
            hospital=hospital,
            name=form.cleaned_data["name"],
            upload=form.cleaned_data["file"],
            by=signed_in(request),
            now=timezone.now(),
        ),
    )
    if sent.done:
        return redirect("blank", uid=sent.answer.uid)
    context = {"form": form, "hospital": hospital, "ledgers": _ledgers(hospital)}
    return render(request, "rectification/blanks/upload.html", context, status=sent.status)


@require_http_methods(["GET", "POST"])
def bind(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    blank = _blank_to_bind(request, uid)
    ledgers = _ledgers(blank.hospital)
    context: dict[str, Any] = {"blank": blank, "hospital": blank.hospital}
    looked = tried(lambda: _seen(request, blank, ledgers))
    if looked.refusal or looked.answer.found is None:
        context |= {"problem": looked.refusal, "seen": None if looked.refusal else looked.answer}
        return render(request, "rectification/blanks/bind.html", context, status=looked.status)
    seen = looked.answer
    form = BindForm(request.POST or None, blank=blank, seen=seen)
    if "preview" in request.POST:
        form.is_valid()
        return _bind_page(request, form, context | {"seen": seen}, ledgers[0], status=200)
    sent = submitted(
        request,
        form,
        lambda: service.bind_blank(
            blank=blank,
            values=form.values(),
            revision=typed_revision(request),
            by=signed_in(request),
            now=timezone.now(),
        ),
    )
    if sent.done:
        messages.success(request, f"“{form.cleaned_data['name']}”的列已对应，可以填写。")
        return redirect("blanks", blank.hospital.code)
    return _bind_page(request, form, context | {"seen": seen}, ledgers[0], status=sent.status)


def _seen(request: HttpRequest, blank: SuperiorBlank, ledgers: list[Participation]) -> BlankSeen:
    if not ledgers:
        raise Refusal("本院还没有参加专项整治，没有台账可填。质控办开展一次专项整治后，再来对应空表的列。")
    asked = request.POST if request.method == "POST" else request.GET
    row = asked.get("header_row", "")
    if row and not (row.isdecimal() and len(row) < 7 and int(row)):
        raise Refusal("表头在第几行只填行号，如 3。")
    return blank_seen(
        blank,
        ledgers[0],
        sheet=asked.get("sheet", ""),
        header_row=int(row) if row else None,
        as_of=timezone.localdate(),
    )


def _bind_page(
    request: HttpRequest, form: BindForm, context: dict[str, Any], ledger: Participation, *, status: int
) -> HttpResponse:
    scope = request_scope(request, FindingRight.EXPORT).within(ledger.hospital_id)
    headings = context["seen"].found.headings
    cells = first_rows(form.bindings(), ledger, scope)
    context |= {
        "form": form,
        "ledger": ledger,
        "preview": [[_shown(row.get(heading.place)) for heading in headings] for row in cells],
    }
    return render(request, "rectification/blanks/bind.html", context, status=status)


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)  # a day as 2026-11-21


@require_POST
def fill(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The address carries the ledger's filter, as its list does."""
    blank = _blank(request, uid, FindingRight.EXPORT)
    ledgers = _ledgers(blank.hospital)
    if not ledgers:
        raise Http404("本院还没有台账。")
    asked = tried(
        lambda: blank_filling.request_fill(
            blank=blank,
            participation=chosen_ledger(request, ledgers),
            query=request.GET,
            sort=sort_of(request, PAPER_SORT),
            by=signed_in(request),
            now=timezone.now(),
        )
    )
    if asked.refusal:
        messages.error(request, asked.refusal.message)
        return redirect(f"{reverse('blanks', args=[blank.hospital.code])}?{request.GET.urlencode()}")
    nudge(asked.answer)
    return redirect("job", uid=asked.answer.uid)


@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    blank = _blank(request, uid, FindingRight.IMPORT)
    ledgers = _ledgers(blank.hospital)
    form = FilledForm(
        request.POST or None,
        request.FILES or None,
        name=blank.name,
        ledgers=ledgers,
        initial={"run": request.GET.get("run", "")},
    )
    sent = submitted(request, form, lambda: _read_back(request, blank, form))
    if sent.done:
        return redirect("import-preview", uid=sent.answer.uid)
    context = {"form": form, "blank": blank, "hospital": blank.hospital, "ledgers": ledgers}
    return render(request, "rectification/blanks/read.html", context, status=sent.status)


def _read_back(request: HttpRequest, blank: SuperiorBlank, form: FilledForm) -> LedgerImport:
    participation = participation_in(blank.hospital, form.cleaned_data["run"], as_of=timezone.localdate())
    if participation is None:
        raise Refusal("本院没有参加这个专项整治。", field="run")
    return blank_filling.read_back(
        blank=blank,
        participation=participation,
        upload=form.cleaned_data["file"],
        by=signed_in(request),
        now=timezone.now(),
    )


@require_POST
def end(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    blank = _blank_to_bind(request, uid)
    return pressed(
        request,
        lambda: service.end_blank(blank=blank, by=signed_in(request), now=timezone.now()),
        done=f"“{blank.name}”已停用，已导出的文件不受影响。",
        to=reverse("blanks", args=[blank.hospital.code]),
    )
