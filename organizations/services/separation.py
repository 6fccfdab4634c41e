"""三员分立: nobody comes to hold two of the three, by a role, by standing in, or by both (DESIGN §5).

The database refuses two memberships of one log-in; what a stand-in adds it cannot see. Both ways of coming to a role
lock the people concerned first, so that neither overtakes the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from infrastructure.errors import Refusal
from organizations.models import Membership, Role, StaffMember, StandIn
from organizations.roles import SEPARATED_ROLES

_SEPARATED = frozenset(SEPARATED_ROLES)


def lock_people(people: Iterable[StaffMember]) -> None:
    """In one order, so that two appointments wait for each other instead of for ever."""
    ids = sorted(person.pk for person in people)
    list(StaffMember.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def roles_between(person: StaffMember, from_on: date, to_on: date | None) -> frozenset[Role]:
    """The roles that a person holds on any day of the period."""
    rows = Membership.objects.filter(user__staff=person).filter(_overlaps(from_on, to_on))
    return frozenset(Role(role) for role in rows.values_list("role", flat=True))


def held_between(
    person: StaffMember, from_on: date, to_on: date | None, *, leaving_out: StandIn | None = None
) -> frozenset[Role]:
    """The person's own roles, and those of everybody for whom the person stands in meanwhile."""
    held = roles_between(person, from_on, to_on)
    running = StandIn.objects.filter(_overlaps(from_on, to_on), substitute=person).select_related("principal")
    for one in running.exclude(pk=leaving_out.pk) if leaving_out else running:
        held |= roles_between(one.principal, *_common(one, from_on, to_on))
    return held


def check_role_beside_stand_ins(
    *, person: StaffMember, role: Role, from_on: date, to_on: date | None
) -> None:
    """Refuse one of the three for somebody who stands in for another of them, or whose substitute holds another."""
    if role not in _SEPARATED:
        return
    running = StandIn.objects.filter(_overlaps(from_on, to_on)).select_related("principal", "substitute")
    for one in running.filter(substitute=person):
        theirs = roles_between(one.principal, *_common(one, from_on, to_on))
        _refuse_two(theirs, role, f"此人正代理{one.principal.name}", one)
    for one in running.filter(principal=person):
        theirs = held_between(one.substitute, *_common(one, from_on, to_on), leaving_out=one)
        _refuse_two(theirs, role, f"{one.substitute.name}正代理此人", one)


def check_stand_in(*, principal: StaffMember, substitute: StaffMember, from_on: date, to_on: date) -> None:
    """A stand-in comes to the principal's roles as well: 三员分立 and the limit of two handlers stay true."""
    theirs = roles_between(principal, from_on, to_on)
    held = held_between(substitute, from_on, to_on)
    if Role.CONFIDENTIAL_HANDLER in theirs - roles_between(substitute, from_on, to_on):
        raise Refusal("保密经办人的工作不能代理，请另行指定保密经办人。", field="principal")
    if (theirs - held) & _SEPARATED and held & _SEPARATED:
        raise Refusal(
            "三员分立：代理后此人会同时担任系统、安全、审计管理员中的两种，请另选代理人。", field="substitute"
        )


def _refuse_two(theirs: frozenset[Role], role: Role, who: str, one: StandIn) -> None:
    if (theirs & _SEPARATED) - {role}:
        raise Refusal(
            f"三员分立：{who}（{one.from_on} 至 {one.to_on}），会有人同时担任系统、安全、审计管理员中的两种。"
            "请先结束代理，或另选一人。",
            field="role",
        )


def _common(one: StandIn, from_on: date, to_on: date | None) -> tuple[date, date]:
    return max(from_on, one.from_on), min(to_on or one.to_on, one.to_on)


def _overlaps(from_on: date, to_on: date | None) -> Q:
    begun = Q(from_on__lte=to_on) if to_on is not None else Q()
    return begun & (Q(to_on__isnull=True) | Q(to_on__gte=from_on))
