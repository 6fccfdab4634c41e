"""Departments of the hospital for everybody who works there, its people for those who may look them up."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from infrastructure.searching.folding import nearness
from infrastructure.searching.kinds import Hit, SearchKind, Seeker
from organizations.models import Department, Hospital, StaffMember
from organizations.querysets import in_force
from organizations.rights import OrganizationRight, Right
from organizations.scope import scope_of
from organizations.selectors import DepartmentFilter, PeopleFilter, department_condition, people_list


def _manages(seeker: Seeker, right: Right) -> bool:
    return seeker.hospital_id in scope_of(seeker.user, right, as_of=seeker.as_of).hospitals


def _people(seeker: Seeker, words: str) -> QuerySet[StaffMember]:
    looks_up = scope_of(seeker.user, OrganizationRight.LOOK_UP_PEOPLE, as_of=seeker.as_of)
    if not looks_up.within(seeker.hospital_id) and not _manages(seeker, OrganizationRight.MANAGE_PEOPLE):
        return StaffMember.objects.none()
    hospital = Hospital.objects.get(pk=seeker.hospital_id)
    found = people_list(hospital, PeopleFilter(words=words, states=("employed",)), as_of=seeker.as_of)
    return found.order_by(nearness("name", words), "name_pinyin", "employee_no")


def _people_told(seeker: Seeker, rows: Sequence[StaffMember]) -> list[Hit]:
    code = Hospital.objects.values_list("code", flat=True).get(pk=seeker.hospital_id)
    opens = _manages(seeker, OrganizationRight.MANAGE_PEOPLE)
    return [
        Hit(
            title=person.name,
            detail="　".join(
                [person.employee_no, *(posting.department.name for posting in person.current)]  # type: ignore[attr-defined]
            ),
            url=reverse("settings-person", args=[code, person.uid]) if opens else "",
        )
        for person in rows
    ]


def _departments(seeker: Seeker, words: str) -> QuerySet[Department]:
    wanted = DepartmentFilter(words=words, states=("active",))
    rows = Department.objects.filter(
        department_condition(wanted, seeker.as_of),
        in_force(seeker.as_of, "active_from", "active_to"),
        hospital=seeker.hospital_id,
    )
    return rows.select_related("parent", "hospital").order_by(nearness("name", words), "name_pinyin", "pk")


def _departments_told(seeker: Seeker, rows: Sequence[Department]) -> list[Hit]:
    opens = _manages(seeker, OrganizationRight.MANAGE_DEPARTMENTS)
    return [
        Hit(
            title=department.name,
            detail="　".join(
                filter(None, (str(department.get_kind_display()), str(department.parent or "")))
            ),
            url=reverse("settings-department", args=[department.hospital.code, department.uid])
            if opens
            else "",
        )
        for department in rows
    ]


PEOPLE = SearchKind("people", "人员", _people, _people_told)
DEPARTMENTS = SearchKind("departments", "科室", _departments, _departments_told)
