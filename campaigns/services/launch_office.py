"""What every write of a launch begins with: the office may, and writers of one launch queue at its row."""

from __future__ import annotations

from datetime import date

from campaigns.models import Participation
from campaigns.rights import RunRight
from infrastructure.errors import NotAllowed
from organizations.models import StaffMember, User
from organizations.places import Place, may


def runs_launch(participation: Participation, *, by: User, as_of: date) -> bool:
    return may(action=RunRight.MANAGE, place=Place(participation.hospital_id, None), by=by, as_of=as_of)


def check_office(participation: Participation, *, by: User, as_of: date) -> None:
    if not runs_launch(participation, by=by, as_of=as_of):
        raise NotAllowed("启动部署由质控办办理，您的角色没有这项权限。")


def lock_launch(participation: Participation) -> None:
    """Writers of one launch queue here. Nobody who numbers a finding waits for them longer than their transaction."""
    Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)


def works_here(person: StaffMember, participation: Participation, *, as_of: date) -> bool:
    """Whether somebody who is named today belongs to the hospital on this day."""
    return (
        person.hospital_id == participation.hospital_id
        and person.employed_from <= as_of
        and (person.employed_to is None or person.employed_to >= as_of)
    )
