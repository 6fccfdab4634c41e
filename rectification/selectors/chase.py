"""Whom a filtered list chases: its open findings by the department whose turn it is."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import QuerySet

from campaigns.models import Participation
from organizations.holders import holders_of_departments
from rectification.models import Finding
from rectification.querysets import by_urgency
from rectification.rights import FindingRight
from rectification.rules.chase import (
    CHASED_STATES,
    OF_ACCEPTER,
    Chased,
    DepartmentChase,
    most_pressing_first,
)
from rectification.rules.states import FindingState
from rectification.selectors.ledger_lines import items_of

MOST = 2_000  # the most urgent ones


def chases_of(rows: QuerySet[Finding], participation: Participation, *, as_of: date) -> list[DepartmentChase]:
    """Most pressing department first, each with the people to whom the message goes. Four queries."""
    found = rows.filter(state__in=CHASED_STATES).select_related("lead_department", "accepting_department")
    titles = {pk: item.short_title for pk, item in items_of(participation).items()}
    names: dict[int, str] = {}
    chased: dict[int, list[Chased]] = defaultdict(list)
    accepting: set[int] = set()
    finding: Any
    for finding in found.order_by(*by_urgency())[:MOST]:
        state = FindingState(finding.state)
        waits = state in OF_ACCEPTER and finding.accepting_department
        department = finding.accepting_department if waits else finding.lead_department
        if waits:
            accepting.add(department.pk)
        names[department.pk] = department.name
        due_on = finding.due_on if finding.counts_down else None
        chased[department.pk].append(Chased(finding.number, titles[finding.item_id], state, due_on))
    contacts = _contacts(set(names), accepting, as_of)
    return most_pressing_first(
        [DepartmentChase(name, contacts.get(pk, ()), tuple(chased[pk])) for pk, name in names.items()], as_of
    )


def _contacts(departments: set[int], accepting: set[int], as_of: date) -> dict[int, tuple[str, ...]]:
    """Who hands in for a department, and who accepts for it where that is what it is asked for."""
    handing_in = holders_of_departments(FindingRight.SUBMIT, departments, as_of=as_of)
    looking = holders_of_departments(FindingRight.ACCEPT, accepting, as_of=as_of) if accepting else {}
    both = (dict.fromkeys((*handing_in.get(pk, ()), *looking.get(pk, ()))) for pk in departments)
    return {pk: tuple(names) for pk, names in zip(departments, both, strict=True)}
