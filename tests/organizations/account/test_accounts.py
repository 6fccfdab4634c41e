"""Opening a log-in, the second factor, API tokens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from knox.models import AuthToken

from infrastructure.errors import Invalid, NotAllowed, Refusal
from infrastructure.models.access import AccessEntry, AccessKind
from infrastructure.models.audit import AuditEntry
from organizations import tasks
from organizations.models import Department, DepartmentRole, Hospital, User
from organizations.services import accounts, api_tokens, memberships
from tests import factories
from tests.factories import PASSWORD
from tests.organizations.account.conftest import log_in

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
NEW = "Magnolia-tree-1928"


def code_of(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = datetime.now(UTC).timestamp()
    return f"{totp.token():06d}"


def test_a_new_log_in_must_change_its_password(hospital: Hospital) -> None:
    user = accounts.create_user(
        username="WangLi", display_name=" 王 丽 ", hospital=hospital, password=NEW, by=None, now=NOW
    )
    assert (user.username, user.display_name, user.must_change_password) == ("wangli", "王 丽", True)
    assert AuditEntry.objects.get(target_uid=user.uid).action == "account.created"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"username": "x"}, "username"),
        ({"username": "王 丽"}, "username"),
        ({"username": "a\x00b"}, "username"),
        ({"username": "10002"}, "username"),  # a colleague's 工号
        ({"username": "LIZHIQIANG"}, "username"),  # taken, in another writing
        ({"display_name": ""}, "display_name"),
        ({"display_name": "王" * 41}, "display_name"),
        ({"email": "not an address"}, "email"),
    ],
)
def test_what_a_log_in_may_not_be(liaison: User, values: dict[str, str], field: str) -> None:
    before = User.objects.count()
    usual = {"username": "wangli", "display_name": "王丽", "hospital": liaison.hospital}
    with pytest.raises(Refusal) as refused:
        accounts.create_user(**(usual | values), by=None, now=NOW)
    assert refused.value.field == field
    assert User.objects.count() == before


def test_a_new_password_does_not_name_the_person(liaison: User) -> None:
    with pytest.raises(Invalid) as refused:
        accounts.set_password(user=liaison, password=f"{liaison.username}-Tree-1931", by=None, now=NOW)
    assert refused.value.errors == {"new": "密码不能包含用户名、工号或姓名，请换一个。"}


def test_an_address_is_kept_without_the_blanks_around_it(hospital: Hospital) -> None:
    address = " wang.li@example.cn "
    user = accounts.create_user(
        username="wangli", display_name="王丽", hospital=hospital, email=address, by=None, now=NOW
    )
    assert user.email == "wang.li@example.cn"


def test_staff_of_another_hospital_is_refused(hospital: Hospital, other_hospital: Hospital) -> None:
    with pytest.raises(Refusal) as refused:
        factories.make_user(hospital, staff=factories.make_staff(other_hospital))
    assert refused.value.field == "staff"


def test_a_password_set_by_the_system_ends_sessions_and_tokens(browser: Client, liaison: User) -> None:
    log_in(browser, "lizhiqiang")
    api_tokens.create(user=liaison, days=30, now=NOW)
    accounts.set_password(user=liaison, password=NEW, by=None, now=NOW)
    assert browser.get("/account/").status_code == 302
    assert not AuthToken.objects.filter(user=liaison).exists()


def test_nobody_sets_somebody_elses_password(liaison: User) -> None:
    administrator = factories.make_user(liaison.hospital)
    with pytest.raises(NotAllowed, match="不能替别人设置密码"):
        accounts.set_password(user=liaison, password=NEW, by=administrator, now=NOW)
    with pytest.raises(NotAllowed, match="不能替别人设置密码"):
        accounts.create_user(username="x1", display_name="某人", password=NEW, by=administrator, now=NOW)
    assert User.objects.get(pk=liaison.pk).check_password(PASSWORD)


def test_nobody_closes_an_own_log_in(liaison: User) -> None:
    with pytest.raises(Refusal, match="不能停用自己"):
        accounts.deactivate(user=liaison, by=liaison, now=NOW)
    accounts.deactivate(user=liaison, by=None, now=NOW)
    accounts.deactivate(user=liaison, by=None, now=NOW)
    assert AuditEntry.objects.filter(action="account.deactivated").count() == 1
    accounts.reactivate(user=liaison, by=None, now=NOW)
    assert log_in(Client(), "lizhiqiang").status_code == 302


def enable_second_factor(browser: Client, user: User) -> TOTPDevice:
    browser.post("/account/second-factor/", {"act": "begin"})
    device = TOTPDevice.objects.get(user=user)
    page = browser.post("/account/second-factor/", {"act": "confirm", "code": code_of(device)})
    assert page.url == "/account/second-factor/"
    device.refresh_from_db()
    assert device.confirmed
    return device


def test_the_second_factor_is_asked_after_the_password(browser: Client, liaison: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        log_in(browser, "lizhiqiang")
        device = enable_second_factor(browser, liaison)
        browser.post("/logout/")
        clock.shift(60)
        step = log_in(browser, "10002", next="/account/tokens/")
        assert step.url == "/login/code/"
        assert browser.get("/account/").status_code == 302  # the password alone opens nothing
        assert "动态口令不正确" in browser.post("/login/code/", {"code": "000000"}).content.decode()
        assert "请在" in browser.post("/login/code/", {"code": code_of(device)}).content.decode()
        clock.shift(5)
        code = code_of(device)
        assert browser.post("/login/code/", {"code": code}).url == "/account/tokens/"
        assert browser.get("/account/").wsgi_request.user.is_verified()
        # The same code again, from somebody who looked over the shoulder.
        thief = Client()
        log_in(thief, "lizhiqiang")
        assert thief.post("/login/code/", {"code": code}).status_code == 200
    assert AccessEntry.objects.filter(kind=AccessKind.LOGIN_FAILED, user=liaison).count() == 3


def test_the_password_is_remembered_for_five_minutes(browser: Client, liaison: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        log_in(browser, "lizhiqiang")
        device = enable_second_factor(browser, liaison)
        browser.post("/logout/")
        log_in(browser, "lizhiqiang")
        clock.shift(301)
        assert browser.post("/login/code/", {"code": code_of(device)}).url == "/login/"
        log_in(browser, "lizhiqiang")
        accounts.set_password(user=liaison, password=NEW, by=None, now=NOW)
        assert browser.post("/login/code/", {"code": code_of(device)}).url == "/login/"
        assert browser.get("/account/").status_code == 302


def test_the_code_page_without_a_password(browser: Client, db: None) -> None:
    assert browser.get("/login/code/").url == "/login/"


def test_the_second_factor_goes_with_a_code(browser: Client, liaison: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        log_in(browser, "lizhiqiang")
        device = enable_second_factor(browser, liaison)
        clock.shift(60)
        wrong = browser.post("/account/second-factor/", {"act": "off", "code": "000000"})
        assert "动态口令不正确" in wrong.content.decode()
        clock.shift(5)
        browser.post("/account/second-factor/", {"act": "off", "code": code_of(device)})
        assert not TOTPDevice.objects.filter(user=liaison).exists()
    actions = AuditEntry.objects.filter(action__contains="second_factor").order_by("id")
    on, off = "account.second_factor_on", "account.second_factor_off"
    assert list(actions.values_list("action", "actor_id")) == [(on, liaison.pk), (off, liaison.pk)]


def test_a_begun_second_factor_asks_for_nothing(browser: Client, liaison: User) -> None:
    log_in(browser, "lizhiqiang")
    browser.post("/account/second-factor/", {"act": "begin"})
    page = browser.get("/account/second-factor/").content.decode()
    assert "data:image/svg+xml" in page
    assert log_in(Client(), "lizhiqiang").url == "/"


def test_a_token_is_shown_once_and_kept_as_a_hash(browser: Client, liaison: User) -> None:
    log_in(browser, "lizhiqiang")
    page = browser.post("/account/tokens/", {"days": "30"})
    secret = page.context["new"].secret
    assert secret in page.content.decode()
    token = AuthToken.objects.get(user=liaison)
    assert secret not in (token.digest, token.token_key)
    assert secret not in browser.get("/account/tokens/").content.decode()
    assert token.expiry - token.created == pytest.approx(timedelta(days=30), abs=timedelta(seconds=1))
    assert browser.post(f"/account/tokens/{token.token_key}/revoke/").url == "/account/tokens/"
    assert not AuthToken.objects.exists()
    assert browser.post(f"/account/tokens/{token.token_key}/revoke/").status_code == 404


def test_nobody_revokes_another_persons_token(browser: Client, liaison: User, department: Department) -> None:
    other = factories.make_user(department.hospital)
    token = api_tokens.create(user=other, days=7, now=NOW).token
    log_in(browser, "lizhiqiang")
    assert browser.post(f"/account/tokens/{token.token_key}/revoke/").status_code == 404
    assert AuthToken.objects.filter(pk=token.pk).exists()


def test_tokens_have_an_end_and_a_number(browser: Client, liaison: User) -> None:
    log_in(browser, "lizhiqiang")
    assert browser.post("/account/tokens/", {"days": "3650"}).context["form"].errors["days"]
    for _ in range(10):
        api_tokens.create(user=liaison, days=7, now=datetime.now(UTC))
    page = browser.post("/account/tokens/", {"days": "7"})
    assert "最多 10 个有效令牌" in page.content.decode()
    assert AuthToken.objects.count() == 10


def test_what_is_over_is_cleared_at_night(liaison: User, department: Department) -> None:
    membership = liaison.memberships.get()
    with time_machine.travel(NOW, tick=False) as clock:
        memberships.end_membership(membership=membership, by=None, now=NOW, last_on=NOW.date())
        api_tokens.create(user=liaison, days=7, now=NOW)
        kept = api_tokens.create(user=liaison, days=30, now=NOW).token
        Session.objects.create(session_key="old", session_data="", expire_date=NOW)
        tasks.clear_what_is_over()
        assert DepartmentRole.objects.filter(user=liaison).count() == 1
        clock.shift(timedelta(days=8))
        for _ in range(2):
            tasks.clear_what_is_over()
    assert not DepartmentRole.objects.filter(user=liaison).exists()
    assert AuthToken.objects.get(user=liaison) == kept
    assert not Session.objects.filter(session_key="old").exists()
