"""The search box: one word however it is typed, over everything of the hospital that the seeker may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from organizations.choices import look_up_people
from organizations.models import Role, User
from rectification.models import Finding
from tests import factories
from tests.api.caller import Caller, done
from tests.rectification.world import TODAY, World

pytestmark = pytest.mark.usefixtures("on_the_day")
WAYS = ("ct", "CT", "ＣＴ", "ｃＴ")


def found(user: User, world: World, words: str, **query: Any) -> str:
    browser = Client()
    browser.force_login(user)
    answer = browser.get(f"/h/{world.hospital.code}/search/", {"q": words, **query})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("words", WAYS)
def test_width_and_case_make_no_difference(world: World, words: str) -> None:
    """In the text, in a name, in an alias; in the box, in the list of the ledger, in the look-ups of the API."""
    world.draft(text="ＣＴ报告没有双签名")
    world.draft(text="Ct 检查预约超过三天")
    world.draft(text="超声报告没有双签名")
    factories.make_department(world.hospital, name="CT室")
    page = found(world.clerk, world, words)
    assert ("ＣＴ报告" in page, "Ct 检查" in page, "超声" in page, "CT室" in page) == (
        True,
        True,
        False,
        True,
    )
    caller = Caller(world.clerk)
    listed = done(caller.get(f"ledgers/{world.participation.uid}/findings/", q=words))
    assert listed["count"] == 2
    departments = done(caller.get(f"hospitals/{world.hospital.code}/departments/", q=words))
    assert [row["name"] for row in departments["results"]] == ["CT室"]


def test_words_within_a_text_are_found_by_the_index(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    rows = Finding.objects.order_by().filter(text__folded__contains="双签名")
    assert "finding_text_trigrams" in rows.explain()


def test_all_ledgers_of_the_hospital_and_nobody_elses(world: World) -> None:
    ours, theirs = world.draft(text="除颤仪电量不足"), World().draft(text="除颤仪丢失")
    page = found(world.clerk, world, "除颤仪")
    assert (ours.text in page, theirs.text in page) == (True, False)
    number = world.move(ours, "submit", world.liaison).entries.get().number
    assert ours.text in found(world.clerk, world, f"{number}")


def test_it_shows_what_the_role_shows(world: World) -> None:
    """Another ward's liaison finds no finding of this one; who keeps the log-ins finds people and no business."""
    draft = world.draft(text="除颤仪电量不足")
    stranger = world.member(Role.LIAISON, world.other_ward, name="罗技师")
    system = world.member(Role.SYSTEM_ADMINISTRATOR, world.hospital, name="系统员")
    audit = world.member(Role.AUDIT_ADMINISTRATOR, world.hospital, name="审计员")
    assert draft.text in found(world.liaison, world, "除颤仪")
    for user in (stranger, system, audit):
        assert draft.text not in found(user, world, "除颤仪")
    link = f"/settings/people/{world.head.staff.uid}/"
    assert [link in found(user, world, world.head.staff.name) for user in (system, world.liaison)] == [
        True,
        False,
    ]
    assert world.head.staff.employee_no in found(world.liaison, world, world.head.staff.name)
    assert world.head.staff.employee_no not in found(audit, world, world.head.staff.name)


def test_another_hospital_and_an_unknown_kind_are_not_there(world: World) -> None:
    browser = Client()
    browser.force_login(world.clerk)
    for path in (
        f"/h/{World().hospital.code}/search/?q=x",
        f"/h/{world.hospital.code}/search/?q=x&kind=tips",
    ):
        assert browser.get(path).status_code == 404


def test_many_results_are_read_page_by_page(world: World) -> None:
    for number in range(23):
        world.draft(text=f"第 {number:02d} 张床没有腕带")
    page = found(world.clerk, world, "腕带")
    assert page.count("张床没有腕带") == 5
    assert '<span class="hq-note">23 项</span>' in page
    assert "全部问题（23 项）" in page
    last = found(world.clerk, world, "腕带", kind="findings", page=2)
    assert last.count("张床没有腕带") == 3


def test_nothing_typed_and_nothing_found_are_said(world: World) -> None:
    assert "输入问题中的词" in found(world.clerk, world, " ")
    assert "没有找到" in found(world.clerk, world, "%_没有这个词")


def test_a_department_of_that_very_name_comes_first(world: World) -> None:
    """Then names that begin with it, then those that hold it: in the box and in the look-up of the API."""
    for name in ("创伤骨科", "骨科病区"):
        factories.make_department(world.hospital, name=name)
    expected = ["骨科", "骨科病区", "创伤骨科"]
    caller = Caller(world.clerk)
    departments = done(caller.get(f"hospitals/{world.hospital.code}/departments/", q="骨科"))
    assert [row["name"] for row in departments["results"]] == expected
    page = found(world.clerk, world, "骨科", kind="departments")
    assert sorted(expected, key=lambda name: page.index(f">{name}<")) == expected


def test_people_of_that_very_name_come_first(world: World) -> None:
    for name in ("白王丽", "王丽华", "王丽"):
        factories.make_staff(world.hospital, name=name)
    names = [person.name for person in look_up_people(world.hospital, "王丽", TODAY)]
    assert names == ["王丽", "王丽华"]
    page = found(world.clerk, world, "王丽", kind="people")
    expected = ["王丽", "王丽华", "白王丽"]
    assert sorted(expected, key=lambda name: page.index(f">{name}<")) == expected
