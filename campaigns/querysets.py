"""Runs and who takes part, as a scope sees them. An empty scope finds nothing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from organizations.scope import Scope


class CampaignRunQuerySet(models.QuerySet):
    def of_hospital(self, hospital_id: int) -> CampaignRunQuerySet:
        """Runs in which the hospital takes part."""
        return self.filter(participations__hospital=hospital_id)


class ParticipationQuerySet(models.QuerySet):
    def visible_in(self, scope: Scope) -> ParticipationQuerySet:
        return self.filter(
            Q(hospital__in=scope.hospitals) | Q(hospital__departments__in=scope.departments)
        ).distinct()


class CheckEntryQuerySet(models.QuerySet):
    def in_force(self, at: datetime) -> CheckEntryQuerySet:
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), from_at__lte=at)

    def visible_in(self, scope: Scope) -> CheckEntryQuerySet:
        """Those of the hospitals and regions of the scope themselves: what may be changed, not what holds there."""
        regions = Q(pk__in=[])
        for region, line in scope.region_lines:
            regions |= Q(region=region) if line is None else Q(region=region, lines=[line])
        return self.filter(Q(hospital__in=scope.hospitals) | regions)
