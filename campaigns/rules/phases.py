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


def phase_of(phases: Sequence[PhaseDates], kind: PhaseKind) -> PhaseDates | None:
    return next((phase for phase in phases if phase.kind == kind), None)


def is_over(phases: Sequence[PhaseDates], *, as_of: date) -> bool:
    """Whether the last day of the last phase has passed."""
    return bool(phases) and as_of > max(phase.to_on for phase in phases)


def marks(phases: Sequence[PhaseDates], *, as_of: date) -> list[PhaseMark]:
    """The phases in their order, each past, current or still to come."""
    return [
        PhaseMark(
            label=phase.kind.label,
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
        return f"{now.kind.label}今天截止" if now.to_on == as_of else ""
    coming = min((phase for phase in phases if phase.from_on > as_of), key=lambda p: p.from_on, default=None)
    if coming is not None:
        return f"{coming.kind.label}阶段 {coming.from_on} 开始"
    return f"已于 {max(phase.to_on for phase in phases)} 结束"


def days_late(*, due_on: date | None, done_on: date | None, as_of: date) -> int:
    """How many days after its date something was done, or is still undone; 0 when in time or without a date."""
    if due_on is None:
        return 0
    return max(0, ((done_on or as_of) - due_on).days)


def date_problems(phases: Sequence[PhaseDates]) -> dict[str, str]:
    """What is wrong with the dates of a run, by field: `launch_to_on` → sentence. Phases follow each other."""
    problems: dict[str, str] = {}
    order = list(PhaseKind)
    before: PhaseDates | None = None
    for phase in sorted(phases, key=lambda each: order.index(each.kind)):
        if phase.to_on < phase.from_on:
            problems[f"{phase.kind}_to_on"] = f"{phase.kind.label}的结束日期不能早于开始日期。"
        elif before is not None and phase.from_on <= before.to_on:
            problems[f"{phase.kind}_from_on"] = (
                f"{phase.kind.label}须在{before.kind.label}结束（{before.to_on}）之后开始。"
            )
        before = phase
    return problems
