"""A region lists its runs and opens one: whom it binds is said first, and no hospital's work is opened by it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from campaigns.models import CampaignRun
from campaigns.services.runs import open_run
from infrastructure.errors import NotAllowed
from infrastructure.models import AuditEntry
from organizations.models import Hospital, HospitalLevel, Region, RegionLevel, Role, User
from tests import factories
from tests.campaigns.test_run_pages import RUN, words
from tests.inspections.hospital import NOW, PHASES, qs25

pytestmark = pytest.mark.django_db

CITY_RUN = RUN | {"code": "NC-2027", "title": "南昌市专项整治"}
LIST, NEW = "/r/360100/runs/", "/r/360100/runs/new/"


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def province() -> Region:
    return factories.make_region("360000", name="江西省", level=RegionLevel.PROVINCE)


@pytest.fixture
def city(province: Region) -> Region:
    return factories.make_region("360100", parent=province)


@pytest.fixture
def supervisor(city: Region) -> User:
    user = factories.make_user(username="dudao")
    factories.grant(user, Role.SUPERVISOR, city)
    return user


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def opened(owner: Region | Hospital, code: str, **values: Any) -> CampaignRun:
    return open_run(
        **(
            {"campaign": qs25(), "title": f"{owner.name}整治", "phases": PHASES, "by": None, "now": NOW}
            | values
        ),
        owner=owner,
        code=code,
    )


def test_own_runs_and_those_from_above_with_the_hospitals_of_the_region(
    province: Region, city: Region, supervisor: User
) -> None:
    neighbour = factories.make_region("360200", name="景德镇市", parent=province)
    ours = [factories.make_hospital(region=city) for _ in range(2)]
    theirs = factories.make_hospital(region=neighbour)
    opened(province, "JX")
    opened(city, "NC", hospitals=ours[:1])
    opened(neighbour, "JDZ")
    opened(ours[0], "OWN")
    page = as_(supervisor).get(LIST)
    rows = [(row["run"].code, row["owner"], row["hospitals"]) for row in page.context["runs"]]
    assert rows == [("NC", "本地区", 1), ("JX", "江西省", 2)]
    assert "2026-11-11 至 2026-12-28" in words(page)
    assert not [hospital.name for hospital in (*ours, theirs) if hospital.name in page.content.decode()]


def test_whom_it_binds_is_said_before_it_is_opened(city: Region, supervisor: User) -> None:
    qs25()
    big, _ = factories.make_hospital(region=city), factories.make_hospital(region=city, level="secondary")
    factories.make_hospital(region=city, level=HospitalLevel.PRIMARY)
    client, typed = as_(supervisor), CITY_RUN | {"levels": ["tertiary", "primary"]}
    asked = client.post(NEW, typed)
    assert "将有 1 家医疗机构参加" in words(asked)
    assert not CampaignRun.objects.exists()
    (agreed,) = re.findall(r'name="agreed" value="(\w+)"', asked.content.decode())
    widened = client.post(NEW, typed | {"levels": [], "agreed": agreed})
    assert "将有 2 家医疗机构参加" in words(widened)
    done = client.post(NEW, typed | {"agreed": agreed}, follow=True)
    assert "已开展“南昌市专项整治”，1 家医疗机构参加。" in words(done)
    run = CampaignRun.objects.get(owner_region=city)
    assert [each.hospital for each in run.participations.select_related("hospital")] == [big]
    entry = AuditEntry.objects.get(action="run.opened")
    assert (entry.actor_id, entry.hospital_id) == (supervisor.pk, None)
    office = as_(factories.make_member(Role.QUALITY_OFFICE, big))
    assert "南昌市组织" in words(office.get(f"/h/{big.code}/runs/"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "有汉字"}, "code"),
        ({"phase_1_to_on": "2026-12-31"}, "phase_1_to_on"),
        ({"levels": ["none"]}, "levels"),
        ({"lines": ["cdc"]}, None),
    ],
)
def test_what_is_wrong_is_said_at_once(
    city: Region, supervisor: User, change: dict[str, Any], field: str | None
) -> None:
    qs25()
    factories.make_hospital(region=city)
    page = as_(supervisor).post(NEW, CITY_RUN | change)
    assert list(page.context["form"].errors) == [field or "__all__"]
    assert "确认开展" not in words(page)


def test_only_who_supervises_the_region(province: Region, city: Region, supervisor: User) -> None:
    hospital = factories.make_hospital(region=city)
    administrator, above = factories.make_user(username="sys"), factories.make_user(username="sheng")
    factories.grant(administrator, Role.SYSTEM_ADMINISTRATOR, city)
    factories.grant(above, Role.PROVINCE_ADMINISTRATOR, province)
    assert as_(administrator).get(LIST).status_code == 403
    assert as_(supervisor).get("/r/360000/runs/").status_code == 404
    assert as_(above).get(NEW).status_code == 200
    with pytest.raises(NotAllowed):
        opened(province, "JX", by=supervisor)
    with pytest.raises(NotAllowed):
        opened(hospital, "OWN", by=supervisor)
    with pytest.raises(NotAllowed):
        opened(city, "NC", by=factories.make_member(Role.QUALITY_OFFICE, hospital))
    assert opened(city, "NC", by=above).owner_region == city


def test_a_supervisor_of_one_line_binds_and_counts_hospitals_of_that_line_only(
    city: Region, supervisor: User
) -> None:
    tcm = factories.make_hospital("of-tcm", line="tcm", region=city)
    factories.make_hospital("of-health", line="health", region=city)
    both = opened(city, "BOTH")
    of_tcm = factories.make_user(username="tcm-line")
    factories.grant(of_tcm, Role.SUPERVISOR, city, line="tcm")
    page = as_(of_tcm).post(NEW, CITY_RUN)
    assert [hospital.code for hospital in page.context["taking_part"].hospitals] == ["of-tcm"]
    run = opened(city, "TCM", by=of_tcm, hospitals=list(Hospital.objects.all()))
    assert [one.hospital_id for one in run.participations.all()] == [tcm.pk]
    shown = {row["run"].pk: row["hospitals"] for row in as_(of_tcm).get(LIST).context["runs"]}
    assert shown == {run.pk: 1, both.pk: 1}
    assert {row["hospitals"] for row in as_(supervisor).get(LIST).context["runs"] if row["run"] == both} == {
        2
    }
