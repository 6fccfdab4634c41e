"""What the forms of a finding offer beside departments, people and items."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from campaigns.models import CheckpointOverlay
from infrastructure.searching.folding import fold
from organizations.choices import LOOKUP_LIMIT
from organizations.models import Hospital
from organizations.scope import Scope
from rectification.models import Finding, LedgerEntry

_NUMBER_DIGITS = 9
_USED_MOST = 5


def on_the_spot_points(hospital: Hospital) -> frozenset[int]:
    """The checkpoints at which the hospital allows 立行立改."""
    allowed = CheckpointOverlay.objects.filter(hospital=hospital, on_the_spot_allowed=True)
    return frozenset(allowed.values_list("checkpoint", flat=True))


def used_most(hospital: Hospital, lead: UUID) -> list[int]:
    """The checkpoints at which this department has registered most, the first one first."""
    of_the_lead = LedgerEntry.objects.filter(
        hospital=hospital, primary=True, finding__lead_department__uid=lead, checkpoint__isnull=False
    )
    counted = of_the_lead.values("checkpoint").annotate(times=Count("id")).order_by("-times", "checkpoint")
    return [row["checkpoint"] for row in counted[:_USED_MOST]]


def relatives(scope: Scope, finding: Finding | None, words: str = "") -> QuerySet[Finding]:
    """Findings that one may repeat or be merged into: counted ones in sight, newest first."""
    rows = Finding.objects.visible_in(scope).counted().order_by("-id").prefetch_related("entries")
    if finding is not None:
        rows = rows.exclude(pk=finding.pk)
    if words:
        words = fold(words)
        number = Q(entries__number=int(words)) if words.isdecimal() and len(words) < _NUMBER_DIGITS else Q()
        rows = rows.filter(Q(text__folded__contains=words) | number).distinct()
    return rows[:LOOKUP_LIMIT]


def relative(scope: Scope, finding: Finding, *, uid: UUID | None = None, number: str = "") -> Finding | None:
    """The one of them with this uid, or with this number in the finding's own ledger."""
    rows = Finding.objects.visible_in(scope).counted().exclude(pk=finding.pk)
    if uid is not None:
        return rows.filter(uid=uid).first()
    if not number.isdecimal() or len(number) >= _NUMBER_DIGITS:
        return None
    ledgers = finding.entries.filter(primary=True).values("participation")
    return rows.filter(entries__number=int(number), entries__participation__in=ledgers).first()
