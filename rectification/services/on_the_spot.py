"""立行立改: cause, what was done and one photo on one form, straight to acceptance (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from campaigns.models import CheckpointOverlay, Participation
from infrastructure.audit import acting
from infrastructure.errors import Invalid, Refusal
from infrastructure.files.services import receive_uploads
from organizations.models import User
from rectification.models import Finding
from rectification.services import evidence, findings, transitions, work


@dataclass(frozen=True)
class OnTheSpot:
    """What the one form holds. `finding` is the ordinary form's part of it."""

    finding: findings.FindingInput
    cause_category: str
    cause: str
    done: str
    strength: str
    photos: Sequence[UploadedFile[Any]]


def fix_on_the_spot(*, participation: Participation, values: OnTheSpot, by: User, now: datetime) -> Finding:
    """Register, prove and hand in for acceptance in one transaction, all or nothing."""
    checkpoint = values.finding.checkpoint
    allowed = CheckpointOverlay.objects.filter(
        hospital=participation.hospital_id, checkpoint=checkpoint, on_the_spot_allowed=True
    )
    if checkpoint is None or not allowed.exists():
        raise Refusal("本院没有对这个要点开放立行立改。", field="checkpoint")
    if not values.photos:
        raise Invalid({"files": "请附上整改后的照片。"})
    with acting(by=by):
        finding = findings.create_finding(participation=participation, values=values.finding, by=by, now=now)
        cause = work.add_cause(
            finding=finding, category=values.cause_category, text=values.cause, by=by, now=now
        )
        measure = work.add_measure(
            finding=finding,
            values=work.MeasureInput(text=values.done, strength=values.strength, causes=[cause]),
            by=by,
            now=now,
        )
        stored = receive_uploads(uploads=values.photos, hospital_id=participation.hospital_id, by=by, now=now)
        evidence.add_files(finding=finding, files=stored, measures=[measure], by=by, now=now)
        return transitions.move(finding=finding, name="fix_on_the_spot", by=by, now=now)
