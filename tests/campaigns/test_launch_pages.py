"""启动部署 as people see it: the checklist, the table of duties, what waits for heads and for the office."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from campaigns.models import Duty, HeadConfirmation, LaunchMeeting, LaunchPlan, WorkingGroupMember
from infrastructure.audit import acting
from organizations.models import Role, User
from tests import factories
from tests.api.caller import Caller
from tests.campaigns.launch_place import LaunchPlace, paper
from tests.inspections.hospital import NOW
from tests.inspections.page_tools import words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def module_place(module_transaction: None) -> LaunchPlace:
    with time_machine.travel(NOW):
        return LaunchPlace()


@pytest.fixture
def place(module_place: LaunchPlace) -> Iterator[LaunchPlace]:
    with time_machine.travel(NOW, tick=False):
        yield copy.deepcopy(module_place)
    cache.clear()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def download(client: Client, address: str) -> int:
    """The status of a file, with its stream closed."""
    answer = client.get(address)
    b"".join(answer.streaming_content)
    return answer.status_code


@pytest.fixture
def office(place: LaunchPlace) -> Client:
    return browser(place.office)


@pytest.fixture
def base(place: LaunchPlace) -> str:
    return f"/launch/{place.participation.uid}/"


def row(place: LaunchPlace, item: str = "I1", **changes: Any) -> dict[str, Any]:
    """One row of the grid as the browser sends it."""
    whole = {
        "leader": str(place.leader.uid),
        "department": str(place.place.departments["medical_affairs"].uid),
        "liaison": str(place.contact.uid),
        "supporting": [str(place.place.departments["nursing"].uid)],
        "revision": 0,
    }
    return {f"{item}-{name}": value for name, value in (whole | changes).items()}


def grid(place: LaunchPlace, *rows: dict[str, Any]) -> dict[str, Any]:
    """The whole form: what is not given is empty, as it was shown."""
    empty = {f"{each.item.code}-revision": 0 for each in place.launch.duties}
    for each in rows:
        empty |= each
    return empty


@pytest.mark.clause("QS25.P1")
def test_the_office_launches_on_the_page(place: LaunchPlace, office: Client, base: str) -> None:
    page = words(office.get("/h/own/launch/", follow=True))
    assert "0/5" in page
    assert "还没有上传本院实施方案" in page
    typed = {
        "document_no": "赣医〔2026〕36 号",
        "title": "实施方案",
        "issued_on": "2026-11-02",
        "file": paper(),
    }
    assert "实施方案已上传" in words(office.post(f"{base}plan/", typed, follow=True))
    member = {"staff": str(place.leader.uid), "post": "head", "from_on": "2026-11-02"}
    assert "黄院长已加入工作组" in words(office.post(f"{base}group/new/", member, follow=True))
    rows = [row(place, each.item.code) for each in place.launch.duties]
    assert "已保存 10 项分工" in words(office.post(f"{base}duties/", grid(place, *rows), follow=True))
    meeting = {
        "kind": "mobilisation",
        "held_on": "2026-11-05",
        "place": "学术报告厅",
        "chair": str(place.leader.uid),
        "attendance": 86,
        "papers": paper("会议纪要.xlsx"),
    }
    page = words(office.post(f"{base}meetings/new/", meeting, follow=True))
    assert "4/5" in page
    assert "黄院长主持，86 人参加" in page
    assert "会议纪要.xlsx" in page


def test_what_is_wrong_stands_at_its_cell_and_the_rest_stays(
    place: LaunchPlace, office: Client, base: str
) -> None:
    foreign = factories.make_department(factories.make_hospital())
    bad = row(place, "I2", department=str(foreign.uid), leader=str(place.contact.uid), liaison="nobody")
    page = office.post(f"{base}duties/", grid(place, row(place), bad))
    assert page.status_code == 400
    assert set(page.context["form"].errors) == {"I2-department", "I2-leader", "I2-liaison"}
    assert "王丽华" in words(page)
    assert not Duty.objects.exists()


def test_a_stale_grid_shows_both_and_can_be_sent_again(place: LaunchPlace, office: Client, base: str) -> None:
    place.save(I1=place.duty(liaison=None))
    page = office.post(f"{base}duties/", grid(place, row(place)))
    assert page.status_code == 409
    assert "现在：责任领导 黄院长；归口部门 医务处" in words(page)
    again = grid(place, row(place, revision=page.context["form"].data["I1-revision"]))
    assert office.post(f"{base}duties/", again).status_code == 302


def test_whoever_has_left_is_shown_as_such_and_saving_takes_nobody_away(
    place: LaunchPlace, office: Client, base: str
) -> None:
    place.save(I1=place.duty())
    with acting(by=None):
        type(place.leader).objects.filter(pk=place.leader.pk).update(employed_to="2026-11-01")
    assert "黄院长（已离岗）" in words(office.get(f"{base}duties/"))
    sent = grid(place, row(place, revision=1, supporting=[]))
    assert "没有改动" in words(office.post(f"{base}duties/", sent, follow=True))
    assert "第 1 项的责任领导黄院长已离岗" in words(office.get(base))


@pytest.mark.clause("QS25.R1")
def test_the_table_of_duties_on_paper_and_as_a_workbook(
    place: LaunchPlace, office: Client, base: str
) -> None:
    place.save(I1=place.duty(supporting=[place.place.departments["nursing"]]))
    page = words(office.get(f"{base}duties/print/"))
    assert "填报单位（盖章）" in page
    assert "单位负责人（签字）" in page
    answer = office.get(f"{base}duties/workbook/")
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert ["1", "黄院长", "医务处", "王丽华", "护理部"] in [[r[0], *r[2:]] for r in cells]


@pytest.mark.clause("QS25.R3")
def test_a_head_reads_and_confirms_with_one_press_and_is_asked_again(place: LaunchPlace, base: str) -> None:
    head = browser(place.head)
    assert "去阅读确认" not in words(head.get("/h/own/todo/"))
    place.add_plan()
    assert "去阅读确认" in words(head.get("/h/own/todo/"))
    plan = LaunchPlan.objects.get()
    assert re.search(r"确认的是您负责的\s*骨科", words(head.get(base)))
    done = words(head.post(f"{base}plans/{plan.uid}/confirm/", follow=True))
    assert "已确认阅读方案与职责分工" in done
    assert HeadConfirmation.objects.get().department == place.place.departments["clinical"]
    assert "去阅读确认" not in words(head.get("/h/own/todo/"))
    place.add_plan("赣医〔2026〕40 号")
    assert "方案已更换，重新确认" in words(head.get("/h/own/todo/"))
    assert "方案已经更换" in words(head.post(f"{base}plans/{plan.uid}/confirm/", follow=True))


def test_the_office_records_a_paper(
    place: LaunchPlace, office: Client, base: str, django_capture_on_commit_callbacks: Any
) -> None:
    place.add_plan()
    plan = LaunchPlan.objects.get()
    assert place.head.staff is not None
    typed = {
        "department": str(place.place.departments["logistics"].uid),
        "signatory": str(place.head.staff.uid),
        "scan": paper("签字.xlsx"),
    }
    page = office.post(f"{base}plans/{plan.uid}/paper/", typed)
    assert page.context["form"].errors["signatory"] == ["严主任当前不在应签署的部门。"]
    typed |= {"department": str(place.place.departments["clinical"].uid), "scan": paper("签字.xlsx")}
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(f"{base}plans/{plan.uid}/paper/", typed).status_code == 302
    assert "代录" in words(office.get(base))
    scan = HeadConfirmation.objects.get().scan
    assert scan is not None
    assert download(office, f"{base}files/{scan.uid}/") == 200


def test_the_office_sees_on_its_workbench_what_is_missing_until_nothing_is(
    place: LaunchPlace, office: Client
) -> None:
    assert "还没有登记动员部署会" in words(office.get("/h/own/"))
    place.hold()
    assert "还没有登记动员部署会" not in words(office.get("/h/own/"))
    assert "启动部署 2026年" not in words(browser(place.head).get("/h/own/"))


def test_everybody_reads_and_nobody_else_writes(
    place: LaunchPlace, base: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        place.add_plan()
    place.hold()
    reader = browser(place.place.member(Role.STAFF, "clinical"))
    page = reader.get(base)
    assert page.status_code == 200
    for word in ("更换方案", "增加成员", "编辑分工", "登记会议", "代录", "作废"):
        assert word not in words(page)
    file = LaunchPlan.objects.get().file
    assert download(reader, f"{base}files/{file.uid}/") == 200
    assert reader.get(f"{base}plan/").status_code == 403


def test_another_hospitals_launch_and_files_are_not_there(place: LaunchPlace, base: str) -> None:
    place.add_plan()
    stranger_at = factories.make_hospital("far")
    stranger = browser(factories.make_member(Role.QUALITY_OFFICE, stranger_at))
    file = LaunchPlan.objects.get().file
    for address in (base, f"{base}duties/", f"{base}files/{file.uid}/"):
        assert stranger.get(address).status_code == 404
    assert "还没有参加专项整治" in words(stranger.get("/h/far/launch/"))


def test_a_program_reads_the_launch(place: LaunchPlace) -> None:
    address = f"/api/v1/ledgers/{place.participation.uid}/launch/"
    caller = Caller(place.office)
    empty = caller.get(address).json()
    assert (empty["complete"], empty["plan"], len(empty["duties"])) == (False, None, 10)
    place.add_plan()
    place.join(place.leader)
    place.save(I1=place.duty(supporting=[place.place.departments["nursing"]]))
    place.hold()
    told = caller.get(address).json()
    assert told["plan"]["document_no"] == "赣医〔2026〕36 号"
    assert told["duties"][0]["leader"]["name"] == "黄院长"
    assert told["duties"][0]["supporting"][0]["name"] == "护理部"
    assert told["meetings"][0]["chair"]["name"] == "黄院长"
    assert {each["confirmed_by"] for each in told["confirmations"]} == {None}


def test_a_meeting_is_changed_and_void_on_the_page(place: LaunchPlace, office: Client, base: str) -> None:
    meeting = place.hold()
    page = office.get(f"{base}meetings/{meeting.uid}/")
    assert 'value="学术报告厅"' in page.content.decode()
    typed = {
        "kind": "mobilisation",
        "held_on": "2026-11-05",
        "place": "三号会议室",
        "chair": str(place.leader.uid),
        "attendance": "很多",
        "revision": 1,
    }
    wrong = office.post(f"{base}meetings/{meeting.uid}/", typed)
    assert wrong.context["form"].errors["attendance"] == ["参加人数填整数。"]
    assert office.post(f"{base}meetings/{meeting.uid}/", typed | {"attendance": 80}).status_code == 302
    stale = office.post(f"{base}meetings/{meeting.uid}/", typed | {"attendance": 81})
    assert stale.status_code == 409
    assert "现在：80" in words(stale)
    office.post(f"{base}meetings/{meeting.uid}/void/", {"reason": "重复登记"})
    assert LaunchMeeting.objects.get().void_reason == "重复登记"


def test_a_member_leaves_on_the_page(place: LaunchPlace, office: Client, base: str) -> None:
    place.join(place.contact, "member")
    member = WorkingGroupMember.objects.get()
    assert "王丽华已退出工作组" in words(office.post(f"{base}group/{member.uid}/end/", follow=True))
    assert re.search(r"曾在组内：\s*王丽华（成员", words(office.get(base)))


def test_the_page_costs_the_same_for_few_and_many(place: LaunchPlace, office: Client, base: str) -> None:
    place.add_plan()
    place.hold(files=[paper()])
    place.save(I1=place.duty(supporting=[place.place.departments["nursing"]]))
    spent = []
    for more in (0, 6):
        for number in range(more):
            place.join(factories.make_staff(place.place.hospital), "member")
            factories.make_department(place.place.hospital)
            place.hold(files=[paper(f"{number}.xlsx")])
        if more:
            place.save(**{each.item.code: place.duty() for each in place.launch.duties[1:]})
        office.get(base)
        with CaptureQueriesContext(connection) as queries:
            office.get(base)
        spent.append(len(queries))
    assert spent[0] == spent[1]
