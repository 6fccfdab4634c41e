"""按到期先后, 逾期 and 三天内到期: the count, the list behind it and the tags of its rows follow one rule."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from infrastructure import audit
from organizations.models import User
from rectification.filters import DUE_CHOICES
from rectification.models import Finding
from rectification.rules.states import DeadlineKind, FindingState
from rectification.services import extensions
from tests.api.caller import Caller, done
from tests.rectification.world import NOW, TODAY, World

pytestmark = pytest.mark.usefixtures("on_the_day", "world")
LONG_AGO, SOON = TODAY - timedelta(days=470), TODAY + timedelta(days=3)


def due(finding: Finding, day: Any) -> Finding:
    with audit.acting(by=None):
        Finding.objects.filter(pk=finding.pk).update(due_on=day)
    finding.refresh_from_db()
    return finding


def asked_for(world: World, day: Any, text: str) -> Finding:
    """Its department asks the office for more time."""
    finding = due(world.planned(text=text)[0], day)
    later = TODAY + timedelta(days=40)
    extensions.ask_extension(finding=finding, to_due_on=later, reason="设备未到", by=world.head, now=NOW)
    return finding


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> World:
    """For the office: two requests, one about work due soon, one about overdue work; one to take up, long overdue; one
    to close, whose date has passed as well. For the ward: a draft due soon."""
    world = World()
    asked_for(world, SOON, "快到期，申请延期")
    asked_for(world, TODAY - timedelta(days=5), "已逾期，申请延期")
    due(world.move(world.draft(text="逾期很久，待受理"), "submit", world.liaison), LONG_AGO)
    due(world.accepted(), LONG_AGO - timedelta(days=1))
    due(world.draft(text="快到期的草稿"), SOON)
    return world


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def lines_of(client: Client, base: str, query: str = "") -> list[Any]:
    return [line.todo for line in client.get(f"{base}todo/{query}").context["lines"]]


def figures_of(client: Client, world: World) -> Any:
    panels = client.get(f"/h/{world.hospital.code}/").context["page"].panels
    [figures] = [each.panel for each in panels if each.template.endswith("figures.html")]
    return figures


def tags(page: str) -> list[str]:
    """The tag before each line of 待办."""
    found = re.findall(r'hq-todo-due">(.*?)<span class="hq-todo-text', page, re.S)
    return [re.sub(r"<[^>]+>|\s", "", one) for one in found]


IN_ORDER = ["逾期470天", "逾期5天", "剩3天", f"{LONG_AGO - timedelta(days=1)}"]


@pytest.mark.parametrize("path", ["", "todo/"])
def test_overdue_stands_above_due_soon_and_what_no_date_presses_comes_last(world: World, path: str) -> None:
    page = browser(world.clerk).get(f"/h/{world.hospital.code}/{path}").content.decode()
    assert [tag.replace("\u2009", "").replace("\u202f", "") for tag in tags(page)] == IN_ORDER


def test_the_api_lists_in_the_same_order_and_says_what_is_to_be_decided(world: World) -> None:
    rows = done(Caller(world.clerk).get(f"hospitals/{world.hospital.code}/todo/"))["results"]
    assert [row["next"] for row in rows] == ["去受理", "去审批", "去审批", "去销号"]
    assert [bool(row["extension"]) for row in rows] == [False, True, True, False]


@pytest.mark.parametrize(
    ("who", "counts"), [("clerk", [4, 2, 1, 0]), ("liaison", [3, 1, 1, 0]), ("accepter", [0, 0, 0, 0])]
)
def test_each_count_of_the_workbench_is_the_length_of_the_list_behind_it(
    world: World, who: str, counts: list[int]
) -> None:
    user: User = getattr(world, who)
    client = browser(user)
    seen = client.get(f"/h/{world.hospital.code}/").context["page"].counts
    assert [count["value"] for count in seen] == counts
    for count in seen:
        behind = client.get(count["url"])
        assert (len(behind.context["lines"]), behind.context["total"]) == (count["value"],) * 2, count[
            "label"
        ]
        query = {"accept": "1"} if "accept" in count["url"] else {}
        query |= {"due": count["url"].split("due=")[1]} if "due=" in count["url"] else {}
        told = done(Caller(user).get(f"hospitals/{world.hospital.code}/todo/", **query))
        assert told["count"] == count["value"], count["label"]


@pytest.mark.parametrize("who", ["clerk", "liaison"])
def test_as_many_rows_are_tagged_overdue_and_soon_as_are_counted(world: World, who: str) -> None:
    client = browser(getattr(world, who))
    page = client.get(f"/h/{world.hospital.code}/")
    said = tags(page.content.decode())
    overdue, soon = (count["value"] for count in page.context["page"].counts[1:3])
    assert sum(tag.startswith("逾期") for tag in said) == overdue
    assert sum(tag.startswith("剩") for tag in said) == soon


def test_a_draft_shows_its_date_and_does_not_count_down(world: World) -> None:
    page = browser(world.liaison).get(f"/h/{world.hospital.code}/todo/").content.decode()
    assert tags(page)[-1] == SOON.isoformat()


def test_the_one_request_that_is_decided_is_gone_and_ones_own_never_waits(world: World) -> None:
    client, base = browser(world.clerk), f"/h/{world.hospital.code}/"
    [line] = lines_of(client, base, "?due=soon")
    page = client.get(base).content.decode()
    assert f'href="/findings/{line.finding.uid}/extensions/{line.extension.uid}/' in page
    assert not any(todo.extension for todo in lines_of(browser(world.head), base))
    extensions.decide_extension(extension=line.extension, grant=True, by=world.clerk, now=NOW)
    assert lines_of(client, base, "?due=soon") == []


def test_the_ledgers_overdue_of_the_workbench_is_the_list_behind_it(world: World) -> None:
    client = browser(world.clerk)
    figures = figures_of(client, world)
    listed = client.get(figures["overdue_url"]).context["page"].paginator.count
    assert (figures["figures"].overdue, listed) == (2, 2)


def test_who_may_not_open_the_ledger_gets_the_number_without_a_link(world: World) -> None:
    office = world.member("ethics_office", world.hospital, name="医德办", posted=world.quality)
    figures = figures_of(browser(office), world)
    assert (figures["figures"].overdue, figures["overdue_url"]) == (2, "")


def test_the_row_counts_down_exactly_when_the_query_says_so(world: World) -> None:
    world.awaiting()
    world.move(world.accepted(), "close", world.clerk)
    rows = list(Finding.objects.filter(hospital=world.hospital))
    assert {row.state for row in rows} == set(FindingState) - {"analysing", "merged", "void"}
    later = TODAY + timedelta(days=999)
    counting = {row.pk for row in rows if row.counts_down and row.deadline_kind == DeadlineKind.DATED}
    assert counting == set(Finding.objects.overdue(later).values_list("pk", flat=True))


@pytest.mark.parametrize("word", [word for word, _ in DUE_CHOICES])
def test_the_filter_of_the_ledger_finds_what_the_word_says(world: World, word: str) -> None:
    ongoing = world.move(
        world.draft(text="长期", deadline_kind="ongoing", due_on=None), "submit", world.liaison
    )
    undated = world.draft(text="没有时限", due_on=None)
    today = due(world.planned(text="今天到期")[0], TODAY)
    named = {"ongoing": {ongoing.text}, "none": {undated.text}, "today": {today.text}}
    named["overdue"] = {"已逾期，申请延期", "逾期很久，待受理"}
    named["soon"] = named["month"] = {"今天到期", "快到期，申请延期"}
    page = browser(world.clerk).get(f"/h/{world.hospital.code}/ledger/?due={word}")
    assert {line.finding.text for line in page.context["lines"]} == named[word]
