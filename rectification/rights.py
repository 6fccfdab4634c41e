"""Where an act on a finding belongs, and whether a user has the right there. Pages ask before they offer a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from infrastructure.errors import WrongState
from organizations.models import DepartmentKind, User
from organizations.roles import Action
from organizations.scope import Grants, grants_for
from rectification.lifecycle import Transition
from rectification.models import Finding


@dataclass(frozen=True)
class Place:
    """Where an act belongs: a department of a hospital, or (department None) the hospital as a whole."""

    hospital_id: int
    department_id: int | None
    departments_only: bool = (
        False  # a right over the whole hospital is not enough: the department itself signs
    )


def may(*, action: Action, place: Place, by: User, as_of: date) -> bool:
    """Whether the user may act here in the system (pages ask before they offer a button)."""
    return allowed(grants_for(by, as_of=as_of), action, place, own_only=False)


def may_record(*, hospital_id: int, by: User, as_of: date) -> bool:
    """Whether the user is an authorised clerk of signed papers in this hospital."""
    return hospital_id in grants_for(by, as_of=as_of).scope(Action.RECORD_FOR_OTHERS).hospitals


def allowed(grants: Grants, action: Action, place: Place, *, own_only: bool) -> bool:
    """Whether grants reach a place for an action. `own_only` leaves out what is held for somebody else."""
    scope = grants.scope(action, own_only=own_only)
    if place.departments_only:
        return place.department_id in scope.departments
    return scope.covers(hospital_id=place.hospital_id, department_id=place.department_id)


def accepting_place(finding: Finding) -> Place:
    """Where the right to accept is asked: the accepting department itself, or (院领导) the hospital's leaders."""
    if finding.accepting_department is None:
        raise WrongState("还没有确定验收部门，请质控办指定。")
    if finding.accepting_department.kind == DepartmentKind.LEADERSHIP:
        return Place(finding.hospital_id, None)
    return Place(finding.hospital_id, finding.accepting_department_id, departments_only=True)


def place_of(finding: Finding, transition: Transition) -> Place:
    """Whose right counts: the lead department, the accepting one, or the office over the whole hospital."""
    if transition.party == "accepting":
        return accepting_place(finding)
    if transition.party == "office":
        return Place(finding.hospital_id, None)
    # What the lead department says of its own work it says itself, or the office records its paper.
    own_word = transition.name in ("request_acceptance", "fix_on_the_spot")
    return Place(finding.hospital_id, finding.lead_department_id, departments_only=own_word)
