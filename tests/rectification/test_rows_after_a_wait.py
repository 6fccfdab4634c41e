"""Whoever waited for a finding sees what was written meanwhile, in the rows that it names too."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from infrastructure.audit import acting
from organizations.models import User
from rectification.models import Finding
from rectification.rules.ledger_columns import Column
from rectification.services.cell_edits import CellEdit, Result, save_cells
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.slow


@pytest.fixture
def world(live_database: str) -> World:
    return World()


def while_another_holds(finding: Finding, change: dict[str, object], act: Callable[[], object]) -> object:
    """`act` begins while another connection has changed the row and not yet committed."""
    held, waits = Event(), Event()

    def other() -> None:
        try:
            with acting(by=None):
                Finding.objects.filter(pk=finding.pk).update(**change)
                held.set()
                waits.wait(timeout=2)  # long enough for the act to stand at the lock
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(other)
        held.wait(timeout=30)
        try:
            return act()
        finally:
            done.result()
            connection.close()


def cell(world: World, finding: Finding, column: Column, new: str, by: User) -> list[Result]:
    edits = [CellEdit(finding.pk, column, None, new)]
    outcomes = save_cells(participation=world.participation, edits=edits, by=by, now=NOW)
    return [outcome.result for outcome in outcomes]


def test_a_cell_of_a_finding_whose_lead_moves_is_saved(world: World) -> None:
    finding, _, _ = world.planned()
    result = while_another_holds(
        finding,
        {"lead_department": world.other_ward},
        lambda: cell(world, finding, Column.REMARK, "新的备注", world.clerk),
    )
    assert result == [Result.SAVED]


def test_an_answer_tells_who_is_named_now(world: World) -> None:
    finding, _, _ = world.planned()
    moved = while_another_holds(
        finding,
        {"responsible_person": world.liaison.staff},
        lambda: world.move(finding, "void", world.clerk, reason="登记有误"),
    )
    assert moved.responsible_person == world.liaison.staff  # type: ignore[attr-defined]
