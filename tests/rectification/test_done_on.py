"""When an imported finding was really done: kept, shown with how late it was, written and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from infrastructure import audit
from infrastructure.workbooks.grid import SheetGrid, WorkbookGrid
from infrastructure.workbooks.reading import read_workbook
from rectification.models import Finding
from rectification.selectors.import_context import import_context
from rectification.services.import_rows import enter_findings
from rectification.workbook.planning import plan_import
from tests.access.asking import body_of
from tests.rectification.ledger_forms import answer_of, table_of
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.usefixtures("world")
HEADER = ("整治内容", "存在问题", "整改措施", "牵头部门", "计划完成时间", "完成时间", "完成情况")


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> World:
    """A finding done three weeks late and one in time, from a workbook."""
    world = World()
    lead = world.ward.name
    rows = (
        ("科室制度落实", "交接班本缺签字", "每日查签", lead, "2026-09-30", "2026-10-20", "已完成"),
        ("科室制度落实", "会诊单缺时间", "改模板", lead, "2026-10-31", "2026-10-20", "已完成"),
    )
    plan = plan_import(
        WorkbookGrid((SheetGrid("台账", (HEADER, *rows)),)),
        import_context(world.participation, as_of=NOW.date()),
    )
    assert plan.errors == ()
    with audit.acting(by=world.clerk):
        enter_findings(findings=plan.findings, participation=world.participation, by=world.clerk, now=NOW)
    return world


def page_of(world: World, text: str) -> str:
    client = Client()
    client.force_login(world.clerk)
    finding = Finding.objects.get(text=text)
    return str(client.get(f"/findings/{finding.uid}/").content.decode())


def test_the_day_is_kept_apart_from_the_deadline(world: World) -> None:
    late = Finding.objects.get(text="交接班本缺签字")
    assert (late.due_on, late.imported_done_on) == (date(2026, 9, 30), date(2026, 10, 20))


def test_the_page_shows_it_and_how_late_it_was(world: World) -> None:
    assert "逾期 20 天完成" in page_of(world, "交接班本缺签字")
    in_time = page_of(world, "会诊单缺时间")
    assert "实际完成" in in_time
    assert "天完成" not in in_time


def test_it_is_written_in_every_form_and_read_back(world: World, tmp_path: Path) -> None:
    book, text = (table_of(world, world.clerk, form) for form in ("xlsx", "csv"))
    assert [row["实际完成时间"] for row in book] == ["2026-10-20"] * 2
    assert book == text
    path = tmp_path / "ours.xlsx"
    path.write_bytes(body_of(answer_of(world, world.clerk, "xlsx")))
    context = replace(import_context(world.participation, as_of=NOW.date()), known_keys=frozenset())
    plan = plan_import(read_workbook(path), context)
    assert [finding.done_on for finding in plan.findings] == [date(2026, 10, 20)] * 2
    assert [finding.due_on for finding in plan.findings] == [date(2026, 9, 30), date(2026, 10, 31)]
