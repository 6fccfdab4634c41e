"""Large workbooks: previewed and imported in the background, with progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from infrastructure import jobs
from infrastructure.audit import acting
from infrastructure.job_progress import Progress
from infrastructure.jobs import JobResult, register_runner, request_job
from infrastructure.models import Job, JobState
from infrastructure.workbooks.grid import CellError, SheetGrid, WorkbookGrid, cell_place
from organizations.models import User
from organizations.reach import holders_of, needs_of
from rectification.models import ImportLine, LedgerImport
from rectification.rights import FindingRight
from rectification.rules.ledger_columns import Column
from rectification.rules.states import FindingState
from rectification.services.import_choices import IMPORT, lock_to_change
from rectification.services.ledger_import import import_scope, read_of, run_import
from rectification.services.template_returns import preview_return, run_return
from rectification.workbook.cells import cell_words
from rectification.workbook.decisions import Decisions
from rectification.workbook.document import as_document
from rectification.workbook.plan import LEFT_OUT, CellProblem, ImportPlan, ProblemKind, SheetRecognition
from rectification.workbook.preview_lines import columns_met, headings_of, lines_of, loose_errors
from rectification.workbook.sheet_choices import struck_rows

MANY_CELLS = 10_000  # some 700 rows: about a second of planning, which a page may take
MANY_RETURNED = 3_000  # some 110 lines of a workbook that comes back: each that was changed is saved on trial
SHOWN = 500
LINES_AT_ONCE = 1_000
# Known rows are counted apart, what is nearly known is a question, and unused columns have a table of their own.
_TOLD_ELSEWHERE = (ProblemKind.KNOWN, ProblemKind.NEARLY_KNOWN, ProblemKind.UNUSED_COLUMN)
PREVIEW = "ledger_preview"
_TOO_LONG = "可以按工作表拆成几个工作簿分别导入，或由信息科调大 JOB_TIME_LIMIT_MINUTES。"


def summary(plan: ImportPlan, grid: WorkbookGrid) -> dict[str, Any]:
    """What the preview shows, as plain values that a job can keep. Long lists are cut and say so.

    Rows that the ledger has already are counted apart: forty workbooks come twice, and their real warnings must show.
    """
    known = [problem for problem in plan.warnings if problem.kind is ProblemKind.KNOWN]
    warnings = tuple(problem for problem in plan.warnings if problem.kind not in _TOLD_ELSEWHERE)
    document = as_document(plan)
    met = columns_met(plan)
    return {
        "rows": plan.rows,
        "ready": plan.ready,
        "no_problem": plan.no_problem,
        "states": [
            {"state": state.value, "label": FindingState(state.value).label, "count": count}
            for state, count in plan.states().items()
            if count
        ],
        "errors": _problems(plan.errors, grid),
        "error_count": len(plan.errors),
        "loose_errors": _problems(loose_errors(plan), grid),
        "warnings": _problems(warnings, grid),
        "warning_count": len(warnings),
        "known": len(known),
        "known_cells": [f"{problem.sheet} {problem.cell}" for problem in known[:SHOWN]],
        "changes": [
            told | {"key": change.key}
            for told, change in zip(document["changes"][:SHOWN], plan.changes, strict=False)
        ],
        "change_count": len(plan.changes),
        "unused": document["unused"],
        "questions": document["questions"][:SHOWN],
        "unknown_departments": _unknown_departments(plan),
        "sheets": [_sheet(sheet, met.get(sheet.sheet, ()), grid.sheet(sheet.sheet)) for sheet in plan.sheets],
    }


def _sheet(sheet: SheetRecognition, met: Iterable[Column], cells: SheetGrid | None) -> dict[str, Any]:
    return {
        "row_count": cells.row_count if cells else 0,
        "is_hidden": bool(cells and cells.hidden),
        "hidden_rows": len(cells.hidden_rows) if cells else 0,
        "struck_rows": len(struck_rows(cells)) if cells else 0,
        "name": sheet.sheet,
        "left_out": sheet.left_out,
        "header_row": sheet.header_row,
        "shown": headings_of(sheet, met),
        "columns": [
            {
                "place": place,
                "heading": heading,
                "column": _word(sheet, place),
                "why": sheet.evidence.get(place, ""),
            }
            for place, heading in sorted(sheet.headings.items())
        ],
    }


def _word(sheet: SheetRecognition, place: int) -> str:
    column = sheet.columns.get(place)
    return column.value if column else LEFT_OUT if place in sheet.ignored else ""


def _problems(problems: Sequence[CellProblem], grid: WorkbookGrid) -> list[dict[str, str]]:
    """With what stands in the cell, so that it can be mended where it is told."""
    sheets = {sheet.name: sheet for sheet in grid}

    def stands_in(problem: CellProblem) -> str:
        sheet = sheets.get(problem.sheet)
        value = sheet.value(*cell_place(problem.cell)) if sheet else None
        return "" if isinstance(value, CellError) else cell_words(value)

    return [
        {
            "sheet": problem.sheet,
            "cell": problem.cell,
            "problem": problem.problem,
            "value": stands_in(problem),
        }
        for problem in problems[:SHOWN]
    ]


def _unknown_departments(plan: ImportPlan) -> list[dict[str, Any]]:
    """Each name that is asked about and not yet answered, leads first: without one the row does not enter."""
    cells = Counter(problem.subject for problem in (*plan.errors, *plan.warnings) if problem.subject)
    leads = {problem.subject for problem in plan.errors if problem.kind is ProblemKind.UNKNOWN_LEAD}
    asked = [
        {
            "name": question.subject,
            "count": cells[question.subject],
            "lead": question.subject in leads,
            "question": question.question,
            "near": [answer.value for answer in question.answers],
            "everyone": question.kind is ProblemKind.EVERYONE,
        }
        for question in plan.questions
        if cells[question.subject]
    ]
    return sorted(asked, key=lambda one: (not one["lead"], -cells[str(one["name"])]))


def wants_reading(opened: LedgerImport, *, by: User, as_of: date) -> bool:
    """Whether there is no preview that this person may see today: never asked for, cleared, or of another scope.

    After an import that did not come about it is read again: what to mend, or another choice, is on that page.
    """
    job = opened.job
    if job is None or has_failed(opened):
        return True
    is_preview = job.kind == PREVIEW and job.state == JobState.DONE
    return is_preview and (job.cleared_at is not None or not jobs.is_open_to(job, by, as_of))


def has_failed(opened: LedgerImport) -> bool:
    """Whether the import was asked for and did not come about."""
    job = opened.job
    return job is not None and job.kind == IMPORT and job.state == JobState.FAILED


def is_large(opened: LedgerImport) -> bool:
    """Whether reading the workbook may take longer than a page may: by what is in it, cells typed here among it."""
    if opened.template_id is not None:
        return opened.cells > MANY_RETURNED
    return opened.cells + Decisions.of_json(opened.decisions).mended_cells > MANY_CELLS


def request_preview(*, opened: LedgerImport, by: User, now: datetime) -> Job:
    """Ask for the preview of a large workbook."""
    return _request(opened, PREVIEW, f"读取{opened.file.original_name}", {}, by, now)


def request_import(*, opened: LedgerImport, all_or_none: bool, by: User, now: datetime) -> Job:
    """Ask for the import of a large workbook."""
    title = f"导入{opened.file.original_name}"
    return _request(opened, IMPORT, title, {"all_or_none": all_or_none}, by, now)


def _request(
    opened: LedgerImport, kind: str, title: str, more: dict[str, Any], by: User, now: datetime
) -> Job:
    with acting(by=by):
        lock_to_change(opened)
        job = ask_for_job(opened=opened, kind=kind, title=title, more=more, by=by, now=now)
        LedgerImport.objects.filter(pk=opened.pk).update(job=job)
    return job


def ask_for_job(
    *,
    opened: LedgerImport,
    kind: str,
    title: str,
    by: User,
    now: datetime,
    more: Mapping[str, Any] | None = None,
) -> Job:
    """A job about one workbook, with the rights that its result will need."""
    scope = import_scope(participation=opened.participation, by=by, as_of=timezone.localdate(now))
    with acting(by=by):
        return request_job(
            kind=kind,
            title=title,
            hospital_id=opened.hospital_id,
            parameters={"import": opened.pk, **(more or {})},
            needs=needs_of(scope),
            by=by,
        )


def opened_of(job: Job) -> LedgerImport:
    """The workbook that a job is about."""
    return LedgerImport.objects.select_related("file", "participation__run", "participation__hospital").get(
        pk=job.parameters["import"], hospital=job.hospital_id
    )


def _forget_lines(job: Job) -> None:
    """Those that a preview kept, unless a newer one has put its own in their place."""
    newer = LedgerImport.objects.filter(pk=job.parameters["import"], job__kind=PREVIEW).exclude(job=job.pk)
    ImportLine.objects.filter(opened=job.parameters["import"]).exclude(opened__in=newer).delete()


@register_runner(
    PREVIEW, is_open_to=holders_of(FindingRight.IMPORT), forget=_forget_lines, too_long=_TOO_LONG
)
def run_preview(job: Job, progress: Progress) -> JobResult:
    """Read and plan; nothing is written but the summary."""
    progress.report(0, 1, "正在打开工作簿")
    opened, today = opened_of(job), timezone.localdate()
    scope = import_scope(participation=opened.participation, by=job.requested_by, as_of=today)
    if opened.template_id is not None:
        returned = preview_return(opened=opened, by=job.requested_by, now=timezone.now(), shown=SHOWN)
        return JobResult(returned, needs_of(scope))
    plan, grid = read_of(
        opened=opened,
        by=job.requested_by,
        as_of=today,
        report=lambda done, total: progress.report(done, total, f"已读取 {done:,} / {total:,} 行"),
    )
    _keep_lines(job, opened, plan)
    return JobResult(summary(plan, grid), needs_of(scope))


def _keep_lines(job: Job, opened: LedgerImport, plan: ImportPlan) -> None:
    """Those of this reading, in place of an earlier one's; none when another reading was asked for meanwhile."""
    rows = (
        ImportLine(
            opened=opened,
            hospital_id=opened.hospital_id,
            position=position,
            sheet=line.sheet,
            verdict=line.verdict.value,
            content=line.content,
        )
        for position, line in enumerate(lines_of(plan))
    )
    with transaction.atomic():
        locked = LedgerImport.objects.select_for_update(of=("self",)).get(pk=opened.pk)
        if locked.job_id != job.pk:
            return
        opened.lines.all().delete()
        ImportLine.objects.bulk_create(rows, batch_size=LINES_AT_ONCE)


@register_runner(IMPORT, is_open_to=holders_of(FindingRight.IMPORT), too_long=_TOO_LONG)
def run_large_import(job: Job, progress: Progress) -> JobResult:
    """Enter the rows in one transaction. Run again after a crash it finds the import done, or does it whole."""
    opened = opened_of(job)
    if opened.imported_at is not None:
        return JobResult({"entered": opened.imported_rows})
    progress.report(0, 1, "正在打开工作簿")
    if opened.template_id is not None:
        saved = run_return(opened=opened, by=job.requested_by, now=timezone.now())
        return JobResult({"entered": 0, "changed": saved.changed})
    outcome = run_import(
        opened=opened,
        all_or_none=job.parameters["all_or_none"],
        by=job.requested_by,
        now=timezone.now(),
        # Half the bar is reading, half entering.
        reading=lambda done, total: progress.report(done, 2 * total, f"已读取 {done:,} / {total:,} 行"),
        report=lambda done, total: progress.report(
            total + done, 2 * total, f"已导入 {done:,} / {total:,} 条"
        ),
    )
    return JobResult({"entered": outcome.entered})


def forget_preview(*, opened: LedgerImport, by: User) -> None:
    """The columns mean something else now: the workbook is read again."""
    with acting(by=by):
        lock_to_change(opened)
        LedgerImport.objects.filter(pk=opened.pk, imported_at__isnull=True).update(job=None)
        opened.lines.all().delete()
