"""The work of several apps as one list, by date, cut into pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import pytest

from hospital_qs.workbench.selectors import Waiting
from infrastructure.registry import Registry
from organizations import workbench_registry
from organizations.workbench_registry import Asker, Line, Tally, WorkKind, register_work

NOBODY = cast(Asker, None)


class _Desk:
    """Lines of one kind, each called by its kind and day; `cut` remembers what was asked for."""

    def __init__(self, name: str, days: list[int | None], filters: frozenset[str] = frozenset()) -> None:
        self.rows = [Line(name, f"{name}{day}", date(2026, 11, day) if day else None) for day in days]
        self.filters = filters
        self.cut: list[tuple[int, int]] = []

    def tally(self) -> Tally:
        return Tally(len(self.rows))

    def more_counts(self, address: str) -> list[dict[str, Any]]:
        return []

    def count(self, words: Mapping[str, str]) -> int:
        return len(self.rows)

    def lines(self, words: Mapping[str, str], start: int, stop: int) -> list[Line]:
        self.cut.append((start, stop))
        return self.rows[start:stop]

    def panels(self) -> list[Any]:
        return []


@pytest.fixture
def desks(monkeypatch: pytest.MonkeyPatch) -> dict[str, _Desk]:
    monkeypatch.setattr(workbench_registry, "_KINDS", Registry[WorkKind]("kind"))
    both = frozenset({"due"})
    made = {
        "a": _Desk("a", [3, 9, None], both),
        "b": _Desk("b", [1, 4, 20], both),
        "c": _Desk("c", [2, 30]),
    }
    for name, desk in made.items():
        register_work(name, lambda asker, desk=desk: desk)  # type: ignore[misc]
    return made


def _shown(waiting: Waiting, start: int, stop: int) -> list[Any]:
    return [line.todo for line in waiting[start:stop]]


def test_the_work_of_all_apps_is_by_date(desks: dict[str, _Desk]) -> None:
    waiting = Waiting(NOBODY, {})
    assert len(waiting) == 8
    assert _shown(waiting, 0, 8) == ["b1", "c2", "a3", "b4", "a9", "b20", "c30", "aNone"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
def test_the_pages_together_are_the_list(desks: dict[str, _Desk], size: int) -> None:
    waiting = Waiting(NOBODY, {})
    pages = [todo for start in range(0, 8, size) for todo in _shown(waiting, start, start + size)]
    assert pages == _shown(waiting, 0, 8)


def test_a_word_that_an_app_does_not_know_leaves_none_of_its_lines(desks: dict[str, _Desk]) -> None:
    waiting = Waiting(NOBODY, {"due": "soon", "page": "2"})
    assert waiting.words == {"due": "soon"}
    assert _shown(waiting, 0, 8) == ["b1", "a3", "b4", "a9", "b20", "aNone"]


def test_a_late_page_of_one_app_alone_reads_only_that_page(desks: dict[str, _Desk]) -> None:
    desks["b"].rows = desks["c"].rows = []
    assert _shown(Waiting(NOBODY, {}), 1, 3) == ["a9", "aNone"]
    assert desks["a"].cut == [(1, 3)]
