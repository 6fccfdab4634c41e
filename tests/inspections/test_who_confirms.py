"""A filled sheet asks those who may confirm it, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from infrastructure.audit import acting
from infrastructure.errors import NotAllowed
from inspections.services.sheets import confirming_place
from organizations.holders import holders_of_departments
from organizations.models import Department, DepartmentKind, Role, StandIn, User
from organizations.services.signing import sign
from tests import factories
from tests.inspections.hospital import TODAY, Place
from tests.inspections.page_tools import fill, words

pytestmark = pytest.mark.django_db


def stand_in(place: Place, principal: User, substitute: User, *, days: int) -> None:
    with acting(by=None):
        StandIn.objects.create(
            hospital=place.hospital,
            principal=principal.staff,
            substitute=substitute.staff,
            from_on=TODAY + timedelta(days=min(days - 1, 0)),
            to_on=TODAY + timedelta(days=days),
            reason="外出进修",
            granted_by=principal,
        )


def everybody(place: Place) -> list[User]:
    """All roles in the ward and in the hospital, heads of other places, stand-ins now and before, one switched off."""
    ward = place.departments["clinical"]
    people = [factories.make_member(role, ward) for role in (Role.STAFF, Role.LIAISON, Role.DEPARTMENT_HEAD)]
    people += [
        factories.make_member(role, place.hospital) for role in (Role.QUALITY_OFFICE, Role.HOSPITAL_LEADER)
    ]
    people.append(place.member(Role.DEPARTMENT_HEAD, "nursing_unit"))
    for days in (1, -1):
        substitute = place.member(Role.STAFF, "clinical")
        stand_in(place, people[2], substitute, days=days)
        people.append(substitute)
    off = factories.make_member(Role.DEPARTMENT_HEAD, ward)
    with acting(by=None):
        User.objects.filter(pk=off.pk).update(is_active=False)
    with acting(by=None):
        for number, user in enumerate(people):
            User.objects.filter(pk=user.pk).update(display_name=f"第{number}人")
    return [*User.objects.filter(pk__in=[user.pk for user in people]), User.objects.get(pk=off.pk)]


def signs(place: Place, key: str, user: User) -> bool:
    right, where = confirming_place(place.sheet(key))
    try:
        sign(action=right, place=where, by=user, as_of=TODAY)
    except NotAllowed:
        return False
    return True


def test_whom_the_sheet_names_is_who_can_sign(place: Place) -> None:
    people = everybody(place)
    able = {user.display_name for user in people if signs(place, "clinical", user)}
    right, _ = confirming_place(place.sheet("clinical"))
    ward = place.departments["clinical"].pk
    assert set(holders_of_departments(right, [ward], as_of=TODAY)[ward]) == able == {"第2人", "第6人"}


def test_the_head_of_a_department_confirms_for_its_sub_unit(place: Place) -> None:
    place.member(Role.DEPARTMENT_HEAD, "clinical", name="陈建国")
    ward: Department = factories.make_department(
        place.hospital, name="骨一病区", kind=DepartmentKind.CLINICAL, parent=place.departments["clinical"]
    )
    right, _ = confirming_place(place.sheet("clinical"))
    assert holders_of_departments(right, [ward.pk], as_of=TODAY) == {ward.pk: ("陈建国",)}


@pytest.mark.usefixtures("on_the_day")
class TestPages:
    def test_the_sheet_names_the_head_and_not_the_liaison(self, place: Place, browser: Any) -> None:
        sheet = fill(place)
        liaison = place.member(Role.LIAISON, "clinical", name="王丽华")
        nobody = words(browser(liaison).get(f"/inspection/{sheet.uid}/"))
        assert "本科室还没有设置科室负责人，请安全管理员授予这一角色" in nobody
        place.member(Role.DEPARTMENT_HEAD, "clinical", name="陈建国")
        assert "请科室负责人确认（陈建国）" in words(browser(liaison).get(f"/inspection/{sheet.uid}/"))
        overview = words(
            browser(liaison).get(f"/h/{place.hospital.code}/inspection/?run={place.run.code}", follow=True)
        )
        assert "王丽华）" not in overview

    def test_a_filled_sheet_is_chased_at_who_may_confirm_it(self, place: Place, browser: Any) -> None:
        fill(place)
        for key in ("clinical", "nursing_unit"):
            place.member(Role.LIAISON, key, name="王丽华")
            place.member(Role.DEPARTMENT_HEAD, key, name="陈建国")
        page = browser(place.member(Role.QUALITY_OFFICE)).get(f"/h/{place.hospital.code}/inspection/")
        chase = page.context["chase"]
        assert "骨科（陈建国）：已填完，请负责人确认。" in chase
        assert "骨科护理单元（王丽华、陈建国）：还没有填写。" in chase
