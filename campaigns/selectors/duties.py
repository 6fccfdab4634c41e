"""The table of duties of one launch."""

from __future__ import annotations

from campaigns.models import Duty, Participation


def duties_of(participation: Participation) -> dict[str, Duty]:
    """The duties by the item's code, with everybody they name. Two queries."""
    rows = (
        Duty.objects.filter(participation=participation)
        .select_related("item", "leader", "department", "liaison")
        .prefetch_related("supporting__department")
    )
    return {row.item.code: row for row in rows}
