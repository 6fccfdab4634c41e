"""Reusable filters of places and people. Every one fails closed: an empty scope finds nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from organizations.scope import Scope


def in_force(as_of: date, from_name: str = "from_on", to_name: str = "to_on") -> Q:
    """Rows whose dates contain the day; an empty end is open."""
    return Q(**{f"{from_name}__lte": as_of}) & (
        Q(**{f"{to_name}__isnull": True}) | Q(**{f"{to_name}__gte": as_of})
    )


class RegionQuerySet(models.QuerySet):
    def subtree(self, region_id: int) -> RegionQuerySet:
        """The region and everything below it, by the tree of parents."""
        return self.filter(
            pk__in=models.expressions.RawSQL(
                "WITH RECURSIVE below AS (SELECT id FROM organizations_region WHERE id = %s UNION ALL "
                "SELECT r.id FROM organizations_region r JOIN below b ON r.parent_id = b.id) SELECT id FROM below",
                [region_id],
            )
        )

    def above(self, region_id: int) -> RegionQuerySet:
        """The region and everything that it lies in, up to the nation."""
        return self.filter(
            pk__in=models.expressions.RawSQL(
                "WITH RECURSIVE above AS (SELECT id, parent_id FROM organizations_region WHERE id = %s UNION ALL "
                "SELECT r.id, r.parent_id FROM organizations_region r JOIN above a ON r.id = a.parent_id) "
                "SELECT id FROM above",
                [region_id],
            )
        )


class HospitalQuerySet(models.QuerySet):
    def visible_in(self, scope: Scope) -> HospitalQuerySet:
        """Hospitals where the scope's action is allowed, whole or in a department."""
        return self.filter(Q(pk__in=scope.hospitals) | Q(departments__in=scope.departments)).distinct()

    def active(self, as_of: date) -> HospitalQuerySet:
        return self.filter(in_force(as_of, "active_from", "active_to"))


class DepartmentQuerySet(models.QuerySet):
    def visible_in(self, scope: Scope) -> DepartmentQuerySet:
        return self.filter(Q(hospital__in=scope.hospitals) | Q(pk__in=scope.departments))

    def active(self, as_of: date) -> DepartmentQuerySet:
        return self.filter(in_force(as_of, "active_from", "active_to"))


def _postings(staff: Any) -> Any:
    """The manager of a person's postings, without importing the models that stand above."""
    return staff.postings.rel.related_model.objects


class StaffQuerySet(models.QuerySet):
    def visible_in(self, scope: Scope) -> StaffQuerySet:
        """People of the hospitals in scope; with a department scope, those posted there at any time."""
        return self.filter(
            Q(hospital__in=scope.hospitals)
            | Q(pk__in=_postings(self.model).of_departments(scope.departments))
        )

    def employed(self, as_of: date) -> StaffQuerySet:
        return self.filter(in_force(as_of, "employed_from", "employed_to"))


class PostingQuerySet(models.QuerySet):
    def in_force(self, as_of: date) -> PostingQuerySet:
        return self.filter(in_force(as_of))

    def of_departments(self, department_ids: frozenset[int]) -> models.QuerySet:
        """Ids of the people posted in any of these departments."""
        return self.filter(department__in=department_ids).values("staff")


class MembershipQuerySet(models.QuerySet):
    def in_force(self, as_of: date) -> MembershipQuerySet:
        return self.filter(in_force(as_of))


class StandInQuerySet(models.QuerySet):
    def in_force(self, as_of: date) -> StandInQuerySet:
        return self.filter(in_force(as_of))


class StandingQuerySet(models.QuerySet):
    def in_force(self, as_of: date) -> StandingQuerySet:
        return self.filter(in_force(as_of))
