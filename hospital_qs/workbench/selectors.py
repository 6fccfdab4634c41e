"""The page that people open in the morning: what waits for them, and what each app shows beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any, overload

from django.urls import reverse

from organizations.workbench_registry import Asker, Line, Panel, cards_for, work_kinds

SHOWN = 12


@dataclass(frozen=True)
class Workbench:
    counts: list[dict[str, Any]]
    lines: list[Line]
    more: int
    panels: list[Panel]


class Waiting(Sequence[Line]):
    """All desks of one person as one list, by date. Cut by slices."""

    def __init__(self, asker: Asker, asked: Mapping[str, str]) -> None:
        self.desks = [desk_of(asker) for desk_of in work_kinds()]
        known = {word for desk in self.desks for word in desk.filters}
        self.words = {word: asked[word] for word in known if asked.get(word)}
        # A word that a desk does not know leaves none of its lines.
        sizes = [(desk, desk.count(self.words)) for desk in self.desks if self.words.keys() <= desk.filters]
        self._sizes = [(desk, size) for desk, size in sizes if size]

    def __len__(self) -> int:
        return sum(size for _, size in self._sizes)

    @overload
    def __getitem__(self, part: int) -> Line: ...

    @overload
    def __getitem__(self, part: slice) -> list[Line]: ...

    def __getitem__(self, part: int | slice) -> Line | list[Line]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        start, stop = part.start or 0, part.stop if part.stop is not None else len(self)
        if len(self._sizes) == 1:
            return self._sizes[0][0].lines(self.words, start, stop)
        each = [desk.lines(self.words, 0, stop) for desk, _ in self._sizes]
        return list(islice(merge(*each, key=lambda line: line.due_on or date.max), start, stop))


def read_workbench(asker: Asker) -> Workbench:
    """Everything on the page, in a number of queries that does not grow with the hospital."""
    waiting = Waiting(asker, {})
    tallies = [desk.tally() for desk in waiting.desks]
    overdue, soon = sum(each.overdue for each in tallies), sum(each.soon for each in tallies)
    base = reverse("todo", args=[asker.hospital.code])
    counts: list[dict[str, Any]] = [
        {"label": "待我处理", "value": sum(each.total for each in tallies), "url": base},
        {
            "label": "逾期",
            "value": overdue,
            "tone": "overdue" if overdue else "",
            "url": f"{base}?due=overdue",
        },
        {"label": "三天内到期", "value": soon, "tone": "soon" if soon else "", "url": f"{base}?due=soon"},
    ]
    return Workbench(
        counts=counts + [count for desk in waiting.desks for count in desk.more_counts(base)],
        lines=waiting[:SHOWN],
        more=max(0, len(waiting) - SHOWN),
        panels=cards_for(asker),
    )
