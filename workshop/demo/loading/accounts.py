"""The log-ins of the demo with their roles. All share one password, so one hash is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.utils.timezone import localdate

from infrastructure import audit
from infrastructure.models import AuditEntry
from organizations.actions import OrganizationAction
from organizations.models import (
    Department,
    DepartmentRole,
    Hospital,
    HospitalRole,
    Membership,
    Region,
    RegionRole,
    Role,
    User,
)
from organizations.services.accounts import check_password_rules
from workshop.demo.loading.places import LoadedHospital
from workshop.demo.loading.uids import derived_uid
from workshop.demo.plan import AccountPlan, GrantPlan


@dataclass(frozen=True)
class _Given:
    """A role on its place, before and after it has a row."""

    membership: Membership
    place: Region | Hospital | Department


def load_accounts(
    plans: Sequence[AccountPlan], hospitals: Mapping[str, LoadedHospital], *, password: str, now: datetime
) -> None:
    """Write the log-ins and enter them into their hospitals. Runs inside the caller's `acting`."""
    users = [_user(plan, hospitals, now) for plan in plans]
    check_password_rules(password, user=users[0], field="password")
    shared = make_password(password)
    for user in users:
        user.password = shared
    User.objects.bulk_create(users, batch_size=500)
    User.objects.filter(pk__in=[user.pk for user in users]).update(created_at=now)
    for plan, user in zip(plans, users, strict=True):
        if plan.hospital:
            hospitals[plan.hospital].users[plan.employee_no] = user
    entries = [
        audit.entry(
            action=OrganizationAction.ACCOUNT_CREATED,
            target=user,
            by=None,
            now=now,
            hospital_id=user.hospital_id,
        )
        for user in users
    ]
    audit.record_many(entries + _grant(list(zip(plans, users, strict=True)), hospitals, now))


def _user(plan: AccountPlan, hospitals: Mapping[str, LoadedHospital], now: datetime) -> User:
    place = hospitals[plan.hospital] if plan.hospital else None
    return User(
        uid=derived_uid(now, "user", plan.username),
        username=plan.username,
        display_name=plan.display_name,
        hospital=place.row if place else None,
        staff=place.staff[plan.employee_no] if place else None,
        must_change_password=False,
        password_changed_at=now,
    )


def _grant(
    accounts: Sequence[tuple[AccountPlan, User]], hospitals: Mapping[str, LoadedHospital], now: datetime
) -> list[AuditEntry]:
    regions = {
        region.code: region
        for region in Region.objects.filter(
            code__in={grant.region for plan, _ in accounts for grant in plan.grants}
        )
    }
    handlers: dict[str, int] = {}
    given = [
        _given(user, grant, _place(grant, hospitals, regions), handlers, now)
        for plan, user in accounts
        for grant in plan.grants
    ]
    Membership.objects.bulk_create((one.membership for one in given), batch_size=500)
    _carry(given)
    return [_entry(one, now) for one in given]


def _place(
    grant: GrantPlan, hospitals: Mapping[str, LoadedHospital], regions: Mapping[str, Region]
) -> Region | Hospital | Department:
    if grant.region:
        return regions[grant.region]
    hospital = hospitals[grant.hospital]
    return hospital.departments[grant.department] if grant.department else hospital.row


def _given(
    user: User,
    grant: GrantPlan,
    place: Region | Hospital | Department,
    handlers: dict[str, int],
    now: datetime,
) -> _Given:
    slot = None
    if grant.role == Role.CONFIDENTIAL_HANDLER:
        slot = handlers[grant.hospital] = handlers.get(grant.hospital, 0) + 1
    membership = Membership(
        uid=derived_uid(now, "membership", user.username, grant.role, grant.department),
        user=user,
        role=grant.role,
        region=place if isinstance(place, Region) else None,
        hospital=place.hospital
        if isinstance(place, Department)
        else place
        if isinstance(place, Hospital)
        else None,
        department=place if isinstance(place, Department) else None,
        slot=slot,
        from_on=localdate(now),
    )
    return _Given(membership, place)


def _carry(given: Sequence[_Given]) -> None:
    """guardian's row of every membership."""
    carriers: dict[type[Any], type[Any]] = {
        Region: RegionRole,
        Hospital: HospitalRole,
        Department: DepartmentRole,
    }
    permissions = {
        (permission.content_type.model, permission.codename): permission
        for permission in Permission.objects.filter(content_type__app_label="organizations").select_related(
            "content_type"
        )
    }
    for kind, carrier in carriers.items():
        carrier.objects.bulk_create(
            carrier(
                user=one.membership.user,
                permission=permissions[kind._meta.model_name, one.membership.role],
                content_object=one.place,
                membership=one.membership,
            )
            for one in given
            if isinstance(one.place, kind)
        )


def _entry(one: _Given, now: datetime) -> AuditEntry:
    membership = one.membership
    return audit.entry(
        action=OrganizationAction.MEMBERSHIP_GRANTED,
        target=membership.user,
        by=None,
        now=now,
        hospital_id=membership.hospital_id,
        detail={
            "role": membership.role,
            "place": str(one.place),
            "user": membership.user.display_name,
            "from_on": membership.from_on.isoformat(),
            "to_on": None,
        },
    )
