"""What the views of one self-inspection sheet share: the sheet in sight or a 404, and the part that is read."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from inspections.models import InspectionSheet
from inspections.rights import SheetRight
from inspections.selectors.sheets import SheetView, sheet_view
from organizations.requests import request_scope


def visible_sheet(request: HttpRequest, uid: UUID) -> InspectionSheet:
    """The sheet, or 404 for one of another hospital or department."""
    scope = request_scope(request, SheetRight.VIEW)
    rows = InspectionSheet.objects.visible_in(scope).select_related(
        "hospital",
        "department",
        "participation__run",
        "confirmed_by",
        "confirmed_recorded_by",
        "confirmed_scan",
    )
    found = get_object_or_404(rows.select_related("confirmed_stand_in__principal"), uid=uid)
    request.hospital = found.hospital  # type: ignore[attr-defined]  # read by the page frame
    return found


def read(request: HttpRequest, sheet: InspectionSheet) -> SheetView:
    """The sheet as this user sees it: an office sees of the hospital's sheet its own lines."""
    readable, answerable = (
        request_scope(request, action).within(sheet.hospital_id)
        for action in (SheetRight.VIEW, SheetRight.ANSWER)
    )
    return sheet_view(
        sheet,
        readable=None if sheet.hospital_id in readable.hospitals else readable.departments,
        answerable=None if sheet.hospital_id in answerable.hospitals else answerable.departments,
        now=timezone.now(),
    )
