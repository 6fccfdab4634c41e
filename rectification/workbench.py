"""What the ledger lays on somebody's desk: findings whose next step is his, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from campaigns.models import Participation
from campaigns.selectors.runs import run_for
from organizations.workbench_registry import Asker, Line, Panel, Tally
from rectification.models import Finding
from rectification.rights import FindingRight
from rectification.selectors import board, todo


class Findings:
    """Findings whose next step is the asker's: to decide an extension of one is such a step too."""

    filters = frozenset({"due", "accept"})

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._waiting = todo.waiting_for(user=asker.user, grants=asker.grants, hospital_id=asker.hospital.pk)

    @cached_property
    def _total(self) -> int:
        return self._waiting.all.count()

    def tally(self) -> Tally:
        overdue, soon = (self._rows({"due": word}).count() for word in todo.PRESSING)
        return Tally(self._total, overdue, soon)

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
        found = self._waiting.lines(shown)
        return [Line("rectification/todo/finding.html", each, each.presses_on) for each in found]

    def panels(self) -> list[Panel]:
        """立行立改 that can be accepted together."""
        rows = todo.due_order(self._waiting.accept.filter(on_the_spot=True))
        bulk = self._waiting.lines(rows[: todo.MOST_AT_ONCE])
        return [Panel("rectification/todo/bulk.html", bulk)] if bulk else []


def cards(asker: Asker) -> list[Panel]:
    """The figures of the running campaign, for those who see the board."""
    if not asker.grants.scope(FindingRight.SEE_BOARD).within(asker.hospital.pk).hospitals:
        return []
    found = run_for(asker.hospital.pk, as_of=asker.as_of)
    if found is None:
        return []
    ledger = reverse("ledger", args=[asker.hospital.code])
    opens = bool(asker.grants.scope(FindingRight.VIEW).within(asker.hospital.pk).hospitals)
    figures = {
        "figures": board.figures(found.participation, asker.as_of),
        "busiest_item": _busiest(found.participation),
        "board_url": reverse("board", args=[asker.hospital.code]),
        "overdue_url": f"{ledger}?run={found.run.code}&due=overdue" if opens else "",
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
