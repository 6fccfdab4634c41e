"""The board counts what its links show: causes, the line of what is still open, shares rounded half up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from infrastructure import audit
from policy_texts.vocabulary import CauseCategory
from rectification.models import Finding
from rectification.selectors import board
from rectification.services import work
from tests.benchmarks.filling import fill
from tests.factories import make_department
from tests.rectification.world import NOW, TODAY, World


def add_cause(world: World, finding: Finding, category: str, text: str) -> Any:
    return work.add_cause(finding=finding, category=category, text=text, by=world.liaison, now=NOW)


def test_a_cause_is_counted_once_a_finding_and_only_while_both_count(world: World) -> None:
    twice, _, _ = world.planned()
    add_cause(world, twice, CauseCategory.PROCESS, "第二个流程原因")
    struck = add_cause(world, twice, CauseCategory.PEOPLE, "写错了")
    work.void_cause(cause=struck, by=world.liaison, now=NOW)
    unsubmitted = world.draft(text="还没提交")
    add_cause(world, unsubmitted, CauseCategory.EQUIPMENT, "草稿里的原因")
    void, _, _ = world.planned(text="登记错了")
    world.move(void, "void", world.clerk, reason="不是问题")
    elsewhere = World()
    elsewhere.planned()
    assert board.cause_counts(world.participation) == {CauseCategory.PROCESS: 1}


def test_the_bar_of_a_cause_opens_as_many_findings_as_it_counts(world: World) -> None:
    for text in ("甲", "乙"):
        finding, _, _ = world.planned(text=f"查房记录缺签名{text}")
    add_cause(world, finding, CauseCategory.PEOPLE, "人手不足")
    client = Client()
    with time_machine.travel(NOW, tick=False):
        client.force_login(world.clerk)
        bars = client.get(f"/h/{world.hospital.code}/board/?run={world.run.code}").context["bars"]
        opened = {bar.label: client.get(bar.url).context["page"].paginator.count for bar in bars}
    assert opened == {bar.label: bar.value for bar in bars}
    assert sorted(opened.values()) == [1, 2]


def registered(world: World, day: date, text: str) -> Finding:
    """A submitted finding that was entered on that day."""
    finding = world.move(world.draft(text=text), "submit", world.liaison)
    return moved(finding, created_at=NOW + (day - TODAY))


def moved(finding: Finding, **moments: Any) -> Finding:
    with audit.acting(by=None):
        Finding.objects.filter(pk=finding.pk).update(**moments)
    finding.refresh_from_db()
    return finding


def test_the_line_falls_on_the_day_of_closing_and_counts_no_draft(world: World) -> None:
    first = TODAY - timedelta(days=4)
    registered(world, first, "第一天登记的")
    registered(world, first + timedelta(days=1), "第二天登记的")
    closed = world.move(world.accepted(), "close", world.clerk)
    moved(closed, created_at=NOW - timedelta(days=4), closed_at=NOW - timedelta(days=1))
    registered(world, TODAY, "今天登记的")
    world.draft(text="草稿不计")
    void = registered(world, first, "登记错了")
    world.move(void, "void", world.clerk, reason="不是问题")
    line = board.open_by_day(world.participation, first=first, as_of=TODAY)
    assert line == [(first + timedelta(days=day), n) for day, n in enumerate([2, 3, 3, 2, 3])]


def test_history_that_came_in_closed_was_never_open_and_the_line_begins_where_it_was_entered(
    world: World,
) -> None:
    before = TODAY - timedelta(days=2)
    history = registered(world, before, "去年已销号")
    moved(history, state="closed", state_origin="imported", submitted_at=None)
    line = board.open_by_day(world.participation, first=before - timedelta(days=9), as_of=TODAY)
    assert line == [(before, 0), (before + timedelta(days=1), 0), (TODAY, 0)]


def test_a_long_run_is_drawn_in_even_steps_and_ends_today(world: World) -> None:
    registered(world, TODAY - timedelta(days=100), "很早登记的")
    line = board.open_by_day(world.participation, first=TODAY - timedelta(days=120), as_of=TODAY)
    days = [day for day, _ in line]
    assert (days[0], days[-1]) == (TODAY - timedelta(days=100), TODAY)
    assert {(later - day).days for day, later in zip(days, days[1:], strict=False)} == {5}


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "—"),
        (0, 7, "0.0%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 16, "6.3%"),  # 6.25
        (1, 2000, "0.1%"),  # 0.05
        (1, 2001, "0.0%"),
        (7, 7, "100.0%"),
    ],
)
def test_a_share_is_rounded_half_up(part: int, whole: int, said: str) -> None:
    assert board.percent(part, whole) == said


def board_of(world: World, **query: str) -> Any:
    client = Client()
    with time_machine.travel(NOW, tick=False):
        client.force_login(world.clerk)
        answer = client.get(f"/h/{world.hospital.code}/board/", {"run": world.run.code} | query)
        registered = answer.context["counts"][0]
        answer.listed = client.get(registered["url"]).context["page"].paginator.count
        row = answer.context["map"].rows[0]
        answer.of_first_row = (row.total, client.get(row.url).context["page"].paginator.count)
    return answer


@pytest.fixture
def many_departments(world: World) -> World:
    """Two more departments than the picture has rows, each with a finding, and the ward with four."""
    fill(world, 4, world.ward)
    for number in range(board.TOP_DEPARTMENTS + 1):
        department = make_department(world.hospital, name=f"第 {number:02d} 病区")
        fill(world, 1, department, first=10 * (number + 1))
    world.draft(text="草稿不计")
    return world


def test_the_picture_of_departments_totals_to_what_is_registered_and_listed(many_departments: World) -> None:
    seen = board_of(many_departments)
    drawn, figures = seen.context["map"], seen.context["figures"]
    assert (drawn.total, figures.registered, seen.listed) == (20, 20, 20)
    assert (sum(row.total for row in drawn.rows), sum(drawn.totals)) == (20, 20)
    assert seen.of_first_row == (4, 4)


def test_departments_with_few_findings_share_a_row_that_says_so(many_departments: World) -> None:
    seen = board_of(many_departments)
    rest = seen.context["map"].rows[-1]
    assert (rest.label, rest.total, [cell.level for cell in rest.cells]) == ("其余 2 个科室", 2, [0])
    page = seen.content.decode()
    assert "问题较少的 2 个科室合在一行。" in page
    assert f'href="{seen.context["every_url"]}"' in page.replace("&amp;", "&")


def test_every_department_can_be_listed(many_departments: World) -> None:
    seen = board_of(many_departments, departments="all")
    rows = seen.context["map"].rows
    assert len(rows) == board.TOP_DEPARTMENTS + 2
    assert all(row.url for row in rows)
    assert seen.context["map"].total == seen.listed == 20
    assert "合在一行" not in seen.content.decode()
