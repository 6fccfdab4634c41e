"""The ledgers of a hospital: which one is meant, which one is running."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max, Min, QuerySet

from campaigns.models import Participation
from organizations.models import Hospital


def open_participations(hospital: Hospital, *, as_of: date) -> list[Participation]:
    """Every ledger of the hospital: those running today first, then the latest.

    Nothing is blocked because a run has ended (DESIGN §7), so all of them can be written to.
    """
    rows: QuerySet[Any] = (
        Participation.objects.filter(hospital=hospital)
        .select_related("run__campaign")
        .annotate(first_on=Min("run__phases__from_on"), last_on=Max("run__phases__to_on"))
    )
    for row in rows:
        row.hospital = hospital
    return sorted(rows, key=lambda p: (not _running(p, as_of), -(p.first_on or date.min).toordinal(), p.pk))


def _running(participation: Participation, as_of: date) -> bool:
    first, last = participation.first_on, participation.last_on  # type: ignore[attr-defined]
    return first is not None and first <= as_of <= last


def participation_in(hospital: Hospital, run_code: str, *, as_of: date) -> Participation | None:
    """The hospital's ledger in the run of this code; without a code the running one."""
    rows = open_participations(hospital, as_of=as_of)
    if not run_code:
        return rows[0] if rows else None
    return next((row for row in rows if row.run.code == run_code), None)
