"""Uploading a ledger workbook: file → columns recognised, can be corrected → preview → import."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.selectors.participations import open_participations, participation_in
from infrastructure.errors import Refusal
from infrastructure.form_acts import pressed, submitted
from infrastructure.job_progress import view_of
from infrastructure.tasks import nudge
from organizations.requests import hospital_for, request_scope, signed_in
from rectification.forms.imports import DecisionForm, UploadForm
from rectification.models import LedgerImport
from rectification.rights import FindingRight
from rectification.services import import_jobs, ledger_import
from rectification.services.cell_edits import Result
from rectification.services.import_batches import is_batch, upload_batch
from rectification.services.import_choices import IMPORT
from rectification.views.import_preview import PreviewPage, address_of
from rectification.views.import_returns import save_return, seen_return, shown_return


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    hospital, _ = hospital_for(request, code, FindingRight.IMPORT)
    ledgers = open_participations(hospital, as_of=timezone.localdate())
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        ledgers=ledgers,
        initial={"run": request.GET.get("run", "")},
    )
    sent = submitted(request, form, lambda: _open(request, hospital, form))
    if sent.done:
        return redirect(sent.answer)
    context = {"form": form, "hospital": hospital, "ledgers": ledgers}
    return render(request, "rectification/imports/upload.html", context, status=sent.status)


def _open(request: HttpRequest, hospital: Any, form: UploadForm) -> str:
    """The address at which it goes on."""
    participation = participation_in(hospital, form.cleaned_data["run"], as_of=timezone.localdate())
    if participation is None:
        raise Refusal("本院没有参加这个专项整治。", field="run")
    uploads, by, now = form.cleaned_data["file"], signed_in(request), timezone.now()
    if is_batch(uploads):
        batch = upload_batch(participation=participation, uploads=uploads, by=by, now=now)
        nudge(batch)
        return reverse("import-batch", args=[batch.uid])
    opened = ledger_import.upload_workbook(participation=participation, upload=uploads[0], by=by, now=now)
    return reverse("import-preview", args=[opened.uid])


def import_or_404(request: HttpRequest, uid: uuid.UUID) -> LedgerImport:
    """One's own upload, in a hospital where one may still import."""
    scope = request_scope(request, FindingRight.IMPORT)
    hospitals = scope.hospitals | {hospital for _, hospital in scope.department_hospitals}
    rows = LedgerImport.objects.select_related(
        "file", "participation__run", "participation__hospital", "hospital", "job"
    )
    opened = get_object_or_404(rows, uid=uid, created_by=signed_in(request), hospital__in=hospitals)
    request.hospital = opened.hospital  # type: ignore[attr-defined]  # read by the page frame
    return opened


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    opened = import_or_404(request, uid)
    if opened.imported_at is not None:
        done = "done" if opened.template_id is None else "return_done"
        return render(request, f"rectification/imports/{done}.html", {"opened": opened})
    if opened.template_id is not None:
        seen = seen_return(request, opened)
        return _reading(request, opened) if seen is None else shown_return(request, opened, seen)
    if (page := PreviewPage.of(request, opened)) is None:
        return _reading(request, opened)
    status = 200
    if request.method == "POST":
        kept = page.kept(anew=True)
        if kept.done:
            return redirect(page.address)
        status = kept.status
    return render(request, "rectification/imports/preview.html", page.context(), status=status)


def _reading(request: HttpRequest, opened: LedgerImport) -> HttpResponse:
    context = {
        "opened": opened,
        "is_import": opened.job.kind == IMPORT,
        "job": view_of(opened.job, now=timezone.now()),
        "job_url": reverse("import-preview", args=[opened.uid]),
    }
    return render(request, "rectification/imports/reading.html", context)


def _told(outcome: ledger_import.Outcome) -> str:
    made = [each for _, each in outcome.changes]
    words = f"已导入 {outcome.entered} 条。"
    if made:
        stay = sum(each.result in (Result.REFUSED, Result.CONFLICT) for each in made)
        words += f"已更新 {len(made) - stay} 格" + (f"，{stay} 格没有更新，原因见下。" if stay else "。")
    return words


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Only what was seen enters: with something changed on the page this keeps it, and shows what follows first."""
    opened = import_or_404(request, uid)
    if request.method != "POST":  # loaded again, or after logging in
        return redirect(address_of(request, opened))
    if opened.template_id is not None:
        return save_return(request, opened)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return redirect(address_of(request, opened))
    if opened.imported_at is None:
        page = PreviewPage.of(request, opened)
        if page is None:
            return redirect(address_of(request, opened))
        kept = page.kept(anew=False)
        if not kept.done:
            return render(request, "rectification/imports/preview.html", page.context(), status=kept.status)
        if stays := page.why_not_yet():
            messages.warning(request, stays)
            return redirect(page.address)
    return _entered(request, opened, all_or_none=form.cleaned_data["bad_rows"] == "none")


def _entered(request: HttpRequest, opened: LedgerImport, *, all_or_none: bool) -> HttpResponse:
    by, now = signed_in(request), timezone.now()
    address = reverse("import-preview", args=[opened.uid])
    if import_jobs.is_large(opened):

        def ask() -> None:
            nudge(import_jobs.request_import(opened=opened, all_or_none=all_or_none, by=by, now=now))

        return pressed(request, ask, to=address)

    def refused(refusal: Refusal) -> HttpResponse:
        context = {"opened": opened, "refusal": refusal}
        return render(request, "rectification/imports/refused.html", context, status=refusal.status)

    return pressed(
        request,
        lambda: ledger_import.run_import(opened=opened, all_or_none=all_or_none, by=by, now=now),
        done=_told,
        to=address,
        refused=refused,
    )
