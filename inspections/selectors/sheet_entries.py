"""The check entries below the points of one sheet, as they were asked when it was confirmed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.db.models import Max
from django.utils.timezone import make_aware

from campaigns.models import CheckEntry, RunPhase
from campaigns.selectors.check_entries import entries_for
from inspections.models import InspectionSheet


def entries_of_sheet(
    sheet: InspectionSheet, checkpoints: Collection[int], *, now: datetime
) -> dict[int, list[CheckEntry]]:
    """By checkpoint. A confirmed sheet, and one of a run that is over, shows what held then. Two queries."""
    part = sheet.participation
    at = sheet.confirmed_at or now
    phases = RunPhase.objects.filter(run=part.run_id).aggregate(last_on=Max("to_on"))
    if phases["last_on"] is not None:
        at = min(at, make_aware(datetime.combine(phases["last_on"] + timedelta(days=1), time.min)))
    return entries_for(sheet.hospital_id, part, checkpoints, at=at)
