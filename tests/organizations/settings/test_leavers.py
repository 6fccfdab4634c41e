"""After the last day nobody comes in: refused at the log-in from midnight on, and closed in the night."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from infrastructure.errors import Refusal
from infrastructure.models import AuditEntry
from organizations import tasks
from organizations.models import Role, User
from organizations.services import accounts, api_tokens, handover
from tests import factories
from tests.factories import PASSWORD
from tests.organizations.settings.conftest import NOW, House

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 11, 30)
SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2026, 11, 30, 23, 59, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2026, 12, 1, 0, 1, tzinfo=SHANGHAI)


@pytest.fixture
def leaver(house: House) -> User:
    user = factories.make_user(staff=house.wang, username="wangmin")
    factories.grant(user, Role.LIAISON, house.bone)
    handover.hand_over(person=house.wang, successor=None, last_day=LAST_DAY, by=house.system, now=NOW)
    return user


def logged_in(login: str = "wangmin") -> bool:
    client = Client()
    client.post("/login/", {"username": login, "password": PASSWORD})
    return "_auth_user_id" in client.session


def test_the_log_in_is_refused_after_the_last_day_though_nobody_has_closed_it(leaver: User) -> None:
    token = api_tokens.create(user=leaver, days=90, now=NOW)
    client = Client()
    with time_machine.travel(EVENING):
        assert logged_in()
        client.post("/login/", {"username": "1001", "password": PASSWORD})
        assert client.get("/account/").status_code == 200
    with time_machine.travel(MIDNIGHT):
        assert not logged_in()
        assert not logged_in("1001")
        assert client.get("/account/").status_code == 302
        answer = Client().get("/api/v1/me/", headers={"Authorization": f"Token {token.secret}"})
        assert answer.status_code == 401
    leaver.refresh_from_db()
    assert leaver.is_active


def test_the_night_closes_it_once_and_nobody_elses(leaver: User, house: House) -> None:
    with time_machine.travel(EVENING):
        tasks.close_log_ins_of_leavers()
        assert not AuditEntry.objects.filter(action="account.deactivated").exists()
    with time_machine.travel(MIDNIGHT):
        tasks.close_log_ins_of_leavers()
        tasks.close_log_ins_of_leavers()
    entry = AuditEntry.objects.get(action="account.deactivated")
    assert (entry.target_uid, entry.actor_id, entry.reason) == (leaver.uid, None, "最后在岗日已过")
    assert not User.objects.get(pk=leaver.pk).is_active
    assert User.objects.get(pk=house.quality.pk).is_active
    with pytest.raises(Refusal, match="撤销离职"):
        accounts.reactivate(user=leaver, by=house.system, now=MIDNIGHT)
