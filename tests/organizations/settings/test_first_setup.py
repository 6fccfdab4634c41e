"""The first minutes of a production system: regions, a hospital, three administrators."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from infrastructure import audit
from infrastructure.models import AuditEntry
from organizations.models import Hospital, Region, Role, User
from organizations.rules.region_data import RegionRow, load_regions
from organizations.services.regions import sync_regions
from tests.organizations.settings.conftest import House, client_of, make_house

ARGUMENTS = [
    "nc-first",
    "南昌市第一医院",
    "--region=360102",
    "--supervised-by=360100",
    "--level=tertiary",
    "--system-admin=1001:单小华",
    "--security-admin=1002:李志强",
    "--address=https://quality.example.cn",
]


@pytest.fixture
def house(db: None) -> House:
    """Not the module's: most tests here begin with nothing."""
    return make_house("house")


@pytest.mark.django_db
def test_regions_are_loaded_once_and_corrected_later() -> None:
    rows = load_regions()
    first = sync_regions(rows=rows)
    assert first.added + first.changed == len(rows) or Region.objects.count() == len(rows)
    assert sync_regions(rows=rows) == type(first)(0, 0, ())
    assert Region.objects.get(code="360102").parent.parent.name == "江西省"
    renamed = [
        RegionRow(**{**{f: getattr(row, f) for f in RegionRow.__slots__}, "name": "新名"})
        if row.code == "360102"
        else row
        for row in rows
    ]
    assert sync_regions(rows=renamed).changed == 1
    assert sync_regions(rows=rows[:-1]).unknown == (rows[-1].code,)


@pytest.mark.django_db
def test_a_hospital_begins_with_three_people_whose_links_work() -> None:
    sync_regions(
        rows=[row for row in load_regions() if row.code[:2] in {"10", "36"} or row.level == "nation"]
    )
    out = io.StringIO()
    call_command("create_hospital", *ARGUMENTS, "--audit-admin=1003:陈建国", stdout=out)
    links = [line.split("https://quality.example.cn")[1] for line in out.getvalue().splitlines()[1:]]
    assert len(links) == 3
    form = {"new": "Camphor-tree-88", "again": "Camphor-tree-88"}
    for link in links:
        assert Client().get(link).status_code == 200
        assert Client().post(link, form).url == "/login/"
        assert Client().post(link, form).status_code == 404
    hospital = Hospital.objects.get(code="nc-first")
    assert (hospital.located_in.code, hospital.supervised_by.code) == ("360102", "360100")
    held = {user.memberships.get().role for user in User.objects.filter(hospital=hospital)}
    assert held == {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
    with pytest.raises(CommandError, match="已经使用"):
        call_command("create_hospital", *ARGUMENTS, "--audit-admin=1003:陈建国")


def test_who_runs_the_server_helps_when_two_of_three_are_locked_out(house: House) -> None:
    out = io.StringIO()
    call_command("reset_account", house.security.username, "--reason=两位管理员同时离岗", stdout=out)
    link = out.getvalue().rpartition(": ")[2].strip()
    assert Client().post(link, {"new": "Camphor-tree-88", "again": "Camphor-tree-88"}).url == "/login/"
    seen = client_of(house.auditor).get(f"{house.url}resets/").content.decode()
    assert "服务器运维人员" in seen
    assert "两位管理员同时离岗" in seen
    entry = AuditEntry.objects.get(action="account.reset_agreed")
    assert (entry.actor_id, entry.reason) == (None, "两位管理员同时离岗")
    with pytest.raises(CommandError, match="no log-in"):
        call_command("reset_account", "nobody", "--reason=x")


@pytest.mark.django_db
def test_one_person_cannot_be_two_of_the_three() -> None:
    sync_regions(
        rows=[row for row in load_regions() if row.code[:2] in {"10", "36"} or row.level == "nation"]
    )
    with pytest.raises(CommandError, match="三员分立"):
        call_command("create_hospital", *ARGUMENTS, "--audit-admin=1001:单小华")
    with pytest.raises(CommandError, match="no region 999999"):
        call_command(
            "create_hospital", "x", "某医院", *["--region=999999", *ARGUMENTS[5:7]], "--audit-admin=3:陈"
        )
    assert not Hospital.objects.exists()


def test_names_and_policy_are_kept_by_different_people(house: House, other: House) -> None:
    system, security = client_of(house.system), client_of(house.security)
    with audit.acting(by=None):
        other.hospital.credit_code = "12360000491015717K"
        other.hospital.save(update_fields=["credit_code"])
    form = {"name": "江西省人民医院", "credit_code": "12360000491015717K", "registration_no": ""}
    taken = system.post(f"{house.url}names/", form)
    assert list(taken.context["form"].errors) == ["credit_code"]
    assert system.post(f"{house.url}names/", form | {"credit_code": ""}).status_code == 302
    assert security.post(f"{house.url}policy/", {"idle_minutes": "4"}).status_code == 400
    assert security.post(f"{house.url}policy/", {"idle_minutes": "15", "watermark": "on"}).status_code == 302
    house.hospital.refresh_from_db()
    assert (house.hospital.name, house.hospital.name_pinyin) == (
        "江西省人民医院",
        "jiangxishengrenminyiyuan jxsrmyy",
    )
    assert (house.hospital.idle_minutes, house.hospital.watermark) == (15, True)
