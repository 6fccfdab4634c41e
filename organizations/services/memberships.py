"""Roles and stand-ins: who may do what, where, from when to when. The only place that writes guardian's rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db import models
from django.utils import timezone

from infrastructure import audit
from infrastructure.errors import NotAllowed, Refusal
from infrastructure.reasons import reason_of
from organizations.actions import OrganizationAction
from organizations.models import (
    AdministrativeLine,
    Department,
    DepartmentRole,
    Hospital,
    HospitalRole,
    Membership,
    Region,
    RegionRole,
    Role,
    StaffMember,
    StandIn,
    User,
)
from organizations.roles import ROLES, Place
from organizations.services import separation
from organizations.services.constraint_words import explained

_CARRIERS: dict[Place, type[Any]] = {
    Place.REGION: RegionRole,
    Place.HOSPITAL: HospitalRole,
    Place.DEPARTMENT: DepartmentRole,
}
MOST_WORDS = 200
_PLACE_WORDS = {Place.REGION: "行政区划", Place.HOSPITAL: "医院", Place.DEPARTMENT: "科室"}


def grant_membership(
    *,
    user: User,
    role: Role,
    place: Region | Hospital | Department,
    from_on: date,
    by: User | None,
    now: datetime,
    to_on: date | None = None,
    line: str | None = None,
) -> Membership:
    """Give a role on one place: the membership, guardian's row and the audit entry in one transaction.

    On a region it may be limited to one administrative line.
    """
    role = Role(role)
    _check_grant(user=user, role=role, place=place, line=line, by=by)
    kind = _kind_of(place)
    membership = Membership(
        user=user,
        role=role,
        region=place if isinstance(place, Region) else None,
        hospital=_hospital_of(place),
        department=place if isinstance(place, Department) else None,
        line=line,
        from_on=from_on,
        to_on=to_on,
        granted_by=by,
    )
    with explained(), audit.acting(by=by):
        User.objects.select_for_update(of=("self",)).get(uid=user.uid)  # one grant after the other
        if user.staff is not None:
            separation.lock_people([user.staff])
            separation.check_role_beside_stand_ins(person=user.staff, role=role, from_on=from_on, to_on=to_on)
        clear_ended(as_of=timezone.localdate(now), user=user)
        if role is Role.CONFIDENTIAL_HANDLER:
            membership.slot = _free_slot(place, from_on, to_on)
        membership.save(force_insert=True)
        _CARRIERS[kind].objects.create(
            user=user, permission=_permission(role, place), content_object=place, membership=membership
        )
        _record(OrganizationAction.MEMBERSHIP_GRANTED, membership, place, by=by, now=now)
    if hasattr(user, "_grants"):
        del user._grants  # what was read before no longer holds
    return membership


def end_membership(
    *, membership: Membership, by: User | None, now: datetime, last_on: date | None = None, reason: str = ""
) -> Membership:
    """Take a role back: at once, or after a last day still to come. What was done under it remains."""
    today = timezone.localdate(now)
    with explained(), audit.acting(by=by):
        locked = Membership.objects.select_for_update(of=("self",)).filter(uid=membership.uid).first()
        if locked is None or not _is_carried(locked):
            return membership  # somebody was faster
        if by is not None and by.pk == locked.user_id:
            raise NotAllowed("不能收回自己的角色，请由另一位安全管理员操作。")
        _record(OrganizationAction.MEMBERSHIP_ENDED, locked, _place_of(locked), by=by, now=now, reason=reason)
        if last_on is not None and last_on >= today:
            locked.to_on = last_on
            locked.save(update_fields=["to_on"])
            return locked
        _drop_carriers(Membership.objects.filter(pk=locked.pk))
        if locked.from_on >= today:
            locked.delete()  # given by mistake, or not begun yet: row images and audit keep it
        else:
            locked.to_on = today
            locked.save(update_fields=["to_on"])
    return locked


def clear_ended(*, as_of: date, user: User | None = None) -> int:
    """Drop guardian's rows of memberships that are over. They open nothing before either: scope reads the dates."""
    over = Membership.objects.filter(to_on__lt=as_of)
    if user is not None:
        return _drop_carriers(over.filter(user=user))
    with audit.acting(by=None):
        return _drop_carriers(over)


def grant_stand_in(
    *,
    principal: StaffMember,
    substitute: StaffMember,
    from_on: date,
    to_on: date,
    reason: str,
    by: User,
    now: datetime,
) -> StandIn:
    """甲代乙: what the principal's log-in may do, the substitute's may do too, between two dates."""
    reason = reason_of(reason, most=MOST_WORDS, missing="请写明代理原因，例如外出进修。")
    if substitute.hospital_id != principal.hospital_id:
        raise Refusal("所选代理人不属于这家医院。", field="substitute")
    if by.staff_id == substitute.pk:
        raise NotAllowed("不能把自己指定为代理人，请由另一位安全管理员操作。")
    stand_in = StandIn(
        hospital_id=principal.hospital_id,
        principal=principal,
        substitute=substitute,
        from_on=from_on,
        to_on=to_on,
        reason=reason,
        granted_by=by,
    )
    with explained(), audit.acting(by=by):
        stand_in.save(force_insert=True)
        _record_stand_in(OrganizationAction.STAND_IN_GRANTED, stand_in, by=by, now=now)
    return stand_in


def end_stand_in(*, stand_in: StandIn, by: User, now: datetime) -> StandIn:
    """End it yesterday, so that it opens nothing from now on; one that begins today or later is taken away."""
    today = timezone.localdate(now)
    with explained(), audit.acting(by=by):
        locked = StandIn.objects.select_for_update(of=("self",)).get(pk=stand_in.pk)
        if locked.to_on < today:
            return locked
        _record_stand_in(OrganizationAction.STAND_IN_ENDED, locked, by=by, now=now)
        if locked.from_on >= today:
            locked.delete()
        else:
            locked.to_on = date.fromordinal(today.toordinal() - 1)
            locked.save(update_fields=["to_on"])
    return locked


def _check_grant(
    *, user: User, role: Role, place: Region | Hospital | Department, line: str | None, by: User | None
) -> None:
    places = ROLES[role].places
    if _kind_of(place) not in places:
        allowed = "或".join(_PLACE_WORDS[one] for one in places)
        raise Refusal(f"“{role.label}”只能授予在{allowed}上。", field="role")
    if line is not None and (line not in AdministrativeLine.values or not isinstance(place, Region)):
        raise Refusal("条线（卫生健康、中医药、疾控）只用来限定行政区划上的角色。", field="line")
    hospital = _hospital_of(place)
    if user.hospital_id is not None and (hospital is None or hospital.pk != user.hospital_id):
        raise Refusal("这个账号属于另一家医院，不能在这里授予角色。", field="user")
    if not user.is_active:
        raise Refusal("这个账号已停用，请先恢复账号。", field="user")
    if by is not None and by.pk == user.pk:
        raise NotAllowed("不能给自己授予角色，请由另一位安全管理员操作。")


def _kind_of(place: Region | Hospital | Department) -> Place:
    if isinstance(place, Region):
        return Place.REGION
    return Place.HOSPITAL if isinstance(place, Hospital) else Place.DEPARTMENT


def _hospital_of(place: Region | Hospital | Department) -> Hospital | None:
    if isinstance(place, Department):
        return place.hospital
    return place if isinstance(place, Hospital) else None


def _place_of(membership: Membership) -> Region | Hospital | Department:
    place = membership.region or membership.department or membership.hospital
    assert place is not None  # membership_one_place
    return place


def _permission(role: Role, place: models.Model) -> Permission:
    return Permission.objects.get(
        codename=role.value,
        content_type__app_label=place._meta.app_label,
        content_type__model=place._meta.model_name,
    )


def _free_slot(place: Region | Hospital | Department, from_on: date, to_on: date | None) -> int:
    """1 or 2; when both are taken the constraint says so. The hospital's row makes two grants take turns."""
    hospital = _hospital_of(place)
    assert hospital is not None  # roles.py: handlers belong to hospitals
    Hospital.objects.select_for_update(of=("self",)).get(uid=hospital.uid)
    overlapping = Membership.objects.filter(hospital=hospital, role=Role.CONFIDENTIAL_HANDLER)
    overlapping = overlapping.filter(models.Q(to_on__isnull=True) | models.Q(to_on__gte=from_on))
    if to_on is not None:
        overlapping = overlapping.filter(from_on__lte=to_on)
    return 2 if overlapping.filter(slot=1).exists() else 1


def _is_carried(membership: Membership) -> bool:
    return any(carrier.objects.filter(membership=membership).exists() for carrier in _CARRIERS.values())


def _drop_carriers(memberships: models.QuerySet[Membership]) -> int:
    return sum(
        carrier.objects.filter(membership__in=memberships).delete()[0] for carrier in _CARRIERS.values()
    )


def _record(
    action: OrganizationAction,
    membership: Membership,
    place: models.Model,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
) -> None:
    detail: dict[str, Any] = {
        "role": membership.role,
        "place": str(place),
        "line": membership.line,
        "user": membership.user.display_name,
        "from_on": membership.from_on.isoformat(),
        "to_on": membership.to_on.isoformat() if membership.to_on else None,
    }
    audit.record(
        action=action,
        target=membership.user,
        by=by,
        now=now,
        hospital_id=membership.hospital_id,
        reason=reason,
        detail=detail,
    )


def _record_stand_in(action: OrganizationAction, stand_in: StandIn, *, by: User, now: datetime) -> None:
    audit.record(
        action=action,
        target=stand_in.principal,
        by=by,
        now=now,
        hospital_id=stand_in.hospital_id,
        reason=stand_in.reason,
        detail={
            "substitute": stand_in.substitute.name,
            "from_on": stand_in.from_on.isoformat(),
            "to_on": stand_in.to_on.isoformat(),
        },
    )
