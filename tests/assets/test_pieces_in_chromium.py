"""The shared pieces in a real browser under the real policy: nothing is blocked, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.assets.gallery_pages import ORIGIN, PAGES, WATERMARK, Hospital

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("vendor")]
WIDTHS = {"wide": (1366, 900), "tablet": (800, 900), "phone": (390, 844)}
PIXEL = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def hospital() -> Hospital:
    return Hospital()


@pytest.fixture
def open_context(chromium: Browser, hospital: Hospital) -> Iterator[Callable[..., BrowserContext]]:
    opened: list[BrowserContext] = []

    def open_one(size: str = "wide", **settings: object) -> BrowserContext:
        width, height = WIDTHS[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **settings,
        )
        context.route("**/*", hospital.answer)
        context.set_default_timeout(30_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def browser_page(open_context: Callable[..., BrowserContext]) -> Page:
    return open_context().new_page()


def listen(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.mark.parametrize("size", WIDTHS)
def test_clean_console_no_stranger_no_sideways_scroll(
    open_context: Callable[..., BrowserContext], hospital: Hospital, size: str
) -> None:
    page = open_context(size).new_page()
    heard = listen(page)
    for name in PAGES:
        page.goto(f"{ORIGIN}/{name}", wait_until="load")
        too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert too_wide <= 0 or name == "print", f"{name} is {too_wide} px too wide at {size}"
        assert page.locator(".hq-old-browser").is_hidden()
    assert heard == []
    assert hospital.strangers == []


def test_without_scripts_the_form_is_whole_and_menus_open(
    open_context: Callable[..., BrowserContext], hospital: Hospital
) -> None:
    page = open_context("phone", java_script_enabled=False).new_page()
    page.goto(f"{ORIGIN}/form")
    page.select_option("#id_lead", "3")
    page.set_input_files("#id_files", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"})
    page.click(".hq-side-open")
    assert page.locator("#menu").is_visible()
    page.click(".hq-side-close")
    page.click("text=提交")
    assert hospital.posts == ["/form"]


def type_a_finding(page: Page) -> None:
    page.goto(f"{ORIGIN}/form")
    page.fill("#id_title", "抽查 10 份缺 3 份")
    page.click("#id_lead-ts-control")
    page.keyboard.type("zz")
    page.locator(".ts-dropdown .option").first.wait_for()
    page.keyboard.press("Enter")
    page.check("#id_kind_1")
    page.fill("#id_due_on", "2026-12-05")
    page.press("#id_due_on", "Tab")
    page.locator("[data-draft-note]", has_text="草稿已保存").wait_for()


def test_a_draft_survives_a_crash_and_goes_when_the_server_took_it(
    browser_page: Page, hospital: Hospital
) -> None:
    type_a_finding(browser_page)
    browser_page.on("dialog", lambda dialog: dialog.accept())
    browser_page.reload()
    assert browser_page.input_value("#id_title") == "抽查 10 份缺 3 份"
    assert browser_page.input_value("#id_lead") == "3"
    assert browser_page.input_value("#id_due_on") == "2026-12-05"
    assert browser_page.is_checked("#id_kind_1")
    assert "已恢复" in browser_page.inner_text("[data-draft-note]")
    browser_page.click("text=提交")
    browser_page.locator("h1", has_text="问题台账").wait_for()
    browser_page.wait_for_load_state()  # the heading is there before the script that forgets the draft
    browser_page.goto(f"{ORIGIN}/form")
    assert browser_page.input_value("#id_title") == ""


def test_an_expired_log_in_does_not_cost_the_draft(browser_page: Page, hospital: Hospital) -> None:
    hospital.after_post = "log_in"
    type_a_finding(browser_page)
    browser_page.click("text=提交")
    browser_page.locator("h1", has_text="登录").wait_for()
    browser_page.goto(f"{ORIGIN}/form")
    assert browser_page.input_value("#id_title") == "抽查 10 份缺 3 份"


def test_errors_have_a_summary_and_the_focus(browser_page: Page, hospital: Hospital) -> None:
    hospital.after_post = ""
    browser_page.goto(f"{ORIGIN}/form")
    browser_page.click("text=提交")
    summary = browser_page.locator("[data-first-error]")
    assert "有 5 处" in summary.inner_text()
    assert browser_page.evaluate("document.activeElement.matches('[data-first-error]')")
    assert browser_page.input_value("#id_due_on") == "下周"
    summary.locator("a", has_text="抽查份数").click()
    assert browser_page.evaluate("document.activeElement.id") == "id_sample"
    described = browser_page.get_attribute("#id_title", "aria-describedby") or ""
    assert [browser_page.locator(f"#{one}").count() for one in described.split()] == [1, 1]


def test_two_clicks_send_once(browser_page: Page, hospital: Hospital) -> None:
    browser_page.goto(f"{ORIGIN}/form")
    browser_page.evaluate(
        "() => { const button = document.querySelector('form[data-once] button'); button.click(); button.click(); }"
    )
    browser_page.locator("h1", has_text="问题台账").wait_for()
    assert hospital.posts == ["/form"]


TYPED_DATES = {
    "2026-12-05": "2026-12-05",
    "2026/12/5": "2026-12-05",
    "2026年12月5日": "2026-12-05",
    "20261205": "2026-12-05",
    "1205": "2026-12-05",
    "12.5": "2026-12-05",
    "1月3日": "2027-01-03",
    "明天": "2026-11-22",
    "2月30日": "2月30日",
    "下周": "下周",
}


def test_dates_are_typed_as_people_write_them(browser_page: Page) -> None:
    browser_page.clock.set_fixed_time("2026-11-21T15:00:00+08:00")
    browser_page.goto(f"{ORIGIN}/form")
    read = {}
    for typed in TYPED_DATES:
        browser_page.fill("#id_due_on", typed)
        browser_page.press("#id_due_on", "Tab")
        # The field settles after the calendar has had its say.
        browser_page.wait_for_timeout(50)
        read[typed] = browser_page.input_value("#id_due_on")
    assert read == TYPED_DATES


def test_files_are_added_refused_and_taken_out(browser_page: Page) -> None:
    browser_page.goto(f"{ORIGIN}/form")
    listed = browser_page.locator(".hq-drop-list li")

    def choose(name: str, size: int = 3) -> None:
        browser_page.set_input_files(
            "#id_files", {"name": name, "mimeType": "text/plain", "buffer": b"x" * size}
        )

    choose("一.txt")
    choose("二.txt")
    assert listed.count() == 2
    choose("大.txt", 1024 * 1024 + 1)
    choose("病毒.exe")
    assert listed.count() == 2
    assert "超过 1" in browser_page.inner_text("#toasts")
    assert "不支持这种文件" in browser_page.inner_text("#toasts")
    browser_page.click("[aria-label='移除 一.txt']")
    assert listed.all_inner_texts()[0].startswith("二.txt")
    assert browser_page.evaluate("document.getElementById('id_files').files.length") == 1


def test_a_screenshot_is_pasted(browser_page: Page) -> None:
    browser_page.goto(f"{ORIGIN}/form")
    browser_page.evaluate(
        """bytes => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "image.png", {type: "image/png"}));
            document.getElementById("id_title").dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        list(PIXEL),
    )
    assert browser_page.locator(".hq-drop-list li b").inner_text().startswith("截图 ")


def test_lists_by_keyboard(browser_page: Page) -> None:
    browser_page.goto(f"{ORIGIN}/ledger")
    browser_page.keyboard.press("j")
    browser_page.keyboard.press("j")
    browser_page.keyboard.press("k")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/finding?n=99999")
    browser_page.keyboard.press("/")
    assert browser_page.evaluate("document.activeElement.name") == "q"


def test_rows_are_picked_together_and_columns_remembered(browser_page: Page) -> None:
    browser_page.goto(f"{ORIGIN}/ledger")
    browser_page.check("[data-pick-all]")
    assert browser_page.inner_text("[data-bulk-count]") == "3"
    browser_page.click("summary:has-text('列')")
    assert browser_page.locator("th[data-column=person]").is_hidden()
    browser_page.uncheck("[data-columns-menu] label:has-text('牵头') input")
    browser_page.check("[data-columns-menu] label:has-text('责任人') input")
    browser_page.reload()
    assert browser_page.locator("th[data-column=lead]").is_hidden()
    assert browser_page.locator("th[data-column=person]").is_visible()


def test_a_filter_is_chosen_and_removed_in_the_address(browser_page: Page) -> None:
    browser_page.goto(f"{ORIGIN}/ledger?page=3")
    browser_page.click("summary:has-text('状态')")
    browser_page.click(".hq-chip-panel a:has-text('整改中')")
    browser_page.wait_for_url("**/ledger?state=rectifying")
    browser_page.click("[aria-label='去掉筛选：状态 整改中']")
    browser_page.wait_for_url("**/ledger?")


def test_a_reason_is_asked_in_a_dialog_and_a_barred_step_says_why(browser_page: Page) -> None:
    browser_page.goto(f"{ORIGIN}/finding")
    browser_page.click("text=申请延期")
    assert browser_page.locator("#extend").is_visible()
    browser_page.keyboard.press("Escape")
    assert browser_page.locator("#extend").is_hidden()
    barred = browser_page.locator("[aria-disabled=true]")
    assert browser_page.inner_text(f"#{barred.get_attribute('aria-describedby')}") == "还缺佐证。"


def test_a_word_before_the_log_in_ends(browser_page: Page) -> None:
    browser_page.clock.install()
    browser_page.goto(f"{ORIGIN}/form")
    browser_page.clock.run_for(1690 * 1000)
    dialog = browser_page.locator("#idle-dialog")
    assert dialog.is_visible()
    assert "退出登录" in dialog.inner_text()
    browser_page.click("[data-idle-stay]")
    dialog.wait_for(state="hidden")


def test_pictures_are_saved(browser_page: Page, tmp_path: Path) -> None:
    browser_page.goto(f"{ORIGIN}/board")
    buttons = browser_page.locator("[data-picture-button]")
    assert buttons.count() == 4
    for index in range(4):
        with browser_page.expect_download() as saved:
            buttons.nth(index).click()
        target = tmp_path / saved.value.suggested_filename
        saved.value.save_as(target)
        assert target.read_bytes()[:4] == PIXEL[:4]


def test_printed_sheets_carry_title_and_watermark(browser_page: Page) -> None:
    browser_page.goto(f"{ORIGIN}/print")
    browser_page.emulate_media(media="print")
    assert browser_page.locator(".hq-print-bar").is_hidden()
    assert browser_page.inner_text(".hq-watermark") == "草稿"
    words = browser_page.locator(".hq-watermark-words")
    assert words.bounding_box() == {"x": 0, "y": 0, **(browser_page.viewport_size or {})}
    assert browser_page.evaluate("document.elementFromPoint(300, 300).closest('svg')") is None
    assert WATERMARK not in browser_page.locator("body").aria_snapshot()
    assert (
        browser_page.evaluate("getComputedStyle(document.querySelector('thead')).display")
        == "table-header-group"
    )


def test_the_first_bad_field_is_focused_without_covering_its_error(
    browser_page: Page, hospital: Hospital
) -> None:
    """Neither the calendar nor the list of departments opens by itself over the words that say what is wrong."""
    hospital.after_post = ""
    for only in ("#id_due_on", "#id_lead"):
        browser_page.goto(f"{ORIGIN}/form")
        browser_page.click("text=提交")
        browser_page.locator("[data-first-error] a").first.wait_for()
        browser_page.click(f"[data-first-error] a[href='{only}']")
        browser_page.wait_for_timeout(150)
        assert browser_page.locator(f"{only}_error").is_visible()
        assert browser_page.locator(".flatpickr-calendar.open").count() == 0
        assert not browser_page.locator(".ts-dropdown").first.is_visible()
    browser_page.click("#id_due_on")
    browser_page.locator(".flatpickr-calendar.open").wait_for()
