"""The office opens a run of its own and sets how checkpoints are read here."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import CampaignRun, CheckpointOverlay, Participation
from campaigns.selectors.runs import run_of
from organizations.models import Role
from tests import factories
from tests.inspections.hospital import NOW, Place, make_place, qs25

pytestmark = pytest.mark.django_db

RUN = {
    "campaign": "QS25",
    "title": "常态化自查",
    "code": "QS25-2027",
    "phase_1_title": "启动",
    "phase_1_kind": "launch",
    "phase_1_from_on": "2027-01-01",
    "phase_1_to_on": "2027-01-10",
    "phase_2_title": "自查自纠",
    "phase_2_kind": "self_inspection",
    "phase_2_from_on": "2027-01-11",
    "phase_2_to_on": "2027-02-28",
    "phase_3_title": "集中整治",
    "phase_3_kind": "concentrated",
    "phase_3_from_on": "2027-03-01",
    "phase_3_to_on": "2027-05-31",
    "phase_4_title": "总结评估",
    "phase_4_kind": "evaluation",
    "phase_4_from_on": "2027-06-01",
    "phase_4_to_on": "2027-06-30",
}


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def module_place(module_transaction: None) -> Place:
    with time_machine.travel(NOW):
        return make_place("own")


@pytest.fixture
def place(module_place: Place) -> Iterator[Place]:
    yield copy.deepcopy(module_place)
    cache.clear()


@pytest.fixture
def office(place: Place) -> Client:
    client = Client()
    client.force_login(place.member(Role.QUALITY_OFFICE))
    return client


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_run_is_opened_and_listed_with_its_phases(place: Place, office: Client) -> None:
    done = office.post("/h/own/runs/new/", RUN, follow=True)
    assert "已开展“常态化自查”" in words(done)
    run = CampaignRun.objects.get(code="QS25-2027")
    assert run.owner_hospital == place.hospital
    assert run.phases.get(kind="self_inspection").to_on == date(2027, 2, 28)
    assert "0/14" in words(done)
    assert "2027-01-11 至 2027-02-28" in words(done)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"campaign": ""}, "campaign"),
        ({"campaign": "NONE"}, "campaign"),
        ({"title": ""}, "title"),
        ({"title": "题" * 81}, "title"),
        ({"title": "坏\0字"}, "title"),
        ({"code": "有汉字"}, "code"),
        ({"code": "QS25-2026Q4"}, "code"),
        ({"phase_1_to_on": "2027-13-01"}, "phase_1_to_on"),
        ({"phase_1_to_on": "9999-01-01"}, "phase_1_to_on"),
        ({"phase_1_to_on": ""}, "phase_1_to_on"),
        ({"phase_1_to_on": "2026-12-31"}, "phase_1_to_on"),
        ({"phase_2_from_on": "2027-01-10"}, "phase_2_from_on"),
        ({"phase_2_title": " "}, "phase_2_title"),
        ({"phase_2_kind": "party"}, "phase_2_kind"),
        ({"phase_6_title": "回头看"}, "phase_6_from_on"),
        ({"phase_6_to_on": "2027-12-31", "phase_6_from_on": "2027-12-01"}, "phase_6_kind"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_rest_stays(
    office: Client, change: dict[str, str], field: str
) -> None:
    page = office.post("/h/own/runs/new/", RUN | change)
    assert page.status_code == 400
    assert field in page.context["form"].errors
    assert 'value="2027-06-30"' in page.content.decode()
    assert CampaignRun.objects.count() == 1


def test_the_summary_of_what_is_wrong_names_the_phase(office: Client) -> None:
    wrong = {f"phase_{number}_{end}_on": "2027-13-45" for number in (1, 2) for end in ("from", "to")}
    page = words(office.post("/h/own/runs/new/", RUN | wrong))
    for number in (1, 2):
        assert f"第 {number} 个阶段的开始日期：请填写 1930 年" in page
        assert f"第 {number} 个阶段的结束日期：请填写 1930 年" in page


def test_a_run_takes_any_list_of_phases(office: Client) -> None:
    """No launch, two rounds of self-inspection with a gap between them, a phase with a name of its own."""
    typed = {name: value for name, value in RUN.items() if not name.startswith("phase_")} | {
        "phase_1_title": "启动",
        "phase_1_kind": "launch",
    }
    lines = (
        (2, "第一轮自查", "self_inspection", "2027-01-01", "2027-01-31"),
        (3, "集中整治", "concentrated", "2027-02-01", "2027-03-31"),
        (7, "第二轮自查", "self_inspection", "2027-05-01", "2027-05-31"),
    )
    for number, *values in lines:
        typed |= {
            f"phase_{number}_{part}": value
            for part, value in zip(("title", "kind", "from_on", "to_on"), values, strict=True)
        }
    page = office.post("/h/own/runs/new/", typed)
    assert page.status_code == 302, page.context["form"].errors
    run = CampaignRun.objects.get(code="QS25-2027")
    assert list(run.phases.values_list("number", "kind", "title", "from_on")) == [
        (number, kind, title, date.fromisoformat(from_on))
        for number, (_, title, kind, from_on, _) in enumerate(lines, start=1)
    ]
    found = run_of(Participation.objects.get(run=run))
    assert found.self_inspection_ends == date(
        2027, 5, 31
    )  # what is asked twice is late after the second round


def test_a_run_without_self_inspection_asks_nobody_anything(office: Client) -> None:
    page = office.post("/h/own/runs/new/", RUN | {"phase_2_kind": "concentrated"})
    assert "至少要有一个自查自纠阶段" in words(page)
    assert CampaignRun.objects.count() == 1


def test_only_the_quality_office_comes_here(place: Place) -> None:
    addresses = ["runs/", "runs/new/", f"campaigns/{place.run.campaign.uid}/"]
    stranger = factories.make_member(Role.QUALITY_OFFICE, factories.make_hospital())
    for user, status in (
        (place.member(Role.HOSPITAL_LEADER), 403),
        (place.member(Role.DEPARTMENT_HEAD, "clinical"), 403),
        (stranger, 404),
    ):
        client = Client()
        client.force_login(user)
        assert [client.get(f"/h/own/{address}").status_code for address in addresses] == [status] * 3


def test_another_hospitals_run_is_not_there(place: Place, office: Client) -> None:
    other = make_place("other", run_code="OTHER")
    assert office.post(f"/h/own/runs/{other.run.uid}/sheets/").status_code == 404
    assert "OTHER" not in words(office.get("/h/own/runs/"))


def test_the_checkpoints_say_who_answers_and_what_the_hospital_has_set(place: Place, office: Client) -> None:
    address = f"/h/own/campaigns/{place.run.campaign.uid}/"
    assert "本院另定" not in words(office.get(address))
    form = office.get(f"{address}QS25.I7.a/")
    assert "文件规定：临床科室、医技科室、护理单元、后勤" in words(form)

    data = {
        "audiences": ["clinical", "nursing_unit"],
        "functional_department": str(place.departments["nursing"].uid),
        "on_the_spot_allowed": "on",
        "revision": "0",
    }
    done = office.post(f"{address}QS25.I7.a/", data, follow=True)
    shown = words(done)
    assert shown.count("本院另定") == 2
    assert "允许立行立改" in shown
    assert "QS25.I7.a" not in place.lines("logistics")

    stale = office.post(f"{address}QS25.I7.a/", data | {"audiences": ["clinical"]})
    assert stale.status_code == 409
    assert "现在：临床科室、护理单元" in words(stale)
    assert "您选择：临床科室" in words(stale)
    again = office.post(
        f"{address}QS25.I7.a/",
        data | {"audiences": ["clinical"], "revision": stale.context["form"].data["revision"]},
    )
    assert again.status_code == 302


def test_audiences_as_in_the_document_are_no_reading_of_our_own(place: Place, office: Client) -> None:
    address = f"/h/own/campaigns/{place.run.campaign.uid}/QS25.I6.b/"
    data = {"audiences": ["nursing_unit", "clinical"], "on_the_spot_allowed": "on", "revision": "0"}
    assert office.post(address, data).status_code == 302
    overlay = CheckpointOverlay.objects.get()
    assert (overlay.audiences, overlay.on_the_spot_allowed) == (None, True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"audiences": []}, "audiences"),
        ({"audiences": ["everybody"]}, "audiences"),
        ({"functional_department": "not-a-uid"}, "functional_department"),
        ({"revision": "-1"}, "revision"),
    ],
)
def test_a_reading_that_cannot_be_stands_at_its_field(
    place: Place, office: Client, change: dict[str, Any], field: str
) -> None:
    address = f"/h/own/campaigns/{place.run.campaign.uid}/QS25.I7.a/"
    page = office.post(address, {"audiences": ["clinical"], "revision": "0"} | change)
    assert field in page.context["form"].errors
    foreign = factories.make_department(factories.make_hospital(), kind="office")
    page = office.post(
        address, {"audiences": ["clinical"], "revision": "0", "functional_department": str(foreign.uid)}
    )
    assert page.context["form"].errors["functional_department"] == ["请从名单中选择本院的科室。"]
    assert not CheckpointOverlay.objects.exists()


def test_a_clause_or_campaign_that_is_not_there(place: Place, office: Client) -> None:
    assert office.get(f"/h/own/campaigns/{place.run.campaign.uid}/QS25.I99.z/").status_code == 404
    assert office.get(f"/h/own/campaigns/{place.run.uid}/").status_code == 404


def test_pages_cost_the_same_for_few_and_many_departments(place: Place, office: Client) -> None:
    addresses = ["/h/own/runs/", f"/h/own/campaigns/{qs25().uid}/"]
    spent = []
    for count in (0, 30):
        for _ in range(count):
            factories.make_department(place.hospital)
        for address in addresses:
            office.get(address)
        with CaptureQueriesContext(connection) as queries:
            for address in addresses:
                office.get(address)
        spent.append(len(queries))
    assert spent[0] == spent[1]
