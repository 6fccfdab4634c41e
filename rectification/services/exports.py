"""Writing the ledger to a workbook: at once when it is short, as a background job when it is long."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from campaigns.models import Participation
from infrastructure.audit import acting, record
from infrastructure.files.kinds import XLSX
from infrastructure.job_progress import Progress
from infrastructure.jobs import JobResult, keep_result_file, register_runner, request_job
from infrastructure.models import Job
from infrastructure.models.access import AccessKind
from infrastructure.workbooks.writing import write_sheet
from organizations.models import User
from organizations.reach import holders_of, needs_of
from organizations.scope import Scope, scope_of
from organizations.services.access_log import log
from organizations.watermarks import watermark_words
from rectification.actions import FindingAction
from rectification.rights import FindingRight
from rectification.rules.ledger_columns import WRITTEN
from rectification.rules.ledger_layout import ledger_layout
from rectification.rules.ledger_rows import DRAFT
from rectification.selectors import ledger
from rectification.selectors.leaving import Leaving, leaving_of
from rectification.selectors.ledger_lines import export_rows

AT_ONCE = 2000
JOB_KIND = "ledger_export"


def export_scope(*, participation: Participation, by: User, as_of: date) -> Scope:
    """Whose findings this person may take out of the house."""
    return scope_of(by, FindingRight.EXPORT, as_of=as_of).within(participation.hospital_id)


def leaving(*, participation: Participation, query: QueryDict, scope: Scope, as_of: date) -> Leaving:
    """What the address filters, in the exporter's own scope."""
    return leaving_of(ledger.listed(query, scope=scope, participation=participation, as_of=as_of))


def record_export(*, participation: Participation, rows: int, form: str, by: User, now: datetime) -> None:
    """What leaves the house is written down: audit and access log."""
    with acting(by=by):
        record(
            action=FindingAction.LEDGER_EXPORTED,
            target=participation,
            by=by,
            now=now,
            hospital_id=participation.hospital_id,
            detail={"rows": rows, "form": form},
        )
        log(
            kind=AccessKind.EXPORTED,
            now=now,
            user=by,
            hospital_id=participation.hospital_id,
            target_uid=participation.uid,
            detail=f"{participation.run.title} 问题台账 {rows} 条（{form}）",
        )


def write_ledger(
    *,
    path: Path,
    going: Leaving,
    participation: Participation,
    sort: str,
    as_of: date,
    watermark: str = "",
    report: Callable[[int], None] = lambda done: None,
) -> int:
    """Write the workbook and return how many findings it holds. Memory stays flat."""
    layout = ledger_layout(
        hospital_name=participation.hospital.name,
        run_title=participation.run.title,
        as_of=as_of,
        note=going.note,
        marking=DRAFT if going.is_draft else "",
        watermark=watermark,
    )

    def counted() -> Any:
        for done, row in enumerate(export_rows(going.rows, participation, sort), 1):
            report(done)
            yield [column.of(row) for column in WRITTEN]

    return write_sheet(path, layout, counted())


def file_name(
    participation: Participation, going: Leaving, *, as_of: date, form: str, title: str = "问题台账"
) -> str:
    """What the file is called on the clerk's computer."""
    whose = f"{participation.hospital.name}{participation.run.title}"
    return f"{whose}{title}_{as_of:%Y%m%d}{going.name_part}.{form}"


def request_export(
    *, participation: Participation, query: QueryDict, sort: str, by: User, now: datetime
) -> Job:
    """Ask for a long export."""
    title = f"导出{participation.run.title}问题台账"
    return request_rows(JOB_KIND, title, participation, query=query, sort=sort, by=by, now=now)


def request_rows(
    kind: str,
    title: str,
    participation: Participation,
    *,
    query: QueryDict,
    sort: str,
    by: User,
    now: datetime,
    **more: int,
) -> Job:
    """A job about the filtered ledger; its rows are read, in the asker's scope of that moment, when it runs. `more`:
    parameters of this kind alone."""
    scope = export_scope(participation=participation, by=by, as_of=timezone.localdate(now))
    with acting(by=by):
        return request_job(
            kind=kind,
            title=title,
            hospital_id=participation.hospital_id,
            parameters={"participation": participation.pk, "query": query.urlencode(), "sort": sort, **more},
            needs=needs_of(scope),
            by=by,
        )


def participation_of(job: Job) -> Participation:
    """The ledger that a job is about."""
    return Participation.objects.select_related("run", "hospital").get(
        pk=job.parameters["participation"], hospital=job.hospital_id
    )


@register_runner(JOB_KIND, is_open_to=holders_of(FindingRight.EXPORT))
def run_export(job: Job, progress: Progress) -> JobResult:
    """The runner of a long export."""
    by: User = job.requested_by
    now = timezone.now()
    today = timezone.localdate(now)
    participation = participation_of(job)
    scope = export_scope(participation=participation, by=by, as_of=today)
    going = leaving(
        participation=participation, query=QueryDict(job.parameters["query"]), scope=scope, as_of=today
    )
    total = going.rows.count()
    name = file_name(participation, going, as_of=today, form="xlsx")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        written = write_ledger(
            path=path,
            going=going,
            participation=participation,
            sort=job.parameters["sort"],
            as_of=today,
            watermark=watermark_words(hospital=participation.hospital, user=by, as_of=today),
            report=lambda done: progress.report(done, total),
        )
        with path.open("rb") as stream:
            keep_result_file(
                job=job,
                stream=stream,
                name=name,
                kind=XLSX,
                now=now,
            )
    record_export(participation=participation, rows=written, form="xlsx", by=by, now=now)
    return JobResult({"rows": written}, needs_of(scope))
