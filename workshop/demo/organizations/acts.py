"""Regions, hospitals, departments, people and their log-ins: what the operator sets up before anything is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import partial

from django.utils.timezone import get_current_timezone, localdate

from infrastructure import audit
from organizations.models import Department, Hospital, Region, Role, User
from organizations.rules.region_data import load_regions
from organizations.services import accounts, departments, memberships, people
from organizations.services.hospitals import HospitalFields, enter_hospital
from organizations.services.regions import sync_regions
from workshop.demo.plan import AccountPlan, DemoPlan, DepartmentPlan, GrantPlan, HospitalPlan, StaffPlan
from workshop.demo.stage import Act, House, Stage

_MORNING = time(9, 0)


def acts_of_organizations(plan: DemoPlan, stage: Stage) -> Iterator[Act]:
    """Nearly all of it happens when all begins; who came or left later does so on that day."""
    began = plan.began_at
    yield Act(began, partial(sync_regions, rows=load_regions()))
    for hospital in plan.hospitals:
        yield Act(began, partial(_enter_hospital, hospital, stage, began))
        for department in hospital.departments:
            yield Act(began, partial(_create_department, department, hospital.code, stage, began))
        for person in hospital.staff:
            came = _moment(person.employed_from, plan) or began
            yield Act(came, partial(_create_person, person, hospital.code, stage, came))
            if person.employed_to and (left := _moment(person.employed_to, plan)):
                yield Act(left, partial(_let_go, person, hospital.code, stage, left))
    yield Act(began, partial(_open_accounts, plan, stage))


def _moment(day: date, plan: DemoPlan) -> datetime | None:
    """The morning of a day that the demo lives through; None before and after."""
    if localdate(plan.began_at) < day < plan.as_of:
        return datetime.combine(day, _MORNING, tzinfo=get_current_timezone())
    return None


def _enter_hospital(plan: HospitalPlan, stage: Stage, now: datetime) -> None:
    fields = HospitalFields(
        code=plan.code,
        name=plan.name,
        level=plan.level,
        grade=plan.grade,
        kind=plan.kind,
        line=plan.line,
        affiliation=plan.affiliation,
        located_in=Region.objects.get(code=plan.located_in),
        supervised_by=Region.objects.get(code=plan.supervised_by),
    )
    stage.houses[plan.code] = House(enter_hospital(fields=fields, by=None, now=now, as_of=plan.active_from))


def _create_department(plan: DepartmentPlan, hospital: str, stage: Stage, now: datetime) -> None:
    house = stage.houses[hospital]
    fields = departments.DepartmentFields(
        code=plan.code,
        name=plan.name,
        kind=plan.kind,
        duties=plan.duties,
        parent=house.departments[plan.parent] if plan.parent else None,
        active_from=house.row.active_from,
        operates=plan.operates,
    )
    row = departments.create_department(hospital=house.row, fields=fields, by=None, now=now)
    for alias in plan.aliases:
        departments.add_alias(department=row, name=alias, by=None, now=now)
    house.departments[plan.name] = row


def _create_person(plan: StaffPlan, hospital: str, stage: Stage, now: datetime) -> None:
    """With the first place of work, then the later ones."""
    house = stage.houses[hospital]
    fields = people.PersonFields(
        employee_no=plan.employee_no,
        name=plan.name,
        kind=plan.kind,
        post=plan.post,
        is_leader=plan.is_leader,
        employed_from=plan.employed_from,
    )
    first, *later = [
        people.PostingFields(house.departments[posting.department], posting.from_on)
        for posting in plan.postings
    ]
    person = people.create_person(hospital=house.row, fields=fields, posting=first, by=None, now=now)
    for posting in later:
        people.change_posting(person=person, fields=posting, by=None, now=now)
    house.staff[plan.employee_no] = person


def _let_go(plan: StaffPlan, hospital: str, stage: Stage, now: datetime) -> None:
    person = stage.houses[hospital].staff[plan.employee_no]
    people.end_employment(person=person, last_day=plan.employed_to or localdate(now), by=None, now=now)


def _open_accounts(plan: DemoPlan, stage: Stage) -> None:
    users = [_open_account(account, stage, plan.began_at) for account in plan.accounts]
    _give_password(users, plan.password, plan.began_at)


def _open_account(plan: AccountPlan, stage: Stage, now: datetime) -> User:
    house = stage.houses[plan.hospital] if plan.hospital else None
    user = accounts.create_user(
        username=plan.username,
        display_name=plan.display_name,
        hospital=house.row if house else None,
        staff=house.staff[plan.employee_no] if house else None,
        must_change_password=False,
        by=None,
        now=now,
    )
    for grant in plan.grants:
        memberships.grant_membership(
            user=user,
            role=Role(grant.role),
            place=_place(grant, stage),
            from_on=localdate(now),
            by=None,
            now=now,
        )
    if house:
        house.users[plan.employee_no] = user
    return user


def _place(grant: GrantPlan, stage: Stage) -> Region | Hospital | Department:
    if grant.region:
        return Region.objects.get(code=grant.region)
    house = stage.houses[grant.hospital]
    return house.departments[grant.department] if grant.department else house.row


def _give_password(users: Sequence[User], password: str, now: datetime) -> None:
    """All log-ins share one. Its hash takes 0.4 s: it is made once, by the service, and copied."""
    first = accounts.set_password(
        user=users[0], password=password, by=None, now=now, must_change_password=False
    )
    with audit.acting(by=None):
        User.objects.filter(pk__in=[user.pk for user in users]).update(
            password=first.password, password_changed_at=now, created_at=now
        )
