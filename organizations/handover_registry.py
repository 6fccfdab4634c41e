"""What a leaver may leave open. Upper apps enter themselves here; this app never learns their names (DESIGN §2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from infrastructure.registry import Registry

if TYPE_CHECKING:
    from organizations.models import StaffMember, User


class Move(Protocol):
    def __call__(
        self, *, from_staff: StaffMember, to_staff: StaffMember, by: User, now: datetime
    ) -> object: ...


@dataclass(frozen=True)
class OpenItems:
    """One kind of open item: how many wait for a person, and how all of them go to another one.

    `move` runs inside the transaction of the handover and writes its own audit entries.
    """

    label: str
    count: Callable[[int], int]
    move: Move


_KINDS = Registry[OpenItems]("kind of open item")


def register(label: str, count: Callable[[int], int], move: Move) -> None:
    """From the `ready()` of an app."""
    _KINDS.add(label, OpenItems(label, count, move))


def kinds() -> tuple[OpenItems, ...]:
    """Every registered kind, in the order of registration."""
    return _KINDS.entries
