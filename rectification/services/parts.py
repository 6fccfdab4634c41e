"""Keeps who had a hand in a round's repair (`RoundPart`), for the four eyes to ask."""

from __future__ import annotations

from organizations.models import User
from rectification.models import Finding, Measure, PartKind, RoundPart


def take_part(*, finding: Finding, kind: PartKind, by: User, measure: Measure | None = None) -> None:
    """Note once a round that this user wrote or changed a measure, or linked or withdrew evidence."""
    RoundPart.objects.bulk_create(
        [
            RoundPart(
                hospital_id=finding.hospital_id,
                finding=finding,
                round_no=finding.round_no,
                kind=kind,
                measure=measure,
                staff_id=by.staff_id if by.hospital_id == finding.hospital_id else None,
                recorded_by=by,
            )
        ],
        ignore_conflicts=True,
    )
