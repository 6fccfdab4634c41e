"""A finding entered on the spot from a line of a self-inspection sheet, with its photos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from campaigns.models import Participation
from infrastructure.audit import acting
from infrastructure.errors import Invalid, NotAllowed, Refusal
from infrastructure.files.services import receive_uploads
from inspections.models import SheetLine
from inspections.selectors.sheets import origin_key
from inspections.services.sheets import lock_open_sheet, mark_found, may_answer
from organizations.models import Department, User
from policy_texts.vocabulary import FindingOrigin
from rectification.models import Finding
from rectification.services.evidence import add_files
from rectification.services.findings import FindingInput, create_finding
from rectification.services.on_the_spot import Fixed, fix_on_the_spot
from rectification.services.transitions import move


def register_from_line(
    *,
    line: SheetLine,
    text: str,
    by: User,
    now: datetime,
    photos: Sequence[UploadedFile[Any]] = (),
    lead_department: Department | None = None,
    submit: bool = False,
    fixed: Fixed | None = None,
) -> Finding:
    """Register what was found at this checkpoint: the line says 发现问题, the finding remembers the line.

    The line's department leads; `lead_department` says which where the quality office answers for the hospital. With
    `submit` it goes to the office at once; `fixed` on the spot it waits for acceptance. All or nothing: a refused
    photo registers nothing.
    """
    with acting(by=by):
        sheet = lock_open_sheet(line.sheet)
        row = SheetLine.objects.select_related("checkpoint__item", "department", "sheet").get(pk=line.pk)
        if not may_answer(sheet, row.department_id, by=by, as_of=localdate(now)):
            raise NotAllowed("您只能登记本部门要点的问题。")
        lead = row.department if row.department_id else lead_department
        if lead is None:
            raise Invalid({"lead_department": "请选择牵头部门。"})
        values = FindingInput(
            text=text,
            item=row.checkpoint.item,
            checkpoint=row.checkpoint,
            lead_department=lead,
            origin=FindingOrigin.SELF_INSPECTION,
            origin_key=origin_key(row.uid),
        )
        finding = _register(sheet.participation, values, photos, fixed, by, now)
        if submit and fixed is None:
            finding = move(finding=finding, name="submit", by=by, now=now)
        mark_found(line=row, by=by, now=now)
    return finding


def _register(
    participation: Participation,
    values: FindingInput,
    photos: Sequence[UploadedFile[Any]],
    fixed: Fixed | None,
    by: User,
    now: datetime,
) -> Finding:
    if fixed is not None:
        made = fix_on_the_spot(
            participation=participation, values=values, fixed=fixed, photos=photos, by=by, now=now
        )
        return made.registered.finding
    finding = create_finding(participation=participation, values=values, by=by, now=now)
    _add_photos(finding, photos, by, now)
    return finding


def _add_photos(finding: Finding, photos: Sequence[UploadedFile[Any]], by: User, now: datetime) -> None:
    if not photos:
        return
    try:
        stored = receive_uploads(uploads=photos, hospital_id=finding.hospital_id, by=by, now=now)
    except Refusal as refusal:
        told = Invalid({"photos": refusal.message})
        told.status = refusal.status  # a storage that cannot be written is nobody's mistake in the form
        raise told from refusal
    add_files(finding=finding, files=stored, measures=(), by=by, now=now, words="发现时的照片")
