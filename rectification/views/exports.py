"""The filtered ledger leaves: xlsx at once or as a job, CSV streamed, A4 from the browser."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from campaigns.models import Participation
from campaigns.selectors.participations import open_participations
from infrastructure.jobs import run_job
from infrastructure.models import JobState
from infrastructure.tasks import nudge
from infrastructure.workbooks.cell_text import csv_row
from infrastructure.workbooks.writing import SIGNATURES
from organizations.requests import hospital_for, request_grants, signed_in
from organizations.watermarks import watermark_words
from rectification.filters import FindingFilter
from rectification.rights import FindingRight
from rectification.rules.ledger_columns import PRINTED, WRITTEN
from rectification.rules.ledger_layout import may_break, paper_cells
from rectification.selectors.finals import release_of
from rectification.selectors.leaving import Leaving
from rectification.selectors.ledger import PAPER_SORT
from rectification.selectors.ledger_lines import export_rows
from rectification.services import exports, packs, templates
from rectification.views.ledger import chosen_ledger, sort_of

PRINT_LIMIT = 500


def _asked(request: HttpRequest, code: str) -> tuple[Participation, Leaving]:
    hospital, scope = hospital_for(request, code, FindingRight.EXPORT)
    ledgers = open_participations(hospital, as_of=timezone.localdate())
    participation = chosen_ledger(request, ledgers)
    going = exports.leaving(
        participation=participation, query=request.GET, scope=scope, as_of=timezone.localdate()
    )
    return participation, going


@require_GET
def workbook(request: HttpRequest, code: str) -> HttpResponse | FileResponse:
    participation, going = _asked(request, code)
    now = timezone.now()
    if going.rows[: exports.AT_ONCE + 1].count() > exports.AT_ONCE:
        job = exports.request_export(
            participation=participation,
            query=request.GET,
            sort=sort_of(request, PAPER_SORT),
            by=signed_in(request),
            now=now,
        )
        nudge(job)
        return redirect("job", uid=job.uid)
    return _at_once(request, participation, going)


def _at_once(request: HttpRequest, participation: Participation, going: Leaving) -> FileResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "ledger.xlsx"
    by = signed_in(request)
    written = exports.write_ledger(
        path=path,
        going=going,
        participation=participation,
        sort=sort_of(request, PAPER_SORT),
        as_of=today,
        watermark=watermark_words(hospital=participation.hospital, user=by, as_of=today),
    )
    exports.record_export(participation=participation, rows=written, form="xlsx", by=by, now=now)
    name = exports.file_name(participation, going, as_of=today, form="xlsx")
    stream = path.open("rb")
    folder.cleanup()  # the open file stays readable; nothing is left behind when the download breaks off
    return FileResponse(stream, as_attachment=True, filename=name)


@require_GET
def template(request: HttpRequest, code: str) -> HttpResponse | FileResponse:
    """The workbook that comes back. It is a job in either case: what it says is kept beside it."""
    participation, going = _asked(request, code)
    job = templates.request_template(
        participation=participation,
        query=request.GET,
        sort=sort_of(request, PAPER_SORT),
        by=signed_in(request),
        now=timezone.now(),
    )
    if going.rows[: exports.AT_ONCE + 1].count() > exports.AT_ONCE:
        nudge(job)
    else:
        run_job(job_id=job.pk, clock=timezone.now)
    job.refresh_from_db()
    return redirect("job-file" if job.state == JobState.DONE else "job", uid=job.uid)


@require_GET
def csv(request: HttpRequest, code: str) -> HttpResponse | StreamingHttpResponse:
    participation, going = _asked(request, code)
    today = timezone.localdate()
    exports.record_export(
        participation=participation,
        rows=going.rows.count(),
        form="csv",
        by=signed_in(request),
        now=timezone.now(),
    )

    def stream() -> Iterator[str]:
        yield "\ufeff" + csv_row([column.heading for column in WRITTEN])
        for row in export_rows(going.rows, participation, sort_of(request, PAPER_SORT)):
            yield csv_row(column.of(row) for column in WRITTEN)

    response = StreamingHttpResponse(stream(), content_type="text/csv; charset=utf-8")
    name = exports.file_name(participation, going, as_of=today, form="csv")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_POST
def pack(request: HttpRequest, code: str) -> HttpResponse:
    """迎检包: always a job, for evidence is copied."""
    participation, _ = _asked(request, code)
    job = packs.request_pack(
        participation=participation,
        query=request.GET,
        sort=sort_of(request, PAPER_SORT),
        by=signed_in(request),
        now=timezone.now(),
    )
    nudge(job)
    return redirect("job", uid=job.uid)


@require_GET
def printed(request: HttpRequest, code: str) -> HttpResponse:
    participation, going = _asked(request, code)
    lines = list(
        islice(export_rows(going.rows, participation, sort_of(request, PAPER_SORT)), PRINT_LIMIT + 1)
    )
    too_long, lines = len(lines) > PRINT_LIMIT, lines[:PRINT_LIMIT]
    grants = request_grants(request)
    whole = (
        not too_long
        and not any(request.GET.get(name) for name in FindingFilter.declared_filters)
        and participation.hospital_id in grants.scope(FindingRight.EXPORT).hospitals
    )
    release = release_of(participation, lines, whole=whole, with_drafts=going.is_draft)
    context = {
        "participation": participation,
        "hospital": participation.hospital,
        "lines": [(cells, may_break(cells)) for cells in map(paper_cells, lines)],
        "columns": PRINTED,
        "too_long": too_long,
        "limit": PRINT_LIMIT,
        "draft_note": going.note,
        "is_draft": release.is_draft,
        "release": release,
        "may_release": bool(grants.scope(FindingRight.FINALIZE).within(participation.hospital_id)),
        "today": timezone.localdate(),
        "signature_names": [name.removesuffix("：") for name in SIGNATURES],
    }
    return render(request, "rectification/ledger/print.html", context)
