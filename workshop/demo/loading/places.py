"""Hospitals, departments and people of the demo: the rows and audit entries that the services write, in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from infrastructure import audit
from infrastructure.models import AuditEntry
from organizations.actions import OrganizationAction
from organizations.models import (
    Department,
    DepartmentAlias,
    Hospital,
    HospitalStanding,
    Posting,
    Region,
    StaffMember,
    User,
)
from organizations.pinyin import name_key
from organizations.services import people
from organizations.services.standings import first_standing
from policy_texts.vocabulary import Duty
from workshop.demo.loading.uids import derived_uid
from workshop.demo.plan import DepartmentPlan, HospitalPlan, StaffPlan

SHANGHAI = ZoneInfo("Asia/Shanghai")
_MORNING = time(9, 0)


@dataclass
class LoadedHospital:
    """A hospital in the database, by the names that the plan uses."""

    row: Hospital
    departments: dict[str, Department] = field(default_factory=dict)  # by name
    staff: dict[str, StaffMember] = field(default_factory=dict)  # by employee number
    users: dict[str, User] = field(default_factory=dict)  # by employee number


def load_places(plans: Sequence[HospitalPlan], *, now: datetime) -> dict[str, LoadedHospital]:
    """Hospitals by code, with departments and staff. Runs inside the caller's `acting`; `now`: when all began."""
    regions = {region.code: region for region in Region.objects.all()}
    loaded = {plan.code: LoadedHospital(_hospital(plan, regions, now)) for plan in plans}
    Hospital.objects.bulk_create(place.row for place in loaded.values())
    HospitalStanding.objects.bulk_create(_standing(place.row, now) for place in loaded.values())
    entries = [
        _entry(OrganizationAction.HOSPITAL_CREATED, place.row, hospital_id=place.row.pk, now=now)
        for place in loaded.values()
    ]
    for plan in plans:
        place = loaded[plan.code]
        entries += _add_departments(plan.departments, place, now)
        entries += _add_staff(plan.staff, place, now)
    audit.record_many(entries)
    return loaded


def _entry(
    action: OrganizationAction, target: Department | Hospital | StaffMember, **more: object
) -> AuditEntry:
    return audit.entry(action=action, target=target, by=None, **more)  # type: ignore[arg-type]


def _hospital(plan: HospitalPlan, regions: dict[str, Region], now: datetime) -> Hospital:
    return Hospital(
        uid=derived_uid(now, "hospital", plan.code),
        code=plan.code,
        name=plan.name,
        name_pinyin=name_key(plan.name, limit=300),
        level=plan.level,
        grade=plan.grade,
        kind=plan.kind,
        line=plan.line,
        affiliation=plan.affiliation,
        located_in=regions[plan.located_in],
        supervised_by=regions[plan.supervised_by],
        active_from=plan.active_from,
    )


def _standing(hospital: Hospital, now: datetime) -> HospitalStanding:
    standing = first_standing(hospital)
    standing.uid = derived_uid(now, "standing", hospital.code)
    return standing


def _add_departments(
    plans: Sequence[DepartmentPlan], place: LoadedHospital, now: datetime
) -> list[AuditEntry]:
    """The first level, then the second: a parent must be there before its children."""
    for of_level in (
        [plan for plan in plans if not plan.parent],
        [plan for plan in plans if plan.parent],
    ):
        rows = [_department(plan, place, now) for plan in of_level]
        Department.objects.bulk_create(rows)
        place.departments |= {row.name: row for row in rows}
    DepartmentAlias.objects.bulk_create(
        DepartmentAlias(hospital=place.row, department=place.departments[plan.name], name=alias)
        for plan in plans
        for alias in plan.aliases
    )
    entries = []
    for plan in plans:
        row = place.departments[plan.name]
        entries.append(_entry(OrganizationAction.DEPARTMENT_CREATED, row, hospital_id=place.row.pk, now=now))
        entries += [
            _entry(
                OrganizationAction.ALIAS_ADDED,
                row,
                hospital_id=place.row.pk,
                now=now,
                detail={"别名": alias},
            )
            for alias in plan.aliases
        ]
    return entries


def _department(plan: DepartmentPlan, place: LoadedHospital, now: datetime) -> Department:
    return Department(
        uid=derived_uid(now, "department", place.row.code, plan.code),
        hospital=place.row,
        code=plan.code,
        name=plan.name,
        name_pinyin=name_key(plan.name, limit=200),
        kind=plan.kind,
        duties=[duty.value for duty in Duty if duty in plan.duties],
        operates=plan.operates,
        parent=place.departments[plan.parent] if plan.parent else None,
        level=2 if plan.parent else 1,
        active_from=place.row.active_from,
    )


def _add_staff(plans: Sequence[StaffPlan], place: LoadedHospital, now: datetime) -> list[AuditEntry]:
    rows = [_person(plan, place, now) for plan in plans]
    StaffMember.objects.bulk_create(rows, batch_size=500)
    place.staff |= {row.employee_no: row for row in rows}
    Posting.objects.bulk_create(
        (
            Posting(
                uid=derived_uid(now, "posting", place.row.code, plan.employee_no, posting.from_on),
                hospital=place.row,
                staff=place.staff[plan.employee_no],
                department=place.departments[posting.department],
                from_on=posting.from_on,
                to_on=posting.to_on,
            )
            for plan in plans
            for posting in plan.postings
        ),
        batch_size=500,
    )
    return [
        _entry(OrganizationAction.STAFF_CREATED, row, hospital_id=place.row.pk, now=_entered_at(row, now))
        for row in rows
    ]


def _person(plan: StaffPlan, place: LoadedHospital, now: datetime) -> StaffMember:
    fields = people.PersonFields(
        employee_no=plan.employee_no,
        name=plan.name,
        kind=plan.kind,
        post=plan.post,
        is_leader=plan.is_leader,
        employed_from=plan.employed_from,
    )
    row = people.new_person(place.row, fields)
    row.uid = derived_uid(now, "staff", place.row.code, plan.employee_no)
    row.employed_to = plan.employed_to
    return row


def _entered_at(row: StaffMember, now: datetime) -> datetime:
    """Whoever came later was entered on the first day."""
    return max(now, datetime.combine(row.employed_from, _MORNING, tzinfo=SHANGHAI))
