"""Guessing at a password: counted by the account that is meant, by where it comes from, and by the two together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client, override_settings
from django.test.client import RequestFactory
from django_otp.plugins.otp_totp.models import TOTPDevice

from infrastructure.models.access import AccessEntry, AccessKind
from organizations.addresses import client_address
from organizations.models import Hospital, LogInTry, User
from organizations.rules import log_in_limits as limits
from organizations.services import throttle
from organizations.services.throttle import Source
from organizations.tasks import clear_what_is_over
from tests import factories
from tests.factories import PASSWORD
from tests.organizations.account.conftest import log_in
from tests.organizations.account.test_races import at_once

pytestmark = pytest.mark.slow

WRONG = "Magnolia-tree-1928"
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
HOME = "10.0.0.1"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


def stranger(address: str = HOME) -> Client:
    """A browser that has never come in."""
    return Client(REMOTE_ADDR=address)


def token(username: str, password: str, address: str = HOME, **more: str) -> int:
    body = {"username": username, "password": password, **more}
    return stranger(address).post("/api/v1/tokens/", body, content_type="application/json").status_code


def guess(times: int, username: str = "lizhiqiang", address: str = HOME, **more: str) -> list[int]:
    return [log_in(stranger(address), username, WRONG, **more).status_code for _ in range(times)]


def test_an_own_success_with_the_same_number_of_another_hospital_clears_nothing_of_the_victim(
    liaison: User, other_hospital: Hospital
) -> None:
    factories.make_user(staff=factories.make_staff(other_hospital, employee_no="10002"))
    for _ in range(4):
        assert guess(1, "10002", hospital=liaison.hospital.code) == [200]
        assert log_in(stranger(), "10002", hospital=other_hospital.code).status_code == 302
    assert guess(1, "10002", hospital=liaison.hospital.code) == [429]
    assert log_in(stranger(), "10002", hospital=liaison.hospital.code).status_code == 429


def test_user_name_number_page_and_token_are_one_counter(liaison: User) -> None:
    assert guess(2) == [200, 200]
    assert guess(1, "10002") == [200]
    assert token("10002", WRONG) == 401
    assert token("lizhiqiang", WRONG) == 429
    assert token("lizhiqiang", PASSWORD) == 429
    assert log_in(stranger(), "10002").status_code == 429


def test_a_name_that_means_nobody_is_answered_and_locked_like_one_that_does(liaison: User) -> None:
    assert guess(6, "nobody") == guess(6) == [200, 200, 200, 200, 429, 429]
    assert token("nobody", WRONG) == token("lizhiqiang", WRONG) == 429


def test_a_success_clears_its_own_pair_and_nothing_else(liaison: User) -> None:
    colleague = factories.make_user(liaison.hospital, username="colleague")
    guess(3)
    guess(3, address="10.0.0.2")
    guess(3, colleague.username)
    assert log_in(stranger(), "lizhiqiang").status_code == 302
    left = LogInTry.objects.values_list("account", "source")
    assert set(left) == {
        (f"user:{liaison.pk}", "network:10.0.0.2"),
        (f"user:{colleague.pk}", f"network:{HOME}"),
    }


def test_many_machines_guess_at_one_account_no_more_often_than_one_limit_says(liaison: User) -> None:
    used_at_home = stranger()
    log_in(used_at_home, "lizhiqiang")
    used_at_home.post("/logout/")
    answers = [guess(1, address=f"10.1.0.{n}")[0] for n in range(limits.ACCOUNT.failures + 5)]
    assert answers.count(200) == limits.ACCOUNT.failures - 1
    assert log_in(stranger("10.2.0.1"), "lizhiqiang").status_code == 429
    # Where the account has come in before it still does.
    assert log_in(used_at_home, "lizhiqiang").status_code == 302


def test_who_guesses_at_everybody_behind_one_address_shuts_out_nobody_who_works_there(
    liaison: User,
) -> None:
    people = [factories.make_user(liaison.hospital, username=f"nurse{n}") for n in range(30)]
    ward = stranger()
    for person in people:
        assert log_in(ward, person.username).status_code == 302
        ward.post("/logout/")
    for person in people:
        guess(5, person.username)
    assert {log_in(ward, person.username).status_code for person in people if ward.post("/logout/")} == {302}
    # From a browser never seen before everybody who was not aimed at comes in too, even now.
    assert log_in(stranger(), "lizhiqiang").status_code == 302


def test_where_much_goes_wrong_a_stranger_gets_two_tries_an_account(liaison: User) -> None:
    for number in range(limits.ADDRESS.failures):
        guess(1, f"nobody{number}")
    assert guess(2) == [200, 429]
    assert guess(2, address="10.0.0.2") == [200, 200]


def test_a_known_browser_guesses_as_often_as_a_stranger_and_only_at_its_own(liaison: User) -> None:
    colleague = factories.make_user(liaison.hospital, username="colleague")
    ward = stranger()
    log_in(ward, "lizhiqiang")
    ward.post("/logout/")
    answers = [log_in(ward, "lizhiqiang", WRONG).status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]
    guess(5, colleague.username)
    assert log_in(ward, "colleague").status_code == 429
    # Its cookie cannot be made for somebody else's account.
    ward.cookies["hqs_browser"] = ward.cookies["hqs_browser"].value + "." + "0" * 20
    assert log_in(ward, "colleague").status_code == 429


def test_the_lock_opens_when_the_oldest_counted_failure_is_old_enough(liaison: User, clock) -> None:
    for _ in range(5):
        guess(1)
        clock.shift(timedelta(minutes=2))
    page = log_in(stranger(), "lizhiqiang")
    assert page.status_code == 429
    assert int(page["Retry-After"]) == 5 * 60
    assert "09:15" in page.content.decode()
    clock.shift(timedelta(minutes=5, seconds=1))
    assert log_in(stranger(), "lizhiqiang").status_code == 302


@pytest.mark.parametrize("by_token", [False, True])
def test_wrong_codes_count_with_wrong_passwords(liaison: User, by_token: bool, clock) -> None:
    TOTPDevice.objects.create(user=liaison, name="手机", confirmed=True)
    browser, statuses = stranger(), []
    guess(2)
    for _ in range(3):
        clock.shift(timedelta(seconds=30))  # the device itself makes one wait, too
        if by_token:
            statuses.append(token("lizhiqiang", PASSWORD, code="000000"))
        else:
            log_in(browser, "lizhiqiang")
            statuses.append(browser.post("/login/code/", {"code": "000000"}).status_code)
    assert statuses == [409 if by_token else 200] * 2 + [429]
    assert log_in(stranger(), "lizhiqiang").status_code == 429


def test_the_present_password_is_guessed_no_more_often_in_an_open_session(liaison: User) -> None:
    session = stranger()
    log_in(session, "lizhiqiang")
    form = {"old": WRONG, "new": "Ginkgo-tree-1931", "again": "Ginkgo-tree-1931"}
    for _ in range(4):
        assert "不正确" in session.post("/account/password/", form).content.decode()
    shut = session.post("/account/password/", form)
    assert "09:15" in str(shut.context["form"].errors["old"])
    refused = session.post("/account/password/", form | {"old": PASSWORD})
    assert "09:15" in str(refused.context["form"].errors["old"])
    liaison.refresh_from_db()
    assert liaison.check_password(PASSWORD)
    assert AccessEntry.objects.filter(kind=AccessKind.LOGIN_FAILED, user=liaison).count() == 5


def test_a_weak_new_password_is_no_guess(liaison: User) -> None:
    session = stranger()
    log_in(session, "lizhiqiang")
    for _ in range(6):
        session.post("/account/password/", {"old": PASSWORD, "new": "short", "again": "short"})
    assert not LogInTry.objects.exists()


def test_the_code_that_ends_the_second_factor_is_guessed_no_more_often(liaison: User, clock) -> None:
    session = stranger()
    log_in(session, "lizhiqiang")
    TOTPDevice.objects.create(user=liaison, name="手机", confirmed=True)
    for _ in range(6):
        clock.shift(timedelta(seconds=40))
        page = session.post("/account/second-factor/", {"act": "off", "code": "000000"})
    assert "尝试次数过多" in page.content.decode()
    assert TOTPDevice.objects.filter(user=liaison).exists()


def test_twenty_tries_at_one_moment_pass_no_limit(live_database: str) -> None:
    answers = at_once(
        lambda number: throttle.begin_try(account="name::anybody", source=Source(HOME), now=NOW), times=20
    )
    assert answers.count("done") == limits.PAIR.failures


def test_a_machine_with_many_ipv6_addresses_is_one_place() -> None:
    assert Source("2001:db8::1").key == Source("2001:db8::ffff:1").key != Source("2001:db8:0:1::1").key


def test_what_no_limit_looks_at_is_cleared_at_night(liaison: User, clock) -> None:
    guess(1)
    clock.shift(limits.LONGEST - timedelta(minutes=1))
    guess(1)
    clock.shift(timedelta(minutes=2))
    clear_what_is_over()
    assert LogInTry.objects.count() == 1


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("1.2.3.4:5678", "1.2.3.4"),
        ("[2001:db8::7]:80", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("fe80::1%eth0", "fe80::1"),
        ("6.6.6.6, 1.2.3.4:5678", "1.2.3.4"),
        ("1.2.3.4:5678, 10.9.0.1:443", "1.2.3.4"),
        # What stands left of something that is no address may be anybody's invention.
        ("6.6.6.6, unknown", "10.9.0.9"),
        ("6.6.6.6, 1.2.3.4:", "10.9.0.9"),
        ("", "10.9.0.9"),
    ],
)
def test_the_address_behind_a_trusted_proxy(header: str, address: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.9.0.9", HTTP_X_FORWARDED_FOR=header)
    with override_settings(TRUSTED_PROXIES=["10.9.0.0/16"]):
        assert client_address(request) == address


def test_a_proxy_on_a_socket_of_both_families_is_recognised() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="::ffff:10.9.0.9", HTTP_X_FORWARDED_FOR="1.2.3.4")
    with override_settings(TRUSTED_PROXIES=["10.9.0.0/16"]):
        assert client_address(request) == "1.2.3.4"


@pytest.mark.parametrize("name", ["hqs_workplace", "sessionid", "csrftoken", "hqs_browser", "anything"])
def test_a_cookie_with_a_nul_is_as_if_it_had_not_been_sent(db: None, name: str) -> None:
    header = f'{name}="ab\\000cdefghijklmnop"'
    for path in ("/login/", "/", "/api/v1/me/"):
        answer = Client(HTTP_COOKIE=header).get(path)
        assert answer.status_code in (200, 302, 401), path
