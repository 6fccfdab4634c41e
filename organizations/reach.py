"""What a user could reach when something was told, and whether it can all still be reached today.

An answer that is told again (`infrastructure.idempotency`), or what came of a job, is served under today's scope: it
goes when the scope shrinks, and a scope that has grown since takes nothing away.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from infrastructure.models import Job
from organizations.models import User
from organizations.rights import Right
from organizations.scope import Grant, Scope, grants_for, scope_of


def taken(user: User, as_of: date) -> list[list[Any]]:
    """Everything the user holds, as plain values."""
    return [
        [grant.role.value, grant.hospital_id, grant.region_id, sorted(grant.department_ids), grant.line]
        for grant in grants_for(user, as_of=as_of).grants
    ]


def is_still_held(kept: list[list[Any]], user: User, as_of: date) -> bool:
    """Whether each role of that time is still held, at the same place, for no fewer departments and lines."""
    today = grants_for(user, as_of=as_of).grants
    return all(any(_covers(grant, *then) for grant in today) for then in kept)


def _covers(
    grant: Grant,
    role: str,
    hospital_id: int | None,
    region_id: int | None,
    departments: list[int],
    line: str | None,
) -> bool:
    return (
        (grant.role.value, grant.hospital_id, grant.region_id) == (role, hospital_id, region_id)
        and set(departments) <= grant.department_ids
        and grant.line in (None, line)
    )


def needs_of(scope: Scope) -> dict[str, Any]:
    """What a reader of a job's content must hold: wherever the content comes from."""
    return {
        "hospitals": sorted(scope.hospitals),
        "departments": sorted(list(pair) for pair in scope.department_hospitals),
        "regions": sorted(([region, line] for region, line in scope.region_lines), key=str),
    }


def holders_of(right: Right) -> Callable[[Job, User, date], bool]:
    """Readers of a kind of job: whose scope for this right covers today what the job's content needs."""

    def is_open_to(job: Job, user: User, as_of: date) -> bool:
        scope = scope_of(user, right, as_of=as_of)
        places = [
            *(hospital in scope.hospitals for hospital in job.needs["hospitals"]),
            *(scope.covers(hospital_id=h, department_id=d) for d, h in job.needs["departments"]),
            *(bool({(r, None), (r, line)} & scope.region_lines) for r, line in job.needs["regions"]),
        ]
        return bool(places) and all(places)  # needs that name no place open nothing

    return is_open_to
