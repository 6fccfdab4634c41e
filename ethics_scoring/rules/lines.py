"""A line of a score sheet: one fact, its points, and why they count or not."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ethics_scoring.rules.facts import Entry, VetoDecision

ZERO = Decimal(0)


class Reason(StrEnum):
    """Why a line has the points it has. The codes stand in stored sheets and in worked examples."""

    COUNTED = "COUNTED"
    CAP = "CAP"
    SAME_WORK = "SAME_WORK"
    ONCE = "ONCE"
    NOT_GRADE_3_4 = "NOT_GRADE_3_4"
    LATE_REPORT = "LATE_REPORT"
    REFER = "REFER"
    BELOW_THRESHOLD = "BELOW_THRESHOLD"
    VETO = "VETO"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Reason.COUNTED: "计分",
    Reason.CAP: "已到上限",
    Reason.SAME_WORK: "同一作品",
    Reason.ONCE: "只计一次",
    Reason.NOT_GRADE_3_4: "分级不计",
    Reason.LATE_REPORT: "迟报",
    Reason.REFER: "报委员会",
    Reason.BELOW_THRESHOLD: "未达标准",
    Reason.VETO: "一票否决",
}


class Line(NamedTuple):
    """Points are signed. A tuple, for a hospital has hundreds of thousands of them.

    `raw` is what the fact is worth by itself, `effective` what is left of it after caps and repetitions. `tally` is
    the place among the rule's lines, or what a cycle has come to.
    """

    rule: str
    entry: Entry | VetoDecision
    raw: Decimal
    effective: Decimal
    reason: Reason
    tally: Decimal | int


def cut(line: Line, reason: Reason, *, to: Decimal = ZERO) -> Line:
    """The line as it stays visible, with what is left of its points."""
    return Line(line.rule, line.entry, line.raw, to, reason, line.tally)
