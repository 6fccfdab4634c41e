"""How long a session lasts, what it may open, and what stays on a shared computer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from infrastructure import audit
from infrastructure.models.access import AccessEntry, AccessKind
from organizations.models import Hospital, User
from organizations.services import accounts
from tests import factories
from tests.factories import OPENED_AT, PASSWORD
from tests.organizations.account.conftest import log_in

OPEN_TO_ALL = {"/login/", "/login/code/", "/logout/", "/switch-user/", "/livez", "/healthz", "/readyz"}


def test_a_session_ends_after_the_hospitals_idle_time(browser: Client, liaison: User) -> None:
    with audit.acting(by=None):
        Hospital.objects.filter(pk=liaison.hospital_id).update(idle_minutes=10)
    with time_machine.travel("2026-11-21 09:00:00+08:00", tick=False) as clock:
        log_in(browser, "lizhiqiang")
        clock.move_to("2026-11-21 09:09:00+08:00")
        assert browser.get("/account/").status_code == 200
        clock.move_to("2026-11-21 09:18:30+08:00")
        assert browser.get("/account/tokens/").status_code == 200
        clock.move_to("2026-11-21 09:28:31+08:00")
        away = browser.get("/account/tokens/?page=2")
    assert away.url == "/login/?next=%2Faccount%2Ftokens%2F%3Fpage%3D2&idle=1"
    entry = AccessEntry.objects.get(kind=AccessKind.LOGGED_OUT)
    assert (entry.user, entry.detail) == (liaison, "长时间未操作，自动退出")
    assert "已自动退出" in browser.get(away.url).content.decode()
    assert log_in(browser, "lizhiqiang", next="/account/tokens/?page=2").url == "/account/tokens/?page=2"


def test_a_changed_idle_time_counts_at_once(browser: Client, liaison: User) -> None:
    with time_machine.travel("2026-11-21 09:00:00+08:00", tick=False) as clock:
        log_in(browser, "lizhiqiang")
        with audit.acting(by=None):
            Hospital.objects.filter(pk=liaison.hospital_id).update(idle_minutes=5)
        clock.move_to("2026-11-21 09:05:01+08:00")
        assert browser.get("/account/").status_code == 302


def test_a_request_that_nobody_made_keeps_no_session_awake(browser: Client, liaison: User) -> None:
    with time_machine.travel("2026-11-21 09:00:00+08:00", tick=False) as clock:
        log_in(browser, "lizhiqiang")
        for minute in (10, 20, 30):
            clock.move_to(f"2026-11-21 09:{minute}:00+08:00")
            assert browser.get("/account/alive/", headers={"X-Background": "1"}).status_code == 200
        clock.move_to("2026-11-21 09:30:01+08:00")
        assert browser.get("/account/").status_code == 302


def test_pressing_continue_keeps_it_awake(browser: Client, liaison: User) -> None:
    with time_machine.travel("2026-11-21 09:00:00+08:00", tick=False) as clock:
        log_in(browser, "lizhiqiang")
        clock.move_to("2026-11-21 09:29:00+08:00")
        assert browser.get("/account/alive/").status_code == 200
        clock.move_to("2026-11-21 09:58:00+08:00")
        assert browser.get("/account/").status_code == 200


def test_a_form_sent_too_late_leads_back_to_its_page(browser: Client, liaison: User) -> None:
    with time_machine.travel("2026-11-21 09:00:00+08:00", tick=False) as clock:
        log_in(browser, "lizhiqiang")
        clock.move_to("2026-11-21 10:00:00+08:00")
        referer = {"Referer": "http://testserver/account/tokens/?from=form"}
        away = browser.post("/account/tokens/", {"days": "30"}, headers=referer)
    assert away.url == "/login/?next=%2Faccount%2Ftokens%2F%3Ffrom%3Dform&idle=1"


def test_a_fragment_asked_for_too_late_leaves_the_page_alone(browser: Client, db: None) -> None:
    answer = browser.get("/account/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "登录已过期" in answer.content.decode()


def test_addresses_need_a_log_in(browser: Client, liaison: User) -> None:
    for path in ("/", "/account/", "/account/tokens/", f"/h/{liaison.hospital.code}/settings/", "/r/360100/"):
        assert browser.get(path).url.startswith("/login/"), path
    for path in OPEN_TO_ALL:
        assert not browser.get(path).headers.get("Location", "").startswith("/login/?next"), path


def test_an_initial_password_opens_one_page_only(browser: Client, liaison: User) -> None:
    accounts.set_password(user=liaison, password="Initial-words-77", by=None, now=OPENED_AT)
    log_in(browser, "lizhiqiang", "Initial-words-77", next="/account/tokens/")
    away = browser.get("/account/tokens/")
    assert away.url == "/account/password/?next=%2Faccount%2Ftokens%2F"
    assert browser.get("/account/second-factor/").status_code == 302
    assert browser.get("/account/", headers={"HX-Request": "true"}).status_code == 403
    answer = browser.get("/api/v1/anything/")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    page = browser.get(away.url).content.decode()
    assert "请先修改初始密码" in page
    same = {"old": "Initial-words-77", "new": "Initial-words-77", "again": "Initial-words-77"}
    assert "不能与现在的相同" in browser.post("/account/password/", same).content.decode()
    new = {"old": "Initial-words-77", "new": PASSWORD, "again": PASSWORD, "next": "/account/tokens/"}
    assert browser.post("/account/password/", new).url == "/account/tokens/"
    assert browser.get("/account/tokens/").status_code == 200


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Short-1", "至少"),
        ("10002-kapok-tree", "工号"),
        ("my-LIZHIQIANG-1", "用户名"),
        ("李志强-kapok-1927", "姓名"),
        ("8203948571092", "数字"),
        ("qwertyuiop", "常见"),
    ],
)
def test_a_weak_password_says_why(browser: Client, liaison: User, password: str, words: str) -> None:
    log_in(browser, "lizhiqiang")
    typed = {"old": PASSWORD, "new": password, "again": password}
    page = browser.post("/account/password/", typed)
    assert words in "".join(page.context["form"].errors["new"])
    assert User.objects.get(pk=liaison.pk).check_password(PASSWORD)


def test_changing_the_password_ends_every_other_session(browser: Client, liaison: User) -> None:
    elsewhere = Client()
    log_in(browser, "lizhiqiang")
    log_in(elsewhere, "lizhiqiang")
    wrong = {"old": "not-this-one-1", "new": "Magnolia-tree-1", "again": "Magnolia-tree-1"}
    assert "现在的密码不正确" in browser.post("/account/password/", wrong).content.decode()
    differs = {"old": PASSWORD, "new": "Magnolia-tree-1", "again": "Magnolia-tree-2"}
    assert "两次输入的密码不一致" in browser.post("/account/password/", differs).content.decode()
    browser.post(
        "/account/password/", {"old": PASSWORD, "new": "Magnolia-tree-1", "again": "Magnolia-tree-1"}
    )
    assert browser.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_nothing_with_data_is_kept_by_the_browser(browser: Client, liaison: User) -> None:
    log_in(browser, "lizhiqiang")
    for path in ("/account/", "/login/", "/nowhere/", "/logout/"):
        assert browser.get(path)["Cache-Control"] == "no-store", path


def test_headers_of_every_page(browser: Client, liaison: User) -> None:
    log_in(browser, "lizhiqiang")
    for path in ("/account/", "/nowhere/"):
        answer = browser.get(path)
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"]


def test_pages_of_the_account_carry_nothing_that_the_policy_blocks(browser: Client, liaison: User) -> None:
    log_in(browser, "lizhiqiang")
    browser.post("/account/second-factor/", {"act": "begin"})
    for path in (
        "/account/",
        "/account/password/",
        "/account/second-factor/",
        "/account/tokens/",
        "/nowhere/",
    ):
        text = browser.get(path).content.decode()
        assert " style=" not in text, path
        assert " onclick=" not in text, path


def test_a_form_without_its_token_is_a_calm_page(liaison: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/login/", {"username": "lizhiqiang", "password": PASSWORD})
    assert page.status_code == 403
    text = page.content.decode()
    assert "页面放得太久" in text
    assert re.search(r"btn-primary[^>]*data-back", text)  # the one way on that the page advises


def test_no_service_of_an_account_reads_the_clock() -> None:
    services = Path("organizations/services")
    for name in ("accounts", "memberships", "access_log"):
        text = (services / f"{name}.py").read_text(encoding="utf-8")
        assert "timezone.now()" not in text
        assert "localdate()" not in text


def test_a_log_in_above_the_hospitals_has_the_ordinary_idle_time(browser: Client, db: None) -> None:
    factories.make_user(username="dudao")
    with time_machine.travel("2026-11-21 09:00:00+08:00", tick=False) as clock:
        log_in(browser, "dudao")
        clock.move_to("2026-11-21 09:29:00+08:00")
        assert browser.get("/account/").status_code == 200
        clock.move_to("2026-11-21 10:00:00+08:00")
        assert browser.get("/account/").status_code == 302
