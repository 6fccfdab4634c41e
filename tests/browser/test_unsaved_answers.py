"""What is tapped on a sheet is saved or shown as not saved, and goes out by itself once it can."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from inspections.services import sheets
from organizations.models import Role, User
from tests.browser.conftest import Open, log_in
from tests.factories import PASSWORD
from tests.inspections.hospital import NOW, Place, make_place

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOT_SAVED = "还没有存上"


class Desk:
    """A liaison at the own sheet, on the first line."""

    def __init__(self, browse: Open) -> None:
        self.browse = browse
        browse.expected = ("Failed to load resource",)  # type: ignore[attr-defined]
        self.place: Place = make_place()
        self.liaison: User = self.place.member(Role.LIAISON, "clinical", name="郑洁")
        self.page: Page = browse(self.liaison)
        self.sheet = self.place.sheet("clinical")
        self.page.goto(self.address)

    @property
    def address(self) -> str:
        return f"/inspection/{self.sheet.uid}/"

    @property
    def row(self) -> Locator:
        return self.page.locator("[data-save]").first

    def tap(self, words: str = "符合") -> None:
        self.row.locator("label", has_text=re.compile(f"^{words}$")).click()

    def line(self) -> object:
        uid = str(self.row.get_attribute("id")).removeprefix("line-")
        return self.sheet.lines.get(uid=uid)

    def kept(self) -> str:
        return str(self.line().answer)  # type: ignore[attr-defined]

    def expect_saved(self, answer: str) -> None:
        expect(self.page.locator("[data-unsaved], #unsaved")).to_have_count(0)
        assert self.kept() == answer


@pytest.fixture
def desk(browse: Open) -> Desk:
    return Desk(browse)


def test_without_a_connection_an_answer_is_shown_as_unsaved_and_sent_when_it_is_back(desk: Desk) -> None:
    desk.page.context.set_offline(True)
    desk.tap()
    expect(desk.row).to_contain_text(NOT_SAVED)
    expect(desk.page.locator("#unsaved")).to_contain_text("网络不通，有 1 处")
    desk.tap("发现问题")
    assert desk.kept() == ""
    desk.page.context.set_offline(False)
    desk.expect_saved("finding")


def test_on_a_phone_the_sentence_leaves_the_foot_of_the_sheet_free(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.page.context.set_offline(True)
    desk.tap()
    said = desk.page.locator("#unsaved").bounding_box()
    foot = desk.page.locator(".hq-sheet-foot").bounding_box()
    assert said is not None
    assert foot is not None
    assert said["y"] + said["height"] < foot["y"]


def test_an_unsaved_answer_outlives_a_reload_and_is_sent_from_any_page(desk: Desk) -> None:
    desk.page.route("**/lines/**", lambda route: route.abort())
    desk.tap()
    expect(desk.row).to_contain_text(NOT_SAVED)
    desk.page.reload()
    expect(desk.row.get_by_label("符合", exact=True)).to_be_checked()
    expect(desk.row).to_contain_text(NOT_SAVED)
    desk.page.unroute("**/lines/**")
    desk.page.goto("/account/")
    expect(desk.page.locator("#unsaved")).to_have_count(0)
    desk.page.goto(desk.address)
    desk.expect_saved("in_order")


def test_after_the_log_in_has_ended_the_answer_waits_for_the_next_one(desk: Desk) -> None:
    desk.page.context.clear_cookies(name="sessionid")
    desk.tap()
    expect(desk.page.locator("#unsaved")).to_contain_text("登录已过期，有 1 处")
    desk.page.get_by_role("link", name="重新登录").click()
    desk.page.get_by_label("用户名或工号").fill(desk.liaison.username)
    desk.page.get_by_label("密码").fill(PASSWORD)
    desk.page.get_by_role("button", name="登录").click()
    desk.page.wait_for_url(f"**{desk.address}")
    desk.expect_saved("in_order")


def test_a_log_in_in_another_window_renews_the_token_of_this_one(desk: Desk) -> None:
    desk.page.context.clear_cookies(name="sessionid")
    other = desk.page.context.new_page()
    log_in(other, desk.liaison)
    desk.tap()
    desk.expect_saved("in_order")


def test_another_persons_log_in_sends_nothing_of_mine(desk: Desk) -> None:
    desk.page.context.clear_cookies(name="sessionid")
    other = desk.page.context.new_page()
    log_in(other, desk.place.member(Role.LIAISON, "clinical", name="罗敏"))
    desk.tap()
    expect(desk.page.locator("#unsaved")).to_contain_text("现在登录的是另一个人")
    assert desk.kept() == ""


def test_an_answer_that_somebody_else_gave_differently_is_told_and_decided(desk: Desk) -> None:
    line = desk.line()
    other = sheets.LineAnswer("finding", "", line.revision)  # type: ignore[attr-defined]
    by = desk.place.member(Role.QUALITY_OFFICE, name="王敏")
    sheets.answer_lines(sheet=desk.sheet, answers={line.uid: other}, by=by, now=NOW)  # type: ignore[attr-defined]
    desk.tap()
    expect(desk.row).to_contain_text("别人填写的与您的不同")
    desk.row.get_by_role("button", name="以我填写的为准").click()
    desk.expect_saved("in_order")


def test_what_was_refused_says_what_is_missing_again_after_a_reload_and_is_saved_with_it(desk: Desk) -> None:
    desk.tap("不适用")
    for _ in range(2):
        expect(desk.row).to_contain_text("请写明原因")
        expect(desk.row).to_contain_text("没有存上")
        expect(desk.row.get_by_role("button", name="以我填写的为准")).to_have_count(0)
        desk.page.reload()
    note = desk.row.locator("[name$='-note']")
    note.fill("本科室没有这项工作")
    note.press("Tab")
    desk.expect_saved("not_applicable")
