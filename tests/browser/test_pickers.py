"""What a picker proposes first is what was typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Open
from tests.rectification.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def proposed(page: Page, words: str) -> list[str]:
    """The options for what is typed, in their order."""
    box = page.locator("#id_lead_department-ts-control")
    box.click()
    box.fill(words)
    options = page.locator("#id_lead_department-ts-dropdown .option")
    expect(options.first).to_be_visible()
    return options.all_inner_texts()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("骨科", ["骨科", "运动医学部 · 骨科(东院)", "骨科病区", "创伤骨科"]),
        ("gk", ["骨科"]),
        ("ｃｔ", ["CT室", "CT室门诊"]),
    ],
)
def test_exactly_what_is_typed_comes_first(browse: Open, typed: str, first: list[str]) -> None:
    world = World()
    for name in ("CT室门诊", "CT室", "创伤骨科", "骨科病区"):
        factories.make_department(world.hospital, name=name)
    above = factories.make_department(world.hospital, name="运动医学部")
    factories.make_department(world.hospital, name="骨科(东院)", parent=above)
    page = browse(world.clerk)
    page.goto(f"/h/{world.hospital.code}/findings/new/")
    assert proposed(page, typed)[: len(first)] == first
