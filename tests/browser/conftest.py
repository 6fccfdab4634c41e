"""A browser that tells on the page: nothing may leave the host, and the console stays clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from organizations.models import User
from tests.factories import PASSWORD
from tests.rectification.world import NOW

DESK, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
PATIENCE_MS = 30_000  # a busy machine is no failure; a wrong page is
expect.set_options(timeout=PATIENCE_MS)

Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def browse(chromium: Browser, live_site: str) -> Iterator[Open]:
    """Open a page as a user (`as_`), on a desk or a phone. Complaints of every page are read at the end."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def opened(as_: User | None = None, *, view: dict[str, int] = DESK) -> Page:
        context = chromium.new_context(
            base_url=live_site, viewport=view, locale="zh-CN", accept_downloads=True
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        _listen(page, urlsplit(live_site).netloc, complaints)
        if as_ is not None:
            log_in(page, as_)
        return page

    opened.expected = ()  # type: ignore[attr-defined]  # words of console lines that a journey provokes itself
    yield opened
    for context in contexts:
        context.close()
    assert [c for c in complaints if not any(words in c for words in opened.expected)] == []  # type: ignore[attr-defined]


def _listen(page: Page, host: str, complaints: list[str]) -> None:
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def requested(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != host:
            complaints.append(f"left the host: {request.url}")

    page.on("request", requested)


def log_in(page: Page, user: User, password: str = PASSWORD) -> None:
    """Through the log-in page, as people do."""
    page.goto("/login/")
    page.get_by_label("用户名或工号").fill(user.username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login" not in url)
