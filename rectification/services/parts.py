"""Keeps who had a hand in a round's repair (`RoundPart`), for the four eyes to ask."""

from __future__ import annotations

from collections.abc import Iterable

from organizations.models import StaffMember, User
from rectification.models import Finding, FindingState, Measure, PartKind, RoundPart

_PLANNED = (FindingState.DRAFT, FindingState.SUBMITTED, FindingState.ANALYSING)


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


def keep_answered_until_edit(
    *, row: Finding | Measure, named: StaffMember | None, finding: Finding, by: User
) -> None:
    """Before an edit names another person. While the plan is still made a wrong name is corrected, and bars nobody.

    Of imported history the office may also name another while it waits, or later: that bars as well.
    """
    keep_parts(answered_until_edit(row=row, named=named, finding=finding, by=by))


def answered_until_edit(
    *, row: Finding | Measure, named: StaffMember | None, finding: Finding, by: User
) -> list[RoundPart]:
    """What `keep_answered_until_edit` notes, for edits of many findings that are written together."""
    old = row.person if isinstance(row, Measure) else row.responsible_person
    if old is None or old == named or finding.state in _PLANNED:
        return []
    return [_answered(row, old, by)]


def keep_answered(*, rows: Iterable[Finding | Measure], by: StaffMember, recorded_by: User) -> None:
    """Note who answered for these until now: another name on them makes nobody free to accept."""
    keep_parts(_answered(row, by, recorded_by) for row in rows)


def keep_parts(parts: Iterable[RoundPart]) -> None:
    """Write them, each once a round."""
    RoundPart.objects.bulk_create(parts, batch_size=500, ignore_conflicts=True)


def _answered(row: Finding | Measure, by: StaffMember, recorded_by: User) -> RoundPart:
    finding = row.finding if isinstance(row, Measure) else row
    return RoundPart(
        hospital_id=row.hospital_id,
        finding=finding,
        round_no=finding.round_no,
        kind=PartKind.ANSWERED,
        measure=row if isinstance(row, Measure) else None,
        staff=by,
        recorded_by=recorded_by,
    )
