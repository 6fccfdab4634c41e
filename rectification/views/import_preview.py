"""The preview of an import as one person looks at it: what was read, and the forms of what can be corrected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from infrastructure.form_acts import Outcome, errors_of, tried
from infrastructure.job_progress import view_of
from infrastructure.models import JobState
from infrastructure.tasks import nudge
from organizations.models import Department
from organizations.requests import signed_in
from rectification.forms.import_decisions import DecisionsForm
from rectification.forms.import_sheets import SheetForm
from rectification.forms.imports import FORM_ID, ColumnsForm, DecisionForm, NamesForm, UnknownName
from rectification.models import ImportLine, LedgerImport
from rectification.selectors.import_lines import Lines, same_file_before
from rectification.services import import_jobs, ledger_import
from rectification.services.import_choices import choices_mark, choose_columns, decide
from rectification.services.import_names import may_remember, name_departments
from rectification.views.import_lines import Where, grid_of
from rectification.workbook.decisions import Decisions
from rectification.workbook.names import names_everyone
from rectification.workbook.plan import tick_of
from rectification.workbook.preview_lines import Line, lines_of

MOST_NAMES = 40  # a workbook with more is not this hospital's
_SEEN_FIRST = "改动已保存，还没有导入。看过新的预览后再按导入。"
_SEEN_ELSEWHERE = "这个工作簿刚在另一个窗口里改过，还没有导入。看过现在的预览后再按导入。"
_NOTHING = "没有可以导入的行，也没有勾选要更新的格，没有导入。"


def address_of(request: HttpRequest, opened: LedgerImport, name: str = "import-preview") -> str:
    """Of the preview or its act, at the tab, sheet and page that are looked at."""
    query = request.GET.urlencode()
    return reverse(name, args=[opened.uid]) + (f"?{query}" if query else "")


@dataclass(frozen=True)
class PreviewPage:
    request: HttpRequest
    opened: LedgerImport
    seen: dict[str, Any]
    lines: Lines
    mark: str  # of what was decided when this was read

    @staticmethod
    def of(request: HttpRequest, opened: LedgerImport) -> PreviewPage | None:
        """None while a job is still reading. Raises Refusal."""
        read = _summary(opened, request)
        return PreviewPage(request, opened, *read, choices_mark(opened)) if read else None

    @property
    def address(self) -> str:
        return address_of(self.request, self.opened)

    @cached_property
    def where(self) -> Where:
        return Where.of(self.request.GET, self.seen, self.lines)

    @cached_property
    def page(self) -> Page[Line | ImportLine]:
        return self.lines.page(sheet=self.where.sheet, show=self.where.show, number=self.where.page)

    @cached_property
    def decided(self) -> Decisions:
        """As it was kept before this request."""
        return Decisions.of_json(self.opened.decisions)

    @cached_property
    def decisions(self) -> DecisionsForm:
        return DecisionsForm(self.request.POST or None, seen=self.seen, lines=self.page, decided=self.decided)

    @cached_property
    def columns(self) -> ColumnsForm:
        return ColumnsForm(self.request.POST or None, sheets=self.seen["sheets"])

    @cached_property
    def names(self) -> NamesForm:
        return _names_form(self.request, self.opened, self.seen)

    @cached_property
    def sheet(self) -> SheetForm | None:
        return _sheet_form(self.request, self.opened, self.seen, self.where, self.decided)

    @cached_property
    def said(self) -> Decisions:
        """What was sent and is new."""
        said = self.decisions.decisions()
        answers = {**said.answers, **(self.sheet.answers() if self.sheet else {})}
        new = {key: word for key, word in answers.items() if word != self.decided.answers.get(key, "")}
        return replace(said, answers=new, taken=self.taken)

    @cached_property
    def taken(self) -> frozenset[str]:
        """The ticks; where their table was not on the page they are as they were."""
        sent = frozenset(self.request.POST.getlist("taken"))
        return sent if sent or "ticks" in self.request.POST else self.decided.ticks

    @cached_property
    def has_changed(self) -> bool:
        """Whether what was read is not what would be read now."""
        changed = self.columns.has_changed() or self.names.has_changed()
        return bool(changed or self.said.cells or self.said.answers)

    def kept(self, *, anew: bool) -> Outcome[int]:
        """All or nothing. With something new, or when asked for `anew`, the workbook is read again. When a name could
        not be kept, its field says why."""
        forms = (self.columns, self.names, self.decisions, self.sheet)
        if not all(form.is_valid() for form in forms if form is not None):
            return Outcome(status=400)
        outcome = tried(lambda: self._keep(anew))
        if outcome.refusal:
            self.names.show(errors_of(outcome.refusal))
        elif outcome.answer:
            messages.success(self.request, f"已记住 {outcome.answer} 个科室名称，以后导入也认得。")
        return outcome

    @transaction.atomic
    def _keep(self, anew: bool) -> int:
        opened, by, now = self.opened, signed_in(self.request), timezone.now()
        if self.said != Decisions(taken=self.decided.ticks):
            decide(opened=opened, decisions=self.said, by=by, now=now)
        if not (anew or self.has_changed):
            return 0
        if self.columns.has_changed():
            choose_columns(opened=opened, choices=self.columns.choices(), by=by, now=now)
        names = self.names
        learnt = name_departments(
            opened=opened, chosen=names.chosen(), remember=names.remembered(), by=by, now=now
        )
        if opened.job is not None:
            import_jobs.forget_preview(opened=opened, by=by)
        return learnt

    def why_not_yet(self) -> str:
        """After keeping: why nothing is entered for now, in words."""
        if self.has_changed:
            return _SEEN_FIRST
        if self.request.POST.get("mark", self.mark) != self.mark:
            return _SEEN_ELSEWHERE
        changes = self.seen["changes"]
        listed = {key for each in changes for key in (each["key"], tick_of(each["sheet"], each["cell"]))}
        return "" if self.seen["ready"] or self.taken & listed else _NOTHING

    def context(self) -> dict[str, Any]:
        return {
            "opened": self.opened,
            "before": same_file_before(self.opened),
            "seen": self.seen,
            "grid": grid_of(self.lines, self.page, self.where, self.seen, self.decisions),
            "columns": self.columns,
            "names": self.names,
            "decisions": self.decisions,
            "taken": self.taken,
            "sheet_form": self.sheet,
            "decision": DecisionForm(),
            "sheets": _sheets(self.columns, self.seen),
            "mark": self.mark,
            "form_id": FORM_ID,
            "address": self.address,
            "enter_address": address_of(self.request, self.opened, "import-enter"),
            "more_names": max(0, len(self.seen.get("unknown_departments", [])) - MOST_NAMES),
        }


def _summary(opened: LedgerImport, request: HttpRequest) -> tuple[dict[str, Any], Lines] | None:
    """The preview and its lines; None while a job is still reading. Raises Refusal."""
    if not import_jobs.is_large(opened):
        plan, grid = ledger_import.read_of(opened=opened, by=signed_in(request), as_of=timezone.localdate())
        return import_jobs.summary(plan, grid), Lines(list(lines_of(plan)))
    kept = kept_summary(opened, request)
    return None if kept is None else (kept, Lines(opened.lines.all()))


def kept_summary(opened: LedgerImport, request: HttpRequest) -> dict[str, Any] | None:
    """The preview of a large workbook, which its job keeps; None while the job is still reading."""
    if import_jobs.has_failed(opened):
        messages.error(request, view_of(opened.job, now=timezone.now()).sentence)
    if import_jobs.wants_reading(opened, by=signed_in(request), as_of=timezone.localdate()):
        job = import_jobs.request_preview(opened=opened, by=signed_in(request), now=timezone.now())
        nudge(job)
        opened.job = job
    if opened.job.state == JobState.DONE and opened.job.kind == import_jobs.PREVIEW:
        kept: dict[str, Any] = opened.job.result
        return kept
    return None


def _names_form(request: HttpRequest, opened: LedgerImport, seen: dict[str, Any]) -> NamesForm:
    """Names that are no department's."""
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
    return NamesForm(
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
