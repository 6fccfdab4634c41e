"""What an import gives back as a file."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from infrastructure.form_acts import tried
from infrastructure.tasks import nudge
from organizations.requests import signed_in
from rectification.services import failed_rows as failed
from rectification.services.import_jobs import is_large
from rectification.views.imports import import_or_404


@require_GET
def failed_rows(request: HttpRequest, uid: uuid.UUID) -> HttpResponse | FileResponse:
    """Those of a large workbook come from a job."""
    opened, by, now = import_or_404(request, uid), signed_in(request), timezone.now()
    if is_large(opened):
        job = failed.request_failed_rows(opened=opened, by=by, now=now)
        nudge(job)
        return redirect("job", uid=job.uid)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.xlsx"
        today = timezone.localdate(now)
        written = tried(lambda: failed.write_failed_rows(opened=opened, path=path, by=by, as_of=today))
        if written.refusal:
            messages.info(request, written.refusal.message)
            return redirect("import-preview", uid=opened.uid)
        failed.record_failed_rows(opened=opened, rows=written.answer, by=by, now=now)
        stream = path.open("rb")  # stays readable; nothing is left behind when the download breaks off
    return FileResponse(stream, as_attachment=True, filename=failed.file_name(opened))
