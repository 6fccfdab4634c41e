"""A block pasted into the ledger: what fits is saved, a wrong cell and one that somebody else changed wait in place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from infrastructure import audit
from rectification.models import Finding
from tests.browser.conftest import PHONE, Open
from tests.rectification.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.clause("QS25.P2")]

PASTE = """text => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/plain", text);
  const pasted = { clipboardData: clipboard, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", pasted));
}"""


class Table:
    """The quality office before three findings: one awaits acceptance, two are open."""

    def __init__(self, browse: Open) -> None:
        self.world = World()
        self.waiting = self.world.awaiting(text="待验收的问题")
        self.first, _, _ = self.world.planned(text="第一个问题")
        self.second, _, _ = self.world.planned(text="第二个问题")
        browse.expected = ("Failed to load resource",)  # type: ignore[attr-defined]
        self.page: Page = browse(self.world.clerk)
        self.open()

    def open(self) -> None:
        self.page.goto(f"/h/{self.world.hospital.code}/ledger/table/?sort=number")
        expect(self.page.locator("[data-cells-foot]")).to_be_visible()

    def cell(self, finding: Finding, column: str) -> Locator:
        return self.page.locator(f'tr[data-finding="{finding.uid}"] td[data-c="{column}"]')

    def paste(self, *rows: str) -> None:
        self.page.evaluate(PASTE, "\r\n".join(rows) + "\r\n")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()


@pytest.fixture
def table(browse: Open) -> Table:
    return Table(browse)


def test_a_block_with_a_wrong_cell_and_one_that_somebody_changed_meanwhile(table: Table) -> None:
    page = table.page
    table.cell(table.waiting, "lead").click()
    table.paste(
        "检验科\t吴海\t\t",
        '骨科\t刘备\t\t"第一行\n第二行"',
        "检验科\t郑洁\t\t已换 11-26\t多出的一列\t又一列",
    )
    strip = page.locator('[data-strip="ask"]')
    expect(strip).to_contain_text(
        "能改 5 格，相同 2 格，空着没动 4 格，不能改 1 格，超出表格 2 格。还没有粘贴。"
    )
    expect(strip).to_contain_text("牵头部门：待验收的问题不能修改")
    expect(page.locator("[data-cells-count]")).to_have_text("还没有改动")
    table.press("只粘贴能改的 5 格")
    expect(page.locator("[data-cells-count]")).to_have_text("已改 5 格")

    with audit.acting(by=table.world.second_clerk):
        Finding.objects.filter(pk=table.second.pk).update(responsible_person=table.world.accepter.staff)
    page.get_by_role("button", name="保存 5 格").click()
    expect(page.locator('[data-strip="saved"]')).to_contain_text(
        "已保存 3 格，都记在问题的经过里；1 格没有存上，原因在格里；1 格别人也改了。"
    )
    expect(table.cell(table.first, "person")).to_contain_text("本院没有叫“刘备”的在岗职工")
    clash, wrong = table.cell(table.second, "person"), table.cell(table.first, "person")
    for words in ("我改的", "郑洁", "现在的", "陈思远", "原 吴海"):
        expect(clash).to_contain_text(words)
    table.second.refresh_from_db()
    assert table.second.lead_department == table.world.other_ward
    assert [note.text for note in table.first.notes.all()] == ["第一行\n第二行"]

    clash.get_by_role("button", name="用我的").click()
    wrong.click()
    page.keyboard.press("Enter")
    wrong.locator("input").fill("郑洁")
    page.keyboard.press("Control+s")
    expect(page.locator('[data-strip="saved"]')).to_contain_text("已保存 2 格")
    expect(page.locator("[data-cells-count]")).to_have_text("还没有改动")
    for finding in (table.first, table.second):
        finding.refresh_from_db()
        assert finding.responsible_person == table.world.liaison.staff


def test_too_large_a_block_is_refused_and_edits_are_taken_back_and_kept(table: Table) -> None:
    page = table.page
    person = table.cell(table.first, "person")
    person.click()
    page.keyboard.type("z")  # the first stroke opens the cell and stands in it
    expect(person.locator("input")).to_have_value("z")
    person.locator("input").fill("郑洁")
    page.keyboard.press("Enter")
    expect(table.cell(table.second, "person")).to_be_focused()
    table.paste(*["\t".join(["甲"] * 100)] * 100)
    expect(page.locator('[data-strip="ask"]')).to_contain_text("一次最多粘贴 2,000 格，这一块有 10,000 格")
    expect(page.locator("[data-cells-count]")).to_have_text("已改 1 格")

    table.cell(table.second, "person").click()
    table.paste("陈思远")
    expect(page.locator("[data-cells-count]")).to_have_text("已改 2 格")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-cells-count]")).to_have_text("已改 1 格")

    # Leaving asks; a later visit finds what was typed, and a log-out leaves nothing of it on the device.
    page.once("dialog", lambda dialog: dialog.accept())
    table.open()
    expect(person).to_contain_text("郑洁")
    kept = "() => Object.keys(localStorage).filter(key => key.startsWith('hq-cells:')).length"
    assert page.evaluate(kept) == 1
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator(".hq-who details summary").click()
    page.locator("form[action='/logout/'] button").click()
    page.wait_for_url("**/login/**")
    assert page.evaluate(kept) == 0


def test_without_a_connection_nothing_typed_is_lost(table: Table) -> None:
    page = table.page
    table.cell(table.first, "person").dblclick()
    table.cell(table.first, "person").locator("input").fill("郑洁")
    page.keyboard.press("Tab")
    page.context.set_offline(True)
    page.keyboard.press("Control+s")
    strip = page.locator('[data-strip="saved"]')
    expect(strip).to_contain_text("没有存上。已写的都在，留在这台设备上。")
    page.context.set_offline(False)
    strip.get_by_role("button", name="再试").click()
    expect(strip).to_contain_text("已保存 1 格")


def test_on_a_telephone_the_rows_are_cards_that_lead_to_the_finding(browse: Open) -> None:
    world = World()
    finding, _, _ = world.planned()
    page = browse(world.clerk, view=PHONE)
    page.goto(f"/h/{world.hospital.code}/ledger/table/")
    expect(page.get_by_text("在表格里改要用宽一些的屏幕")).to_be_visible()
    expect(page.locator("[data-cells-foot]")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(f'tr[data-finding="{finding.uid}"] th a').click()
    page.wait_for_url(f"**/findings/{finding.uid}/")
