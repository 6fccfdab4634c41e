"""Who may stand in for whom. The rows themselves are written by `services.memberships`."""

from __future__ import annotations

from datetime import date, datetime

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations.models import StaffMember, StandIn, User
from organizations.services import memberships
from organizations.services.separation import check_stand_in, lock_people


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
    with audit.acting(by=by):
        lock_people([principal, substitute])
        check_stand_in(principal=principal, substitute=substitute, from_on=from_on, to_on=to_on)
        return memberships.grant_stand_in(
            principal=principal,
            substitute=substitute,
            from_on=from_on,
            to_on=to_on,
            reason=reason,
            by=by,
            now=now,
        )
