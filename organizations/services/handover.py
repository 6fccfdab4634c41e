"""A leaver's open items go to a successor, and everything that opens doors ends: one step, one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from infrastructure import audit
from infrastructure.errors import NotAllowed, Refusal
from organizations import handover_registry
from organizations.actions import OrganizationAction
from organizations.models import Membership, StaffMember, StandIn, User
from organizations.services import accounts, memberships, people


@dataclass(frozen=True)
class Waiting:
    """How many items of one kind wait for a person."""

    label: str
    count: int


def waiting_for(*, person: StaffMember) -> tuple[Waiting, ...]:
    """What would be handed over, by kind."""
    return tuple(Waiting(kind.label, kind.count(person.pk)) for kind in handover_registry.kinds())


def hand_over(
    *, person: StaffMember, successor: StaffMember | None, last_day: date, by: User, now: datetime
) -> tuple[Waiting, ...]:
    """Move every open item, end employment, posting, roles, stand-ins and log-ins. Returns what was moved."""
    if by.staff_id == person.pk:
        raise NotAllowed("不能为自己办理离岗，请由另一位管理员操作。")
    with audit.acting(by=by):
        moved = tuple(one for one in waiting_for(person=person) if one.count)
        _check_successor(person, successor, last_day, moved)
        if successor is not None:
            for kind in handover_registry.kinds():
                kind.move(from_staff=person, to_staff=successor, by=by, now=now)
        people.end_employment(person=person, last_day=last_day, by=by, now=now)
        _end_roles(person, last_day, by=by, now=now)
        _end_stand_ins(person, last_day, by=by, now=now)
        audit.record(
            action=OrganizationAction.HANDOVER_DONE,
            target=person,
            by=by,
            now=now,
            hospital_id=person.hospital_id,
            detail={
                "接手人": successor.name if successor else "",
                "最后在岗日": str(last_day),
                "移交": {one.label: one.count for one in moved},
            },
        )
    return moved


def _check_successor(
    person: StaffMember, successor: StaffMember | None, last_day: date, moved: tuple[Waiting, ...]
) -> None:
    if successor is None:
        if moved:
            total = sum(one.count for one in moved)
            raise Refusal(f"还有 {total} 项未办结，请选择接手人。", field="successor")
        return
    if successor.hospital_id != person.hospital_id:
        raise Refusal("接手人必须是本院职工。", field="successor")
    if successor.pk == person.pk:
        raise Refusal("接手人不能是离岗者本人。", field="successor")
    if successor.employed_to is not None and successor.employed_to <= last_day:
        raise Refusal("接手人也已离职，请另选一位。", field="successor")


def _end_roles(person: StaffMember, last_day: date, *, by: User, now: datetime) -> None:
    """Roles end with the last day. A log-in whose last day is over is closed; a later one has nothing to open."""
    over = last_day < timezone.localdate(now)
    for user in User.objects.filter(staff=person):
        held = Membership.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=last_day), user=user)
        for membership in held:
            begun = membership.from_on <= last_day
            memberships.end_membership(
                membership=membership, by=by, now=now, last_on=last_day if begun else None, reason="离岗交接"
            )
        if over:
            accounts.deactivate(user=user, by=by, now=now, reason="离岗交接")


def _end_stand_ins(person: StaffMember, last_day: date, *, by: User, now: datetime) -> None:
    """In both directions. One that runs on beyond the last day is cut to it, one that has not begun goes."""
    both = StandIn.objects.filter(Q(principal=person) | Q(substitute=person), to_on__gt=last_day)
    for stand_in in both.select_related("principal", "substitute"):
        if stand_in.from_on > last_day or last_day <= timezone.localdate(now) - timedelta(days=1):
            memberships.end_stand_in(stand_in=stand_in, by=by, now=now)
            continue
        stand_in.to_on = last_day
        stand_in.save(update_fields=["to_on"])
        audit.record(
            action=OrganizationAction.STAND_IN_ENDED,
            target=stand_in.principal,
            by=by,
            now=now,
            hospital_id=stand_in.hospital_id,
            detail={"substitute": stand_in.substitute.name, "to_on": str(last_day)},
        )
