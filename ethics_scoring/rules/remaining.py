"""What would still count this year: the room that each bonus rule has left for one person."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ethics_scoring.rules.explanations import OURS, is_sealed
from ethics_scoring.rules.lines import ZERO, Line, Reason
from ethics_scoring.rules.scoring import Sheet
from policy_texts.rule_books.books import Rule
from policy_texts.rule_books.kinds import Cap, Exclusive, Once, Quota, amounts_of
from policy_texts.rule_books.tree import plain
from policy_texts.rule_books.vocabulary import LineVisibility, Side


class Room(NamedTuple):
    """`points` is what may still be added; None: the text sets no limit."""

    rule: Rule
    points: Decimal | None
    sentence: str


def rooms(sheet: Sheet) -> list[Room]:
    """Bonus rules only. What is sealed stands in no such list: its room would tell what happened."""
    return list(_rooms(sheet))


def _rooms(sheet: Sheet) -> Iterator[Room]:
    by_rule = sheet.by_rule()
    for rule in sheet.scheme.book.rules:
        lines = by_rule.get(rule.id, [])
        hidden = any(is_sealed(sheet.scheme, line) for line in lines)
        if rule.side is Side.BONUS and rule.visibility is not LineVisibility.SEALED and not hidden:
            yield _room(sheet, rule, lines)


def _room(sheet: Sheet, rule: Rule, lines: list[Line]) -> Room:
    cap = next((limit for limit in rule.limits if isinstance(limit, Cap)), None)
    if cap:
        return _under_cap(rule, cap, lines)
    excluded = _excluded_by(sheet, rule)
    if excluded:
        return Room(rule, ZERO, f"本年有 {excluded}，二者不能并存{OURS}")
    once = _once(sheet, rule)
    if once and any(line.reason is Reason.COUNTED for line in lines):
        return Room(rule, ZERO, f"本年已计，每年只计一次{OURS}")
    quota = next((limit for limit in rule.limits if isinstance(limit, Quota)), None)
    share = f"，不超过科室人数的 {quota.percent}%" if quota else ""
    if once:
        return Room(rule, _most(rule), f"加 {plain(_most(rule))} 分，每年只计一次{OURS}{share}")
    return Room(rule, None, f"{_each(rule)}{share or '，原文没有规定上限'}")


def _under_cap(rule: Rule, cap: Cap, lines: list[Line]) -> Room:
    left = cap.points - sum((line.effective for line in lines), ZERO)
    if not left:
        return Room(rule, left, f"已满 {plain(cap.points)} 分，再有也不加分")
    return Room(rule, left, f"{_each(rule)}，还可加 {plain(left)} 分")


def _once(sheet: Sheet, rule: Rule) -> bool:
    return any(
        isinstance(limit, Once) and sheet.scheme.settings.switch(limit.setting) for limit in rule.limits
    )


def _excluded_by(sheet: Sheet, rule: Rule) -> str:
    """The rule with a line this year that shuts this one out; "" when there is none."""
    entered = {line.rule for line in sheet.lines}
    exclusions = (limit for limit in rule.limits if isinstance(limit, Exclusive))
    return next(
        (e.other for e in exclusions if e.other in entered and sheet.scheme.settings.switch(e.setting)), ""
    )


def _most(rule: Rule) -> Decimal:
    return max(amount for _, amount in amounts_of(rule.amount))


def _each(rule: Rule) -> str:
    """每次加 0.5 分, or the span of a table: 每项奖励加 1 至 5 分."""
    points = [amount for _, amount in amounts_of(rule.amount)]
    span = plain(points[0]) if len(set(points)) == 1 else f"{plain(min(points))} 至 {plain(max(points))}"
    return f"每{rule.unit.label}加 {span} 分"
