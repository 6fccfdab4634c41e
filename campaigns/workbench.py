"""What a launch lays on desks: heads read the plan, the office sees what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from campaigns.rights import RunRight
from campaigns.selectors.launch import launch_of
from campaigns.selectors.launch_readers import Unread, unread_plans
from campaigns.selectors.runs import run_for
from organizations.workbench_registry import Asker, Line, Panel, Tally


class Plans:
    """Plans of the hospital that the asker, as head or for one, has not confirmed yet. They have no date."""

    filters: frozenset[str] = frozenset()

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    @cached_property
    def _unread(self) -> list[Unread]:
        hospital = self._asker.hospital.pk
        held = self._asker.grants.scope(RunRight.CONFIRM_PLAN).within(hospital).departments
        return unread_plans(hospital, held, as_of=self._asker.as_of)

    def tally(self) -> Tally:
        return Tally(len(self._unread))

    def more_counts(self, address: str) -> list[dict[str, Any]]:
        return []

    def count(self, words: Mapping[str, str]) -> int:
        return 0 if words else len(self._unread)

    def lines(self, words: Mapping[str, str], start: int, stop: int) -> list[Line]:
        shown = [] if words else self._unread[start:stop]
        return [Line("campaigns/todo/plan.html", each) for each in shown]

    def panels(self) -> list[Panel]:
        return []


def cards(asker: Asker) -> list[Panel]:
    """For the office, while the launch of the running campaign lacks something."""
    if not asker.grants.scope(RunRight.MANAGE).within(asker.hospital.pk).hospitals:
        return []
    found = run_for(asker.hospital.pk, as_of=asker.as_of)
    if found is None or found.over(asker.as_of):
        return []
    launch = launch_of(found.participation, as_of=asker.as_of)
    return [] if launch.checklist.complete else [Panel("campaigns/todo/launch.html", launch)]
