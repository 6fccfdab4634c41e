"""The rows that an import leaves out, as a workbook to be mended and sent again."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone

from infrastructure.errors import Refusal
from infrastructure.files.kinds import XLSX
from infrastructure.job_progress import Progress
from infrastructure.jobs import JobResult, keep_result_file, register_runner
from infrastructure.models import Job
from infrastructure.models.access import AccessKind
from infrastructure.workbooks.writing import StyledBook
from organizations.models import User
from organizations.reach import holders_of, needs_of
from organizations.services.access_log import log
from organizations.watermarks import watermark_words
from rectification.models import LedgerImport
from rectification.rights import FindingRight
from rectification.services.import_jobs import ask_for_job, opened_of
from rectification.services.ledger_import import import_scope, read_of
from rectification.workbook.failed_rows import failed_tables

JOB_KIND = "ledger_failed_rows"


def write_failed_rows(*, opened: LedgerImport, path: Path, by: User, as_of: date) -> int:
    """Write them as they stand today, and return how many findings they are. Raises Refusal when there is none."""
    plan, grid = read_of(opened=opened, by=by, as_of=as_of)
    tables = list(failed_tables(plan, grid))
    if not tables:
        raise Refusal("现在没有未通过的行。")
    watermark = watermark_words(hospital=opened.hospital, user=by, as_of=as_of)
    with StyledBook() as book:
        for table in tables:
            writer = book.add_sheet(replace(table.layout, watermark=watermark))
            for row in table.rows:
                writer.append(row)
        book.save(path)
    return sum(table.findings for table in tables)


def record_failed_rows(*, opened: LedgerImport, rows: int, by: User, now: datetime) -> None:
    """What leaves the house is written down."""
    log(
        kind=AccessKind.EXPORTED,
        now=now,
        user=by,
        hospital_id=opened.hospital_id,
        target_uid=opened.uid,
        detail=f"{opened.file.original_name}：未通过的行 {rows} 条",
    )


def file_name(opened: LedgerImport) -> str:
    """What the file is called on the clerk's computer."""
    return f"{Path(opened.file.original_name).stem}_未通过的行.xlsx"


def request_failed_rows(*, opened: LedgerImport, by: User, now: datetime) -> Job:
    """Ask for those of a large workbook."""
    title = f"{opened.file.original_name}：未通过的行"
    return ask_for_job(opened=opened, kind=JOB_KIND, title=title, by=by, now=now)


@register_runner(JOB_KIND, is_open_to=holders_of(FindingRight.IMPORT))
def run_failed_rows(job: Job, progress: Progress) -> JobResult:
    """The runner of a large workbook's."""
    progress.report(0, 1, "正在读取工作簿")
    opened, now = opened_of(job), timezone.now()
    today = timezone.localdate(now)
    scope = import_scope(participation=opened.participation, by=job.requested_by, as_of=today)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.xlsx"
        rows = write_failed_rows(opened=opened, path=path, by=job.requested_by, as_of=today)
        with path.open("rb") as stream:
            keep_result_file(job=job, stream=stream, name=file_name(opened), kind=XLSX, now=now)
    record_failed_rows(opened=opened, rows=rows, by=job.requested_by, now=now)
    return JobResult({"rows": rows}, needs_of(scope))
