"""The ledger written into a superior's blank, as a job; and one that was filled read back by the same binding."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from campaigns.models import Participation
from infrastructure.audit import acting
from infrastructure.errors import Refusal, WrongState
from infrastructure.files.kinds import XLSX
from infrastructure.job_progress import Progress
from infrastructure.jobs import JobResult, keep_result_file, register_runner
from infrastructure.models import Job
from infrastructure.workbooks.filling.blank import fill_blank
from infrastructure.workbooks.filling.refusals import BlankRefused
from organizations.models import User
from organizations.reach import holders_of, needs_of
from organizations.scope import Scope
from rectification.models import Finding, LedgerImport, SuperiorBlank
from rectification.rights import FindingRight
from rectification.rules.blank_columns import BindingKind, filled_cells
from rectification.selectors.leaving import Leaving
from rectification.selectors.ledger_lines import export_rows
from rectification.services import exports
from rectification.services.blanks import BlankInput, content_of, values_of
from rectification.services.import_choices import choose_columns, decide
from rectification.services.ledger_import import read_grid, upload_workbook
from rectification.workbook.blank_proposal import changed_heading
from rectification.workbook.decisions import Decisions
from rectification.workbook.plan import LEFT_OUT
from rectification.workbook.sheet_choices import HEADER
from rectification.workbook.whose import sheet_question

JOB_KIND = "blank_fill"
MOST_ROWS = 20_000  # a form with more is no form; and all of its cells are in hand at once


def going_into_blanks(
    *, participation: Participation, query: QueryDict, scope: Scope, as_of: date
) -> Leaving:
    """What the address filters, without drafts even when they are asked for: a superior's form cannot mark them."""
    going = exports.leaving(participation=participation, query=query, scope=scope, as_of=as_of)
    return replace(going, asked=False)


def request_fill(
    *,
    blank: SuperiorBlank,
    participation: Participation,
    query: QueryDict,
    sort: str,
    by: User,
    now: datetime,
) -> Job:
    """Ask for the filtered ledger in the blank; its rows are read when it runs, in the asker's scope of that moment."""
    today = timezone.localdate(now)
    scope = exports.export_scope(participation=participation, by=by, as_of=today)
    if blank.ended_at is not None:
        raise WrongState("这份空表已经停用，请选择另一份。")
    values_of(blank)
    _rows(going_into_blanks(participation=participation, query=query, scope=scope, as_of=today).rows)
    title = f"填写上级空表“{blank.name}”"
    return exports.request_rows(
        JOB_KIND, title, participation, query=query, sort=sort, by=by, now=now, blank=blank.pk
    )


def _rows(rows: QuerySet[Finding]) -> int:
    """How many there are. Raises Refusal when the form would hold none, or more than one can be."""
    count = rows.count()
    if not count:
        raise Refusal("筛选出的台账里没有可以填写的问题，请回到台账重新选择范围。")
    if count > MOST_ROWS:
        raise Refusal(f"筛选出 {count} 条，超过一份空表可填的 {MOST_ROWS} 条，请回到台账重新选择范围。")
    return count


@register_runner(JOB_KIND, is_open_to=holders_of(FindingRight.EXPORT))
def run_fill(job: Job, progress: Progress) -> JobResult:
    """The runner."""
    by, now, asked = job.requested_by, timezone.now(), job.parameters
    today = timezone.localdate(now)
    blank = SuperiorBlank.objects.select_related("file").get(pk=asked["blank"], hospital=job.hospital_id)
    participation = Participation.objects.select_related("run", "hospital").get(
        pk=asked["participation"], hospital=job.hospital_id
    )
    scope = exports.export_scope(participation=participation, by=by, as_of=today)
    query = QueryDict(asked["query"])
    going = going_into_blanks(participation=participation, query=query, scope=scope, as_of=today)
    total = _rows(going.rows)
    values, rows = values_of(blank), []
    for position, row in enumerate(export_rows(going.rows, participation, asked["sort"]), 1):
        rows.append(filled_cells(values.columns, row, position))
        progress.report(position, total + 1)
    try:
        content = fill_blank(content_of(blank.file), values.area, rows)
    except BlankRefused as refused:
        raise Refusal(refused.reason) from refused
    name = f"{blank.name}_{today:%Y%m%d}{going.name_part}.xlsx"
    keep_result_file(job=job, stream=io.BytesIO(content), name=name, kind=XLSX, now=now)
    form = f"上级空表“{blank.name}”"
    exports.record_export(participation=participation, rows=len(rows), form=form, by=by, now=now)
    return JobResult({"rows": len(rows)}, needs_of(scope))


def read_back(
    *,
    blank: SuperiorBlank,
    participation: Participation,
    upload: UploadedFile[Any],
    by: User,
    now: datetime,
) -> LedgerImport:
    """Open an import of a filled blank with its columns chosen by the binding.

    Raises Refusal for a workbook that is not this blank: its columns are read by their places.
    """
    values = values_of(blank)
    with acting(by=by):
        opened = upload_workbook(participation=participation, upload=upload, by=by, now=now)
        _check_same_form(blank, values, opened)
        choose_columns(opened=opened, choices={values.sheet: _choices(values)}, by=by, now=now)
        header = {sheet_question(HEADER, values.sheet): str(values.header_row)}
        decide(opened=opened, decisions=Decisions(answers=header), by=by, now=now)
    opened.refresh_from_db(fields=["column_choices", "decisions"])
    return opened


def _choices(values: BlankInput) -> dict[int, str | None]:
    """What the form itself counts or says is nothing of a finding."""
    return {
        binding.place: binding.column.value
        if binding.kind is BindingKind.LEDGER and binding.column
        else LEFT_OUT
        for binding in values.columns
    }


def _check_same_form(blank: SuperiorBlank, values: BlankInput, opened: LedgerImport) -> None:
    own, sent = read_grid(blank.file).sheet(values.sheet), read_grid(opened.file).sheet(values.sheet)
    if own is None or sent is None:
        raise Refusal(f"文件里没有工作表“{values.sheet}”，不是空表“{blank.name}”。", field="file")
    differs = changed_heading(own, sent, header_row=values.header_row, first_row=values.first_row)
    if differs:
        raise Refusal(
            f"表头与空表“{blank.name}”不同：{differs}。列换过位置的，请按“导入台账”上传，逐列核对。",
            field="file",
        )
