"""Who may stand in for whom. The rows themselves are written by `services.memberships`."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from infrastructure.errors import Refusal
from organizations.models import Membership, Role, StaffMember, StandIn, User
from organizations.roles import SEPARATED_ROLES
from organizations.services import memberships


def appoint(
    *,
    principal: StaffMember,
    substitute: StaffMember,
    from_on: date,
    to_on: date,
    reason: str,
    by: User,
    now: datetime,
) -> StandIn:
    """甲代乙 between two dates, if both are there and nobody comes to hold what must stay apart."""
    if principal.hospital_id != substitute.hospital_id:
        raise Refusal("代理人必须是本院职工。", field="substitute")
    if to_on < from_on:
        raise Refusal("截止日期不能早于开始日期。", field="to_on")
    for person, field in ((principal, "principal"), (substitute, "substitute")):
        if person.employed_to and person.employed_to < to_on:
            raise Refusal(
                f"{person.name}的离职日期是 {person.employed_to}，代理不能超过这一天。", field=field
            )
    _check_separation(principal, substitute, from_on, to_on)
    return memberships.grant_stand_in(
        principal=principal,
        substitute=substitute,
        from_on=from_on,
        to_on=to_on,
        reason=reason,
        by=by,
        now=now,
    )


def _check_separation(principal: StaffMember, substitute: StaffMember, from_on: date, to_on: date) -> None:
    """A stand-in holds the principal's roles as well: 三员分立 and the limit of two handlers stay true (DESIGN §5)."""
    theirs = _roles_between(principal, from_on, to_on)
    own = _roles_between(substitute, from_on, to_on)
    if Role.CONFIDENTIAL_HANDLER in theirs - own:
        raise Refusal("保密经办人的工作不能代理，请另行指定保密经办人。", field="principal")
    separated = frozenset(SEPARATED_ROLES)
    if len((theirs | own) & separated) > len(own & separated) and own & separated:
        raise Refusal(
            "三员分立：代理后此人会同时担任系统、安全、审计管理员中的两种，请另选代理人。", field="substitute"
        )


def _roles_between(person: StaffMember, from_on: date, to_on: date) -> frozenset[Role]:
    rows = Membership.objects.filter(user__staff=person, from_on__lte=to_on)
    rows = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=from_on))
    return frozenset(Role(role) for role in rows.values_list("role", flat=True))
