"""A score sheet as plain text: every line, why it counts or not, and what would still count this year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from ethics_scoring.rules.explanations import ExplainedLine, explained
from ethics_scoring.rules.remaining import rooms
from ethics_scoring.rules.scoring import POSSIBLE_VETO, Sheet
from policy_texts.rule_books.settings import OURS
from policy_texts.rule_books.tree import plain
from policy_texts.rule_books.vocabulary import Side


def sheet_lines(name: str, sheet: Sheet) -> list[str]:
    return [name, *_heading(sheet), *_body(sheet), *_still_possible(sheet), *_own_settings(sheet)]


def _heading(sheet: Sheet) -> Iterator[str]:
    book = sheet.scheme.book
    first, following = sheet.scheme.first_days(sheet.year)
    last = following - timedelta(days=1)
    yield f"{book.title}（{book.code} 第{book.version}版）　{sheet.year} 年度：{first} 至 {last}"
    yield (
        f"基础分 {plain(sheet.scheme.settings.base)}　加分 {signed(sheet.bonus)}　扣分 {signed(sheet.deduction)}　"
        f"合计 {plain(sheet.total)}　等次 {sheet.grade.label}"
    )
    if sheet.best_grade:
        yield f"本年等次最高为{sheet.best_grade.label}。"
    for question in sheet.questions:
        yield f"{POSSIBLE_VETO}：{question.veto.text}（{question.line.rule}，{question.line.entry.on}）。"


def _body(sheet: Sheet) -> Iterator[str]:
    lines = explained(sheet)
    rules = sheet.scheme.rules
    for side in Side:
        yield ""
        yield side.label
        on_side = [line for line in lines if line.rule in rules and rules[line.rule].side is side]
        yield from _told(on_side)
    vetoes = [line for line in lines if line.rule not in rules]
    if vetoes:
        yield from ("", "一票否决", *_told(vetoes))


def _told(lines: list[ExplainedLine]) -> Iterator[str]:
    if not lines:
        yield "  无"
    for line in lines:
        day = str(line.entry.on) if line.entry else "—"
        reason = f"［{line.reason.label} {line.reason.value}］" if line.reason else ""
        text = f"{line.text}　" if line.text else ""
        yield f"  {line.rule:<4}{day:<12}{signed(line.effective):>5}  {text}{reason}{line.explanation}"


def _still_possible(sheet: Sheet) -> Iterator[str]:
    yield from ("", "本年还可以计分的")
    yield from (f"  {room.rule.id:<4}{room.rule.text}：{room.sentence}" for room in rooms(sheet))


def _own_settings(sheet: Sheet) -> Iterator[str]:
    """Where the hospital's own values decided, the sheet says so."""
    yield from ("", f"基础分、等次划分和标有“本院口径”之处：{OURS}。")


def signed(points: Decimal) -> str:
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{plain(abs(points))}"
