"""What the frame of a page offers: entries by role, the place one works in, the way to another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from organizations import frame_registry
from organizations.access_selectors import WorkPlace
from organizations.frame_registry import Offer
from organizations.rights import Right, rights_of


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


def actions_at(place: WorkPlace) -> frozenset[Right]:
    """Everything that the roles of this place allow together."""
    return frozenset(action for role in place.roles for action in rights_of(role))


def _offers() -> list[Offer]:
    """The workbench, and then what each app has of its own."""
    workbench = Offer("工作台", "", "layout-dashboard", frame_registry.working_rights())
    return [workbench, *(offer for part in frame_registry.parts() for offer in part.side)]


def side_entries(place: WorkPlace, *, path: str) -> list[Entry]:
    """The side bar: only what the roles held here may use."""
    able = actions_at(place)
    if place.hospital_id is None:
        return _region_entries(place, able, path)
    base = f"/h/{place.code}/"
    offers = _offers()
    # Whoever may use nothing yet (a confidential handler) still has a page of the own place.
    offered = [offer for offer in offers if offer.rights & able] or [offers[0]]
    here = _here(offered, base, path)
    return [
        Entry(o.label, base + o.path, o.icon, here=o is here, divided=o.divided and o is not offered[0])
        for o in offered
    ]


def _region_entries(place: WorkPlace, able: frozenset[Right], path: str) -> list[Entry]:
    """Of a region's pages and of those of the regions inside it; the first entry is everybody's."""
    offered = [
        offer
        for part in reversed(list(frame_registry.parts()))
        for offer in part.region
        if not offer.rights or offer.rights & able
    ]
    shown = re.match(r"/r/[^/]+/(.*)", path)
    fits = [offer for offer in offered if shown and shown[1].startswith(offer.path)]
    here = max(fits, key=lambda offer: len(offer.path), default=None)
    return [Entry(o.label, place.url + o.path, o.icon, here=o is here) for o in offered]


def _here(offers: Iterable[Offer], base: str, path: str) -> Offer | None:
    """The offer with the longest beginning of this page's address; 工作台 only when it is the page itself."""
    fits = [
        (len(start), offer) for offer in offers for start in _starts(offer, base) if path.startswith(start)
    ]
    fits += [(len(base), offer) for offer in offers if not offer.path and path == base]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _starts(offer: Offer, base: str) -> list[str]:
    own = [base + offer.path] if offer.path else []
    return own + [start if start.startswith("/") else base + start for start in offer.paths]


def quick_offers(may: Callable[[Right], bool]) -> list[Offer]:
    """What may be done at once here."""
    return [offer for part in frame_registry.parts() for offer in part.quick if any(map(may, offer.rights))]


def phone_entries(place: WorkPlace, *, path: str) -> list[Entry]:
    """The bar of four on a phone; those who enter nothing of their own get what they do use."""
    quick = quick_offers(actions_at(place).__contains__)
    mine = Entry("我的", "/account/", "user", here=path.startswith("/account/"))
    if place.hospital_id is None or not quick:
        first = [replace(entry, divided=False) for entry in side_entries(place, path=path)[:3]]
        return [*first, mine]
    base = f"/h/{place.code}/"
    new = base + quick[0].path
    return [
        Entry("工作台", base, "home", here=path == base),
        Entry(quick[0].on_phone, new, quick[0].icon, here=path == new),
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
