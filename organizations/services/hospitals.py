"""A hospital itself: its first day here, its names, and the rules of its log-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations.actions import OrganizationAction
from organizations.models import Hospital, Region, Role, StaffKind, User
from organizations.roles import SEPARATED_ROLES
from organizations.rules.pinyin import name_key
from organizations.services import memberships, people, person_accounts, standings
from organizations.services.account_resets import Half


@dataclass(frozen=True)
class HospitalFields:
    """What a hospital begins with."""

    code: str
    name: str
    level: str
    grade: str
    kind: str
    line: str
    affiliation: str
    located_in: Region
    supervised_by: Region
    credit_code: str = ""
    registration_no: str = ""


@dataclass(frozen=True)
class Administrator:
    """A person who is the first to hold one of the three roles that stay apart (三员分立)."""

    role: Role
    employee_no: str
    name: str


@dataclass(frozen=True)
class HospitalNames:
    name: str
    credit_code: str
    registration_no: str


@dataclass(frozen=True)
class LoginPolicy:
    idle_minutes: int
    watermark: bool


def create_hospital(
    *,
    fields: HospitalFields,
    administrators: Sequence[Administrator],
    by: User | None,
    now: datetime,
    as_of: date,
) -> tuple[Hospital, tuple[Half, ...]]:
    """The hospital with its three administrators, each with a whole code to set the password: or nothing at all."""
    if {one.role for one in administrators} != set(SEPARATED_ROLES) or len(administrators) != 3:
        raise Refusal("请指定系统管理员、安全管理员、审计管理员各一人。")
    if len({one.employee_no for one in administrators}) != 3:
        raise Refusal("三员分立：系统管理员、安全管理员、审计管理员须是三个不同的人（工号不同）。")
    with audit.acting(by=by):
        hospital = enter_hospital(fields=fields, by=by, now=now, as_of=as_of)
        codes = tuple(_appoint(hospital, one, by=by, now=now, as_of=as_of) for one in administrators)
    return hospital, codes


def enter_hospital(*, fields: HospitalFields, by: User | None, now: datetime, as_of: date) -> Hospital:
    """The hospital alone, with its first standing: nobody can log in there yet."""
    with audit.acting(by=by):
        if Hospital.objects.filter(code=fields.code).exists():
            raise Refusal(f"机构代码 {fields.code} 已经使用。", field="code")
        hospital = Hospital.objects.create(
            active_from=as_of, name_pinyin=name_key(fields.name, limit=300), **vars(fields)
        )
        standings.first_standing(hospital).save(force_insert=True)
        audit.record(
            action=OrganizationAction.HOSPITAL_CREATED,
            target=hospital,
            by=by,
            now=now,
            hospital_id=hospital.pk,
        )
    return hospital


def edit_names(*, hospital: Hospital, names: HospitalNames, by: User, now: datetime) -> Hospital:
    try:
        return _edit(hospital, vars(names) | {"name_pinyin": name_key(names.name, limit=300)}, by=by, now=now)
    except IntegrityError as problem:
        if "hospital_credit_code_once" not in str(problem):
            raise
        raise Refusal("这个统一社会信用代码已经属于另一家机构，请核对。", field="credit_code") from None


def edit_policy(*, hospital: Hospital, policy: LoginPolicy, by: User, now: datetime) -> Hospital:
    if not 5 <= policy.idle_minutes <= 480:
        raise Refusal("请填写 5 至 480 之间的分钟数。", field="idle_minutes")
    return _edit(hospital, vars(policy), by=by, now=now)


def _appoint(hospital: Hospital, one: Administrator, *, by: User | None, now: datetime, as_of: date) -> Half:
    fields = people.PersonFields(
        employee_no=one.employee_no,
        name=one.name,
        kind=StaffKind.ADMINISTRATION,
        post=str(one.role.label),
        is_leader=False,
        employed_from=as_of,
    )
    person = people.create_person(hospital=hospital, fields=fields, posting=None, by=by, now=now)
    code = person_accounts.open_account(
        person=person,
        username=person_accounts.suggested_username(person),
        by=by,
        now=now,
        reason="建立机构时的首位管理员",
    )
    memberships.grant_membership(
        user=code.reset.user, role=one.role, place=hospital, from_on=as_of, by=by, now=now
    )
    return code


def _edit(hospital: Hospital, values: dict[str, Any], *, by: User, now: datetime) -> Hospital:
    with audit.acting(by=by):
        row = Hospital.objects.select_for_update(no_key=True).get(pk=hospital.pk)
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            return row
        before = {name: getattr(row, name) for name in changed}
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
        detail = {name: [before[name], value] for name, value in changed.items() if name != "name_pinyin"}
        audit.record(
            action=OrganizationAction.HOSPITAL_EDITED,
            target=row,
            by=by,
            now=now,
            hospital_id=row.pk,
            detail=detail,
        )
    return row
