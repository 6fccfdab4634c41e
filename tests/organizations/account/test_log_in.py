"""Coming in by user name or 工号, and what a stranger can learn from trying."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, override_settings

from infrastructure.models.access import AccessEntry, AccessKind
from organizations.models import Hospital, Role, User
from organizations.services import accounts
from tests import factories
from tests.factories import OPENED_AT, PASSWORD
from tests.organizations.account.conftest import log_in

pytestmark = pytest.mark.slow

WRONG = "Magnolia-tree-1928"
REFUSED = "用户名（工号）或密码不正确"


def kinds() -> list[str]:
    return list(AccessEntry.objects.order_by("id").values_list("kind", flat=True))


def test_by_user_name_in_any_writing(browser: Client, liaison: User) -> None:
    for typed in ("lizhiqiang", "LiZhiQiang", "  ｌｉｚｈｉｑｉａｎｇ "):
        assert log_in(browser, typed).url == "/"
        assert browser.get("/").url == f"/h/{liaison.hospital.code}/"
        browser.post("/logout/")


def test_by_employee_number(browser: Client, liaison: User) -> None:
    assert log_in(browser, "10002").url == "/"
    entry = AccessEntry.objects.get(kind=AccessKind.LOGGED_IN)
    assert (entry.user, entry.login, entry.hospital_id, entry.address) == (
        liaison,
        "10002",
        liaison.hospital_id,
        "127.0.0.1",
    )


def test_a_number_met_twice_asks_for_the_hospital(
    browser: Client, liaison: User, other_hospital: Hospital
) -> None:
    namesake = factories.make_user(
        staff=factories.make_staff(other_hospital, employee_no="10002"), password="Another-tree-1930"
    )
    page = log_in(browser, "10002")
    assert "所在医院" in page.content.decode()
    assert not page.wsgi_request.user.is_authenticated
    log_in(browser, "10002", hospital=other_hospital.code)
    assert not browser.get("/login/").wsgi_request.user.is_authenticated
    assert log_in(browser, "10002", "Another-tree-1930", hospital=other_hospital.code).status_code == 302
    assert browser.get("/account/").wsgi_request.user == namesake


def test_two_log_ins_of_one_person_are_told_apart_by_user_name_only(browser: Client, liaison: User) -> None:
    factories.make_user(staff=liaison.staff, username="lizhiqiang2")
    assert log_in(browser, "10002", hospital=liaison.hospital.code).status_code == 200
    assert log_in(browser, "lizhiqiang2").status_code == 302


def test_a_user_name_that_is_somebody_elses_number(
    browser: Client, liaison: User, other_hospital: Hospital
) -> None:
    visitor = factories.make_user(other_hospital, username="10002")
    assert log_in(browser, "10002").status_code == 200
    log_in(browser, "10002", hospital=other_hospital.code)
    assert browser.get("/account/").wsgi_request.user == visitor
    browser.post("/logout/")
    log_in(browser, "10002", hospital=liaison.hospital.code)
    assert browser.get("/account/").wsgi_request.user == liaison


def test_one_hospital_is_never_asked_for(browser: Client, liaison: User) -> None:
    assert "所在医院" not in log_in(browser, "10002", WRONG).content.decode()


def test_unknown_closed_and_wrong_look_alike(
    browser: Client, liaison: User, other_hospital: Hospital
) -> None:
    closed = factories.make_user(liaison.hospital, username="closed")
    accounts.deactivate(user=closed, by=None, now=OPENED_AT)
    factories.make_user(staff=factories.make_staff(other_hospital, employee_no="10002"))
    waiting = factories.make_user(liaison.hospital, username="waiting", password=None)
    pages = {}
    for typed in ("nobody", "closed", "lizhiqiang", "10002", waiting.username):
        page = log_in(Client(), typed, WRONG)
        assert REFUSED in page.content.decode()
        text = page.content.decode().replace(f'value="{typed}"', "")
        token = page.context["csrf_token"]
        nonce = str(page.wsgi_request.csp_nonce)
        pages[typed] = text.replace(str(token), "").replace(nonce, "")
    assert len(set(pages.values())) == 1


class CountingHasher(MD5PasswordHasher):
    algorithm = "md5"
    runs = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).runs += 1
        return super().encode(password, salt)


@override_settings(PASSWORD_HASHERS=["tests.organizations.account.test_log_in.CountingHasher"])
def test_every_failure_costs_one_hash(browser: Client, liaison: User, other_hospital: Hospital) -> None:
    factories.make_user(staff=factories.make_staff(other_hospital, employee_no="10002"))
    factories.make_user(liaison.hospital, username="waiting", password=None)
    for typed in ("nobody", "lizhiqiang", "10002", "waiting"):
        CountingHasher.runs = 0
        log_in(Client(), typed, WRONG)
        assert CountingHasher.runs == 1, typed


def test_five_failures_lock_this_name_here_and_say_until_when(
    browser: Client, liaison: User, other_hospital: Hospital
) -> None:
    factories.make_user(liaison.hospital, username="colleague")
    with time_machine.travel("2026-11-21 09:00:00+08:00", tick=False) as clock:
        for typed in ("lizhiqiang", "LIZHIQIANG", "lizhiqiang", " lizhiqiang"):
            assert log_in(browser, typed, WRONG).status_code == 200
        assert log_in(browser, "lizhiqiang", WRONG).status_code == 429
        clock.move_to("2026-11-21 09:10:00+08:00")
        locked = log_in(browser, "lizhiqiang")
        assert locked.status_code == 429
        assert "09:15" in locked.content.decode()
        assert locked["Retry-After"] == "300"
        # A colleague at the same computer, and the same person at another one, are not held up.
        assert log_in(Client(), "colleague").status_code == 302
        elsewhere = Client(REMOTE_ADDR="10.1.2.3")
        assert log_in(elsewhere, "lizhiqiang").status_code == 302
        clock.move_to("2026-11-21 09:15:01+08:00")
        assert log_in(browser, "lizhiqiang").status_code == 302
    assert kinds().count(AccessKind.LOGIN_FAILED) == 5
    assert kinds().count(AccessKind.LOCKED_OUT) == 2


def test_a_forwarded_address_is_believed_from_a_named_proxy_only(browser: Client, liaison: User) -> None:
    def failures_from(*addresses: str) -> list[int]:
        return [
            log_in(Client(HTTP_X_FORWARDED_FOR=address), "lizhiqiang", WRONG).status_code
            for address in addresses
        ]

    assert failures_from("1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "1.1.1.5")[-1] == 429
    with override_settings(TRUSTED_PROXIES=["127.0.0.0/8"]):
        assert failures_from("2.2.2.1", "6.6.6.6, 2.2.2.2") == [200, 200]
        log_in(Client(HTTP_X_FORWARDED_FOR="6.6.6.6, 2.2.2.2"), "10002")
    assert AccessEntry.objects.filter(kind=AccessKind.LOGGED_IN).get().address == "2.2.2.2"


def test_a_number_s_failures_are_forgotten_after_success(browser: Client, liaison: User) -> None:
    for _ in range(2):
        for _ in range(4):
            log_in(browser, "10002", WRONG)
        assert log_in(browser, "10002").status_code == 302
        browser.post("/logout/")


def test_next_stays_on_our_site(browser: Client, liaison: User) -> None:
    for wanted, reached in (
        ("/account/", "/account/"),
        ("/h/x/ledger/?q=骨科", "/h/x/ledger/?q=%E9%AA%A8%E7%A7%91"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/logout/", "/"),
    ):
        assert log_in(Client(), "lizhiqiang", next=wanted).url == reached


def test_a_new_session_under_a_new_key_and_nothing_about_a_place_in_it(
    browser: Client, liaison: User
) -> None:
    session = browser.session
    session["was"] = "here"
    session.save()
    before = session.session_key
    log_in(browser, "lizhiqiang")
    assert browser.session.session_key != before
    kept = set(browser.session.keys()) - {"_auth_user_id", "_auth_user_backend", "_auth_user_hash"}
    assert kept == {"was", "seen"}
    cookie = browser.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_closed_log_in_is_out_at_the_next_click(browser: Client, liaison: User) -> None:
    log_in(browser, "lizhiqiang")
    assert browser.get("/account/").status_code == 200
    accounts.deactivate(user=liaison, by=None, now=OPENED_AT)
    assert browser.get("/account/").url.startswith("/login/")


def test_log_out_only_by_post(browser: Client, liaison: User) -> None:
    log_in(browser, "lizhiqiang")
    page = browser.get("/logout/")
    assert page.status_code == 405
    assert "这个网址不能这样打开" in page.content.decode()
    assert browser.get("/account/").status_code == 200
    assert browser.post("/logout/").url == "/login/"
    assert browser.get("/account/").status_code == 302
    assert kinds() == [AccessKind.LOGGED_IN, AccessKind.LOGGED_OUT]


def test_switching_the_user_keeps_the_workplace(
    browser: Client, liaison: User, other_hospital: Hospital
) -> None:
    """The next one types a number that two hospitals know, and is not asked for the hospital."""
    factories.make_user(staff=factories.make_staff(other_hospital, employee_no="20001"))
    successor = factories.make_user(staff=factories.make_staff(liaison.hospital, employee_no="20001"))
    log_in(browser, "lizhiqiang")
    assert browser.post("/switch-user/").url == "/login/"
    page = browser.get("/login/").content.decode()
    assert liaison.hospital.name in page
    assert f'name="hospital" value="{liaison.hospital.code}"' in page
    log_in(browser, "20001", hospital=liaison.hospital.code)
    assert browser.get("/account/").wsgi_request.user == successor
    assert AccessKind.SWITCHED in kinds()


def test_forms_refuse_what_no_one_types(browser: Client, liaison: User) -> None:
    for typed in ("a" * 61, "x\x00y", ""):
        page = log_in(browser, typed)
        assert page.status_code == 200
        assert page.context["form"].errors["username"]
    assert log_in(browser, "lizhiqiang", "p" * 1_000_000).context["form"].errors["password"]
    page = browser.post("/login/", {"username": "lizhiqiang", "password": PASSWORD, "hospital": "no-such"})
    assert page.context["form"].errors["hospital"]
    assert browser.get("/login/?next=%00").status_code == 400


def test_roles_of_regions_log_in_without_a_hospital(browser: Client, db: None) -> None:
    region = factories.make_region("360100")
    supervisor = factories.make_user(username="dudao")
    factories.grant(supervisor, Role.SUPERVISOR, region)
    log_in(browser, "dudao")
    assert browser.get("/").url == "/r/360100/"
