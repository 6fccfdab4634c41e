"""Where the right to a step of the loop is asked: the lead department, the accepting one, the office, the leaders."""

from __future__ import annotations

from infrastructure.errors import WrongState
from organizations.models import DepartmentKind
from organizations.places import Place
from rectification.models import Finding
from rectification.rules.lifecycle import Transition


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
