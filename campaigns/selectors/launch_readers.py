"""Which plans wait for whose confirmation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.models import HeadConfirmation, LaunchPlan
from campaigns.selectors.launch import asked_departments
from organizations.models import Department


@dataclass(frozen=True)
class Unread:
    """A plan that some heads have still to confirm. `again`: they had confirmed, or could have, an earlier one."""

    plan: LaunchPlan
    departments: tuple[Department, ...]
    again: bool


def unread_plans(hospital_id: int, departments: Collection[int], *, as_of: date) -> list[Unread]:
    """Of the runs that are not over, the plans that these departments have not confirmed. Four queries at most."""
    if not departments:
        return []
    every = LaunchPlan.objects.filter(hospital=hospital_id, participation__run__phases__to_on__gte=as_of)
    plans = list(every.filter(replaced_at__isnull=True).select_related("participation__run").distinct())
    if not plans:
        return []
    replaced = set(every.filter(replaced_at__isnull=False).values_list("participation", flat=True))
    asked = list(asked_departments(hospital_id, as_of=as_of).filter(pk__in=departments))
    held = set(HeadConfirmation.objects.filter(plan__in=plans).values_list("plan", "department"))
    found = [
        Unread(plan, _open(plan, asked, held), again=plan.participation_id in replaced) for plan in plans
    ]
    return [each for each in found if each.departments]


def _open(
    plan: LaunchPlan, asked: Sequence[Department], held: Collection[tuple[int, int]]
) -> tuple[Department, ...]:
    return tuple(each for each in asked if (plan.pk, each.pk) not in held)
