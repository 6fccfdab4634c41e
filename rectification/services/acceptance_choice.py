"""The accepting department follows from the checkpoint's duty; only the quality office changes it, with a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from infrastructure.errors import Invalid
from organizations.models import Department, User
from organizations.places import Place, may
from rectification.models import Finding, LedgerEntry
from rectification.rights import FindingRight
from rectification.rules.sides import one_side
from rectification.services.acceptance_offices import OfficesByDuty

if TYPE_CHECKING:
    from rectification.services.findings import FindingInput

_OFFICE_ONLY = "验收部门按要点的职责确定，需要调整请联系质控办。"
_WHY = "请写明为什么改由这个部门验收。"


def accepter_at_registering(
    values: FindingInput, hospital_id: int, *, by: User, as_of: date
) -> Department | None:
    """By duty, or the one that the quality office names with a reason. Raises Invalid at the field."""
    default = _by_duty(values, OfficesByDuty(hospital_id))
    asked = values.accepting_department
    if asked is None or asked == default:
        return default
    _check_choice(values, default, hospital_id, by=by, as_of=as_of)
    return asked


def accepter_after_edit(
    finding: Finding,
    entry: LedgerEntry,
    values: FindingInput,
    *,
    offices: OfficesByDuty,
    by: User,
    as_of: date,
) -> Department | None:
    """Goes with the checkpoint and the lead, unless the office had named one; a new name is the office's alone."""
    current, asked = finding.accepting_department, values.accepting_department
    default = _by_duty(values, offices)
    if asked is not None and asked != current and asked != default:
        _check_choice(values, default, finding.hospital_id, by=by, as_of=as_of)
        return asked
    if asked == default or current is None or _conflicts(current, values.lead_department):
        return default
    before = offices.of(checkpoint=entry.checkpoint, item=entry.item, lead=finding.lead_department)
    return default if current == before else current


def _by_duty(values: FindingInput, offices: OfficesByDuty) -> Department | None:
    return offices.of(checkpoint=values.checkpoint, item=values.item, lead=values.lead_department)


def _conflicts(accepter: Department, lead: Department) -> bool:
    return one_side(lead.pk, lead.parent_id, accepter.pk, accepter.parent_id)


def _check_choice(
    values: FindingInput, default: Department | None, hospital_id: int, *, by: User, as_of: date
) -> None:
    if not may(action=FindingRight.TRIAGE, place=Place(hospital_id, None), by=by, as_of=as_of):
        raise Invalid({"accepting_department": _OFFICE_ONLY})
    if default is not None and not values.accepting_reason.strip():
        raise Invalid({"accepting_reason": _WHY})
