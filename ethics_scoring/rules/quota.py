"""Shares of people: who may still be rated excellent, and where the list of 优秀 is cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


def places(headcount: int, percent: int) -> int:
    """The share in whole people, rounded down: a part of a person is nobody (ME23.B16)."""
    return headcount * percent // 100


@dataclass(frozen=True)
class ExcellentCut:
    """People by id. Those at the cut have one total and don't all fit: people decide among them, not the system."""

    places: int
    within: tuple[int, ...]
    at_the_cut: tuple[int, ...]
    beyond: tuple[int, ...]

    @property
    def places_at_the_cut(self) -> int:
        return self.places - len(self.within) if self.at_the_cut else 0


def excellent_cut(qualified: Mapping[int, Decimal], *, assessed: int, percent: int) -> ExcellentCut:
    """Ranks those whose total and record qualify them, and shows what the quota leaves."""
    free = places(assessed, percent)
    ranked = sorted(qualified, key=lambda person: (-qualified[person], person))
    if len(ranked) <= free:
        return ExcellentCut(free, tuple(ranked), (), ())
    first_out = qualified[ranked[free]]
    tied = free > 0 and qualified[ranked[free - 1]] == first_out
    above = tuple(person for person in ranked[:free] if qualified[person] > first_out)
    level = tuple(person for person in ranked if qualified[person] == first_out) if tied else ()
    return ExcellentCut(free, above, level, tuple(ranked[len(above) + len(level) :]))
