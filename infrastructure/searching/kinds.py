"""What the search box finds. Each app enters its kinds itself; whatever is found lies in the sight of who asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from infrastructure.registry import Registry


@dataclass(frozen=True)
class Seeker:
    """Who looks for something, where, and on which day."""

    user: Any
    hospital_id: int
    as_of: date


@dataclass(frozen=True)
class Hit:
    """One line of the results. Without an address there is nothing that this user may open."""

    title: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class SearchKind:
    """`rows`: what the seeker may see there and the words meet, in a fixed order. `hits`: a page of them as lines."""

    key: str
    label: str
    rows: Callable[[Seeker, str], QuerySet[Any]]
    hits: Callable[[Seeker, Sequence[Any]], list[Hit]]


_KINDS = Registry[SearchKind]("kind of search")


def register(*entered: SearchKind) -> None:
    """From the `ready()` of an app."""
    for kind in entered:
        _KINDS.add(kind.key, kind)


def kinds() -> tuple[SearchKind, ...]:
    """Every registered kind; the business of a hospital before its people and places."""
    return tuple(reversed(_KINDS.entries))
