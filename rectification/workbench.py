"""What the ledger lays on somebody's desk: findings whose next step is his, extensions that he decides, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from campaigns.models import Participation
from campaigns.selectors.runs import run_for
from organizations.workbench_registry import Asker, Line, Panel, Tally, WorkKind
from rectification.models import Extension, Finding
from rectification.rights import FindingRight
from rectification.selectors import board, todo


class Findings:
    """Findings whose next step is the asker's."""

    filters = frozenset({"due", "accept"})

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._waiting = todo.waiting_for(user=asker.user, grants=asker.grants, hospital_id=asker.hospital.pk)

    @cached_property
    def _total(self) -> int:
        return self._waiting.all.count()

    def tally(self) -> Tally:
        rows, today = self._waiting.all, self._asker.as_of
        return Tally(self._total, todo.overdue_count(rows, today), todo.soon_count(rows, today))

    def more_counts(self, address: str) -> list[dict[str, Any]]:
        waits = self._waiting.accept.count()
        return [{"label": "待我验收", "value": waits, "url": f"{address}?accept=1"}]

    def _rows(self, words: Mapping[str, str]) -> QuerySet[Finding]:
        accept, due = bool(words.get("accept")), words.get("due", "")
        return self._waiting.narrowed(accept=accept, due=due, as_of=self._asker.as_of)

    def count(self, words: Mapping[str, str]) -> int:
        return self._rows(words).count() if words else self._total

    def lines(self, words: Mapping[str, str], start: int, stop: int) -> list[Line]:
        shown = todo.due_order(self._rows(words))[start:stop]
        return [
            Line("rectification/todo/finding.html", todo.as_todo(finding), finding.due_on)
            for finding in shown
        ]

    def panels(self) -> list[Panel]:
        """立行立改 that can be accepted together."""
        bulk = todo.todos(self._waiting.accept.filter(on_the_spot=True), limit=todo.MOST_AT_ONCE)
        return [Panel("rectification/todo/bulk.html", bulk)] if bulk else []


class Extensions:
    """Extensions that the asker decides; they are few and come first."""

    filters: frozenset[str] = frozenset()

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    @cached_property
    def _rows(self) -> list[Extension]:
        return todo.extensions_to_decide(
            user=self._asker.user, grants=self._asker.grants, hospital_id=self._asker.hospital.pk
        )

    def tally(self) -> Tally:
        return Tally(len(self._rows))

    def more_counts(self, address: str) -> list[dict[str, Any]]:
        return []

    def count(self, words: Mapping[str, str]) -> int:
        return len(self._rows)

    def lines(self, words: Mapping[str, str], start: int, stop: int) -> list[Line]:
        shown = self._rows[start:stop]
        return [Line("rectification/todo/extension.html", each, each.from_due_on) for each in shown]

    def panels(self) -> list[Panel]:
        return []


FINDINGS = WorkKind(Findings)
EXTENSIONS = WorkKind(Extensions, first=True)


def cards(asker: Asker) -> list[Panel]:
    """The figures of the running campaign, for those who see the board."""
    if not asker.grants.scope(FindingRight.SEE_BOARD).within(asker.hospital.pk).hospitals:
        return []
    found = run_for(asker.hospital.pk, as_of=asker.as_of)
    if found is None:
        return []
    ledger = reverse("ledger", args=[asker.hospital.code])
    figures = {
        "figures": board.figures(found.participation, asker.as_of),
        "busiest_item": _busiest(found.participation),
        "board_url": reverse("board", args=[asker.hospital.code]),
        "overdue_url": f"{ledger}?run={found.run.code}&due=overdue",
    }
    return [Panel("rectification/todo/figures.html", figures)]


def _busiest(participation: Participation) -> str:
    counts: dict[str, int] = {}
    for department in board.department_counts(participation):
        for item_code, number in department.counts.items():
            counts[item_code] = counts.get(item_code, 0) + number
    if not counts:
        return ""
    code = max(counts, key=lambda each: counts[each])
    item = next(i for i in board.items_of(participation) if i.code == code)
    return f"{item.number}. {item.short_title} {counts[code]} 个"
