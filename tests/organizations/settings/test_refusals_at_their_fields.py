"""What a service refuses is said whole, and at the field where it can be put right."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest

from infrastructure.errors import Refusal
from infrastructure.models import AuditEntry
from organizations.models import Role
from organizations.services import accounts, hospitals, memberships, people
from tests import factories
from tests.organizations.settings.conftest import NOW, TODAY, House

LATER = TODAY + timedelta(days=30)


def _employed_after_the_last_day(house: House, other: House) -> None:
    left = people.end_employment(person=house.wang, last_day=TODAY, by=house.system, now=NOW)
    fields = dataclasses.replace(people.fields_of(left), employed_from=LATER)
    people.edit_person(person=left, fields=fields, revision=left.revision, by=house.system, now=NOW)


def _a_stand_in_from_elsewhere(house: House, other: House) -> None:
    memberships.grant_stand_in(
        principal=house.wang,
        substitute=other.li,
        from_on=TODAY,
        to_on=LATER,
        reason="进修",
        by=house.security,
        now=NOW,
    )


def _anothers_credit_code(house: House, other: House) -> None:
    for one in (other, house):
        names = hospitals.HospitalNames(one.hospital.name, "12360000491015411A", "")
        hospitals.edit_names(hospital=one.hospital, names=names, by=one.system, now=NOW)


def _a_line_of_a_hospital(house: House, other: House) -> None:
    memberships.grant_membership(
        user=factories.make_user(staff=house.wang),
        role=Role.QUALITY_OFFICE,
        place=house.hospital,
        from_on=TODAY,
        line="health",
        by=house.security,
        now=NOW,
    )


def _a_log_in_of_somebody_who_left(house: House, other: House) -> None:
    user = factories.make_user(staff=house.wang)
    accounts.deactivate(user=user, by=house.system, now=NOW)
    people.end_employment(person=house.wang, last_day=TODAY, by=house.system, now=NOW)
    accounts.reactivate(user=user, by=house.system, now=NOW + timedelta(days=2))


REFUSED: dict[Callable[[House, House], None], tuple[str, str]] = {
    _employed_after_the_last_day: ("employed_from", "入职日期不能晚于离职日期。"),
    _a_stand_in_from_elsewhere: ("substitute", "所选代理人不属于这家医院。"),
    _anothers_credit_code: ("credit_code", "这个统一社会信用代码已经属于另一家机构，请核对。"),
    _a_line_of_a_hospital: ("line", "条线（卫生健康、中医药、疾控）只用来限定行政区划上的角色。"),
    _a_log_in_of_somebody_who_left: ("", "此人已离岗，账号不能恢复。重新入职的，请先撤销离职。"),
}


@pytest.mark.parametrize("act", REFUSED, ids=lambda act: act.__name__)
def test_a_refusal_is_whole_and_at_its_field(
    house: House, other: House, act: Callable[[House, House], None]
) -> None:
    with pytest.raises(Refusal) as refused:
        act(house, other)
    assert (refused.value.field, refused.value.message) == REFUSED[act]


def test_whoever_appoints_a_stand_in_stands_in_the_audit_log(house: House) -> None:
    memberships.grant_stand_in(
        principal=house.wang,
        substitute=house.li,
        from_on=TODAY,
        to_on=LATER,
        reason="进修",
        by=house.security,
        now=NOW,
    )
    assert AuditEntry.objects.get(action="standin.granted").actor_id == house.security.pk
