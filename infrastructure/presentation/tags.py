"""Tags: a colour with a meaning, and always a word and an icon as well, so that nobody depends on the colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from infrastructure.presentation.dates import thin_units

SOON_DAYS = 3


@dataclass(frozen=True)
class Tag:
    tone: str
    icon: str
    text: str


# Keys are the states' codes in lower case; overdue is no state (it is computed) and has its own tag.
STATES: dict[str, tuple[str, str]] = {
    "draft": ("plain", "pencil"),
    "submitted": ("wait", "inbox"),
    "analysing": ("wait", "zoom-question"),
    "rectifying": ("accent", "tool"),
    "awaiting": ("wait", "clipboard-check"),
    "accepted": ("wait", "rubber-stamp"),
    "closed": ("done", "circle-check"),
    "merged": ("plain", "arrow-merge"),
    "void": ("void", "ban"),
    "returned": ("overdue", "arrow-back-up"),
    "reopened": ("soon", "rotate-clockwise"),
    "pending": ("wait", "hourglass"),
    "granted": ("done", "check"),
    "refused": ("plain", "x"),
    "confirmed": ("done", "check"),
    "unconfirmed": ("wait", "hourglass"),
    "running": ("accent", "loader"),
    "done": ("done", "check"),
    "failed": ("overdue", "alert-triangle"),
}


def state_tag(code: str, text: str) -> Tag:
    tone, icon = STATES.get(code.lower(), ("plain", "circle"))
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


CLASSES = {"1": "1", "2": "2", "3": "3", "4": "4", "i": "1", "ii": "2", "iii": "3", "iv": "4"}
CLASSES |= {"Ⅰ": "1", "Ⅱ": "2", "Ⅲ": "3", "Ⅳ": "4"}


def class_tag(code: str, text: str) -> Tag:
    """Classes Ⅰ–Ⅳ of adverse events, dark red to slate."""
    number = CLASSES.get(code.lower().removeprefix("class_"), CLASSES.get(code, ""))
    return Tag(f"class-{number}" if number else "plain", "", text)
