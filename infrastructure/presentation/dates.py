"""Dates and moments the way they are written in a Chinese hospital."""

from __future__ import annotations

from datetime import date, datetime, timedelta

WEEKDAYS = "一二三四五六日"
THIN_SPACE = "\u2009"


def date_zh(day: date, *, as_of: date | None = None) -> str:
    """``11月21日 周六``; the year is written when it is not the reader's."""
    text = f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"
    if as_of is not None and as_of.year != day.year:
        return f"{day.year}年{text}"
    return text


def date_iso(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def moment(at: datetime, *, now: datetime) -> str:
    """``今天 08:00``, ``昨天 16:20``, ``11-17 16:20``, ``2025-11-17 16:20``; both in the same time zone."""
    clock = f"{at:%H:%M}"
    if at.date() == now.date():
        return f"今天 {clock}"
    if at.date() == now.date() - timedelta(days=1):
        return f"昨天 {clock}"
    if at.year == now.year:
        return f"{at:%m-%d} {clock}"
    return f"{at:%Y-%m-%d} {clock}"


def thin_units(amount: object, unit: str) -> str:
    """A thin space before a unit, never before a percent sign."""
    if unit in {"%", "‰"}:
        return f"{amount}{unit}"
    return f"{amount}{THIN_SPACE}{unit}"


def limited(count: int, *, most: int = 999) -> str:
    """A count that fits beside a menu entry."""
    return f"{most}+" if count > most else str(count)
