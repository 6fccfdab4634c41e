"""Filter chips of a list, built by the view from its filter definition."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int | None = None
    here: bool = False


@dataclass(frozen=True)
class FilterChip:
    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.here)


@dataclass(frozen=True)
class WordChip:
    """A filter whose value is typed: there are too many to list. `kept`: what else the address says, as pairs."""

    name: str
    label: str
    value: str
    kept: tuple[tuple[str, str], ...]
    is_typed = True

    @property
    def chosen(self) -> tuple[Choice, ...]:
        return (Choice(self.value, self.value),) if self.value else ()


def filter_chip(
    *, name: str, label: str, options: Iterable[tuple[object, str, int | None]], chosen: Collection[str]
) -> FilterChip:
    """``options`` are (value, label, count or None); ``chosen`` is ``request.GET.getlist(name)``."""
    choices = tuple(Choice(str(value), text, count, str(value) in chosen) for value, text, count in options)
    return FilterChip(name, label, choices)
