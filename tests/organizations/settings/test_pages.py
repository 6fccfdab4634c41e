"""Every page opens for its right, is forbidden without it, and is not found from another hospital."""

from __future__ import annotations

import pytest
from django.urls import reverse

from organizations.models import Role, User
from tests.factories import make_member
from tests.organizations.settings.conftest import House, client_of

pytestmark = pytest.mark.slow

SYSTEM, SECURITY, AUDIT = "system", "security", "auditor"
PAGES = {
    "settings-overview": (SYSTEM, SECURITY, AUDIT, "quality"),
    "settings-names": (SYSTEM,),
    "settings-standing": (SYSTEM,),
    "settings-policy": (SECURITY,),
    "settings-departments": (SYSTEM,),
    "settings-department-new": (SYSTEM,),
    "settings-departments-import": (SYSTEM,),
    "settings-departments-template": (SYSTEM,),
    "settings-department": (SYSTEM,),
    "settings-department-end": (SYSTEM,),
    "settings-people": (SYSTEM,),
    "settings-people-lookup": (SYSTEM, SECURITY, "quality"),
    "settings-person-new": (SYSTEM,),
    "settings-people-import": (SYSTEM,),
    "settings-people-template": (SYSTEM,),
    "settings-person": (SYSTEM,),
    "settings-person-edit": (SYSTEM,),
    "settings-posting": (SYSTEM,),
    "settings-posting-dates": (SYSTEM,),
    "settings-account-open": (SYSTEM,),
    "settings-handover": (SYSTEM, "quality"),
    "settings-leave": (SYSTEM, "quality"),
    "settings-roles": (SECURITY,),
    "settings-role-grant": (SECURITY,),
    "settings-role-end": (SECURITY,),
    "settings-stand-ins": (SECURITY,),
    "settings-stand-in-new": (SECURITY,),
    "settings-audit": (AUDIT,),
    "settings-access": (AUDIT,),
    "settings-retention": (AUDIT,),
}


def address(house: House, name: str) -> str:
    more: dict[str, object] = {
        "settings-department": {"uid": house.bone.uid},
        "settings-department-end": {"uid": house.bone.uid},
        "settings-posting-dates": {
            "uid": house.wang.uid,
            "posting_uid": house.wang.postings.get().uid,
        },
        "settings-role-end": {"uid": house.quality.memberships.get().uid},
    }
    person = {
        "settings-person",
        "settings-person-edit",
        "settings-posting",
        "settings-account-open",
        "settings-leave",
    }
    own = {"uid": house.wang.uid} if name in person else more.get(name, {})
    return reverse(name, kwargs={"code": house.hospital.code, **own})  # type: ignore[dict-item]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_its_right_alone(house: House, other: House, name: str) -> None:
    for who in (SYSTEM, SECURITY, AUDIT, "quality"):
        answer = client_of(getattr(house, who)).get(address(house, name))
        assert answer.status_code == (200 if who in PAGES[name] else 403), who
        assert client_of(getattr(house, who)).get(address(other, name)).status_code == 404


def test_the_overview_shows_what_one_may_open(house: House) -> None:
    def links(user: User) -> set[str]:
        page = client_of(user).get(house.url)
        return {card["title"] for card in page.context["cards"]}

    assert links(house.system) == {"科室", "人员与账号", "账号重置", "离岗交接", "机构名称", "机构属性"}
    assert links(house.security) == {"角色", "代理人", "登录与水印", "账号重置"}
    assert links(house.auditor) == {"操作记录", "访问日志", "日志留存", "账号重置"}
    assert links(house.quality) == {"离岗交接", "问题来源"}


def test_a_department_role_opens_no_settings(house: House) -> None:
    head = make_member(Role.DEPARTMENT_HEAD, house.bone)
    assert client_of(head).get(house.url).status_code == 403
