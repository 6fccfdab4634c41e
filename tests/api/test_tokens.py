"""Tokens: got with a password under the same throttle as the page, kept as a hash, over on their day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from knox.models import AuthToken

from infrastructure import audit
from infrastructure.models import AuditEntry
from infrastructure.models.access import AccessEntry
from organizations.models import User
from organizations.services import accounts
from tests import factories
from tests.api.caller import ROOT, Caller, done, problem
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.slow

RIGHT = factories.PASSWORD


def ask(caller: Caller, user: User, **more: Any) -> Any:
    return caller.post("tokens/", {"username": user.username, "password": RIGHT} | more, key=None)


def test_a_token_is_told_once_and_kept_as_a_hash(world: World) -> None:
    made = done(ask(Caller(), world.liaison, days=30), 201)
    assert made["token"].startswith("hqs_")
    assert done(Caller(token=made["token"]).get("me/"))["username"] == world.liaison.username
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM knox_authtoken")
        stored = " ".join(map(str, cursor.fetchone()))
    assert made["token"] not in stored
    assert made["token"][15:] not in stored
    row = AuthToken.objects.get()
    assert row.expiry == NOW + timedelta(days=30)
    (listed,) = done(Caller(token=made["token"]).get("tokens/"))
    assert listed["begins_with"] == made["token"][:15]
    assert "token" not in listed
    assert AuditEntry.objects.filter(action="account.token_created").exists()


def test_a_token_is_over_on_its_day(world: World) -> None:
    token = done(ask(Caller(), world.liaison), 201)["token"]
    with time_machine.travel(NOW + timedelta(days=7, seconds=-1), tick=False):
        done(Caller(token=token).get("me/"))
    with time_machine.travel(NOW + timedelta(days=7, seconds=1), tick=False):
        told = problem(Caller(token=token).get("me/"), 401)
    assert "过期" in told["detail"]


def test_a_revoked_token_opens_nothing(world: World) -> None:
    caller = Caller(token=done(ask(Caller(), world.liaison), 201)["token"])
    other = Caller(world.head)
    problem(other.delete(f"tokens/{caller.token[:15]}/"), 404)
    assert caller.delete("tokens/current/").status_code == 204
    problem(caller.get("me/"), 401)
    assert other.delete(f"tokens/{other.token[:15]}/").status_code == 204
    problem(other.get("me/"), 401)


def test_a_closed_or_changed_log_in_ends_its_tokens(world: World) -> None:
    first, second = Caller(world.liaison), Caller(world.head)
    accounts.deactivate(user=world.liaison, by=None, now=NOW)
    accounts.set_password(user=world.head, password="Magnolia-tree-1931", by=world.head, now=NOW)
    problem(first.get("me/"), 401)
    problem(second.get("me/"), 401)


def test_an_altered_token_is_none(world: World) -> None:
    token = Caller(world.liaison).token
    changed = token[:-1] + ("0" if token[-1] != "0" else "1")
    problem(Caller(token=changed).get("me/"), 401)
    problem(Caller(token=token[:15]).get("me/"), 401)


def test_the_number_with_its_hospital_is_a_log_in_too(world: World) -> None:
    number = world.liaison.staff.employee_no
    body = {"username": number, "password": RIGHT, "hospital": world.hospital.code}
    done(Caller().post("tokens/", body, key=None), 201)


def test_an_initial_password_gets_no_token(world: World) -> None:
    fresh = factories.make_user(staff=factories.make_staff(world.hospital), must_change_password=True)
    told = problem(ask(Caller(), fresh), 403)
    assert "初始密码" in told["detail"]
    assert not AuthToken.objects.exists()


def test_an_initial_password_set_later_closes_token_and_session(world: World) -> None:
    caller, browser = Caller(world.liaison), Client()
    browser.force_login(world.liaison)
    with audit.acting(by=None):
        User.objects.filter(pk=world.liaison.pk).update(must_change_password=True)
    assert "初始密码" in problem(caller.get("me/"), 403)["detail"]
    assert "初始密码" in problem(browser.get(f"{ROOT}me/"), 403)["detail"]


class TestThrottle:
    @pytest.fixture(autouse=True)
    def _forget(self) -> Any:
        yield
        cache.clear()

    def test_wrong_passwords_lock_like_the_page(self, world: World) -> None:
        for _ in range(4):
            told = problem(ask(Caller(), world.liaison, password="wrong"), 401)
            assert "不正确" in told["detail"]
        problem(ask(Caller(), world.liaison, password="wrong"), 429)
        locked = ask(Caller(), world.liaison)
        problem(locked, 429)
        assert 0 < int(locked["Retry-After"]) <= 900
        page = Client().post("/login/", {"username": world.liaison.username, "password": RIGHT})
        assert page.status_code == 429
        done(ask(Caller(), world.head), 201)
        kinds = list(AccessEntry.objects.values_list("kind", flat=True))
        assert kinds.count("login_failed") == 5
        assert kinds.count("locked_out") == 3

    def test_an_unknown_name_is_answered_in_the_same_words(self, world: World) -> None:
        wrong = problem(ask(Caller(), world.liaison, password="wrong"), 401)
        nobody = problem(ask(Caller(), world.liaison, username="nobody", password="wrong"), 401)
        assert wrong == nobody


def test_the_second_factor_is_asked_for(world: World) -> None:
    device = TOTPDevice.objects.create(user=world.liaison, name="手机", confirmed=True)
    assert list(problem(ask(Caller(), world.liaison), 409)["errors"]) == ["code"]
    assert list(problem(ask(Caller(), world.liaison, code="000000"), 409)["errors"]) == ["code"]
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        right = f"{totp(device.bin_key):06d}"
        done(ask(Caller(), world.liaison, code=right), 201)


def test_bad_bodies_of_a_log_in(db: None) -> None:
    told = problem(Caller().post("tokens/", {}, key=None), 400)
    assert set(told["errors"]) == {"username", "password"}
    for body in (
        {"username": "x" * 61},
        {"username": "\x00"},
        {"password": "x" * 129},
        {"days": 8},
        {"hospital": []},
    ):
        given = {"username": "a", "password": "b"} | body
        assert list(problem(Caller().post("tokens/", given, key=None), 400)["errors"]) == list(body)


def test_a_session_needs_its_csrf_token(world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.liaison)
    done(browser.get(f"{ROOT}me/"))
    path = f"{ROOT}findings/{world.draft().uid}/transitions/submit/"
    key = {"Idempotency-Key": "once"}
    told = problem(browser.post(path, b"{}", content_type="application/json", headers=key), 403)
    assert "CSRF" in told["detail"]
    browser.get("/account/")
    token = browser.cookies["csrftoken"].value
    done(browser.post(path, b"{}", content_type="application/json", headers=key | {"X-CSRFToken": token}))


def test_without_a_log_in_nothing_is_told(db: None) -> None:
    for path in ("me/", "hospitals/", "jobs/00000000-0000-7000-8000-000000000000/"):
        problem(Caller().get(path), 401)
    problem(Caller().get("/api/schema/"), 401)
