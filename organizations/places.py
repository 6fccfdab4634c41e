"""Where an act belongs, and whether a user has the right there. Pages ask before they offer a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from organizations.models import User
from organizations.rights import OrganizationRight, Right
from organizations.scope import Grants, grants_for


@dataclass(frozen=True)
class Place:
    """Where an act belongs: a department of a hospital, or (department None) the hospital as a whole."""

    hospital_id: int
    department_id: int | None
    departments_only: bool = (
        False  # a right over the whole hospital is not enough: the department itself signs
    )


def may(*, action: Right, place: Place, by: User, as_of: date) -> bool:
    """Whether the user may act here in the system (pages ask before they offer a button)."""
    return allowed(grants_for(by, as_of=as_of), action, place, own_only=False)


def may_record(*, hospital_id: int, by: User, as_of: date) -> bool:
    """Whether the user is an authorised clerk of signed papers in this hospital."""
    return hospital_id in grants_for(by, as_of=as_of).scope(OrganizationRight.RECORD_FOR_OTHERS).hospitals


def allowed(grants: Grants, action: Right, place: Place, *, own_only: bool) -> bool:
    """Whether grants reach a place for an action. `own_only` leaves out what is held for somebody else."""
    scope = grants.scope(action, own_only=own_only)
    if place.departments_only:
        return place.department_id in scope.departments
    return scope.covers(hospital_id=place.hospital_id, department_id=place.department_id)
