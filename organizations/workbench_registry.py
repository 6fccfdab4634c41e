"""What waits for somebody, and what the first page shows beside it. Each app enters its own kinds (DESIGN §2).

A kind of work is asked for one person in one hospital and gives a desk: how much lies there, and its lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from infrastructure.registry import Registry
from organizations.models import Hospital, User
from organizations.scope import Grants


@dataclass(frozen=True)
class Asker:
    """Whose work, where, and on which day."""

    user: User
    grants: Grants
    hospital: Hospital
    as_of: date


@dataclass(frozen=True)
class Line:
    """One thing that waits. `template` draws it as `todo`; `due_on` is its place among the others."""

    template: str
    todo: Any
    due_on: date | None = None


@dataclass(frozen=True)
class Panel:
    """A piece of the page that an app draws itself, from `panel`."""

    template: str
    panel: Any


@dataclass(frozen=True)
class Tally:
    total: int
    overdue: int = 0
    soon: int = 0


class Desk(Protocol):
    """The work of one kind that waits for one person."""

    filters: frozenset[str]  # words of the address by which its lines can be narrowed

    def tally(self) -> Tally: ...

    def more_counts(self, address: str) -> list[dict[str, Any]]:
        """Further numbers above the workbench; `address`: of the list."""

    def count(self, words: Mapping[str, str]) -> int:
        """How many lines these words of the address leave."""

    def lines(self, words: Mapping[str, str], start: int, stop: int) -> list[Line]:
        """A part of them, the nearest date first, those without a date last."""

    def panels(self) -> list[Panel]:
        """What stands above the list."""


WorkKind = Callable[[Asker], Desk]
Cards = Callable[[Asker], Sequence[Panel]]
_KINDS = Registry[WorkKind]("kind of work")
_CARDS = Registry[Cards]("cards of the workbench")


def register_work(name: str, kind: WorkKind) -> None:
    """From the `ready()` of an app."""
    _KINDS.add(name, kind)


def register_cards(name: str, cards: Cards) -> None:
    """From the `ready()` of an app: what stands beside the list on the first page."""
    _CARDS.add(name, cards)


def work_kinds() -> tuple[WorkKind, ...]:
    return _KINDS.entries


def cards_for(asker: Asker) -> list[Panel]:
    """The upper apps first."""
    return [panel for cards in reversed(_CARDS.entries) for panel in cards(asker)]
