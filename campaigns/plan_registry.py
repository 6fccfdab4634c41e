"""What has to be made when hospitals enter a run or read a checkpoint differently, and how far it has come.

Upper apps (self-inspection sheets) enter themselves here; this app never learns their names (DESIGN §2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from infrastructure.registry import Registry

if TYPE_CHECKING:
    from campaigns.models import Participation


class Builder(Protocol):
    """Makes what the participations lack, inside the caller's transaction and under its actor; says how much."""

    def __call__(
        self, *, participations: Sequence[Participation], campaign_id: int, as_of: date
    ) -> Mapping[str, int]: ...


@dataclass(frozen=True)
class Confirmed:
    """How many of the parts of one participation are confirmed."""

    total: int = 0
    confirmed: int = 0


Confirming = Callable[[Sequence["Participation"]], Mapping[int, Confirmed]]


@dataclass(frozen=True)
class _Plan:
    build: Builder
    confirmed: Confirming


_PLANS = Registry[_Plan]("plan")


def register(name: str, *, build: Builder, confirmed: Confirming) -> None:
    """From the `ready()` of an app."""
    _PLANS.add(name, _Plan(build, confirmed))


def build(*, participations: Sequence[Participation], campaign_id: int, as_of: date) -> dict[str, int]:
    """Let every app make its part; the numbers of what was made, added up by name."""
    made: Counter[str] = Counter()
    for plan in _PLANS.entries:
        made.update(plan.build(participations=participations, campaign_id=campaign_id, as_of=as_of))
    return dict(made)


def confirmed_in(participations: Sequence[Participation]) -> dict[int, Confirmed]:
    """How far each participation (by its id) has come, over the parts of all apps. One query an app."""
    found: dict[int, Confirmed] = {}
    for plan in _PLANS.entries:
        for pk, part in plan.confirmed(participations).items():
            before = found.get(pk, Confirmed())
            found[pk] = Confirmed(before.total + part.total, before.confirmed + part.confirmed)
    return found
