"""One arrow of a record's way, for every app that has such a table. Pure: facts in, reasons out.

An app writes its table once; buttons, services, tests and documents come from it. A guard returns "" or a whole
sentence, with what to do, for under the disabled button; everything that is missing stands there at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from infrastructure.errors import Refusal, WrongState


class HasState(Protocol):
    """What a guard is told of a record; at least the state that it is in."""

    @property
    def state(self) -> str: ...


Facts = TypeVar("Facts", bound=HasState)


@dataclass(frozen=True)
class Transition(Generic[Facts]):
    """From one of `sources` to `target`, by whoever holds `right` where `party` says.

    The states are members of one enumeration with Chinese labels; `right` is the code of a right, `party` is the app's
    own word for the side whose department counts.
    """

    name: str
    label: str
    sources: tuple[Any, ...]
    target: Any
    right: str
    party: str
    guards: tuple[Callable[[Facts], str], ...] = ()
    needs_reason: bool = False

    def refusal(self, facts: Facts) -> str:
        """ "" when the facts allow it, else that the state is another one, or a sentence for each thing missing."""
        if facts.state not in self.sources:
            return f"当前状态是“{type(self.target)(facts.state).label}”，不能{self.label}。"
        return "".join(dict.fromkeys(guard(facts) for guard in self.guards))

    def check(self, facts: Facts, *, reason: str = "") -> None:
        """Raises WrongState (409) when the record has moved on, else Refusal with what is missing."""
        refusal = self.refusal(facts)
        if facts.state not in self.sources:
            raise WrongState(refusal)
        if refusal:
            raise Refusal(refusal)
        if self.needs_reason and not reason.strip():
            raise Refusal(f"请写明{self.label}的原因。", field="reason")


def table(*arrows: Transition[Facts]) -> dict[str, Transition[Facts]]:
    """The arrows by name, in the order in which they are offered. Raises ValueError for a name that comes twice."""
    by_name = {arrow.name: arrow for arrow in arrows}
    if len(by_name) != len(arrows):
        raise ValueError("a transition of the table has the name of another one")
    return by_name


def leaving(arrows: Mapping[str, Transition[Facts]], state: str) -> list[Transition[Facts]]:
    """The arrows that leave a state, in the table's order."""
    return [arrow for arrow in arrows.values() if state in arrow.sources]
