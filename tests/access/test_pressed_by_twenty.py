"""Twenty people press at one moment, on the real database: it happens once, and numbers have no gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test import Client

from infrastructure.errors import Refusal, WrongState
from infrastructure.models import AuditEntry
from rectification.models import AcceptanceRound, Finding, FindingAct, LedgerEntry
from rectification.services import findings
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.slow

TWENTY = 20


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each of twenty threads got: the answer, or the refusal itself."""
    start = Barrier(TWENTY)

    def one(number: int) -> object:
        try:
            start.wait(timeout=60)
            return act(number)
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(TWENTY) as pool:
        return list(pool.map(one, range(TWENTY)))


READY = {
    "submit": (World.draft, "liaison", "待受理"),
    "request_acceptance": (lambda w: _proved(w), "head", "待验收"),
    "accept": (World.awaiting, "accepter", "待销号"),
    "close": (World.accepted, "clerk", "已销号"),
}


def _proved(world: World) -> Finding:
    finding, _, measure = world.planned()
    world.prove(finding, measure)
    return finding


def _happened_once(finding: Finding, name: str) -> None:
    assert FindingAct.objects.filter(finding=finding, name=name).count() == 1
    assert AuditEntry.objects.filter(target_uid=finding.uid, action=f"finding.{name}").count() == 1
    assert LedgerEntry.objects.filter(finding=finding).values_list("number", flat=True).get() == 1
    rounds = AcceptanceRound.objects.filter(finding=finding).count()
    assert rounds == (0 if name == "submit" else 1)


@pytest.mark.parametrize("name", READY)
def test_a_step_pressed_by_twenty_happens_once(live_database: str, name: str) -> None:
    world = World()
    make, who, _ = READY[name]
    finding, by = make(world), getattr(world, who)
    answers = at_once(lambda number: world.move(finding, name, by))
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert len(refused) == TWENTY - 1
    assert all(isinstance(refusal, WrongState) for refusal in refused)
    _happened_once(finding, name)


@pytest.mark.parametrize("name", READY)
def test_the_button_pressed_by_twenty(live_site: str, name: str) -> None:
    """Through the page, each in a browser of its own: one goes on, nineteen are told the state."""
    world = World()
    make, who, state = READY[name]
    finding, by = make(world), getattr(world, who)
    browsers = [Client() for _ in range(TWENTY)]
    for browser in browsers:
        browser.force_login(by)
    path = f"/findings/{finding.uid}/do/{name}/"
    answers = at_once(lambda number: browsers[number].post(path))
    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: TWENTY - 1}
    assert all(state in answer.content.decode() for answer in answers if answer.status_code == 409)
    _happened_once(finding, name)


def test_two_accepters_decide_once(live_database: str) -> None:
    """One accepts, one returns: there is one decision, and the state is that decision's."""
    world = World()
    finding = world.awaiting()
    people = (world.accepter, world.second_accepter)

    def decide(number: int) -> object:
        name = ("accept", "refuse")[number % 2]
        return world.move(finding, name, people[number % 2], reason="照片看不清" if number % 2 else "")

    answers = at_once(decide)
    assert sum(isinstance(answer, Finding) for answer in answers) == 1
    decided = AcceptanceRound.objects.get(finding=finding)
    finding.refresh_from_db()
    assert (decided.decision, finding.state) in {("granted", "accepted"), ("returned", "rectifying")}


def test_twenty_findings_get_twenty_numbers(live_database: str) -> None:
    world = World()
    drafts = [world.draft(text=f"第 {number} 个问题") for number in range(TWENTY)]
    at_once(lambda number: world.move(drafts[number], "submit", world.liaison))
    assert _numbers(world) == list(range(1, TWENTY + 1))
    world.participation.refresh_from_db()
    assert world.participation.last_number == TWENTY


def test_a_refused_one_leaves_no_gap(live_database: str) -> None:
    """Half of them cannot be registered: the numbers of the others follow one another all the same."""
    world = World()
    foreign = World()

    def register(number: int) -> Finding:
        changes = {"text": f"第 {number} 个问题"}
        if number % 2:
            changes["responsible_person"] = foreign.head.staff
        values = world.values(**changes)
        return findings.create_finding(
            participation=world.participation, values=values, by=world.clerk, now=NOW, as_office=True
        )

    at_once(register)
    assert _numbers(world) == list(range(1, TWENTY // 2 + 1))


def _numbers(world: World) -> list[int]:
    rows = LedgerEntry.objects.filter(participation=world.participation, number__isnull=False)
    return sorted(rows.values_list("number", flat=True))
