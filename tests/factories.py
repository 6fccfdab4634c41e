"""People and places for tests: plain functions with realistic words, through the services wherever there is one.

Every call makes a new thing unless names are given. Dates default to long before the tests' days.
"""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from campaigns.models import Campaign, CampaignRun, Participation
from infrastructure import audit
from organizations.models import (
    AdministrativeLine,
    Affiliation,
    Department,
    DepartmentKind,
    Hospital,
    HospitalKind,
    HospitalLevel,
    Membership,
    Posting,
    Region,
    RegionLevel,
    Role,
    StaffKind,
    StaffMember,
    User,
)
from organizations.rules.pinyin import name_key, person_key
from organizations.services import accounts, memberships, standings

LONG_AGO = date(2020, 1, 1)
OPENED_AT = datetime(2024, 1, 1, 0, 30, tzinfo=UTC)
PASSWORD = "Kapok-tree-1927"

_numbers = itertools.count(1)
_DEPARTMENT_NAMES = ("骨科", "普外科", "急诊医学科", "重症医学科", "检验科", "药学部", "医务处", "护理部")
_STAFF_NAMES = ("王丽华", "李志强", "欧阳海燕", "陈建国", "刘思敏", "黄晓明", "周文静", "吴国庆")


def make_nation() -> Region:
    """The one row at the top of the tree."""
    defaults = {"code": "000000", "name": "全国", "name_pinyin": "quan guo"}
    return Region.objects.get_or_create(level=RegionLevel.NATION, defaults=defaults)[0]


def make_region(
    code: str = "", *, name: str = "南昌市", level: str = RegionLevel.CITY, parent: Region | None = None
) -> Region:
    """A region under the nation, or under `parent`. The same code gives the same row."""
    code = code or f"36{next(_numbers):04d}"
    found = Region.objects.filter(code=code).first()
    return found or Region.objects.create(
        code=code,
        name=name,
        name_pinyin=name_key(name, limit=200),
        level=level,
        parent=parent or make_nation(),
    )


def make_hospital(code: str = "", *, name: str = "", region: Region | None = None, **values: Any) -> Hospital:
    """A tertiary general hospital of a city."""
    number = next(_numbers)
    region = region or make_region("360100")
    name = name or f"江西省第{number}人民医院"
    defaults: dict[str, Any] = {
        "level": HospitalLevel.TERTIARY,
        "grade": "甲",
        "kind": HospitalKind.GENERAL,
        "line": AdministrativeLine.HEALTH,
        "affiliation": Affiliation.CITY,
        "located_in": region,
        "supervised_by": region,
        "active_from": LONG_AGO,
    }
    with audit.acting(by=None):
        hospital = Hospital.objects.create(
            code=code or f"hospital-{number}",
            name=name,
            name_pinyin=name_key(name, limit=200),
            **(defaults | values),
        )
        standings.first_standing(hospital).save()
    return hospital


def make_version(code: str, *, version: int = 1, title: str = "未开展") -> Campaign:
    """A version that no run uses, for every hospital, without items."""
    return Campaign.objects.create(
        code=code,
        version=version,
        title=title,
        issued_on=LONG_AGO,
        coverage_clause=f"{code}.SC",
        coverage_text="全体",
        from_file=False,
        content_hash="1" * 64,
        levels=HospitalLevel.values,
        kinds=HospitalKind.values,
        lines=AdministrativeLine.values,
    )


def take_part(hospital: Hospital, run: CampaignRun) -> Participation:
    """A hospital in a run, as it is now, without the sheets that opening would make."""
    values = vars(standings.StandingValues.of(hospital))
    return Participation.objects.create(hospital=hospital, run=run, **values)


def make_department(
    hospital: Hospital, *, name: str = "", kind: str = DepartmentKind.CLINICAL, **values: Any
) -> Department:
    """A department of the first level, or below `parent`."""
    number = next(_numbers)
    name = name or f"{_DEPARTMENT_NAMES[number % len(_DEPARTMENT_NAMES)]}{number}病区"
    defaults: dict[str, Any] = {"active_from": LONG_AGO, "level": 2 if values.get("parent") else 1}
    with audit.acting(by=None):
        return Department.objects.create(
            hospital=hospital,
            code=values.pop("code", f"D{number:04d}"),
            name=name,
            name_pinyin=name_key(name, limit=200),
            kind=kind,
            **(defaults | values),
        )


def make_staff(
    hospital: Hospital, *, department: Department | None = None, name: str = "", **values: Any
) -> StaffMember:
    """A member of staff, posted in the department when one is given."""
    number = next(_numbers)
    name = name or _STAFF_NAMES[number % len(_STAFF_NAMES)]
    defaults: dict[str, Any] = {
        "employee_no": f"{10000 + number}",
        "kind": StaffKind.DOCTOR,
        "employed_from": LONG_AGO,
    }
    with audit.acting(by=None):
        staff = StaffMember.objects.create(
            hospital=hospital, name=name, name_pinyin=person_key(name, limit=120), **(defaults | values)
        )
        if department is not None:
            Posting.objects.create(
                hospital=hospital, staff=staff, department=department, from_on=staff.employed_from
            )
    return staff


def make_user(
    hospital: Hospital | None = None,
    *,
    staff: StaffMember | None = None,
    username: str = "",
    password: str | None = PASSWORD,
    must_change_password: bool = False,
    **values: Any,
) -> User:
    """A log-in that can be used at once with `PASSWORD`; of the hospital, of the member of staff, or of neither."""
    number = next(_numbers)
    hospital = hospital or (staff.hospital if staff else None)
    return accounts.create_user(
        username=username or f"user{number}",
        display_name=values.pop("display_name", staff.name if staff else f"测试用户{number}"),
        hospital=hospital,
        staff=staff,
        password=password,
        must_change_password=must_change_password,
        by=None,
        now=OPENED_AT,
        **values,
    )


def grant(
    user: User,
    role: Role | str,
    place: Region | Hospital | Department,
    *,
    from_on: date = LONG_AGO,
    to_on: date | None = None,
    line: str | None = None,
) -> Membership:
    """Give a role through the service, in the name of the system."""
    return memberships.grant_membership(
        user=user,
        role=Role(role),
        place=place,
        from_on=from_on,
        to_on=to_on,
        line=line,
        by=None,
        now=OPENED_AT,
    )


def make_member(
    role: Role | str, place: Hospital | Department, *, name: str = "", username: str = ""
) -> User:
    """A member of staff with a log-in and one role: what most tests need."""
    hospital = place if isinstance(place, Hospital) else place.hospital
    department = place if isinstance(place, Department) else None
    staff = make_staff(hospital, department=department, name=name)
    user = make_user(staff=staff, username=username)
    grant(user, role, place)
    return user
