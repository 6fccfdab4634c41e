"""Whole journeys in a real Chromium, on a real server and a real database."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Page, expect

from inspections.models import InspectionSheet
from organizations.models import Role
from rectification.models import Finding
from tests.browser.conftest import PHONE, Open, log_in
from tests.inspections.hospital import make_place
from tests.rectification.test_import_pages import BAD, SampleHospital
from tests.rectification.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def photo(folder: Path, name: str = "现场.png", colour: str = "seagreen") -> Path:
    path = folder / name
    Image.new("RGB", (320, 240), colour).save(path)
    return path


@pytest.mark.clause("QS25.P2")
def test_a_liaison_fills_in_the_sheet_on_a_phone_and_registers_a_finding(
    browse: Open, tmp_path: Path
) -> None:
    place = make_place()
    liaison = place.member(Role.LIAISON, "clinical", name="郑洁")
    head = place.member(Role.DEPARTMENT_HEAD, "clinical", name="吴海")
    page = browse(liaison, view=PHONE)
    page.goto(f"/h/{place.hospital.code}/inspection/")
    first = page.locator(".hq-sheet-line").first
    first.locator(".hq-sheet-found").click()
    first.get_by_role("link", name="登记问题").click()
    page.get_by_label("存在问题").fill("抽查 10 份运行病历，2 份首次病程记录超过 8 小时")
    page.locator("input[type=file]").set_input_files(photo(tmp_path))
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/inspection/**")
    page.get_by_role("button", name="其余均符合").click()
    expect(page.get_by_text("可以确认了").or_(page.locator("#why-confirm"))).to_be_visible()
    page.context.clear_cookies()
    log_in(page, head)
    page.goto(f"/inspection/{place.sheet('clinical').uid}/")
    page.get_by_role("button", name="确认自查表").click()
    expect(page.get_by_text("自查表已确认。")).to_be_visible()
    sheet = InspectionSheet.objects.get(pk=place.sheet("clinical").pk)
    assert sheet.confirmed_by == head.staff
    finding = Finding.objects.get()
    assert finding.state == "submitted"
    assert finding.evidence.get().file.original_name == "现场.png"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_finding_from_draft_over_a_return_to_close_out(browse: Open, tmp_path: Path) -> None:
    world = World()
    finding = world.draft()
    address = f"/findings/{finding.uid}/"
    liaison, office = browse(world.liaison), browse(world.clerk)
    liaison.goto(address)
    press(liaison, "提交")
    office.goto(address)
    office.get_by_role("link", name="退回修改").click()
    office.get_by_label("退回修改的原因").fill("请写清抽查的时间")
    press(office, "退回修改")
    liaison.goto(address)
    expect(liaison.get_by_text("请写清抽查的时间")).to_be_visible()
    press(liaison, "提交")
    office.goto(address)
    press(office, "受理")
    liaison.goto(address)
    liaison.get_by_role("link", name="添加原因").click()
    liaison.get_by_text("制度流程", exact=True).click()
    liaison.get_by_label("原因", exact=True).fill("电子病历没有强制，漏写不提示")
    press(liaison, "保存原因")
    liaison.get_by_role("link", name="添加措施").click()
    liaison.get_by_label("整改措施").fill("四级手术申请时讨论记录为必填")
    liaison.get_by_text("强 · 系统强制").click()
    press(liaison, "保存措施")
    press(liaison, "开始整改")
    expect(liaison.get_by_text("第 1 条措施还没有佐证材料。")).to_be_visible()
    liaison.locator("#plan").get_by_role("link", name="补充佐证").click()
    liaison.locator("input[type=file]").set_input_files(photo(tmp_path, "上线截图.png"))
    press(liaison, "上传佐证")
    head = browse(world.head)
    head.goto(address)
    press(head, "提交验收")
    accepter = browse(world.accepter)
    accepter.goto(address)
    press(accepter, "验收通过")
    office.goto(address)
    press(office, "销号")
    expect(office.locator(".hq-head").get_by_text("已销号")).to_be_visible()
    finding.refresh_from_db()
    assert finding.state == "closed"


def test_a_sample_ledger_is_imported_corrected_and_exported(browse: Open, tmp_path: Path) -> None:
    world = SampleHospital()
    page = browse(world.clerk)
    base = f"/h/{world.hospital.code}/ledger/"
    page.goto(f"{base}import/?run=QS25")
    page.locator("input[type=file]").set_input_files(BAD)
    press(page, "上传并预览")
    expect(page.get_by_label("Sheet I9")).to_have_value("2024-02-30")
    page.get_by_label("Sheet B3").fill("二")
    press(page, "按修改重新预览")
    press(page, "导入 3 条")
    expect(page.get_by_text("已导入 3 条。")).to_be_visible()
    book = load_workbook(BAD)
    book.active["I9"] = "2025-09-01"
    book.save(tmp_path / "改好的台账.xlsx")
    page.goto(f"{base}import/?run=QS25")
    page.locator("input[type=file]").set_input_files(tmp_path / "改好的台账.xlsx")
    press(page, "上传并预览")
    press(page, "导入 1 条")
    expect(page.get_by_text("已导入 1 条。")).to_be_visible()
    page.goto(f"{base}?run=QS25")
    page.get_by_text("导出 4 条").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="工作簿（xlsx）", exact=True).click()
    sheet = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).active
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "好的一行" in values
    assert any(str(value).startswith("+cmd|") for value in values)


def test_wrong_passwords_lock_the_door_for_a_while(browse: Open) -> None:
    world = World()
    browse.expected = ("status of 429", "status of 400")  # type: ignore[attr-defined]
    page = browse()
    for _ in range(6):
        page.goto("/login/")
        if page.get_by_label("密码").count() == 0:
            break
        page.get_by_label("用户名或工号").fill(world.liaison.username)
        page.get_by_label("密码").fill("not-the-password")
        page.get_by_role("button", name="登录").click()
        page.wait_for_load_state()
    page.goto("/login/")
    if page.get_by_label("密码").count():
        page.get_by_label("用户名或工号").fill(world.liaison.username)
        page.get_by_label("密码").fill("Kapok-tree-1927")
        page.get_by_role("button", name="登录").click()
        page.wait_for_load_state()
    expect(page.get_by_text("分钟").first).to_be_visible()
    page.goto(f"/h/{world.hospital.code}/")
    assert "/login" in page.url


def test_another_hospitals_finding_does_not_exist(browse: Open) -> None:
    foreign, world = World().draft(), World()
    page = browse(world.clerk)
    browse.expected = ("status of 404",)  # type: ignore[attr-defined]
    response = page.goto(f"/findings/{foreign.uid}/")
    assert response is not None
    assert response.status == 404
    assert foreign.text not in page.content()
