"""A real Chromium, where the machine has one. With E2E_REQUIRED=1 a missing one is a failure, not a skip."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

PLACES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
]


def chromium_path() -> str | None:
    named = os.environ.get("E2E_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next((found for name in PLACES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a run; a test opens a context of its own: `chromium.new_context(locale="zh-CN", …)`."""
    path = chromium_path()
    if path is None:
        problem = "no Chromium found: install the package chromium, or set E2E_CHROMIUM"
        pytest.fail(problem, pytrace=False) if os.environ.get("E2E_REQUIRED") == "1" else pytest.skip(problem)
    # Playwright's loop runs in this thread; Django takes any running loop for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    arguments = [*QUIET, "--lang=zh-CN"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
