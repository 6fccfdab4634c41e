"""Acts that bring files: the uploads are received and the act is done in one transaction, both or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from campaigns.models import Participation
from infrastructure.audit import acting
from infrastructure.files.services import receive_upload, receive_uploads
from infrastructure.models import StoredFile
from organizations.models import User
from organizations.places import Place, may
from rectification.models import Evidence, Finding, FindingState, Measure
from rectification.rights import FindingRight
from rectification.services import evidence as proof
from rectification.services import findings, transitions
from rectification.services.evidence import Attached
from rectification.services.findings import FindingInput, Registered


@dataclass(frozen=True)
class RegisteredWithPhotos:
    """`told`: what became of files otherwise than they were sent."""

    registered: Registered
    told: tuple[str, ...] = ()


def register_finding(
    *,
    participation: Participation,
    values: FindingInput,
    photos: Sequence[UploadedFile[Any]],
    by: User,
    now: datetime,
    draft: bool = False,
    submit: bool = False,
) -> RegisteredWithPhotos:
    """Register a finding with its photos: of the office at once at analysing, of others as a draft.

    `draft`: of the office too. `submit`: a draft goes to the office at once.
    """
    whole = Place(participation.hospital_id, None)
    office = not draft and may(action=FindingRight.REGISTER, place=whole, by=by, as_of=localdate(now))
    with acting(by=by):
        made = findings.register_finding(
            participation=participation, values=values, by=by, now=now, as_office=office
        )
        told = _attach(made.finding, photos, by, now) if photos else ()
        if submit and made.finding.state == FindingState.DRAFT:
            moved = transitions.move(finding=made.finding, name="submit", by=by, now=now)
            made = replace(made, finding=moved)
    return RegisteredWithPhotos(made, told)


def _attach(
    finding: Finding, photos: Sequence[UploadedFile[Any]], by: User, now: datetime
) -> tuple[str, ...]:
    stored = _received(photos, finding, by, now)
    return _told(stored, proof.attach_photos(finding=finding, files=stored, by=by, now=now))


def add_evidence(
    *,
    finding: Finding,
    uploads: Sequence[UploadedFile[Any]],
    measures: Sequence[Measure],
    words: str,
    by: User,
    now: datetime,
) -> Attached:
    """Bring files that prove measures. `told` of the answer: of new names, and of what was there already."""
    with acting(by=by):
        stored = _received(uploads, finding, by, now)
        attached = proof.add_files(
            finding=finding, files=stored, measures=measures, words=words, by=by, now=now
        )
    return replace(attached, told=_told(stored, attached))


def replace_evidence(*, evidence: Evidence, upload: UploadedFile[Any], by: User, now: datetime) -> Attached:
    """Bring a new version of a piece of evidence."""
    with acting(by=by):
        stored = receive_upload(upload=upload, hospital_id=evidence.hospital_id, by=by, now=now)
        written = Attached([proof.replace_file(evidence=evidence, stored=stored, by=by, now=now)])
    return replace(written, told=_told([stored], written))


def _received(
    uploads: Sequence[UploadedFile[Any]], finding: Finding, by: User, now: datetime
) -> list[StoredFile]:
    return receive_uploads(uploads=uploads, hospital_id=finding.hospital_id, by=by, now=now)


def _told(stored: Sequence[StoredFile], attached: Attached) -> tuple[str, ...]:
    renamed = (one.renamed_words for one in stored)
    return tuple(words for words in (*renamed, *attached.told) if words)
