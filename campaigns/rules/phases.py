"""Where a campaign stands on a day. No phase that ended blocks anything: late work is marked late (DESIGN §7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policy_texts.vocabulary import PhaseKind


@dataclass(frozen=True)
class PhaseDates:
    """One phase; both days belong to it."""

    kind: PhaseKind
    from_on: date
    to_on: date
    title: str = ""

    @property
    def label(self) -> str:
        """Its own title without 阶段, which the sentences add, else the name of its kind."""
        return self.title.removesuffix("阶段") or self.kind.label

    def contains(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on


@dataclass(frozen=True)
class PhaseMark:
    """A phase as the banner draws it."""

    label: str
    past: bool
    now: bool
    dates: str


def current_phase(phases: Sequence[PhaseDates], *, as_of: date) -> PhaseDates | None:
    """The phase that contains the day; None before the first, after the last and between two."""
    return next((phase for phase in phases if phase.contains(as_of)), None)


def last_day_of(phases: Sequence[PhaseDates], kind: PhaseKind) -> date | None:
    """When the last phase of the kind ends: what is asked in two rounds is late after the second."""
    return max((phase.to_on for phase in phases if phase.kind == kind), default=None)


def is_over(phases: Sequence[PhaseDates], *, as_of: date) -> bool:
    """Whether the last day of the last phase has passed."""
    return bool(phases) and as_of > max(phase.to_on for phase in phases)


def marks(phases: Sequence[PhaseDates], *, as_of: date) -> list[PhaseMark]:
    """The phases in their order, each past, current or still to come."""
    return [
        PhaseMark(
            label=phase.label,
            past=phase.to_on < as_of,
            now=phase.contains(as_of),
            dates=f"{phase.from_on} 至 {phase.to_on}",
        )
        for phase in sorted(phases, key=lambda each: each.from_on)
    ]


def days_left(phase: PhaseDates, *, as_of: date) -> int | None:
    """Days until the phase ends, from tomorrow on; None on its last day, which is said in words, and outside it."""
    left = (phase.to_on - as_of).days
    return left if phase.contains(as_of) and left > 0 else None


def timing(phases: Sequence[PhaseDates], *, as_of: date) -> str:
    """What the number of days cannot say: the last day, a run that has not begun, a gap, one that is over."""
    if not phases:
        return ""
    now = current_phase(phases, as_of=as_of)
    if now is not None:
        return f"{now.label}今天截止" if now.to_on == as_of else ""
    coming = min((phase for phase in phases if phase.from_on > as_of), key=lambda p: p.from_on, default=None)
    if coming is not None:
        return f"{coming.label}阶段 {coming.from_on} 开始"
    return f"已于 {max(phase.to_on for phase in phases)} 结束"


def days_late(*, due_on: date | None, done_on: date | None, as_of: date) -> int:
    """How many days after its date something was done, or is still undone; 0 when in time or without a date."""
    if due_on is None:
        return 0
    return max(0, ((done_on or as_of) - due_on).days)


def date_problems(phases: Sequence[PhaseDates]) -> list[tuple[int, str, str]]:
    """What is wrong with a run's dates, whose phases follow each other: (place from 0, from_on or to_on, words)."""
    problems: list[tuple[int, str, str]] = []
    before: PhaseDates | None = None
    for place, phase in enumerate(phases):
        if phase.to_on < phase.from_on:
            problems.append((place, "to_on", f"{phase.label}的结束日期不能早于开始日期。"))
        elif before is not None and phase.from_on <= before.to_on:
            said = f"{phase.label}须在{before.label}结束（{before.to_on}）之后开始。"
            problems.append((place, "from_on", said))
        before = phase
    return problems
