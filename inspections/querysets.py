"""Sheets as a scope sees them. An empty scope finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from organizations.scope import Scope


class SheetQuerySet(models.QuerySet):
    def visible_in(self, scope: Scope) -> SheetQuerySet:
        """Sheets of departments in scope, and hospital sheets with a line that a department in scope answers."""
        return self.filter(
            Q(hospital__in=scope.hospitals)
            | Q(department__in=scope.departments)
            | Q(level="hospital", lines__department__in=scope.departments)
        ).distinct()
