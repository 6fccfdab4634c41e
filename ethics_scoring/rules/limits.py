"""What holds lines of one rule back: once a year, the same work, a cap. They act in that order.

Quotas and exclusions refuse an entry instead (`refusals`), a best grade acts on the grade (`grades`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ethics_scoring.rules.facts import Entry
from ethics_scoring.rules.hospital_settings import HospitalSettings
from ethics_scoring.rules.lines import ZERO, Line, Reason, cut
from policy_texts.rule_books.books import Rule
from policy_texts.rule_books.kinds import Cap, Limit, Once, SameWork

Limiter: TypeAlias = Callable[[list[Line]], list[Line]]


def limiters_of(rule: Rule, settings: HospitalSettings) -> list[Limiter]:
    """Those that apply to the rule under these settings, in the order in which they act."""
    made = (
        make(limit, settings)
        for kind, make in LINE_LIMITS.items()
        for limit in rule.limits
        if isinstance(limit, kind)
    )
    return [limiter for limiter in made if limiter is not None]


def _once(limit: Once, settings: HospitalSettings) -> Limiter | None:
    if not settings.switch(limit.setting):
        return None

    def limited(lines: list[Line]) -> list[Line]:
        counting = [line for line in lines if line.reason is Reason.COUNTED]
        return [
            cut(line, Reason.ONCE) if line.reason is Reason.COUNTED and line is not counting[0] else line
            for line in lines
        ]

    return limited


def _same_work(limit: SameWork, settings: HospitalSettings) -> Limiter | None:
    if limit.setting and settings.choice(limit.setting) == "sum":
        return None

    def limited(lines: list[Line]) -> list[Line]:
        best: dict[str, Line] = {}
        for line in lines:
            work = _work(line)
            if work and (work not in best or abs(line.effective) > abs(best[work].effective)):
                best[work] = line
        return [
            cut(line, Reason.SAME_WORK) if (work := _work(line)) and line is not best[work] else line
            for line in lines
        ]

    return limited


def _work(line: Line) -> str:
    """A line that earns nothing by itself is no rival of the others."""
    counted = line.reason is Reason.COUNTED and isinstance(line.entry, Entry)
    return line.entry.work if counted else ""  # type: ignore[union-attr]


def _cap(limit: Cap, settings: HospitalSettings) -> Limiter | None:
    """It cuts the later ones; one that fits in part keeps that part."""

    def limited(lines: list[Line]) -> list[Line]:
        room = limit.points
        kept = []
        for line in lines:
            size = abs(line.effective)
            if size > room:
                kept.append(cut(line, Reason.CAP, to=room.copy_sign(line.effective) if room else ZERO))
                room = ZERO
            else:
                kept.append(line)
                room -= size
        return kept

    return limited


# In the order in which they act. Any: each function takes its own dataclass of parameters.
LINE_LIMITS: Mapping[type[Limit], Callable[[Any, HospitalSettings], Limiter | None]] = {
    Once: _once,
    SameWork: _same_work,
    Cap: _cap,
}
