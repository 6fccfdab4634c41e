"""Registering on a phone: few taps, by the words one has in mind, and nothing lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from campaigns.models import CheckpointOverlay
from infrastructure.audit import acting
from organizations.models import Role, User
from rectification.models import Finding
from tests.browser.conftest import PHONE, Open
from tests.browser.test_journeys import photo
from tests.inspections.hospital import Place, make_place

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def place(live_site: str) -> Place:
    return make_place()


@pytest.fixture
def liaison(place: Place) -> User:
    return place.member(Role.LIAISON, "clinical", name="郑洁")


class Thumb:
    """Counts its taps. Typing is none."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, what: Locator) -> None:
        self.taps += 1
        what.click()

    def type(self, words: str) -> None:
        self.page.keyboard.insert_text(words)

    def choose(self, button: Locator, path: Path) -> None:
        """The button, then the picture in the phone's own chooser."""
        with self.page.expect_file_chooser() as chooser:
            self.tap(button)
        self.taps += 1
        chooser.value.set_files(path)


@pytest.mark.clause("QS25.P2")
def test_a_liaisons_finding_with_a_photo_takes_fewer_than_eight_taps(
    browse: Open, place: Place, liaison: User, tmp_path: Path
) -> None:
    page = browse(liaison, view=PHONE)
    page.goto(f"/h/{place.hospital.code}/")
    thumb = Thumb(page)
    thumb.tap(page.locator(".hq-tabs").get_by_text("登记"))
    thumb.tap(page.get_by_label("存在问题"))
    thumb.type("留观区 3 床隔帘缺一幅")
    thumb.choose(page.locator(".hq-drop .btn").first, photo(tmp_path))
    expect(page.locator(".hq-drop-list").first).to_contain_text("现场.png")
    thumb.tap(page.locator("#id_checkpoint-ts-control"))
    thumb.type("隔帘")
    found = page.locator("#id_checkpoint-ts-dropdown .option")
    expect(found).to_have_count(1)
    thumb.tap(found)
    expect(page.locator("[data-implied]")).to_contain_text("8. 泄露患者隐私问题")
    expect(page.get_by_label("整治内容")).to_be_hidden()
    thumb.tap(page.get_by_role("button", name="登记", exact=True))
    expect(page.get_by_text("已登记并提交。")).to_be_visible()
    assert thumb.taps < 8
    finding = Finding.objects.get()
    assert (finding.state, finding.lead_department.name) == ("submitted", "骨科")
    entry = finding.entries.get()
    assert (entry.item.code, entry.checkpoint.clause) == ("I8", "QS25.I8.c")
    assert finding.evidence.get().file.original_name == "现场.png"


def test_behind_the_switch_words_and_both_photos_outlive_an_error_and_being_switched_off(
    browse: Open, place: Place, liaison: User, tmp_path: Path
) -> None:
    line = place.lines("clinical")["QS25.I8.c"]
    with acting(by=None):
        CheckpointOverlay.objects.create(
            hospital=place.hospital, checkpoint=line.checkpoint, on_the_spot_allowed=True
        )
    browse.expected = ("Failed to load resource",)  # type: ignore[attr-defined]  # a form that is wrong is a 400
    page = browse(liaison, view=PHONE)
    page.goto(f"/h/{place.hospital.code}/findings/on-the-spot/?checkpoint=QS25.I8.c")
    page.get_by_label("存在问题").fill("3 床隔帘缺一幅")
    page.locator("input[name=files]").set_input_files(photo(tmp_path, "改前.png"))
    page.locator("input[name=after]").set_input_files(photo(tmp_path, "改后.png", "navy"))
    page.get_by_text("制度流程", exact=True).click()
    page.get_by_label("已做的整改").fill("装回备用隔帘")
    switch = page.get_by_role("switch", name="立行立改")
    switch.uncheck()
    expect(page.get_by_label("已做的整改")).to_be_hidden()
    switch.check()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator(".hq-field-bad")).to_contain_text("请填写原因。")
    cause = page.get_by_label("原因", exact=True)
    expect(cause).to_be_focused()
    expect(page.get_by_label("已做的整改")).to_have_value("装回备用隔帘")
    expect(page.locator(".hq-drop-list img")).to_have_count(2)
    cause.fill("拆洗后没有人负责装回")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记并提交验收。")).to_be_visible()
    names = {row.file.original_name: row.proves.count() for row in Finding.objects.get().evidence.all()}
    assert names == {"改前.png": 0, "改后.png": 1}
