"""Tags: a colour with a meaning, and always a word and an icon as well, so that nobody depends on the colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from infrastructure.presentation.dates import thin_units
from infrastructure.registry import Registry

SOON_DAYS = 3


@dataclass(frozen=True)
class Tag:
    tone: str
    icon: str
    text: str


_STATES = Registry[Mapping[str, tuple[str, str]]]("states of")


def register_states(kind: str, states: Mapping[str, tuple[str, str]]) -> None:
    """What an app calls `kind`, from its `ready()`: each state's code with tone and icon.

    Overdue is no state (it is computed) and has its own tag.
    """
    _STATES.add(kind, states)


def looks() -> dict[str, Mapping[str, tuple[str, str]]]:
    """Every kind with its states."""
    return dict(zip(_STATES.names, _STATES.entries, strict=True))


def state_tag(kind: str, code: str, text: str) -> Tag:
    """The tag of one state; a state that has no look of its own is plain."""
    tone, icon = _STATES[kind].get(code, ("plain", "circle"))
    return Tag(tone, icon, text)


def due_tag(due_on: date | None, *, kind: str = "DATED", as_of: date) -> Tag:
    """Overdue is red, due within three days amber, the rest grey; ongoing work is never overdue (DESIGN §6)."""
    if kind.upper() == "ONGOING":
        return Tag("plain", "infinity", "持续推进")
    if due_on is None:
        return Tag("plain", "calendar-question", "未定时限")
    days = (due_on - as_of).days
    if days < 0:
        return Tag("overdue", "alert-triangle", f"逾期 {thin_units(-days, '天')}")
    if days <= SOON_DAYS:
        words = {0: "今天到期", 1: "明天到期"}
        return Tag("soon", "clock", words.get(days, f"剩 {thin_units(days, '天')}"))
    return Tag("plain", "calendar", f"剩 {thin_units(days, '天')}")
