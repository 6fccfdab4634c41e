"""What the apps put into the frame of every page: entries of the side bar and of the phone, and a line on top.

Each enters its own here from its `ready()`; `hospital_qs.navigation` only puts them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from infrastructure.registry import Registry
from organizations.access_selectors import WorkPlace
from organizations.rights import OrganizationRight, Right


@dataclass(frozen=True)
class Offer:
    """An entry and the rights any one of which shows it. `paths` are other pages that belong to it."""

    label: str
    path: str
    icon: str
    rights: frozenset[Right]
    paths: tuple[str, ...] = ()
    divided: bool = False
    on_phone: str = ""  # fewer words


@dataclass(frozen=True)
class Part:
    """What one app offers. `works`: rights whose holder has work here and not only settings."""

    side: tuple[Offer, ...] = ()
    region: tuple[Offer, ...] = ()
    quick: tuple[Offer, ...] = ()  # what is done at once, from the workbench and on the phone
    works: frozenset[Right] = frozenset()


Banner = Callable[[WorkPlace, frozenset[Right], date], Any]
_PARTS = Registry[Part]("part of the frame")
_BANNERS = Registry[Banner]("line on top of the pages")


def register_part(app: str, part: Part) -> None:
    _PARTS.add(app, part)


def register_banner(name: str, banner: Banner) -> None:
    """`banner` gives what `_components/phase_banner.html` draws at a place for a holder of rights, or None."""
    _BANNERS.add(name, banner)


def parts() -> Iterable[Part]:
    """The business of a hospital before its settings: the upper apps first."""
    return reversed(_PARTS.entries)


def banners() -> Iterable[Banner]:
    return reversed(_BANNERS.entries)


def working_rights() -> frozenset[Right]:
    return frozenset(right for part in _PARTS.entries for right in part.works)


_R = OrganizationRight
OWN = Part(
    side=(
        Offer(
            "设置",
            "settings/",
            "settings",
            frozenset({_R.MANAGE_DEPARTMENTS, _R.MANAGE_PEOPLE, _R.MANAGE_ROLES, _R.HAND_OVER}),
            divided=True,
        ),
        Offer("操作记录", "settings/audit/", "history", frozenset({_R.VIEW_AUDIT}), divided=True),
        Offer("账号重置", "settings/resets/", "user-check", frozenset({_R.RESET_ACCOUNTS})),
    ),
    region=(Offer("所辖机构", "", "building-hospital", frozenset()),),
)
