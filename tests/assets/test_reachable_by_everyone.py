"""Keyboard and zoom: what has the focus shows it, and at 200 % no bar covers what is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hospital_qs import assets
from tests.assets.gallery_pages import ORIGIN, PAGES, Hospital

# 1366 × 768 at 200 %, and a phone on its side.
LOW_WINDOWS = [(683, 384), (844, 390)]
RINGLESS = """() => {
  const without = [];
  for (const one of document.querySelectorAll("a[href], button, summary, [tabindex='0']:not(input)")) {
    if (!one.offsetParent || one.disabled) continue;
    one.focus({ focusVisible: true });
    const style = getComputedStyle(one);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (document.activeElement === one && !ring) without.push(one.outerHTML.slice(0, 120));
  }
  return without;
}"""
COVERED = """() => {
  let covered = 0;
  for (const one of document.querySelectorAll("body *")) {
    if (!["sticky", "fixed"].includes(getComputedStyle(one).position)) continue;
    const box = one.getBoundingClientRect();
    if (box.width > innerWidth / 2) covered += Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0));
  }
  return covered / innerHeight;
}"""
TABLE_HEAD = re.compile(r"<th\b(?!ead)[^>]*>")


@pytest.fixture
def page(chromium: Browser, request: pytest.FixtureRequest, vendor: None) -> Iterator[Page]:
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1366, "height": 900})
    context.route("**/*", Hospital().answer)
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", [name for name in PAGES if name != "print"])
def test_whatever_has_the_focus_shows_a_ring(page: Page, name: str) -> None:
    page.goto(f"{ORIGIN}/{name}")
    page.keyboard.press("Tab")
    assert page.evaluate(RINGLESS) == []


@pytest.mark.browser
@pytest.mark.parametrize("size", LOW_WINDOWS, ids=str)
@pytest.mark.parametrize("name", [name for name in PAGES if name != "print"])
def test_at_twice_the_size_no_bar_stays_over_the_page(page: Page, name: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{ORIGIN}/{name}")
    page.evaluate("scrollTo(0, 200)")
    assert page.evaluate(COVERED) < 0.15


@pytest.mark.parametrize(
    "template", sorted((assets.ROOT / "templates").rglob("*.html")), ids=lambda p: p.name
)
def test_every_heading_of_a_table_says_what_it_heads(template: Path) -> None:
    assert [head for head in TABLE_HEAD.findall(template.read_text("utf-8")) if "scope=" not in head] == []
