"""A department's own workbook: its rows count as waiting for acceptance at most, and the preview says so."""

from __future__ import annotations

from datetime import datetime

import pytest

from infrastructure.workbooks.grid import WorkbookGrid
from organizations.models import User
from rectification.models import Finding
from rectification.services.ledger_import import enter_plan, plan_grid
from tests.rectification.workbook.shapes import sheet
from tests.rectification.world import NOW, TODAY, World

pytestmark = pytest.mark.usefixtures("world")
HEADER = ("序号", "整治内容", "存在问题", "牵头部门", "是否销号", "整改时限")
ROWS = [HEADER, (1, "科室制度落实", "查对登记缺一次", "骨科", "是", "2026-11-01")]


def _state(world: World, by: User, book: WorkbookGrid, now: datetime = NOW) -> tuple[str, list[str]]:
    plan = plan_grid(grid=book, participation=world.participation, by=by, as_of=TODAY)
    enter_plan(plan=plan, participation=world.participation, all_or_none=True, by=by, now=now)
    return Finding.objects.latest("id").state, [problem.problem for problem in plan.warnings]


def test_what_a_liaison_imports_as_closed_waits_for_acceptance_and_is_told(world: World) -> None:
    state, told = _state(world, world.liaison, WorkbookGrid((sheet(*ROWS),)))
    assert state == "awaiting"
    assert any("科室导入的按“待验收”入账" in words for words in told)


def test_the_office_takes_over_what_it_closed_itself(world: World) -> None:
    state, told = _state(world, world.clerk, WorkbookGrid((sheet(*ROWS),)))
    assert state == "closed"
    assert not any("待验收" in words for words in told)
