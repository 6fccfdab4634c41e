"""Departments, people, roles, stand-ins and logs by the programs of the three administrators."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_otp.plugins.otp_totp.models import TOTPDevice
from openpyxl import Workbook

from infrastructure.models import AccessEntry, AccessKind
from organizations.models import Membership, Posting, Role, StaffMember
from organizations.services import department_import, people_import
from tests import factories
from tests.api.caller import Caller, done, problem
from tests.rectification.world import IN_TWO_WEEKS, TODAY, World

pytestmark = pytest.mark.slow


@pytest.fixture
def system(world: World) -> Caller:
    return Caller(world.member(Role.SYSTEM_ADMINISTRATOR, world.hospital, name="系统员"))


@pytest.fixture
def security(world: World) -> Caller:
    return Caller(world.member(Role.SECURITY_ADMINISTRATOR, world.hospital, name="安全员"))


@pytest.fixture
def auditor(world: World) -> Caller:
    return Caller(world.member(Role.AUDIT_ADMINISTRATOR, world.hospital, name="审计员"))


def department(**changes: Any) -> dict[str, Any]:
    return {"code": "310", "name": "康复科", "kind": "clinical", "active_from": "2026-01-01"} | changes


def test_a_department_from_new_to_ended(world: World, system: Caller) -> None:
    path = f"hospitals/{world.hospital.code}/departments/"
    made = done(system.post(path, department(duties=["nursing"])), 201)
    assert (made["duties"], made["operates"], made["revision"]) == (["nursing"], False, 1)
    assert list(problem(system.post(path, department()), 409)["errors"]) == ["code"]
    renamed = done(system.patch(made["url"], {"name": "康复医学科", "operates": True, "revision": 1}))
    assert (renamed["name"], renamed["duties"], renamed["operates"]) == ("康复医学科", ["nursing"], True)
    told = problem(system.patch(made["url"], {"name": "康复部", "revision": 1}), 409)
    assert (told["current"]["科室名称"], told["submitted"]["科室名称"]) == ("康复医学科", "康复部")
    assert done(system.post(f"{made['url']}aliases/", {"name": "康复"}), 201)["aliases"] == ["康复"]
    assert system.delete(f"{made['url']}aliases/康复/").status_code == 204
    problem(system.delete(f"{made['url']}aliases/康复/"), 409)
    assert done(Caller(world.liaison).get(path, q="康复"))["count"] == 1
    assert done(system.post(f"{made['url']}end/", {"to_on": str(TODAY)}))["active_to"] == str(TODAY)
    problem(system.post(f"{made['url']}end/", {"to_on": str(TODAY)}), 409)
    assert done(system.post(f"{made['url']}reopen/"))["active_to"] is None


def test_two_levels_are_the_most(world: World, system: Caller) -> None:
    path = f"hospitals/{world.hospital.code}/departments/"
    second = done(system.post(path, department(parent=str(world.ward.uid))), 201)
    told = problem(system.post(path, department(code="311", name="三级", parent=second["uid"])), 409)
    assert list(told["errors"]) == ["parent"]


def test_a_person_from_hired_to_left(world: World, system: Caller) -> None:
    path = f"hospitals/{world.hospital.code}/staff/"
    body = {
        "employee_no": "R2088",
        "name": "欧阳海燕",
        "kind": "nurse",
        "employed_from": "2026-10-01",
        "department": str(world.ward.uid),
    }
    made = done(system.post(path, body), 201)
    assert [one["department"]["name"] for one in made["postings"]] == ["骨科"]
    (found,) = (
        done(Caller(world.liaison).get(path, q="oyhy"))["results"]
        or done(Caller(world.liaison).get(path, q="欧阳"))["results"]
    )
    assert found["departments"] == [{"uid": str(world.ward.uid), "name": "骨科"}]
    assert list(problem(system.post(path, body), 409)["errors"]) == ["employee_no"]
    changed = done(system.patch(made["url"], {"post": "护士长", "revision": 1}))
    assert (changed["post"], changed["employee_no"]) == ("护士长", "R2088")
    problem(system.patch(made["url"], {"post": "护理部主任", "revision": 1}), 409)
    moved = done(
        system.post(
            f"{made['url']}postings/", {"department": str(world.other_ward.uid), "from_on": str(TODAY)}
        ),
        201,
    )
    assert moved["postings"][0]["department"]["name"] == "检验科"
    last = moved["postings"][0]["uid"]
    body = {"from_on": "2026-09-01", "to_on": None}
    problem(system.put(f"{made['url']}postings/{last}/", body), 409)
    assert done(system.get(f"{made['url']}leave/"))
    done(system.post(f"{made['url']}leave/", {"last_day": str(TODAY)}))
    assert StaffMember.objects.get(employee_no="R2088").employed_to == TODAY
    assert not Posting.objects.filter(staff__employee_no="R2088", to_on__isnull=True).exists()
    done(system.post(f"{made['url']}leave/take-back/"))


def test_open_items_go_to_the_successor(world: World, system: Caller) -> None:
    finding, *_ = world.planned()
    path = f"staff/{world.head.staff.uid}/leave/"
    told = problem(system.post(path, {"last_day": str(TODAY)}), 409)
    assert list(told["errors"]) == ["successor"]
    done(system.post(path, {"last_day": str(TODAY), "successor": str(world.liaison.staff.uid)}))
    finding.refresh_from_db()
    assert finding.responsible_person == world.liaison.staff


def test_roles_and_stand_ins(world: World, security: Caller) -> None:
    path = f"hospitals/{world.hospital.code}/memberships/"
    account = factories.make_user(staff=factories.make_staff(world.hospital, department=world.ward))
    body = {
        "account": str(account.uid),
        "role": "liaison",
        "department": str(world.ward.uid),
        "from_on": str(TODAY),
    }
    made = done(security.post(path, body), 201)
    assert made["department"]["name"] == "骨科"
    problem(security.post(path, body | {"department": None}), 400)
    problem(security.post(path, body | {"role": "supervisor"}), 400)
    own = body | {"account": str(security.user.uid), "role": "quality_office", "department": None}
    problem(security.post(path, own), 403)
    assert made["uid"] in {one["uid"] for one in done(security.get(path, size=100))["results"]}
    done(security.post(f"memberships/{made['uid']}/end/", {"reason": "轮岗"}))
    assert not Membership.objects.filter(user=account, to_on__isnull=True).exists()

    path = f"hospitals/{world.hospital.code}/stand-ins/"
    body = {
        "principal": str(world.head.staff.uid),
        "substitute": str(world.liaison.staff.uid),
        "from_on": str(TODAY),
        "to_on": str(IN_TWO_WEEKS),
        "reason": "外出进修",
    }
    made = done(security.post(path, body), 201)
    problem(security.post(path, body), 409)
    problem(security.post(path, body | {"to_on": str(TODAY - timedelta(days=1))}), 409)
    assert done(security.get(path))["count"] == 1
    done(security.post(f"stand-ins/{made['uid']}/end/"))


def test_log_ins_of_a_person(world: World, system: Caller, security: Caller) -> None:
    caller = Caller(world.head)
    path = f"staff/{world.head.staff.uid}/accounts/"
    (account,) = done(security.get(path))
    assert (account["uid"], account["is_active"]) == (str(world.head.uid), True)
    problem(security.post(f"accounts/{account['uid']}/close/"), 403)
    assert done(system.post(f"accounts/{account['uid']}/close/"))["is_active"] is False
    problem(caller.get("me/"), 401)
    assert done(system.post(f"accounts/{account['uid']}/reopen/"))["is_active"] is True
    problem(caller.get("me/"), 401)
    TOTPDevice.objects.create(user=world.head, name="手机", confirmed=True)
    off, why = f"accounts/{account['uid']}/second-factor/off/", {"reason": "手机丢失"}
    assert list(problem(system.post(off), 400)["errors"]) == ["reason"]
    assert done(system.post(off, why))["has_second_factor"] is True  # asked for, no more
    assert world.head.resets.get().asked_by == system.user
    problem(system.post(off, why), 409)
    problem(system.post(f"accounts/{system.user.uid}/close/"), 409)
    problem(system.post(f"accounts/{system.user.uid}/second-factor/off/", why), 403)


def test_names_and_rules_of_the_hospital(world: World, system: Caller, security: Caller) -> None:
    path = f"hospitals/{world.hospital.code}/"
    assert done(system.put(f"{path}names/", {"name": "江西省示范医院"}))["name"] == "江西省示范医院"
    told = problem(system.put(f"{path}names/", {"name": "甲", "credit_code": "123"}), 400)
    assert list(told["errors"]) == ["credit_code"]
    assert done(security.put(f"{path}login-policy/", {"idle_minutes": 15, "watermark": True}))["watermark"]
    assert done(security.get(f"{path}login-policy/"))["idle_minutes"] == 15
    for minutes in (4, 481, 10**9, "x", None):
        told = problem(
            security.put(f"{path}login-policy/", {"idle_minutes": minutes, "watermark": True}), 400
        )
        assert list(told["errors"]) == ["idle_minutes"]
    problem(system.get(f"{path}login-policy/"), 403)
    problem(security.put(f"{path}names/", {"name": "甲"}), 403)


def sheet_of(*rows: list[str]) -> SimpleUploadedFile:
    book, stream = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return SimpleUploadedFile("名单.xlsx", stream.getvalue())


def test_lists_come_from_a_workbook(world: World, system: Caller) -> None:
    path = f"hospitals/{world.hospital.code}/departments/import/"
    headings = [column.shown_heading for column in department_import.COLUMNS]
    keys = [column.key for column in department_import.COLUMNS]
    good, bad = (
        {"code": "401", "name": "康复科", "kind": "临床科室"},
        {"code": "402", "name": "", "kind": "临床科室"},
    )
    rows = [headings, *([row.get(key, "") for key in keys] for row in (good, bad))]
    looked = done(system.upload(path, {"file": sheet_of(*rows)}))
    assert (looked["rows"], looked["bad_rows"], looked["created"]) == (1, 1, 0), looked
    assert {one["cell"] for one in looked["problems"]}
    problem(system.upload(path, {"file": sheet_of(*rows), "mode": "all"}), 409)
    assert not world.hospital.departments.filter(name="康复科").exists()
    assert done(system.upload(path, {"file": sheet_of(*rows), "mode": "good"}))["created"] == 1
    assert done(system.upload(path, {"file": sheet_of(*rows), "mode": "good"}))["existing"] == 1
    assert world.hospital.departments.get(name="康复科").code == "401"
    told = problem(system.upload(path, {"file": SimpleUploadedFile("名单.xlsx", b"no workbook")}), 409)
    assert list(told["errors"]) == ["file"]
    assert list(problem(system.upload(path, {"file": sheet_of(*rows), "mode": "x"}), 400)["errors"]) == [
        "mode"
    ]

    path = f"hospitals/{world.hospital.code}/staff/import/"
    headings = [column.shown_heading for column in people_import.COLUMNS]
    keys = [column.key for column in people_import.COLUMNS]
    person = {"employee_no": "R9001", "name": "林芳", "kind": "护士", "department": "骨科"}
    rows = [headings, [person.get(key, "") for key in keys]]
    looked = done(system.upload(path, {"file": sheet_of(*rows)}))
    assert (looked["rows"], looked["problems"]) == (1, [])
    assert done(system.upload(path, {"file": sheet_of(*rows), "mode": "all"}))["created"] == 1
    assert StaffMember.objects.get(employee_no="R9001").name == "林芳"


def test_a_supervisor_sees_the_hospitals_and_nothing_of_their_ledgers(world: World) -> None:
    region = world.hospital.supervised_by
    user = factories.make_user(username="dudao")
    factories.grant(user, Role.SUPERVISOR, region)
    caller = Caller(user)
    found = done(caller.get(f"regions/{region.code}/hospitals/"))
    assert [one["code"] for one in found["results"]] == [world.hospital.code]
    elsewhere = factories.make_region("360200", name="景德镇市")
    problem(caller.get(f"regions/{elsewhere.code}/hospitals/"), 404)
    assert done(caller.get("hospitals/"))["results"] == []
    problem(caller.get(f"hospitals/{world.hospital.code}/ledgers/"), 404)
    problem(caller.get(f"ledgers/{world.participation.uid}/findings/"), 404)
    problem(caller.get(f"findings/{world.draft().uid}/"), 404)


def test_the_logs_are_the_auditors(world: World, auditor: Caller) -> None:
    finding = world.draft()
    path = f"hospitals/{world.hospital.code}/audit-entries/"
    why = {"reason": "等级保护测评"}
    for log in ("audit-entries", "access-entries"):
        for nothing in ({}, {"reason": ""}, {"reason": "长" * 201}):
            refused = auditor.get(f"hospitals/{world.hospital.code}/{log}/", **nothing)
            assert list(problem(refused, 400)["errors"]) == ["reason"]
    assert not AccessEntry.objects.filter(kind=AccessKind.EXPORTED).exists()
    found = done(auditor.get(path, kind="finding.created", **why))
    assert [(one["target"], one["label"]) for one in found["results"]] == [(str(finding.uid), "登记")]
    assert done(auditor.get(path, from_on="2026-11-22", **why))["count"] == 0
    assert done(auditor.get(path, q="郑洁", size=1, **why))["count"] >= 1
    read = AccessEntry.objects.filter(kind=AccessKind.EXPORTED, user=auditor.user)
    assert set(read.values_list("detail", flat=True)) == {"经接口读取操作记录：等级保护测评"}
    for wrong, field in (
        ({"kind": "nonsense"}, "kind"),
        ({"from_on": "2026-02-30"}, "from_on"),
        ({"q": "长" * 61}, "q"),
        ({"size": "101"}, "size"),
    ):
        assert list(problem(auditor.get(path, **wrong, **why), 400)["errors"]) == [field]
    done(auditor.get(f"hospitals/{world.hospital.code}/access-entries/", **why))
    problem(auditor.get(f"ledgers/{world.participation.uid}/findings/"), 403)


def test_nobody_does_anothers_work(world: World, system: Caller, security: Caller, auditor: Caller) -> None:
    code = world.hospital.code
    for caller in (Caller(world.liaison), Caller(world.clerk), security, auditor):
        problem(caller.post(f"hospitals/{code}/departments/", department()), 403)
        problem(caller.patch(f"departments/{world.ward.uid}/", {"name": "新", "revision": 1}), 403)
        problem(caller.get(f"staff/{world.head.staff.uid}/"), 403)
    for caller in (Caller(world.liaison), Caller(world.clerk), system, auditor):
        problem(caller.get(f"hospitals/{code}/memberships/"), 403)
    for caller in (Caller(world.liaison), Caller(world.clerk), system, security):
        problem(caller.get(f"hospitals/{code}/audit-entries/", reason="月度核查"), 403)
    for caller in (system, security, auditor):
        problem(caller.get(f"hospitals/{code}/ledgers/"), 403)
        problem(caller.get(f"findings/{world.draft().uid}/"), 404)


def test_who_am_i(world: World) -> None:
    told = done(Caller(world.liaison).get("me/"))
    assert (told["hospital"], told["staff"]) == (world.hospital.code, str(world.liaison.staff.uid))
    assert [(one["role"], one["department"]) for one in told["roles"]] == [("liaison", str(world.ward.uid))]
    assert [one["code"] for one in done(Caller(world.liaison).get("hospitals/"))["results"]] == [
        world.hospital.code
    ]
    assert done(Caller(world.liaison).get(f"hospitals/{world.hospital.code}/"))["level"] == "tertiary"
