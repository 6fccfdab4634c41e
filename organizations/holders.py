"""Who holds a right for a department: the people whom a page names when it says who can do something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from organizations.models import Department, Membership, StandIn
from organizations.rights import Right, roles_that_may


def holders_of_departments(
    right: Right, departments: Iterable[int], *, as_of: date
) -> dict[int, tuple[str, ...]]:
    """Names by department, stand-ins after their principals. A role for a department holds for its sub-units.

    The same people from whom `signing.sign` takes a signature for the department itself, in three queries for all.
    """
    places = Department.objects.filter(pk__in=list(departments)).values_list("pk", "parent_id")
    below: dict[int, list[int]] = defaultdict(list)
    for department, parent in places:
        for held in {department, parent} - {None}:
            below[held].append(department)
    found: dict[int, dict[str, None]] = defaultdict(dict)
    held_by: dict[int, list[int]] = defaultdict(list)
    for held, staff, is_active, name in _members(right, below, as_of):
        for department in below[held]:
            held_by[staff].append(department)
            if is_active:
                found[department][name] = None
    for principal, name in _substitutes(held_by, as_of):
        for department in held_by[principal]:
            found[department][name] = None
    return {department: tuple(names) for department, names in found.items()}


def _members(right: Right, places: Iterable[int], as_of: date) -> list[tuple[int, int, bool, str]]:
    """Only log-ins with somebody behind them: nobody else signs anything."""
    rows = Membership.objects.in_force(as_of).filter(
        department__in=list(places),
        department_row__isnull=False,
        role__in=roles_that_may(right),
        staff__isnull=False,
    )
    return list(
        rows.order_by("-role", "pk").values_list(
            "department", "staff", "user__is_active", "user__display_name"
        )
    )


def _substitutes(principals: Iterable[int], as_of: date) -> list[tuple[int, str]]:
    rows = StandIn.objects.in_force(as_of).filter(
        principal__in=list(principals), substitute__users__is_active=True
    )
    return list(rows.order_by("pk").values_list("principal", "substitute__users__display_name"))
