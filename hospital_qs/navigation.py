"""What the frame of a page offers: entries by role, the place one works in, the way to another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from campaigns.rights import RunRight
from inspections.rights import SheetRight
from organizations.access_selectors import WorkPlace
from organizations.rights import OrganizationRight, Right, rights_of
from rectification.rights import FindingRight


@dataclass(frozen=True)
class Entry:
    """A link of the side bar, of the phone's bar or of the account menu."""

    label: str
    url: str
    icon: str
    here: bool = False
    count: int = 0
    divided: bool = False
    post: bool = False


@dataclass(frozen=True)
class _Offer:
    """An entry and the actions any one of which shows it. `paths` are other pages that belong to it."""

    label: str
    path: str
    icon: str
    actions: frozenset[Right]
    paths: tuple[str, ...] = ()
    divided: bool = False


_BUSINESS = frozenset({FindingRight.VIEW, FindingRight.SEE_BOARD, SheetRight.VIEW})
_SETTINGS = frozenset(
    {OrganizationRight.MANAGE_DEPARTMENTS, OrganizationRight.MANAGE_PEOPLE, OrganizationRight.MANAGE_ROLES}
)

OFFERS = (
    _Offer("工作台", "", "layout-dashboard", _BUSINESS),
    _Offer("自查", "inspection/", "checklist", frozenset({SheetRight.VIEW}), ("/inspection/",)),
    _Offer(
        "问题台账",
        "ledger/",
        "table",
        frozenset({FindingRight.VIEW}),
        ("findings/", "/findings/", "/imports/", "/jobs/"),
    ),
    _Offer("整改看板", "board/", "chart-bar", frozenset({FindingRight.SEE_BOARD})),
    _Offer("专项整治", "runs/", "flag", frozenset({RunRight.MANAGE}), ("campaigns/",)),
    _Offer("设置", "settings/", "settings", _SETTINGS, divided=True),
    _Offer("操作记录", "settings/audit/", "history", frozenset({OrganizationRight.VIEW_AUDIT}), divided=True),
    _Offer("账号重置", "settings/resets/", "user-check", frozenset({OrganizationRight.RESET_ACCOUNTS})),
)


def actions_at(place: WorkPlace) -> frozenset[Right]:
    """Everything that the roles of this place allow together."""
    return frozenset(action for role in place.roles for action in rights_of(role))


def side_entries(place: WorkPlace, *, path: str) -> list[Entry]:
    """The side bar: only what the roles held here may use."""
    if place.hospital_id is None:
        return _region_entries(place, path)
    able = actions_at(place)
    base = f"/h/{place.code}/"
    # Whoever may use nothing yet (a confidential handler) still has a page of the own place.
    offered = [offer for offer in OFFERS if offer.actions & able] or [OFFERS[0]]
    here = _here(offered, base, path)
    return [
        Entry(o.label, base + o.path, o.icon, here=o is here, divided=o.divided and o is not offered[0])
        for o in offered
    ]


def _region_entries(place: WorkPlace, path: str) -> list[Entry]:
    runs = f"{place.url}runs/"
    in_runs = re.match(r"/r/[^/]+/runs/", path) is not None
    hospitals = Entry("所辖机构", place.url, "building-hospital", here=path.startswith("/r/") and not in_runs)
    if RunRight.MANAGE not in actions_at(place):
        return [hospitals]
    return [hospitals, Entry("专项整治", runs, "flag", here=in_runs)]


def _here(offers: Iterable[_Offer], base: str, path: str) -> _Offer | None:
    """The offer with the longest beginning of this page's address; 工作台 only when it is the page itself."""
    fits = [
        (len(start), offer) for offer in offers for start in _starts(offer, base) if path.startswith(start)
    ]
    fits += [(len(base), offer) for offer in offers if not offer.path and path == base]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _starts(offer: _Offer, base: str) -> list[str]:
    own = [base + offer.path] if offer.path else []
    return own + [start if start.startswith("/") else base + start for start in offer.paths]


def phone_entries(place: WorkPlace, *, path: str) -> list[Entry]:
    """The bar of four on a phone; those who enter no findings get what they do use."""
    able = actions_at(place)
    mine = Entry("我的", "/account/", "user", here=path.startswith("/account/"))
    if FindingRight.CREATE not in able:
        first = [replace(entry, divided=False) for entry in side_entries(place, path=path)[:3]]
        return [*first, mine]
    base = f"/h/{place.code}/"
    new = f"{base}findings/new/"
    return [
        Entry("工作台", base, "home", here=path == base),
        Entry("登记", new, "circle-plus", here=path == new),
        Entry("待办", f"{base}todo/", "list-check"),
        mine,
    ]


def account_entries(*, several_places: bool) -> list[Entry]:
    """The menu under one's name. 切换用户 is one click: the shared computer of a ward."""
    places = [Entry("换一个单位", "/?choose=1", "switch-3")] if several_places else []
    return [
        Entry("我的账号", "/account/", "user"),
        *places,
        Entry("修改密码", "/account/password/", "key"),
        Entry("切换用户", "/switch-user/", "switch-horizontal", post=True, divided=True),
        Entry("退出登录", "/logout/", "logout", post=True),
    ]
