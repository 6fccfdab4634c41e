"""One self-inspection sheet: a page that works as one form, and line by line with htmx."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.selectors.runs import run_of
from infrastructure.errors import EditConflict, Invalid, NotAllowed, Refusal
from infrastructure.files.responses import attachment_response
from infrastructure.form_acts import errors_of, submitted, tried
from inspections.forms.sheets import LineFindingForm, PaperForm, SheetAnswers, leading_departments
from inspections.models import InspectionSheet, SheetLine
from inspections.selectors.sheets import SheetView, confirmers_in_words, signatories_of
from inspections.selectors.timelines import sheet_timeline
from inspections.services import sheets
from inspections.services.sheet_findings import register_from_line
from inspections.views.sheet_access import read, visible_sheet
from organizations.places import Place, may, may_record
from organizations.requests import signed_in
from organizations.services.signing import SentPaper
from rectification.models import Finding, FindingState
from rectification.rights import FindingRight
from rectification.selectors.choices import on_the_spot_points

GET_AND_POST = ["GET", "POST"]


@require_http_methods(GET_AND_POST)
def sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """GET: the sheet. POST: keep what was typed, and then perhaps 其余均符合 or confirm."""
    found = visible_sheet(request, uid)
    if request.method == "GET":
        return _page(request, found)
    given = SheetAnswers(request.POST, found.lines.all())
    outcome = tried(lambda: _carry_out(request, found, given))
    if outcome.refusal:
        return _page(request, found, given=given, refusal=outcome.refusal)
    messages.success(request, outcome.answer)
    return redirect("sheet", uid=uid)


def _carry_out(request: HttpRequest, found: InspectionSheet, given: SheetAnswers) -> str:
    if given.errors:
        raise Invalid(given.errors)
    by, now = signed_in(request), timezone.now()
    with transaction.atomic():
        changed = (
            sheets.answer_lines(sheet=found, answers=given.answers, by=by, now=now) if given.answers else []
        )
        do = request.POST.get("do", "save")
        if do == "rest":
            count = len(sheets.rest_in_order(sheet=found, by=by, now=now))
            return f"其余 {count} 个要点已填为“符合”。" if count else "没有还未填写的要点。"
        if do == "confirm":
            revision = _number(request.POST.get("revision")) + (1 if changed else 0)
            sheets.confirm_sheet(sheet=found, revision=revision, by=by, now=now)
            return "自查表已确认。"
        return "已保存。"


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _page(
    request: HttpRequest,
    found: InspectionSheet,
    *,
    given: SheetAnswers | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The whole page; after a refusal with everything that was typed."""
    view = read(request, found)
    conflict = refusal if isinstance(refusal, EditConflict) else None
    errors = dict(refusal.errors) if isinstance(refusal, Invalid) else {}
    _show_typed(view, given, errors)
    page: dict[str, Any] = {
        **_bar(request, view),
        "run": run_of(found.participation),
        "conflict": conflict,
        "general": set(errors.values()) if isinstance(refusal, Invalid) else _sentence(refusal),
        "timeline": sheet_timeline(found, clauses=None if view.whole else view.clauses),
        "may_reopen": sheets.may_reopen(found, by=signed_in(request), as_of=timezone.localdate()),
    }
    return render(request, "inspections/sheet.html", page, status=refusal.status if refusal else 200)


def _show_typed(view: SheetView, given: SheetAnswers | None, errors: dict[str, str]) -> None:
    if given is None:
        return
    for each in view.lines:
        uid = each.line.uid
        each.typed = given.typed.get(uid)
        names = [name for name in ("answer", "note") if f"{uid}-{name}" in errors]
        each.errors = {name: errors.pop(f"{uid}-{name}") for name in names}


def _sentence(refusal: Refusal | None) -> set[str]:
    """What is about no line. A conflict is shown with both versions instead."""
    return {refusal.message} if refusal and not isinstance(refusal, EditConflict) else set()


def _bar(request: HttpRequest, view: SheetView) -> dict[str, Any]:
    """What the sticky bar shows: progress, 其余均符合, and the button to confirm with the reason when it is off."""
    found, today = view.sheet, timezone.localdate()
    right, place = sheets.confirming_place(found)
    may_confirm = may(action=right, place=place, by=signed_in(request), as_of=today)
    records = may_record(hospital_id=found.hospital_id, by=signed_in(request), as_of=today)
    reason = view.progress.refusal
    if not reason and not may_confirm:
        reason = confirmers_in_words(found, as_of=today)
    return {
        "view": view,
        "sheet": found,
        "hospital": found.hospital,
        "as_of": today,
        "confirm_reason": reason,
        "may_record": records and view.whole,
    }


@require_POST
def line(request: HttpRequest, uid: UUID, line_uid: UUID) -> HttpResponse:
    """One line, saved as soon as it is chosen; answers with the line's state and the progress bar."""
    found = visible_sheet(request, uid)
    row = get_object_or_404(found.lines, uid=line_uid)
    errors, notice = _save_line(request, found, row)
    found.refresh_from_db(fields=["revision"])
    view = read(request, found)
    mine = next((each for each in view.lines if each.line.pk == row.pk), None)
    if mine is None:
        raise Http404("这个要点由其他部门填写。")
    mine.errors, mine.notice, mine.saved = errors, notice, not errors and not notice
    page = {**_bar(request, view), "each": mine, "swap": True}
    # A reason still to be typed is no error: the answer says so and nothing was kept.
    status = 409 if notice else 200
    return render(request, "inspections/_line_saved.html", page, status=status)


def _save_line(request: HttpRequest, found: InspectionSheet, row: SheetLine) -> tuple[dict[str, str], str]:
    """Errors by field, and another person's version when there is one."""
    given = SheetAnswers(request.POST, [row])
    outcome = tried(lambda: _answer(request, found, given))
    if outcome.conflict:
        return {}, "；".join(outcome.conflict.current.values())
    if outcome.refusal and not isinstance(outcome.refusal, Invalid):
        raise outcome.refusal  # not about this line: the script says it as it says every answer that went wrong
    errors = errors_of(outcome.refusal) if outcome.refusal else {}
    return {name.rpartition("-")[2]: sentence for name, sentence in errors.items()}, ""


def _answer(request: HttpRequest, found: InspectionSheet, given: SheetAnswers) -> list[SheetLine]:
    if given.errors:
        raise Invalid(given.errors)
    if not given.answers:
        return []
    return sheets.answer_lines(sheet=found, answers=given.answers, by=signed_in(request), now=timezone.now())


@require_POST
def reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = visible_sheet(request, uid)
    reason = request.POST.get("reason", "")
    sheets.reopen_sheet(sheet=found, reason=reason, by=signed_in(request), now=timezone.now())
    messages.success(request, "自查表已重新打开，改好后请再确认一次。")
    return redirect("sheet", uid=uid)


@require_http_methods(GET_AND_POST)
def paper(request: HttpRequest, uid: UUID) -> HttpResponse:
    """代录: a signed and stamped sheet is recorded with its scan."""
    found = visible_sheet(request, uid)
    today = timezone.localdate()
    if not may_record(hospital_id=found.hospital_id, by=signed_in(request), as_of=today):
        raise NotAllowed("您没有代录签字盖章件的权限。")
    view = read(request, found)
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        signatories=signatories_of(found, as_of=today),
        initial={"revision": found.revision},
    )
    sent = submitted(request, form, lambda: _record_paper(request, found, form.cleaned_data))
    if sent.done:
        messages.success(request, "已代录确认。")
        return redirect("sheet", uid=uid)
    page = {"form": form, **_bar(request, view)}
    return render(request, "inspections/paper.html", page, status=sent.status)


def _record_paper(request: HttpRequest, found: InspectionSheet, typed: dict[str, Any]) -> None:
    signed = SentPaper(signatory=typed["signatory"], upload=typed["scan"])
    sheets.confirm_sheet(
        sheet=found, revision=typed["revision"], by=signed_in(request), now=timezone.now(), paper=signed
    )


@require_GET
def scan(request: HttpRequest, uid: UUID) -> FileResponse:
    """The paper on which the sheet was confirmed."""
    found = visible_sheet(request, uid)
    if found.confirmed_scan is None:
        raise Http404("这张自查表没有签字盖章件。")
    return attachment_response(found.confirmed_scan)


@require_http_methods(GET_AND_POST)
def line_finding(request: HttpRequest, uid: UUID, line_uid: UUID) -> HttpResponse:
    """A finding entered on the spot, with photos."""
    found = visible_sheet(request, uid)
    row: SheetLine = get_object_or_404(
        found.lines.select_related("checkpoint__item", "department"), uid=line_uid
    )
    departments = None
    if row.department_id is None:
        departments = leading_departments(found.hospital_id, timezone.localdate())
    form = LineFindingForm(request.POST or None, request.FILES or None, departments=departments)
    submit = request.POST.get("do") == "submit"
    sent = submitted(request, form, lambda: _register(request, row, form, submit=submit))
    if sent.done:
        messages.success(request, _registered_words(sent.answer))
        return redirect(f"{reverse('sheet', kwargs={'uid': uid})}#line-{row.uid}")
    page = {
        "form": form,
        "sheet": found,
        "line": row,
        "hospital": found.hospital,
        "offers_switch": form.switched_on or _may_fix_on_the_spot(request, row),
    }
    return render(request, "inspections/finding.html", page, status=sent.status)


def _register(request: HttpRequest, row: SheetLine, form: LineFindingForm, *, submit: bool) -> Finding:
    typed = form.cleaned_data
    return register_from_line(
        line=row,
        text=typed["text"],
        photos=typed["photos"],
        lead_department=typed.get("lead_department"),
        submit=submit,
        fixed=form.fixed(),
        by=signed_in(request),
        now=timezone.now(),
    )


def _registered_words(finding: Finding) -> str:
    if finding.on_the_spot:
        return "问题已登记并提交验收。"
    return "问题已存为草稿，可以稍后提交。" if finding.state == FindingState.DRAFT else "问题已登记并提交。"


def _may_fix_on_the_spot(request: HttpRequest, row: SheetLine) -> bool:
    """Whether the hospital allows it at this checkpoint, and the user hands in what this department finds."""
    place = Place(row.hospital_id, row.department_id)
    if not may(action=FindingRight.SUBMIT, place=place, by=signed_in(request), as_of=timezone.localdate()):
        return False
    return row.checkpoint_id in on_the_spot_points(row.hospital)
