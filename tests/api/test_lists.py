"""Lists: pages, limits, filters, scope – and a number of queries that does not grow with the rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from infrastructure.presentation import paging
from organizations.models import Role
from tests.api.caller import Caller, done, problem
from tests.rectification.world import World


def address(world: World) -> str:
    return f"ledgers/{world.participation.uid}/findings/"


def test_a_page_says_where_the_next_one_is(world: World) -> None:
    for number in range(5):
        world.draft(text=f"问题{number}")
    caller = Caller(world.clerk)
    first = done(caller.get(address(world), size=2))
    assert (first["count"], first["count_exact"], len(first["results"])) == (5, True, 2)
    assert first["previous"] is None
    second = done(caller.get(first["next"]))
    last = done(caller.get(second["next"]))
    assert last["next"] is None
    seen = [row["text"] for page in (first, second, last) for row in page["results"]]
    assert sorted(seen) == [f"问题{number}" for number in range(5)]
    problem(caller.get(address(world), size=2, page=4), 404)


def test_a_hundred_rows_are_the_most(world: World) -> None:
    caller = Caller(world.clerk)
    for path in (address(world), "hospitals/", f"hospitals/{world.hospital.code}/staff/"):
        done(caller.get(path, size=100))
        told = problem(caller.get(path, size=101), 400)
        assert "100" in told["errors"]["size"][0]


def test_counting_stops_at_the_limit_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        world.draft(text=f"问题{number}")
    monkeypatch.setattr(paging, "COUNT_LIMIT", 3)
    told = done(Caller(world.clerk).get(address(world), size=2))
    assert (told["count"], told["count_exact"]) == (3, False)


def test_filters_and_order_are_those_of_the_page(world: World) -> None:
    overdue = world.awaiting()
    world.draft(text="手卫生依从性不足")
    void = world.draft(text="重复登记")
    world.move(void, "void", world.clerk, reason="重复")
    caller = Caller(world.clerk)

    def texts(**query: object) -> list[str]:
        return [row["text"] for row in done(caller.get(address(world), **query))["results"]]

    assert len(texts()) == 2
    assert texts(state="void") == ["重复登记"]
    assert texts(state=["awaiting", "void"], sort="state") == [overdue.text, "重复登记"]
    assert texts(q="手卫生") == ["手卫生依从性不足"]
    assert texts(lead=str(world.medical.uid)) == []
    assert texts(item="I1,I2", state="draft") == ["手卫生依从性不足"]
    assert texts(person=str(world.head.staff.uid), state="awaiting") == [overdue.text]


def test_a_liaison_lists_the_own_department_only(world: World) -> None:
    world.draft(text="骨科的")
    stranger = world.member(Role.LIAISON, world.other_ward, name="赵倩")
    assert done(Caller(stranger).get(address(world)))["results"] == []
    assert done(Caller(world.liaison).get(address(world)))["count"] == 1


@pytest.mark.parametrize("who", ["liaison", "clerk"])
def test_a_list_costs_the_same_for_two_and_for_twenty_rows(world: World, who: str) -> None:
    caller = Caller(getattr(world, who))

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert done(caller.get(address(world), size=100))["results"]
        return len(captured)

    for number in range(2):
        world.draft(text=f"问题{number}", supporting=[world.other_ward])
    few = cost()
    for number in range(18):
        world.draft(text=f"另一问题{number}", supporting=[world.other_ward, world.medical])
    assert cost() == few <= 10


def test_every_other_list_costs_the_same_too(world: World) -> None:
    finding, cause, measure = world.planned()
    clerk, liaison = Caller(world.clerk), Caller(world.liaison)
    code = world.hospital.code
    lists = [
        (clerk, f"hospitals/{code}/departments/"),
        (clerk, f"hospitals/{code}/staff/"),
        (liaison, f"findings/{finding.uid}/causes/"),
        (liaison, f"findings/{finding.uid}/measures/"),
        (liaison, f"findings/{finding.uid}/evidence/"),
        (liaison, f"findings/{finding.uid}/timeline/"),
        (liaison, f"ledgers/{world.participation.uid}/items/"),
    ]

    def costs() -> list[int]:
        found = []
        for caller, path in lists:
            with CaptureQueriesContext(connection) as captured:
                done(caller.get(path))
            found.append(len(captured))
        return found

    world.prove(finding, measure)
    few = costs()
    for number in range(8):
        path = f"findings/{finding.uid}/"
        done(liaison.post(f"{path}causes/", {"category": "people", "text": f"原因{number}"}), 201)
        body = {"text": f"措施{number}", "strength": "weak", "causes": [str(cause.uid)]}
        done(liaison.post(f"{path}measures/", body), 201)
        world.prove(finding, measure)
        world.member(Role.STAFF, world.ward, name="新人")
    assert costs() == few
    assert max(few) <= 10
