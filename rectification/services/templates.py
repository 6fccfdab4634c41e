"""A part of the ledger sent out as a workbook to be filled in and brought back (`template_returns`)."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaigns.models import CampaignItem, Participation
from infrastructure.audit import acting
from infrastructure.errors import Refusal
from infrastructure.files.kinds import XLSX
from infrastructure.job_progress import Progress
from infrastructure.jobs import JobResult, keep_result_file, register_runner
from infrastructure.models import Job
from infrastructure.workbooks.grid import WorkbookGrid
from infrastructure.workbooks.writing import SheetColumn, SheetLayout, write_sheet
from organizations.models import Department, StaffMember, User
from organizations.reach import holders_of, needs_of
from organizations.watermarks import watermark_words
from rectification.models import TemplateExport, TemplateRow
from rectification.rights import FindingRight
from rectification.rules.ledger_columns import Column
from rectification.rules.ledger_rows import DRAFT
from rectification.selectors.leaving import Leaving
from rectification.selectors.ledger import SORTS
from rectification.selectors.template_lines import TemplateLine, template_lines
from rectification.services.exports import (
    export_scope,
    leaving,
    participation_of,
    record_export,
    request_rows,
)
from rectification.workbook.returned import has_keys, read_returned
from rectification.workbook.template_columns import (
    KEY_HEADING,
    SEQUENCE,
    TEMPLATE,
    TemplateColumn,
    kept_words,
    words_of,
)
from rectification.workbook.template_keys import make_key

JOB_KIND = "ledger_template"
KEPT_DAYS = 180
_ROWS_AT_ONCE = 1_000
_SALT = "rectification.template"


def secrets() -> list[bytes]:
    """What keys are sealed with: the first one seals, all of them are true."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(_SALT, "key", secret=key, algorithm="sha256").digest() for key in keys]


def write_template(
    *,
    path: Path,
    going: Leaving,
    participation: Participation,
    sort: str,
    by: User,
    now: datetime,
    report: Callable[[int], None] = lambda done: None,
) -> int:
    """Write the workbook, keep what each of its cells says, and return how many lines it has."""
    today = timezone.localdate(now)
    with acting(by=by):
        export = TemplateExport.objects.create(
            hospital_id=participation.hospital_id, participation=participation, created_by=by, created_at=now
        )
        ids = list(going.rows.order_by(*SORTS[sort]).values_list("pk", flat=True))
        layout = _layout(participation, going, by, today)
        return write_sheet(path, layout, _cells(export, template_lines(ids, participation), report))


def _cells(
    export: TemplateExport, lines: Iterator[TemplateLine], report: Callable[[int], None]
) -> Iterator[list[str | int | date | None]]:
    """The cells of each line with its key; what they say is kept on the way."""
    secret, waiting = secrets()[0], []
    for done, line in enumerate(lines, 1):
        said = kept_words(words_of(line.row, line.measure))
        kept = TemplateRow(
            export=export,
            hospital_id=export.hospital_id,
            finding_id=line.finding_id,
            measure_id=line.measure.id if line.measure else None,
            said=said,
        )
        waiting.append(kept)
        if len(waiting) == _ROWS_AT_ONCE:
            TemplateRow.objects.bulk_create(waiting)
            waiting = []
        key = make_key(export.uid, kept.uid, said.get(SEQUENCE.name, ""), secret=secret)
        report(done)
        yield [*(column.of(line.row, line.measure) for column in TEMPLATE), key]
    TemplateRow.objects.bulk_create(waiting)


def _layout(participation: Participation, going: Leaving, by: User, as_of: date) -> SheetLayout:
    hospital = participation.hospital
    offered = _choices(participation, as_of)
    return SheetLayout(
        name="问题台账",
        title=f"{hospital.name}{participation.run.title}问题台账（可回传）",
        columns=(
            *(_column(column, offered) for column in TEMPLATE),
            SheetColumn(KEY_HEADING, 6, shaded=True),
        ),
        notes=(
            "填好后从台账的“导入”上传。灰色的列由办理过程产生，不读取；最后一列的校验码不要改动。",
            f"导出日期：{as_of:%Y-%m-%d}",
            *([going.note] if going.note else []),
        ),
        signatures=(),
        marking=DRAFT if going.is_draft else "",
        watermark=watermark_words(hospital=hospital, user=by, as_of=as_of),
        filters=True,
    )


def _column(column: TemplateColumn, offered: dict[Column, tuple[str, ...]]) -> SheetColumn:
    return SheetColumn(
        column.heading,
        column.sheet.width,
        column.sheet.centred,
        shaded=not column.editable,
        choices=offered.get(column.column, ()),
    )


def _choices(participation: Participation, as_of: date) -> dict[Column, tuple[str, ...]]:
    """What the cells of a column may say, where it is a list that everybody knows."""
    hospital = participation.hospital_id
    departments = Department.objects.filter(hospital=hospital).active(as_of).order_by("level", "name_pinyin")
    leaders = StaffMember.objects.filter(hospital=hospital, is_leader=True).employed(as_of)
    items = CampaignItem.objects.filter(campaign=participation.run.campaign_id).order_by("number")
    return {
        Column.ITEM: tuple(items.values_list("title", flat=True)),
        Column.LEAD: tuple(departments.values_list("name", flat=True)),
        Column.LEADER: tuple(leaders.order_by("name_pinyin").values_list("name", flat=True)),
    }


def export_of(grid: WorkbookGrid, participation: Participation) -> TemplateExport | None:
    """The export that a workbook was sent out with; None when it is none of ours. Raises Refusal when it was another
    hospital's, another ledger's or too long ago."""
    keys = Counter(row.key.export for row in read_returned(grid).rows) if has_keys(grid) else None
    if not keys:
        return None
    ((uid, _),) = keys.most_common(1)
    own = TemplateExport.objects.filter(hospital=participation.hospital_id)
    export = own.select_related("participation__run").filter(uid=uid).first()
    if export is None:
        raise Refusal(
            "这是一张可回传的表，但不是本院从这里导出的，没有读取。改动填在本院导出的表里再上传。",
            field="file",
        )
    if export.participation_id != participation.pk:
        theirs, here = export.participation.run.title, participation.run.title
        raise Refusal(f"这张表是“{theirs}”的台账，不是“{here}”的；台账改选“{theirs}”再上传。", field="file")
    if export.cleared_at is not None:
        on = timezone.localdate(export.created_at)
        raise Refusal(
            f"这张表是 {on} 导出的，当时的内容只保存 {KEPT_DAYS} 天，已无法核对改动。"
            "重新导出一份，把改动填在新的表里。",
            field="file",
        )
    return export


def file_name(participation: Participation, going: Leaving, *, as_of: date) -> str:
    """What the file is called on the clerk's computer."""
    title = f"{participation.hospital.name}{participation.run.title}问题台账_可回传"
    return f"{title}_{as_of:%Y%m%d}{going.name_part}.xlsx"


def request_template(
    *, participation: Participation, query: QueryDict, sort: str, by: User, now: datetime
) -> Job:
    """Ask for the workbook."""
    title = f"导出{participation.run.title}问题台账（可回传）"
    return request_rows(JOB_KIND, title, participation, query=query, sort=sort, by=by, now=now)


@register_runner(JOB_KIND, is_open_to=holders_of(FindingRight.EXPORT))
def run_template(job: Job, progress: Progress) -> JobResult:
    """The runner of such an export."""
    by: User = job.requested_by
    now = timezone.now()
    today = timezone.localdate(now)
    participation = participation_of(job)
    scope = export_scope(participation=participation, by=by, as_of=today)
    query = QueryDict(job.parameters["query"])
    going = leaving(participation=participation, query=query, scope=scope, as_of=today)
    total = going.rows.count()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        rows = write_template(
            path=path,
            going=going,
            participation=participation,
            sort=job.parameters["sort"],
            by=by,
            now=now,
            report=lambda done: progress.report(min(done, total), total),
        )
        name = file_name(participation, going, as_of=today)
        with path.open("rb") as stream:
            keep_result_file(job=job, stream=stream, name=name, kind=XLSX, now=now)
    record_export(participation=participation, rows=rows, form="可回传 xlsx", by=by, now=now)
    return JobResult({"rows": rows}, needs_of(scope))


def forget_old_templates(*, now: datetime) -> int:
    """Take away what was kept of old exports; the exports stay and say so. Safe to run twice."""
    old = TemplateExport.objects.filter(
        cleared_at__isnull=True, created_at__lt=now - timedelta(days=KEPT_DAYS)
    )
    cleared = 0
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            TemplateRow.objects.filter(export=pk).delete()
            cleared += TemplateExport.objects.filter(pk=pk).update(cleared_at=now)
    return cleared
