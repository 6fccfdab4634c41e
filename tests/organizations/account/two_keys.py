"""Two administrators and what their person does with what they print."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.test import Client
from django.utils import timezone

from organizations.models import AccountReset, ResetKind, User
from organizations.services import account_resets
from tests.organizations.account.conftest import log_in

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
NEW = "Magnolia-tree-1928"


def ask(user: User, by: User, kind: ResetKind = ResetKind.PASSWORD, **more: object) -> account_resets.Half:
    return account_resets.ask(user=user, kind=kind, by=by, now=timezone.now(), reason="忘记密码", **more)


def agree(reset: AccountReset, by: User, **more: object) -> account_resets.Half:
    return account_resets.agree(reset=reset, by=by, now=timezone.now(), **more)


def fill_in(browser: Client, **typed: str):
    form = {"username": "lizhiqiang", "first": "", "second": "", "new": NEW, "again": NEW}
    return browser.post("/activate/", form | typed)


def came_in(username: str, password: str) -> bool:
    return log_in(Client(), username, password).status_code == 302
