"""Every line of a sheet in plain Chinese: what was counted, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ethics_scoring.rules.facts import Entry, VetoDecision
from ethics_scoring.rules.lines import Line, Reason
from ethics_scoring.rules.scoring import POSSIBLE_VETO, Scheme, Sheet
from policy_texts.rule_books.books import Rule
from policy_texts.rule_books.kinds import (
    BestGrade,
    Cap,
    Counted,
    DepartmentAward,
    Escalating,
    EventReport,
    SameWork,
    Table,
    Threshold,
)
from policy_texts.rule_books.tree import ROMAN, plain
from policy_texts.rule_books.vocabulary import LineVisibility, Side, Unit

SEALED = "内容保密，只显示分值。"
OURS = "（本院口径）"
NOT_PUNITIVE = "上报本身不会扣分。"


@dataclass(frozen=True)
class ExplainedLine:
    """A line as a sheet shows it. Of a sealed one only the points: no date, no reason, no text."""

    rule: str
    text: str
    entry: Entry | VetoDecision | None
    raw: Decimal
    effective: Decimal
    reason: Reason | None
    explanation: str


def explained(sheet: Sheet) -> list[ExplainedLine]:
    asked = {question.line for question in sheet.questions}
    return [_explained_line(sheet.scheme, line, asked=line in asked) for line in sheet.lines]


def is_sealed(scheme: Scheme, line: Line) -> bool:
    """Points and no text: what is entered by the discipline office, and reports with sealed credit."""
    rule = scheme.rules.get(line.rule)
    if rule is None or not isinstance(line.entry, Entry):
        return False
    if rule.visibility is LineVisibility.SEALED:
        return True
    return rule.visibility is LineVisibility.SEALED_IF_ASKED and line.entry.sealed_credit


def _explained_line(scheme: Scheme, line: Line, *, asked: bool) -> ExplainedLine:
    if is_sealed(scheme, line):
        return ExplainedLine(line.rule, "", None, line.effective, line.effective, None, SEALED)
    said = explain(scheme, line) + (f"{POSSIBLE_VETO}。" if asked else "")
    rule = scheme.rules.get(line.rule)
    text = rule.text if rule else scheme.vetoes[line.rule].text
    return ExplainedLine(line.rule, text, line.entry, line.raw, line.effective, line.reason, said)


def explain(scheme: Scheme, line: Line) -> str:
    """The sentence for one line, sealed or not: whoever shows it decides that (`explained`)."""
    if isinstance(line.entry, VetoDecision):
        people = "、".join(line.entry.decided_by)
        return f"一票否决，依据 {line.entry.document}，由 {people} 二人认定；本年等次为较差。"
    rule = scheme.rules[line.rule]
    match line.reason:
        case Reason.COUNTED:
            return _counted(rule, line, line.entry)
        case Reason.CAP:
            return _capped(rule, line)
        case Reason.SAME_WORK:
            return _same_work(rule, line.entry)
        case Reason.ONCE:
            return _once(rule, line.entry)
        case _:
            return _not_counted(rule, line, line.entry)


def _counted(rule: Rule, line: Line, entry: Entry) -> str:
    points = _points(rule, line.effective)
    match rule.amount:
        case Counted() if rule.unit is Unit.YEAR:
            return f"本年度{points}。"
        case Counted():
            return f"本年第 {line.tally} {rule.unit.label}，{points}。{_cap_words(rule)}"
        case Table(field=field):
            return f"{field.label}为{_row_label(rule.amount, entry.value)}，{points}。{_cap_words(rule)}"
        case Escalating():
            return f"本年第 {line.tally} {rule.unit.label}，{points}。{_best_grade_words(rule)}"
        case Threshold(threshold=threshold):
            return (
                f"记分周期 {entry.cycle} 累计 {_plain(line.tally)} 分，达到 {plain(threshold)} 分，{points}。"
            )
        case DepartmentAward():
            return f"{_place(rule.amount, entry)}，{points}。{_cap_words(rule)}"
        case EventReport():
            return f"经确认为{ROMAN[entry.event_class]}级，{points}。{_cap_words(rule)}"


def _capped(rule: Rule, line: Line) -> str:
    limit = f"本条全年累计不超过 {plain(_cap(rule))} 分"
    if line.effective:
        return f"{limit}，本次 {plain(abs(line.raw))} 分中只计入 {plain(abs(line.effective))} 分。"
    return f"{limit}，此前已计满，本次不再计分。"


def _same_work(rule: Rule, entry: Entry) -> str:
    chosen = any(isinstance(limit, SameWork) and limit.setting for limit in rule.limits)
    mark = OURS if chosen else ""
    return f"同一作品“{entry.work}”只计最高的一次，分值相同的计最早的一次，本项不再计分{mark}。"


def _once(rule: Rule, entry: Entry) -> str:
    if isinstance(rule.amount, Threshold):
        reached = plain(rule.amount.threshold)
        return f"记分周期 {entry.cycle} 此前已达到 {reached} 分，一个周期只扣一次，本次不再扣{OURS}。"
    return f"本条每年只计一次，本年已计过，本次不再计分{OURS}。"


def _not_counted(rule: Rule, line: Line, entry: Entry) -> str:
    match rule.amount:
        case EventReport(classes=classes) if line.reason is Reason.NOT_GRADE_3_4:
            creditable = "、".join(ROMAN[each] for each in classes)
            return f"经确认为{ROMAN[entry.event_class]}级，只有{creditable}级加分。{NOT_PUNITIVE}"
        case EventReport():
            return f"属于迟报，不加分{OURS}。{NOT_PUNITIVE}"
        case Threshold(threshold=threshold):
            return (
                f"记分周期 {entry.cycle} 累计 {_plain(line.tally)} 分，未达到 {plain(threshold)} 分，不扣分。"
            )
        case DepartmentAward():
            return f"{_place(rule.amount, entry)}，不在加分名次之内。"
        case Table(field=field) as table:
            label = _row_label(table, entry.value)
            return f"{field.label}为{label}，原文没有对应分值，不计分，报考评委员会；决定之前等次为待定。"
        case _:
            return "不计分。"


def _points(rule: Rule, points: Decimal) -> str:
    return f"{'加' if rule.side is Side.BONUS else '扣'} {plain(abs(points))} 分"


def _plain(tally: Decimal | int) -> str:
    return plain(Decimal(tally))


def _row_label(table: Table, value: str) -> str:
    return next(row.label for row in table.rows if row.value == value)


def _place(award: DepartmentAward, entry: Entry) -> str:
    place = next(each for each in award.places if each.department_kind == entry.department_kind)
    rewarded = f"（奖励前 {place.up_to} 名）" if place.up_to else "（不参加奖励）"
    return f"{place.label}测评第 {entry.rank} 名{rewarded}"


def _cap(rule: Rule) -> Decimal:
    return next(limit.points for limit in rule.limits if isinstance(limit, Cap))


def _cap_words(rule: Rule) -> str:
    capped = any(isinstance(limit, Cap) for limit in rule.limits)
    return f"本条全年累计不超过 {plain(_cap(rule))} 分。" if capped else ""


def _best_grade_words(rule: Rule) -> str:
    best: Sequence[BestGrade] = [limit for limit in rule.limits if isinstance(limit, BestGrade)]
    return f"当年等次最高为{best[0].grade.label}。" if best else ""
