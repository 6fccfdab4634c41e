"""Four eyes (DESIGN §6): in one round nobody stands on two sides. Pure; asked by page, API, bulk and paper alike.

Three sides: who repaired, who accepted, who closes out. A side is made of people (members of staff) and of log-ins,
since one person may hold several log-ins and a log-in may have nobody behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Part:
    """What one person did on a side. `did` completes "您（或被代理人）…"; `words` replaces the whole sentence."""

    did: str
    people: frozenset[int] = frozenset()
    log_in: int | None = None
    words: tuple[tuple[str, str], ...] = ()  # act → sentence


@dataclass(frozen=True)
class RoundSides:
    """Everybody's part in one round, those that are said first at the front."""

    rectified: tuple[Part, ...] = ()
    accepted: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Actor:
    """Everybody who speaks in one act: signatory, principal, the person and the log-in that record it."""

    people: frozenset[int] = field(default_factory=frozenset)
    log_in: int | None = None


_VERBS = {"accept": "验收", "refuse": "验收", "close": "销号"}
_OPPOSITE = {"accept": ("rectified",), "refuse": ("rectified",), "close": ("rectified", "accepted")}


def refusal(act: str, sides: RoundSides, actor: Actor) -> str:
    """Why this actor may not accept, send back or close out; "" when he may. Other acts are free."""
    for side in _OPPOSITE.get(act, ()):
        for part in getattr(sides, side):
            if _meets(part, actor):
                return dict(part.words).get(act) or _sentence(part.did, _VERBS[act])
    return ""


def _meets(part: Part, actor: Actor) -> bool:
    return bool(part.people & actor.people) or (part.log_in is not None and part.log_in == actor.log_in)


def _sentence(did: str, verb: str) -> str:
    return f"您（或被代理人）{did}，不能{verb}，请由另一人{verb}。"


def one_side(lead: int, lead_above: int | None, other: int, other_above: int | None) -> bool:
    """Whether two departments are one side: the same, or units of one department (`…_above`: the parent's id)."""
    return (lead_above or lead) == (other_above or other)
