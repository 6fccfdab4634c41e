"""Uploading a ledger workbook: file → columns recognised, can be corrected → preview → import."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.selectors.participations import open_participations, participation_in
from infrastructure.errors import Refusal
from infrastructure.form_acts import Outcome, errors_of, pressed, submitted, tried
from infrastructure.job_progress import view_of
from infrastructure.models import JobState
from infrastructure.tasks import nudge
from organizations.models import Department
from organizations.requests import hospital_for, request_scope, signed_in
from rectification.forms.import_decisions import DecisionsForm
from rectification.forms.import_sheets import SheetForm
from rectification.forms.imports import (
    FORM_ID,
    ColumnsForm,
    DecisionForm,
    NamesForm,
    UnknownName,
    UploadForm,
)
from rectification.models import LedgerImport
from rectification.rights import FindingRight
from rectification.selectors.import_lines import Lines
from rectification.services import import_jobs, ledger_import
from rectification.services.cell_edits import Result
from rectification.services.import_names import may_remember, name_departments
from rectification.views.import_lines import Where, grid_of
from rectification.workbook.decisions import Decisions
from rectification.workbook.names import names_everyone
from rectification.workbook.preview_lines import lines_of

MOST_NAMES = 40  # a workbook with more is not this hospital's


@require_http_methods(["GET", "POST"])
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
        return redirect("import-preview", uid=sent.answer.uid)
    context = {"form": form, "hospital": hospital, "ledgers": ledgers}
    return render(request, "rectification/imports/upload.html", context, status=sent.status)


def _open(request: HttpRequest, hospital: Any, form: UploadForm) -> LedgerImport:
    participation = participation_in(hospital, form.cleaned_data["run"], as_of=timezone.localdate())
    if participation is None:
        raise Refusal("本院没有参加这个专项整治。", field="run")
    return ledger_import.upload_workbook(
        participation=participation,
        upload=form.cleaned_data["file"],
        by=signed_in(request),
        now=timezone.now(),
    )


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


def _summary(opened: LedgerImport, request: HttpRequest) -> tuple[dict[str, Any], Lines] | None:
    """The preview and its lines; None while a job is still reading. Raises Refusal."""
    if not import_jobs.is_large(opened):
        plan, grid = ledger_import.read_of(opened=opened, by=signed_in(request), as_of=timezone.localdate())
        return import_jobs.summary(plan, grid), Lines(list(lines_of(plan)))
    if import_jobs.has_failed(opened):
        messages.error(request, view_of(opened.job, now=timezone.now()).sentence)
    if import_jobs.wants_reading(opened, by=signed_in(request), as_of=timezone.localdate()):
        job = import_jobs.request_preview(opened=opened, by=signed_in(request), now=timezone.now())
        nudge(job)
        opened.job = job
    if opened.job.state == JobState.DONE and opened.job.kind == import_jobs.PREVIEW:
        return opened.job.result, Lines(opened.lines.all())
    return None


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    opened = import_or_404(request, uid)
    if opened.imported_at is not None:
        return render(request, "rectification/imports/done.html", {"opened": opened})
    if (read := _summary(opened, request)) is None:
        return _reading(request, opened)
    seen, lines = read
    columns, names = _forms(request, opened, seen)
    where = Where.of(request.GET, seen, lines)
    page = lines.page(sheet=where.sheet, show=where.show, number=where.page)
    decided = Decisions.of_json(opened.decisions)
    decisions = DecisionsForm(request.POST or None, seen=seen, lines=page, decided=decided)
    sheet = _sheet_form(request, opened, seen, where, decided)
    status = 200
    if request.method == "POST":
        status = 400
        if all(form.is_valid() for form in (columns, names, decisions, sheet) if form is not None):
            said = decisions.decisions()
            said = replace(said, answers={**said.answers, **(sheet.answers() if sheet else {})})
            kept = _keep(request, opened, columns, names, said)
            if kept.done:
                return redirect(request.get_full_path())
            status = kept.status
    context = {
        "opened": opened,
        "seen": seen,
        "grid": grid_of(lines, page, where, seen, decisions),
        "columns": columns,
        "names": names,
        "decisions": decisions,
        "sheet_form": sheet,
        "decision": DecisionForm(),
        "sheets": _sheets(columns, seen),
        "form_id": FORM_ID,
        "more_names": max(0, len(seen.get("unknown_departments", [])) - MOST_NAMES),
    }
    return render(request, "rectification/imports/preview.html", context, status=status)


def _reading(request: HttpRequest, opened: LedgerImport) -> HttpResponse:
    context = {
        "opened": opened,
        "is_import": opened.job.kind == import_jobs.IMPORT,
        "job": view_of(opened.job, now=timezone.now()),
        "job_url": reverse("import-preview", args=[opened.uid]),
    }
    return render(request, "rectification/imports/reading.html", context)


def _forms(request: HttpRequest, opened: LedgerImport, seen: dict[str, Any]) -> tuple[ColumnsForm, NamesForm]:
    """What the reader can correct: the meaning of columns, and names that are no department's."""
    today = timezone.localdate()
    unknown = seen.get("unknown_departments", [])[:MOST_NAMES]
    met = {each["name"] for each in unknown}
    kept = opened.department_names
    names = [UnknownName(**each, chosen=kept.get(each["name"], "")) for each in unknown]
    names += [
        UnknownName(name, chosen=uid, everyone=names_everyone(name))
        for name, uid in kept.items()
        if name not in met
    ]
    departments = Department.objects.filter(hospital=opened.hospital_id).active(today)
    return ColumnsForm(request.POST or None, sheets=seen["sheets"]), NamesForm(
        request.POST or None,
        names=names,
        departments=list(departments.order_by("level", "name_pinyin")) if names else [],
        may_remember=may_remember(hospital_id=opened.hospital_id, by=signed_in(request), as_of=today),
    )


def _sheet_form(
    request: HttpRequest, opened: LedgerImport, seen: dict[str, Any], where: Where, decided: Decisions
) -> SheetForm | None:
    """The choices for the sheet that is looked at."""
    sheet = next((sheet for sheet in seen["sheets"] if sheet["name"] == where.sheet), None)
    if sheet is None:
        return None
    items = opened.participation.run.campaign.items.order_by("number")
    departments = Department.objects.filter(hospital=opened.hospital_id).active(timezone.localdate())
    names = departments.order_by("level", "name_pinyin").values_list("name", flat=True)
    return SheetForm(
        request.POST or None,
        sheet=sheet,
        items=[(item.code, f"{item.number}. {item.title}") for item in items],
        departments=[(name, name) for name in names],
        answers=decided.answers,
    )


def _keep(
    request: HttpRequest, opened: LedgerImport, columns: ColumnsForm, names: NamesForm, decisions: Decisions
) -> Outcome[int]:
    """All or nothing, and the workbook is read anew. When a name could not be kept, its field says why."""
    by, now = signed_in(request), timezone.now()

    @transaction.atomic
    def keep() -> int:
        if decisions.cells or decisions.answers:
            ledger_import.decide(opened=opened, decisions=decisions, by=by, now=now)
        if columns.has_changed():
            ledger_import.choose_columns(opened=opened, choices=columns.choices(), by=by, now=now)
        learnt = name_departments(
            opened=opened, chosen=names.chosen(), remember=names.remembered(), by=by, now=now
        )
        if opened.job is not None:
            import_jobs.forget_preview(opened=opened, by=by)
        return learnt

    outcome = tried(keep)
    if outcome.refusal:
        names.show(errors_of(outcome.refusal))
    elif outcome.answer:
        messages.success(request, f"已记住 {outcome.answer} 个科室名称，以后导入也认得。")
    return outcome


def _sheets(form: ColumnsForm, seen: dict[str, Any]) -> list[dict[str, Any]]:
    fields: dict[str, list[Any]] = {}
    for name, (sheet, _) in form.places.items():
        fields.setdefault(sheet, []).append(form[name])
    return [
        sheet
        | {
            "fields": fields.get(sheet["name"], []),
            "open": bool(sheet["left_out"] or any(f.errors for f in fields.get(sheet["name"], []))),
        }
        for sheet in seen["sheets"]
        if sheet["left_out"] or sheet["name"] in fields  # a card has no columns to choose
    ]


def _tick(request: HttpRequest, opened: LedgerImport, taken: Decisions) -> None:
    if taken.taken or Decisions.of_json(opened.decisions).taken:
        ledger_import.decide(opened=opened, decisions=taken, by=signed_in(request), now=timezone.now())


def _told(outcome: ledger_import.Outcome) -> str:
    made = [each for _, each in outcome.changes]
    words = f"已导入 {outcome.entered} 条。"
    if made:
        stay = sum(each.result in (Result.REFUSED, Result.CONFLICT) for each in made)
        words += f"已更新 {len(made) - stay} 格" + (f"，{stay} 格没有更新，原因见下。" if stay else "。")
    return words


@require_POST
def enter(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    opened = import_or_404(request, uid)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return redirect("import-preview", uid=opened.uid)
    all_or_none = form.cleaned_data["bad_rows"] == "none"
    now = timezone.now()
    taken = Decisions(taken=frozenset(request.POST.getlist("taken")))
    if (ticked := tried(lambda: _tick(request, opened, taken))).refusal:
        messages.error(request, ticked.refusal.message)
        return redirect("import-preview", uid=opened.uid)
    if import_jobs.is_large(opened):
        job = import_jobs.request_import(
            opened=opened, all_or_none=all_or_none, by=signed_in(request), now=now
        )
        nudge(job)
        return redirect("import-preview", uid=opened.uid)

    def refused(refusal: Refusal) -> HttpResponse:
        context = {"opened": opened, "refusal": refusal}
        return render(request, "rectification/imports/refused.html", context, status=refusal.status)

    return pressed(
        request,
        lambda: ledger_import.run_import(
            opened=opened, all_or_none=all_or_none, by=signed_in(request), now=now
        ),
        done=_told,
        to=reverse("import-preview", args=[opened.uid]),
        refused=refused,
    )
