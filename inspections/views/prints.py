"""On A4: the 自查表 that is signed."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspections.selectors.sheet_print import printed_lines, signatures
from inspections.views.sheet_access import read, visible_sheet


@require_GET
def sheet(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The self-inspection sheet; 草稿 until every checkpoint is filled in, for then it is ready to be signed."""
    found = visible_sheet(request, uid)
    view = read(request, found)
    context = {
        "sheet": found,
        "view": view,
        "lines": printed_lines(view),
        "run": found.participation.run,
        "signature_names": signatures(found, whole=view.whole),
        "is_draft": not view.progress.complete,
        "today": timezone.localdate(),
    }
    return render(request, "inspections/print.html", context)
