"""三员分立 in the roles: over all log-ins of a person, closed ones included, in the database itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations.models import Hospital, Membership, Role, User
from organizations.roles import SEPARATED_ROLES
from organizations.services import accounts, memberships
from tests import factories
from tests.organizations.account.two_keys import NOW, TODAY

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("on_the_day")]


def test_one_person_with_two_log_ins_never_holds_two_of_the_three(hospital: Hospital, security: User) -> None:
    """Grant one, close that log-in, open a second, grant the other, open the first again."""
    person = factories.make_staff(hospital)
    first = factories.make_user(staff=person)
    factories.grant(first, Role.AUDIT_ADMINISTRATOR, hospital)
    accounts.deactivate(user=first, by=None, now=NOW)
    second = factories.make_user(staff=person)
    with pytest.raises(Refusal, match="三员分立.*已停用账号上的也算"):
        factories.grant(second, Role.SECURITY_ADMINISTRATOR, hospital)
    # The advice can be followed, and then the first log-in opens without the role.
    memberships.end_membership(membership=first.memberships.get(), by=security, now=NOW)
    tomorrow = TODAY + timedelta(days=1)
    factories.grant(second, Role.SECURITY_ADMINISTRATOR, hospital, from_on=tomorrow)
    accounts.reactivate(user=first, by=None, now=NOW)
    held = Membership.objects.filter(staff=person).in_force(tomorrow).values_list("role", flat=True)
    assert list(held) == [Role.SECURITY_ADMINISTRATOR]


@pytest.mark.parametrize("with_staff", [True, False])
def test_the_database_itself_holds_it_a_person_with_or_without_staff(
    hospital: Hospital, with_staff: bool
) -> None:
    person = factories.make_staff(hospital) if with_staff else None
    first = factories.make_user(hospital, staff=person)
    second = factories.make_user(hospital, staff=person) if with_staff else first
    factories.grant(first, Role.SYSTEM_ADMINISTRATOR, hospital)
    for values in ({}, {"staff": None}, {"staff": factories.make_staff(hospital)}):
        with (
            pytest.raises(IntegrityError, match="membership_separated_roles"),
            audit.acting(by=None),
            transaction.atomic(),
        ):
            Membership.objects.create(
                user=second, role=Role.AUDIT_ADMINISTRATOR, hospital=hospital, from_on=TODAY, **values
            )


def test_two_log_ins_without_staff_are_two_people(hospital: Hospital) -> None:
    for role in SEPARATED_ROLES:
        factories.grant(factories.make_user(hospital), role, hospital)
    assert Membership.objects.filter(role__in=SEPARATED_ROLES).count() == 3


def test_a_role_is_not_moved_to_another_log_in_of_the_person_behind_the_constraint(
    hospital: Hospital,
) -> None:
    person = factories.make_staff(hospital)
    factories.grant(factories.make_user(staff=person), Role.SYSTEM_ADMINISTRATOR, hospital)
    stranger = factories.grant(factories.make_user(hospital), Role.AUDIT_ADMINISTRATOR, hospital)
    with (
        pytest.raises(IntegrityError, match="membership_separated_roles"),
        audit.acting(by=None),
        transaction.atomic(),
    ):
        Membership.objects.filter(pk=stranger.pk).update(user=factories.make_user(staff=person))


def test_the_link_of_a_log_in_to_its_person_is_for_ever(liaison: User, hospital: Hospital) -> None:
    for change in (
        {"staff": factories.make_staff(hospital)},
        {"staff": None},
        {"hospital": None, "staff": None},
    ):
        with (
            pytest.raises(Exception, match="one_person_for_ever|Cannot update"),
            audit.acting(by=None),
            transaction.atomic(),
        ):
            User.objects.filter(pk=liaison.pk).update(**change)
