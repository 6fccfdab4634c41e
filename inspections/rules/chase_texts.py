"""复制催办文字: a text by department for the group chat: kind, number, date, link, no typed text (DESIGN §7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspections.rules.sheet_progress import Progress


@dataclass(frozen=True)
class Chased:
    """One department whose sheet is not confirmed."""

    name: str
    contacts: tuple[str, ...]
    progress: Progress
    url: str


def sheet_chase(*, title: str, due_on: date | None, as_of: date, departments: Sequence[Chased]) -> str:
    """The whole text; "" when nobody is behind."""
    if not departments:
        return ""
    head = f"【自查催办】{title}：以下 {len(departments)} 个科室的自查表尚未确认{_until(due_on, as_of)}"
    return "\n".join([head, *(_line(each) for each in departments)])


def _until(due_on: date | None, as_of: date) -> str:
    if due_on is None:
        return "。"
    left = (due_on - as_of).days
    if left < 0:
        return f"，已于 {due_on} 截止，逾期 {-left} 天。"
    return f"，{due_on} 截止，{f'剩 {left} 天' if left else '今天是最后一天'}。"


def _line(chased: Chased) -> str:
    whom = f"（{'、'.join(chased.contacts)}）" if chased.contacts else ""
    return f"{chased.name}{whom}：{_owed(chased.progress)} {chased.url}"


def _owed(found: Progress) -> str:
    if found.missing and not found.answered:
        return "还没有填写。"
    if found.missing:
        return f"已填 {found.words}，还差 {found.owed}。"
    if found.unregistered:
        return "选了“发现问题”的要点请登记问题。"
    return "已填完，请负责人确认。"
