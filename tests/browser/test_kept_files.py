"""A photo outlives what goes wrong: an error in the form, an ended log-in. It is sent once and then forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from organizations.models import Role, User
from rectification.models import Finding
from tests.browser.conftest import PHONE, Open
from tests.browser.test_journeys import photo
from tests.factories import PASSWORD
from tests.inspections.hospital import Place, make_place

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def place(live_site: str) -> Place:
    return make_place()


@pytest.fixture
def liaison(place: Place) -> User:
    return place.member(Role.LIAISON, "clinical", name="郑洁")


@pytest.fixture
def form(browse: Open, place: Place, liaison: User, tmp_path: Path) -> Page:
    """The finding of a sheet's line, with a photo chosen."""
    sheet = place.sheet("clinical")
    page = browse(liaison, view=PHONE)
    page.goto(f"/inspection/{sheet.uid}/lines/{sheet.lines.first().uid}/finding/")
    page.locator("input[type=file]").set_input_files(photo(tmp_path))
    expect(page.locator(".hq-drop-list")).to_contain_text("现场.png")
    return page


def send(page: Page) -> None:
    page.get_by_role("button", name="提交", exact=True).click()


def test_a_photo_is_still_there_after_an_error_and_goes_along_with_the_next_try(
    browse: Open, form: Page
) -> None:
    browse.expected = ("Failed to load resource",)  # type: ignore[attr-defined]  # a form that is wrong is a 400
    address = form.url
    send(form)
    expect(form.locator(".hq-field-bad")).to_be_visible()
    expect(form.locator(".hq-drop-list img")).to_be_visible()
    form.get_by_label("存在问题").fill("抢救车药品过期未清理")
    send(form)
    form.wait_for_url(lambda url: "/finding/" not in url)
    assert Finding.objects.get().evidence.get().file.original_name == "现场.png"
    form.goto(address)
    expect(form.locator(".hq-drop-list li")).to_have_count(0)


def test_a_photo_and_the_words_are_still_there_after_a_new_log_in(form: Page, liaison: User) -> None:
    form.get_by_label("存在问题").fill("抢救车药品过期未清理")
    form.context.clear_cookies(name="sessionid")
    send(form)
    form.get_by_label("用户名或工号").fill(liaison.username)
    form.get_by_label("密码").fill(PASSWORD)
    form.get_by_role("button", name="登录").click()
    expect(form.locator(".hq-drop-list")).to_contain_text("现场.png")
    expect(form.get_by_label("存在问题")).to_have_value("抢救车药品过期未清理")
    send(form)
    form.wait_for_url(lambda url: "/finding/" not in url)
    assert Finding.objects.get().evidence.get().file.original_name == "现场.png"


def test_what_was_sent_without_a_connection_is_still_there_whatever_page_comes_next(
    browse: Open, form: Page
) -> None:
    browse.expected = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED")  # type: ignore[attr-defined]
    address = form.url
    form.get_by_label("存在问题").fill("抢救车药品过期未清理")
    form.context.set_offline(True)
    send(form)
    form.context.set_offline(False)
    form.goto("/account/")
    form.goto(address)
    expect(form.locator(".hq-drop-list")).to_contain_text("现场.png")
    expect(form.get_by_label("存在问题")).to_have_value("抢救车药品过期未清理")
    send(form)
    form.wait_for_url(lambda url: "/finding/" not in url)
    assert Finding.objects.get().evidence.get().file.original_name == "现场.png"
    form.goto(address)
    expect(form.locator(".hq-drop-list li")).to_have_count(0)
