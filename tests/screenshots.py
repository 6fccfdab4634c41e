"""`make screenshots` (no part of the suite): the six pictures of the README, from the demo of a fixed day.

The demo is loaded into a database of its own, so that pictures neither need nor change anybody's data.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from PIL import Image
from playwright.sync_api import Browser, Page

from inspections.models import InspectionSheet
from rectification.models import Finding, FindingState
from workshop.demo.builder import build_demo
from workshop.demo.content import load_content
from workshop.demo.playing import play

PROJECT = Path(__file__).resolve().parents[1]
PICTURES = PROJECT / "docs" / "screenshots"
SAMPLE = PROJECT / "tests" / "samples" / "问题台账_坏数据.xlsx"
DAY = date(2026, 11, 21)
MOMENT = datetime(2026, 11, 21, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
HOSPITAL = "/h/GJRMYY"
ACCEPTERS = {"医务处": "medical", "院感科": "infection"}
WIDE, PHONE = (1366, 768), (390, 844)


@pytest.fixture
def site(live_site: str, tmp_path: Path, settings: Any) -> Iterator[str]:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    with time_machine.travel(MOMENT, tick=True):
        play(build_demo(DAY))
        yield live_site


@contextmanager
def logged_in(chromium: Browser, site: str, username: str, size: tuple[int, int]) -> Iterator[Page]:
    """A page of this person; whatever its console says is a failure."""
    width, height = size
    context = chromium.new_context(
        base_url=site,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": height},
        device_scale_factor=2 if size == PHONE else 1,
        has_touch=size == PHONE,
        is_mobile=size == PHONE,
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", load_content().accounts.password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{HOSPITAL}/")
    yield page
    context.close()
    assert not said


def take(page: Page, name: str, address: str, *, height: int = 0) -> None:
    if address:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
    page.wait_for_load_state("networkidle")
    if height:
        page.set_viewport_size({"width": WIDE[0], "height": height})
        page.wait_for_timeout(300)
    PICTURES.mkdir(parents=True, exist_ok=True)
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    taken.save(PICTURES / f"{name}.png", optimize=True)


def rich_finding() -> Finding:
    """In acceptance, with pictures, more than one round, causes and measures."""
    waiting = Finding.objects.filter(
        hospital__code="GJRMYY",
        state=FindingState.AWAITING,
        on_the_spot=False,
        accepting_department__name__in=ACCEPTERS,
    )
    return max(
        waiting,
        key=lambda finding: (
            finding.evidence.filter(file__content_type__startswith="image/").exists(),
            finding.rounds.count(),
            finding.causes.count() + finding.measures.count(),
            finding.evidence.count(),
            finding.pk,
        ),
    )


def test_pictures(site: str, chromium: Browser) -> None:
    finding = rich_finding()
    sheet = InspectionSheet.objects.get(
        department__name="骨科", hospital__code="GJRMYY", participation__run__owner_hospital__isnull=False
    )
    with logged_in(chromium, site, "quality", WIDE) as page:
        take(page, "workbench", f"{HOSPITAL}/")
        take(page, "ledger", f"{HOSPITAL}/ledger/")
        page.goto(f"{HOSPITAL}/ledger/import/?run=QS25")
        page.set_input_files("[name=file]", SAMPLE)
        page.get_by_role("button", name="上传并预览").click()
        page.wait_for_url("**/imports/*/")
        take(page, "import", "", height=900)
    accepting = finding.accepting_department
    assert accepting
    with logged_in(chromium, site, ACCEPTERS[accepting.name], WIDE) as page:
        take(page, "finding", f"/findings/{finding.uid}/", height=1100)
    with logged_in(chromium, site, "leader", WIDE) as page:
        take(page, "board", f"{HOSPITAL}/board/", height=1000)
    with logged_in(chromium, site, "liaison", PHONE) as page:
        take(page, "sheet-phone", f"/inspection/{sheet.uid}/")
