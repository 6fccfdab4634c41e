"""立行立改: cause, what was done and one photo on one form, straight to acceptance (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from campaigns.models import CheckpointOverlay, Participation
from infrastructure.audit import acting
from infrastructure.errors import Invalid, Refusal
from infrastructure.files.refusals import UploadRefused
from organizations.models import User
from rectification.models import Finding
from rectification.services import transitions, with_files, work
from rectification.services.evidence import Attached
from rectification.services.findings import FindingInput
from rectification.services.with_files import RegisteredWithPhotos


@dataclass(frozen=True)
class Fixed:
    """What stands behind the switch. `photos`: of how it is now."""

    cause_category: str
    cause: str
    done: str
    strength: str
    photos: Sequence[UploadedFile[Any]]


def fix_on_the_spot(
    *,
    participation: Participation,
    values: FindingInput,
    fixed: Fixed,
    by: User,
    now: datetime,
    photos: Sequence[UploadedFile[Any]] = (),
) -> RegisteredWithPhotos:
    """Register, prove and hand in for acceptance in one transaction, all or nothing.

    Who has fixed it answers for it, unless somebody else is named. `photos`: of how it was found.
    """
    if values.checkpoint is None:
        raise Refusal("立行立改只用于本院开放的要点，需要选定要点。", field="checkpoint")
    allowed = CheckpointOverlay.objects.filter(
        hospital=participation.hospital_id, checkpoint=values.checkpoint, on_the_spot_allowed=True
    )
    if not allowed.exists():
        raise Refusal("本院没有对这个要点开放立行立改。", field="checkpoint")
    if not fixed.photos:
        raise Invalid({"after": "请附上整改后的照片。"})
    values = replace(values, responsible_person=values.responsible_person or by.staff)
    with acting(by=by):
        made = with_files.register_finding(
            participation=participation, values=values, photos=photos, by=by, now=now, draft=True
        )
        finding = made.registered.finding
        proof = _prove(finding, fixed, by=by, now=now)
        handed_in = transitions.move(finding=finding, name="fix_on_the_spot", by=by, now=now)
    return RegisteredWithPhotos(replace(made.registered, finding=handed_in), (*made.told, *proof.told))


def _prove(finding: Finding, fixed: Fixed, *, by: User, now: datetime) -> Attached:
    cause = work.add_cause(finding=finding, category=fixed.cause_category, text=fixed.cause, by=by, now=now)
    done = work.MeasureInput(text=fixed.done, strength=fixed.strength, causes=[cause])
    measure = work.add_measure(finding=finding, values=done, by=by, now=now)
    try:
        return with_files.add_evidence(
            finding=finding, uploads=fixed.photos, measures=[measure], words="", by=by, now=now
        )
    except UploadRefused as refusal:
        refusal.field = "after"  # the form has photos of before, too
        raise
