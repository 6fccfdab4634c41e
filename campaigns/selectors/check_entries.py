"""Which check entries hold for whom and when: a hospital's own, and those of every region above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from campaigns.models import Campaign, CheckEntry
from organizations.models import Hospital, Region
from organizations.models.places import Standing
from organizations.scope import Scope


def entries_for(
    hospital_id: int, standing: Standing, checkpoints: Collection[int], *, at: datetime
) -> dict[int, list[CheckEntry]]:
    """By checkpoint, the regions' first; `standing` is what the hospital was when the run was opened. One query."""
    above = Region.objects.above(standing.supervised_by_id).values("pk")
    held = Q(hospital=hospital_id) | Q(region__in=above, lines__contains=[standing.line])
    rows = CheckEntry.objects.in_force(at).filter(held, checkpoint__in=checkpoints).select_related("region")
    found: dict[int, list[CheckEntry]] = defaultdict(list)
    for row in rows.order_by("checkpoint", "hospital", "from_at", "pk"):
        found[row.checkpoint_id].append(row)
    for of_point in found.values():
        of_point.sort(key=lambda each: each.hospital_id is not None)
    return dict(found)


def own_entries(owner: Hospital | Region, campaign: Campaign, *, at: datetime) -> dict[int, list[CheckEntry]]:
    """What one hospital or region has set itself, by checkpoint. One query."""
    owned = Q(hospital=owner) if isinstance(owner, Hospital) else Q(region=owner)
    rows = CheckEntry.objects.in_force(at).filter(owned, checkpoint__item__campaign=campaign)
    found: dict[int, list[CheckEntry]] = defaultdict(list)
    for row in rows.order_by("from_at", "pk"):
        found[row.checkpoint_id].append(row)
    return dict(found)


def entry_in(scope: Scope, uid: UUID) -> QuerySet[CheckEntry]:
    """An entry that the scope may change; another hospital's or region's is not found."""
    rows = CheckEntry.objects.visible_in(scope).filter(uid=uid)
    return rows.select_related("hospital", "region", "checkpoint__item__campaign")
