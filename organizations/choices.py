"""What forms offer of a hospital: departments and people, and the one way to look people up."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from infrastructure.searching.folding import fold, nearness
from organizations.models import Department, Hospital, StaffMember
from organizations.scope import Scope

LOOKUP_LIMIT = 20


def departments(hospital: Hospital, as_of: date) -> QuerySet[Department]:
    """Active departments, by pinyin, with their parents' names."""
    return (
        Department.objects.filter(hospital=hospital)
        .active(as_of)
        .select_related("parent")
        .order_by("name_pinyin", "id")
    )


def lead_departments(hospital: Hospital, scope: Scope, as_of: date) -> QuerySet[Department]:
    """The departments in which the user may act as the lead."""
    found: QuerySet[Department] = Department.objects.visible_in(scope)
    return departments(hospital, as_of).filter(pk__in=found.values("pk"))


def people(hospital: Hospital, as_of: date) -> QuerySet[StaffMember]:
    return StaffMember.objects.filter(hospital=hospital).employed(as_of).order_by("name_pinyin", "id")


def leaders(hospital: Hospital, as_of: date) -> QuerySet[StaffMember]:
    return people(hospital, as_of).filter(is_leader=True)


def look_up_people(hospital: Hospital, words: str, as_of: date) -> QuerySet[StaffMember]:
    """People whose name, pinyin initials or 工号 begin with the words."""
    found = people(hospital, as_of)
    if not words:
        return found[:LOOKUP_LIMIT]
    folded = fold(words)
    near = found.order_by(nearness("name", words), "name_pinyin", "id")
    return near.filter(
        Q(name__folded__startswith=folded)
        | Q(employee_no__folded__startswith=folded)
        | Q(name_pinyin__startswith=folded)
        | Q(name_pinyin__contains=f" {folded}")
    )[:LOOKUP_LIMIT]
