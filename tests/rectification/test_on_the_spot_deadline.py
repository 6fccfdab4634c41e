"""立行立改: the date is the day of the fix. What waits for somebody to look at it is not the department's late work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from campaigns.services.overlays import OverlayInput, set_overlay
from infrastructure import audit
from rectification.models import Finding
from rectification.selectors import board
from rectification.services import transitions
from tests.rectification.test_lifecycle_table import complete
from tests.rectification.world import NOW, TODAY, World

pytestmark = pytest.mark.usefixtures("world")
A_WEEK_LATER = NOW + timedelta(days=7)


@pytest.fixture
def world(world: World) -> World:
    set_overlay(
        hospital=world.hospital,
        checkpoint=world.checkpoint,
        values=OverlayInput(functional_department=world.medical, on_the_spot_allowed=True),
        revision=0,
        by=world.clerk,
        now=NOW,
    )
    return world


def fixed(world: World, **changes: Any) -> Finding:
    """Fixed, proved and handed in on TODAY."""
    return world.move(complete(world, world.draft(due_on=TODAY, **changes)), "fix_on_the_spot", world.head)


def seen_by(user: Any, world: World) -> dict[str, Any]:
    """What the pages of a week later say to this user of overdue work."""
    client, base = Client(), f"/h/{world.hospital.code}/"
    with time_machine.travel(A_WEEK_LATER, tick=False):
        client.force_login(user)
        bench = client.get(base)
        api = client.get(f"/api/v1/ledgers/{world.participation.uid}/findings/").json()["results"]
        return {
            "workbench": bench.context["page"].counts[1]["value"],
            "todo": len(client.get(f"{base}todo/?due=overdue").context["lines"]),
            "ledger": client.get(f"{base}ledger/?due=overdue").context["page"].paginator.count,
            "api": sum(row["overdue"] for row in api),
            "said": "逾期 7" in bench.content.decode() + client.get(f"{base}ledger/").content.decode(),
        }


def test_fixed_in_time_is_never_overdue_while_it_waits(world: World) -> None:
    fixed(world)
    nothing = {"workbench": 0, "todo": 0, "ledger": 0, "api": 0, "said": False}
    assert seen_by(world.accepter, world) == nothing
    figures = board.figures(world.participation, A_WEEK_LATER.date())
    assert (figures.overdue, figures.due_and_done) == (0, 0)


def test_accepted_a_week_later_it_was_done_in_time(world: World) -> None:
    finding = fixed(world)
    transitions.move(finding=finding, name="accept", by=world.accepter, now=A_WEEK_LATER)
    figures = board.figures(world.participation, A_WEEK_LATER.date())
    assert (figures.on_time, figures.due_and_done, figures.on_time_share) == (1, 1, "100.0%")


def test_sent_back_or_handed_in_late_it_is_ordinary_work(world: World) -> None:
    sent_back = fixed(world)
    late = fixed(world, text="晚了一天才整改")
    with audit.acting(by=None):
        Finding.objects.filter(pk=late.pk).update(due_on=TODAY - timedelta(days=1))
    transitions.move(finding=sent_back, name="refuse", by=world.accepter, now=NOW, reason="照片看不清")
    overdue = Finding.objects.overdue(A_WEEK_LATER.date())
    assert set(overdue) == {sent_back, late}
    assert all(finding.counts_down for finding in overdue)
    assert board.figures(world.participation, A_WEEK_LATER.date()).overdue == 2


def test_handed_in_again_after_its_date_it_is_late_whenever_it_was_first_fixed(world: World) -> None:
    """The first hand-in was in time, the one that was accepted was not: a later round has no privilege."""
    finding = fixed(world)
    transitions.move(finding=finding, name="refuse", by=world.accepter, now=NOW, reason="照片看不清")
    world.prove(finding, *finding.measures.all())
    transitions.move(finding=finding, name="request_acceptance", by=world.head, now=A_WEEK_LATER)
    finding.refresh_from_db()
    assert (finding.counts_down, finding.fixed_in_time) == (True, False)
    assert board.figures(world.participation, A_WEEK_LATER.date()).overdue == 1
    transitions.move(finding=finding, name="accept", by=world.accepter, now=A_WEEK_LATER)
    figures = board.figures(world.participation, A_WEEK_LATER.date())
    assert (figures.overdue, figures.on_time, figures.due_and_done) == (0, 0, 1)
