"""The frame of a page offers what the roles held there may use, in one order, whichever app it is of."""

from __future__ import annotations

import pytest

from hospital_qs.navigation import phone_entries, side_entries
from organizations.access_selectors import WorkPlace
from organizations.models import Role


def _hospital(role: Role) -> WorkPlace:
    return WorkPlace("gk", "某院", (role,), hospital_id=1)


def _region(role: Role) -> WorkPlace:
    return WorkPlace("360100", "某市", (role,), region_id=1)


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.STAFF, ["工作台", "问题台账", "启动部署"]),
        (Role.QUALITY_OFFICE, ["工作台", "自查", "问题台账", "整改看板", "启动部署", "专项整治", "设置"]),
        (Role.COMPLAINTS_OFFICE, ["工作台", "整改看板", "启动部署"]),
        (Role.CONFIDENTIAL_HANDLER, ["工作台"]),
        (Role.SYSTEM_ADMINISTRATOR, ["设置", "账号重置"]),
        (Role.AUDIT_ADMINISTRATOR, ["操作记录", "账号重置"]),
    ],
)
def test_the_side_bar_by_role(role: Role, labels: list[str]) -> None:
    assert [entry.label for entry in side_entries(_hospital(role), path="/h/gk/")] == labels


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.LIAISON, ["工作台", "登记", "待办", "我的"]),
        (Role.COMPLAINTS_OFFICE, ["工作台", "整改看板", "启动部署", "我的"]),
        (Role.SECURITY_ADMINISTRATOR, ["设置", "账号重置", "我的"]),
    ],
)
def test_the_bar_of_the_phone_by_role(role: Role, labels: list[str]) -> None:
    assert [entry.label for entry in phone_entries(_hospital(role), path="/h/gk/")] == labels


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/h/gk/", "工作台"),
        ("/h/gk/todo/", None),
        ("/h/gk/ledger/", "问题台账"),
        ("/findings/0/", "问题台账"),
        ("/h/gk/board/", "整改看板"),
        ("/h/gk/campaigns/0/", "专项整治"),
        ("/launch/0/", "启动部署"),
        ("/inspection/0/", "自查"),
    ],
)
def test_one_entry_is_where_the_reader_is(path: str, here: str | None) -> None:
    entries = side_entries(_hospital(Role.QUALITY_OFFICE), path=path)
    assert [entry.label for entry in entries if entry.here] == ([here] if here else [])


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/r/360100/", "所辖机构"),
        ("/r/360102/", "所辖机构"),
        ("/r/360100/runs/new/", "专项整治"),
        ("/account/", None),
    ],
)
def test_a_region_has_its_hospitals_and_its_campaigns(path: str, here: str | None) -> None:
    entries = side_entries(_region(Role.SUPERVISOR), path=path)
    assert [(entry.label, entry.url) for entry in entries] == [
        ("所辖机构", "/r/360100/"),
        ("专项整治", "/r/360100/runs/"),
    ]
    assert [entry.label for entry in entries if entry.here] == ([here] if here else [])
