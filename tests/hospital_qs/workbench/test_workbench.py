"""What waits for whom, and that the page costs the same however much there is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.services.sheets import rest_in_order
from organizations.models import Role
from tests.inspections.hospital import make_place
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.usefixtures("on_the_day", "world")


def page_of(user: Any, world: World, path: str = "") -> str:
    client = Client()
    client.force_login(user)
    response = client.get(f"/h/{world.hospital.code}/{path}")
    assert response.status_code == 200
    return response.content.decode()


def test_each_sees_the_next_step_that_is_his(world: World) -> None:
    draft = world.draft(text="还没有提交的问题")
    submitted = world.move(world.draft(text="等待受理的问题"), "submit", world.liaison)
    awaiting = world.awaiting(text="等待验收的问题")
    liaison, clerk, accepter, leader = (
        page_of(user, world) for user in (world.liaison, world.clerk, world.accepter, world.leader)
    )
    assert draft.text in liaison
    assert awaiting.text not in liaison
    assert submitted.text in clerk
    assert "去受理" in clerk
    assert draft.text not in clerk
    assert awaiting.text in accepter
    assert "去验收" in accepter
    assert "没有要您处理的事" in leader


def test_figures_are_for_those_who_see_them(world: World) -> None:
    world.accepted()
    assert "按期完成率" in page_of(world.clerk, world)
    assert "按期完成率" not in page_of(world.liaison, world)


def test_an_administrator_is_led_to_the_settings_and_sees_no_business(world: World) -> None:
    world.draft(text="业务内容")
    administrator = world.member(Role.SYSTEM_ADMINISTRATOR, world.hospital, name="系统管理员")
    client = Client()
    client.force_login(administrator)
    response = client.get(f"/h/{world.hospital.code}/", follow=True)
    assert response.redirect_chain[-1][0].endswith("/settings/")
    assert "业务内容" not in response.content.decode()


def test_the_pages_cost_the_same_for_few_and_many(world: World) -> None:
    counts: list[dict[str, int]] = []
    for amount in (2, 15):
        for number in range(amount):
            world.planned(text=f"第 {amount}-{number} 个问题", supporting=[world.other_ward])
        counts.append({})
        for path in ("", "todo/", "board/"):
            with CaptureQueriesContext(connection) as seen:
                page_of(world.clerk, world, path)
            counts[-1][path] = len(seen)
    assert counts[0] == counts[1]


def test_the_board_counts_what_its_links_show(world: World) -> None:
    world.accepted()
    finding = world.accepted()
    world.move(finding, "close", world.clerk)
    world.draft(text="草稿不计入")
    client = Client()
    client.force_login(world.clerk)
    board = client.get(f"/h/{world.hospital.code}/board/")
    figures = board.context["figures"]
    assert (figures.registered, figures.closed, figures.closed_share) == (2, 1, "50.0%")
    for count in board.context["counts"][:3]:
        rows = client.get(count["url"]).context["lines"]
        assert len(rows) == count["value"], count["label"]
    for row in board.context["map"].rows:
        for cell in row.cells:
            if cell.value:
                assert len(client.get(cell.url).context["lines"]) == cell.value


def test_an_office_sees_its_own_part_of_the_hospitals_sheet_and_the_whole() -> None:
    place = make_place("office")
    office = place.member(Role.LIAISON, "medical_affairs")
    rest_in_order(sheet=place.sheet(None), by=office, now=NOW)
    client = Client()
    client.force_login(office)
    card = client.get("/h/office/").context["page"].panels[0].panel
    assert (card.answered, card.total, card.state[1], card.whole) == (
        4,
        4,
        "本部门已填完",
        "全院 4/18 个要点",
    )
    rest_in_order(sheet=place.sheet(None), by=place.member(Role.QUALITY_OFFICE), now=NOW)
    whole = client.get("/h/office/").context["page"].panels[0].panel
    assert (whole.state[1], whole.whole) == ("待确认", "全院 18/18 个要点")
