"""What a region opens, what waits for the caller, and a department's name told to an import."""

from __future__ import annotations

import pytest

from campaigns.models import CampaignRun
from organizations.models import DepartmentAlias, Region, RegionLevel, Role, User
from tests import factories
from tests.access.site import workbook
from tests.api.caller import Caller, done, problem
from tests.rectification.world import World, make_campaign

RUNS = "regions/360100/runs/"
RUN = {
    "campaign": "TST",
    "code": "NC-2027",
    "title": "南昌市专项整治",
    "phases": [{"kind": "self_inspection", "from_on": "2027-01-01", "to_on": "2027-03-31"}],
}


@pytest.fixture
def city(db: None) -> Region:
    province = factories.make_region("360000", name="江西省", level=RegionLevel.PROVINCE)
    return factories.make_region("360100", parent=province)


@pytest.fixture
def supervisor(city: Region) -> User:
    user = factories.make_user(username="dudao")
    factories.grant(user, Role.SUPERVISOR, city)
    return user


def test_a_region_opens_a_run_for_as_many_hospitals_as_it_says(city: Region, supervisor: User) -> None:
    make_campaign()
    for level in ("tertiary", "tertiary", "secondary"):
        factories.make_hospital(region=city, level=level)
    caller, typed = Caller(supervisor), RUN | {"levels": ["tertiary"]}
    told = problem(caller.post(RUNS, typed | {"hospitals": 3}), 409)
    assert "2 家" in told["errors"]["hospitals"][0]
    assert not CampaignRun.objects.exists()
    opened = done(caller.post(RUNS, typed | {"hospitals": 2}), 201)
    assert (opened["code"], opened["own"], opened["hospitals"]) == ("NC-2027", True, 2)
    assert done(caller.get(RUNS)) == [opened]
    for field, wrong, status in (
        ("levels", ["none"], 400),
        ("campaign", "I99", 409),
        ("hospitals", "两家", 400),
    ):
        told = problem(caller.post(RUNS, typed | {"hospitals": 2, field: wrong}), status)
        assert [name.partition(".")[0] for name in told["errors"]] == [field]


def test_what_waits_is_what_the_page_shows(world: World) -> None:
    """One to accept, one to hand in; for somebody of another ward nothing."""
    path = f"hospitals/{world.hospital.code}/todo/"
    world.awaiting(text="手术部位未标记")
    world.draft(text="交接班记录缺少时间")
    rows = done(Caller(world.accepter).get(path, accept="1"))["results"]
    assert [(row["text"], row["next"]) for row in rows] == [("手术部位未标记", "去验收")]
    assert [row["next"] for row in done(Caller(world.liaison).get(path))["results"]] == ["去提交"]
    assert done(Caller(world.member(Role.LIAISON, world.other_ward, name="罗技师")).get(path))["count"] == 0
    assert "due" in problem(Caller(world.liaison).get(path, due="tomorrow"), 400)["errors"]


def test_extensions_wait_for_who_may_decide_them(world: World) -> None:
    finding, _, _ = world.planned()
    asked = {"to_due_on": "2026-12-20", "reason": "设备下月到货"}
    done(Caller(world.head).post(f"findings/{finding.uid}/extensions/", asked), 201)
    path = f"hospitals/{world.hospital.code}/extensions-to-decide/"
    (row,) = done(Caller(world.clerk).get(path))
    assert (row["finding"], row["to_due_on"]) == (str(finding.uid), "2026-12-20")
    assert done(Caller(world.head).get(path)) == []


def test_a_name_is_told_to_an_import_and_remembered(world: World) -> None:
    caller = Caller(world.clerk)
    opened = _opened(world, caller, "大骨科")
    assert done(caller.get(f"{opened}preview/"))["ready"] == 0
    body = {"name": "大骨科", "department": str(world.ward.uid)}
    done(caller.put(f"{opened}departments/", body))
    assert done(caller.get(f"{opened}preview/"))["ready"] == 1
    done(caller.put(f"{opened}departments/", body | {"department": None}))
    assert done(caller.get(f"{opened}preview/"))["ready"] == 0
    done(caller.put(f"{opened}departments/", body | {"remember": True}))
    assert DepartmentAlias.objects.get(name="大骨科").department == world.ward
    assert done(caller.get(f"{_opened(world, caller, '大骨科')}preview/"))["ready"] == 1


def _opened(world: World, caller: Caller, department: str) -> str:
    book = workbook(
        ["序号", "整治内容", "存在问题", "牵头部门"], ["1", world.item.title, "查房记录缺页", department]
    )
    opened = done(caller.upload(f"ledgers/{world.participation.uid}/imports/", {"file": book}), 201)
    return str(opened["url"])
