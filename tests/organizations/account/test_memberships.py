"""Roles: one guardian row each, ended when they end, and what the database never allows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from infrastructure import audit
from infrastructure.errors import NotAllowed, Refusal
from infrastructure.models.audit import AuditEntry
from organizations.models import (
    Department,
    DepartmentRole,
    Hospital,
    HospitalRole,
    Membership,
    RegionRole,
    Role,
    User,
)
from organizations.roles import ROLES, SEPARATED_ROLES, Place
from organizations.scope import grants_of, scope_of
from organizations.services import accounts, memberships
from rectification.rights import FindingRight
from tests import factories

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def security(hospital: Hospital) -> User:
    return factories.make_member(Role.SECURITY_ADMINISTRATOR, hospital)


def carriers(membership: Membership) -> list[object]:
    rows: list[object] = []
    for model in (RegionRole, HospitalRole, DepartmentRole):
        rows += model.objects.filter(membership_id=membership.pk)
    return rows


def grant(user: User, role: Role, place: object, security: User, **dates: date) -> Membership:
    return memberships.grant_membership(
        user=user, role=role, place=place, from_on=dates.pop("from_on", TODAY), by=security, now=NOW, **dates
    )


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_one_membership_and_one_row_on_each_of_its_places(
    role: Role, hospital: Hospital, department: Department, security: User
) -> None:
    places = {
        Place.REGION: factories.make_region("360100"),
        Place.HOSPITAL: hospital,
        Place.DEPARTMENT: department,
    }
    for kind, place in places.items():
        user = factories.make_user(None if kind is Place.REGION else hospital)
        if kind not in ROLES[role].places:
            with pytest.raises(Refusal, match="只能授予在"):
                grant(user, role, place, security)
            assert not user.memberships.exists()
            continue
        membership = grant(user, role, place, security)
        (row,) = carriers(membership)
        assert row.permission.codename == role
        assert row.content_object == place
        assert row.user == user
        assert grants_of(user, TODAY).roles() == {role}
        entry = AuditEntry.objects.get(action="membership.granted", target_uid=user.uid)
        assert entry.actor_id == security.pk
        assert entry.detail["role"] == role


def test_an_ended_role_opens_nothing_from_that_moment(
    liaison: User, department: Department, security: User
) -> None:
    membership = liaison.memberships.get()
    assert scope_of(liaison, FindingRight.VIEW, as_of=TODAY).departments == {department.pk}
    for _ in range(2):  # pressed twice
        memberships.end_membership(membership=membership, by=security, now=NOW, reason="转岗")
    fresh = User.objects.get(pk=liaison.pk)
    assert not scope_of(fresh, FindingRight.VIEW, as_of=TODAY)
    assert carriers(membership) == []
    assert Membership.objects.get(pk=membership.pk).to_on == TODAY
    assert AuditEntry.objects.get(action="membership.ended").reason == "转岗"


def test_a_last_day_still_to_come(liaison: User, security: User) -> None:
    membership = liaison.memberships.get()
    last = TODAY + timedelta(days=3)
    memberships.end_membership(membership=membership, by=security, now=NOW, last_on=last)
    assert scope_of(User.objects.get(pk=liaison.pk), FindingRight.VIEW, as_of=last)
    after = last + timedelta(days=1)
    assert not scope_of(User.objects.get(pk=liaison.pk), FindingRight.VIEW, as_of=after)
    assert memberships.clear_ended(as_of=last) == 0
    assert memberships.clear_ended(as_of=after) == 1
    assert carriers(membership) == []


def test_a_role_whose_dates_have_passed_opens_nothing_before_anybody_clears_it(
    hospital: Hospital, security: User
) -> None:
    user = factories.make_user(hospital)
    grant(user, Role.QUALITY_OFFICE, hospital, security, from_on=TODAY, to_on=TODAY)
    later = TODAY + timedelta(days=1)
    assert not scope_of(User.objects.get(pk=user.pk), FindingRight.VIEW, as_of=later)
    assert not scope_of(User.objects.get(pk=user.pk), FindingRight.VIEW, as_of=TODAY - timedelta(days=1))
    assert HospitalRole.objects.filter(user=user).count() == 1
    memberships.grant_membership(
        user=user,
        role=Role.QUALITY_OFFICE,
        place=hospital,
        from_on=later,
        by=security,
        now=NOW + timedelta(days=1),
    )
    assert HospitalRole.objects.filter(user=user).count() == 1
    assert user.memberships.count() == 2


def test_given_by_mistake_and_given_again_the_same_day(hospital: Hospital, security: User) -> None:
    user = factories.make_user(hospital)
    membership = grant(user, Role.QUALITY_OFFICE, hospital, security)
    for _ in range(2):  # pressed twice
        memberships.end_membership(membership=membership, by=security, now=NOW)
    assert not user.memberships.exists()
    assert AuditEntry.objects.filter(action="membership.ended").count() == 1
    grant(user, Role.QUALITY_OFFICE, hospital, security)
    assert HospitalRole.objects.filter(user=user).count() == 1


def test_the_same_role_twice_is_refused_in_words(
    liaison: User, department: Department, security: User
) -> None:
    with pytest.raises(Refusal, match="已有同样的角色"):
        grant(liaison, Role.LIAISON, department, security)
    assert liaison.memberships.count() == 1
    assert DepartmentRole.objects.filter(user=liaison).count() == 1


@pytest.mark.parametrize("held", SEPARATED_ROLES)
@pytest.mark.parametrize("wanted", SEPARATED_ROLES)
def test_three_administrators_are_three_people(
    held: Role, wanted: Role, hospital: Hospital, security: User
) -> None:
    user = factories.make_user(hospital)
    grant(user, held, hospital, security)
    match = "已有同样的角色" if held is wanted else "三员分立"
    with pytest.raises(Refusal, match=match) as refused:
        grant(user, wanted, hospital, security)
    assert refused.value.field == "role"
    assert user.memberships.get().role == held


def test_three_administrators_are_held_apart_by_the_database_itself(
    hospital: Hospital, security: User
) -> None:
    user = factories.make_user(hospital)
    grant(user, Role.SYSTEM_ADMINISTRATOR, hospital, security)
    with (
        pytest.raises(IntegrityError, match="membership_separated_roles"),
        audit.acting(by=None),
        transaction.atomic(),
    ):
        Membership.objects.create(user=user, role=Role.AUDIT_ADMINISTRATOR, hospital=hospital, from_on=TODAY)


def test_one_after_the_other_is_allowed(hospital: Hospital, security: User) -> None:
    user = factories.make_user(hospital)
    grant(user, Role.SYSTEM_ADMINISTRATOR, hospital, security, from_on=date(2026, 1, 1), to_on=TODAY)
    grant(user, Role.AUDIT_ADMINISTRATOR, hospital, security, from_on=TODAY + timedelta(days=1))
    assert user.memberships.count() == 2


def test_at_most_two_confidential_handlers(
    hospital: Hospital, other_hospital: Hospital, security: User
) -> None:
    first, second, third = (factories.make_user(hospital) for _ in range(3))
    membership = grant(first, Role.CONFIDENTIAL_HANDLER, hospital, security, from_on=date(2026, 1, 1))
    grant(second, Role.CONFIDENTIAL_HANDLER, hospital, security)
    with pytest.raises(Refusal, match="至多两人"):
        grant(third, Role.CONFIDENTIAL_HANDLER, hospital, security)
    grant(factories.make_user(other_hospital), Role.CONFIDENTIAL_HANDLER, other_hospital, security)
    memberships.end_membership(membership=membership, by=security, now=NOW)
    grant(third, Role.CONFIDENTIAL_HANDLER, hospital, security, from_on=TODAY + timedelta(days=1))
    assert set(
        hospital.memberships.filter(role=Role.CONFIDENTIAL_HANDLER).values_list("slot", flat=True)
    ) == {1, 2}


def test_nobody_gives_or_takes_an_own_role(hospital: Hospital, security: User) -> None:
    with pytest.raises(NotAllowed, match="不能给自己授予角色"):
        grant(security, Role.QUALITY_OFFICE, hospital, security)
    with pytest.raises(NotAllowed, match="不能收回自己的角色"):
        memberships.end_membership(membership=security.memberships.get(), by=security, now=NOW)


def test_no_role_in_another_hospital(liaison: User, other_hospital: Hospital, security: User) -> None:
    foreign = factories.make_department(other_hospital)
    for role, place in ((Role.QUALITY_OFFICE, other_hospital), (Role.LIAISON, foreign)):
        with pytest.raises(Refusal, match="属于另一家医院"):
            grant(liaison, role, place, security)
    with pytest.raises(Refusal, match="属于另一家医院"):
        grant(liaison, Role.SUPERVISOR, factories.make_region("360100"), security)


def test_dates_in_order(hospital: Hospital, security: User) -> None:
    with pytest.raises(Refusal) as refused:
        grant(
            factories.make_user(hospital),
            Role.QUALITY_OFFICE,
            hospital,
            security,
            to_on=TODAY - timedelta(days=1),
        )
    assert refused.value.field == "to_on"


def test_closed_and_unknown_users_hold_nothing(liaison: User) -> None:
    accounts.deactivate(user=liaison, by=None, now=NOW)
    closed = User.objects.get(pk=liaison.pk)
    assert grants_of(closed, TODAY).grants == ()
    assert scope_of(closed, FindingRight.VIEW, as_of=TODAY).departments == frozenset()


def test_there_is_no_superuser(hospital: Hospital) -> None:
    user = factories.make_user(hospital)
    user.is_superuser = True
    with pytest.raises(IntegrityError, match="user_never_superuser"), transaction.atomic():
        user.save(update_fields=["is_superuser"])


def test_no_permission_of_django_opens_anything(liaison: User) -> None:
    assert liaison.get_all_permissions() == set()
    assert not liaison.has_perm("organizations.quality_office")


def test_a_stand_in_does_the_principal_s_work_between_the_dates(
    liaison: User, department: Department, security: User
) -> None:
    substitute = factories.make_user(staff=factories.make_staff(department.hospital))
    stand_in = memberships.grant_stand_in(
        principal=liaison.staff,
        substitute=substitute.staff,
        from_on=TODAY,
        to_on=TODAY + timedelta(days=7),
        reason="外出进修",
        by=security,
        now=NOW,
    )
    on_time = grants_of(substitute, TODAY + timedelta(days=7))
    assert on_time.scope(FindingRight.VIEW).departments == {department.pk}
    assert not on_time.scope(FindingRight.VIEW, own_only=True)
    assert {one.for_staff for one in on_time.grants} == {liaison.staff_id}
    assert grants_of(substitute, TODAY + timedelta(days=8)).grants == ()
    assert grants_of(substitute, TODAY - timedelta(days=1)).grants == ()
    memberships.end_stand_in(stand_in=stand_in, by=security, now=NOW)
    assert grants_of(substitute, TODAY).grants == ()
    actions = AuditEntry.objects.filter(target_uid=liaison.staff.uid).values_list("action", flat=True)
    assert set(actions) == {"standin.granted", "standin.ended"}


def test_what_a_stand_in_never_carries(hospital: Hospital, security: User) -> None:
    """三员分立 and the limit of two handlers hold, however roles are joined."""
    substitute = factories.make_member(Role.QUALITY_OFFICE, hospital)
    for role in (*SEPARATED_ROLES, Role.CONFIDENTIAL_HANDLER):
        principal = factories.make_user(staff=factories.make_staff(hospital))
        grant(principal, role, hospital, security)
        memberships.grant_stand_in(
            principal=principal.staff,
            substitute=substitute.staff,
            from_on=TODAY,
            to_on=TODAY,
            reason="休假",
            by=security,
            now=NOW,
        )
    assert grants_of(substitute, TODAY).roles() == {Role.QUALITY_OFFICE}


def test_two_stand_ins_at_one_time_and_oneself_are_refused(
    liaison: User, department: Department, security: User
) -> None:
    first, second = (factories.make_staff(department.hospital) for _ in range(2))
    common = {"principal": liaison.staff, "from_on": TODAY, "to_on": TODAY, "by": security, "now": NOW}
    memberships.grant_stand_in(substitute=first, reason="休假", **common)
    with pytest.raises(Refusal, match="已经指定了代理人"):
        memberships.grant_stand_in(substitute=second, reason="休假", **common)
    with pytest.raises(Refusal, match="不能是本人"):
        memberships.grant_stand_in(substitute=liaison.staff, reason="休假", **common)
    with pytest.raises(Refusal) as refused:
        memberships.grant_stand_in(substitute=second, reason=" ", **common)
    assert refused.value.field == "reason"


def test_a_stand_in_of_another_hospital_is_refused(
    liaison: User, other_hospital: Hospital, security: User
) -> None:
    with pytest.raises(Refusal, match="不属于这家医院"):
        memberships.grant_stand_in(
            principal=liaison.staff,
            substitute=factories.make_staff(other_hospital),
            from_on=TODAY,
            to_on=TODAY,
            reason="休假",
            by=security,
            now=NOW,
        )
