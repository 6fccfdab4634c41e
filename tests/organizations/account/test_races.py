"""Pressed by several at one moment, on the real database: it happens once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection
from knox.models import AuthToken

from infrastructure.errors import Refusal
from infrastructure.models.audit import AuditEntry
from organizations.models import AccountReset, HospitalRole, Membership, Role, User
from organizations.services import account_resets, api_tokens, memberships
from tests import factories

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def at_once(act: Callable[[int], object], *, times: int) -> list[str]:
    """Run it in as many threads and return what each got: the words of a refusal, or done."""
    start = Barrier(times)

    def one(number: int) -> str:
        try:
            start.wait(timeout=30)
            act(number)
        except Refusal as refusal:
            return refusal.message
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_a_code_used_twice_at_one_moment(live_database: str) -> None:
    user = factories.make_user(factories.make_hospital(), password=None)
    code = account_resets.hand_over_by_operator(user=user, now=NOW, reason="首位管理员")
    passwords = [f"Kapok-tree-19{number:02d}" for number in range(8)]
    answers = at_once(
        lambda number: account_resets.activate(
            reset=AccountReset.objects.select_related("user").get(pk=code.reset.pk),
            first="",
            second=code.code,
            password=passwords[number],
            now=NOW,
        ),
        times=8,
    )
    assert sorted(answers) == sorted(["done"] + [account_resets.CODE_IS_OVER] * 7)
    winner = User.objects.get(pk=user.pk)
    assert winner.check_password(passwords[answers.index("done")])
    assert AuditEntry.objects.filter(target_uid=user.uid, action="account.password_set").count() == 1


def test_two_log_ins_of_one_person_come_to_two_of_the_three_roles_at_one_moment(live_database: str) -> None:
    staff = factories.make_staff(factories.make_hospital())
    users = [factories.make_user(staff=staff) for _ in range(2)]
    roles = [Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR]
    answers = at_once(lambda n: factories.grant(users[n], roles[n], staff.hospital), times=2)
    assert answers.count("done") == 1
    assert Membership.objects.filter(staff=staff).count() == 1


def test_a_role_granted_by_twenty_clicks(live_database: str) -> None:
    hospital = factories.make_hospital()
    user = factories.make_user(hospital)
    answers = at_once(
        lambda number: memberships.grant_membership(
            user=user, role=Role.QUALITY_OFFICE, place=hospital, from_on=TODAY, by=None, now=NOW
        ),
        times=20,
    )
    assert answers.count("done") == 1
    assert {answer for answer in answers if answer != "done"} == {"此人在这里已有同样的角色，不必重复授予。"}
    assert Membership.objects.filter(user=user).count() == 1
    assert HospitalRole.objects.filter(user=user).count() == 1
    assert AuditEntry.objects.filter(target_uid=user.uid, action="membership.granted").count() == 1


def test_three_handlers_at_one_moment(live_database: str) -> None:
    hospital = factories.make_hospital()
    users = [factories.make_user(hospital) for _ in range(6)]
    answers = at_once(
        lambda number: memberships.grant_membership(
            user=users[number],
            role=Role.CONFIDENTIAL_HANDLER,
            place=hospital,
            from_on=TODAY,
            by=None,
            now=NOW,
        ),
        times=6,
    )
    assert answers.count("done") == 2
    assert Membership.objects.filter(hospital=hospital).count() == 2


def test_three_administrators_at_one_moment(live_database: str) -> None:
    hospital = factories.make_hospital()
    user = factories.make_user(hospital)
    roles = [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR]
    answers = at_once(
        lambda number: memberships.grant_membership(
            user=user, role=roles[number], place=hospital, from_on=TODAY, by=None, now=NOW
        ),
        times=3,
    )
    assert answers.count("done") == 1
    assert all("三员分立" in answer for answer in answers if answer != "done")


def test_the_limit_of_tokens_holds_for_twenty_clicks(live_database: str) -> None:
    user = factories.make_user(factories.make_hospital())
    now = datetime.now(UTC)
    answers = at_once(lambda number: api_tokens.create(user=user, days=7, now=now), times=20)
    assert answers.count("done") == 10
    assert AuthToken.objects.filter(user=user).count() == 10
