"""The checkpoints of a campaign as one hospital reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from campaigns.models import Campaign, CampaignItem, Checkpoint, CheckpointOverlay
from organizations.models import Department, Hospital
from policy_texts.vocabulary import Audience

_LABELS = {audience.value: audience.label for audience in Audience}


@dataclass(frozen=True)
class CheckpointRow:
    """Words for the table; `own_…` where the hospital has set something else than the document."""

    checkpoint: Checkpoint
    audiences: tuple[str, ...]
    own_audiences: bool
    office: str
    own_office: bool
    on_the_spot: bool


@dataclass(frozen=True)
class CheckpointGroup:
    item: CampaignItem
    rows: list[CheckpointRow]


def checkpoint_rows(*, campaign: Campaign, hospital: Hospital, as_of: date) -> list[CheckpointGroup]:
    """Three queries, however many departments and checkpoints there are."""
    points = Checkpoint.objects.filter(item__campaign=campaign).select_related("item")
    overlays = {
        overlay.checkpoint_id: overlay
        for overlay in CheckpointOverlay.objects.filter(
            hospital=hospital, checkpoint__item__campaign=campaign
        ).select_related("functional_department")
    }
    offices = list(Department.objects.active(as_of).filter(hospital=hospital).order_by("level", "code"))
    groups: list[CheckpointGroup] = []
    for point in points.order_by("item__number", "code"):
        if not groups or groups[-1].item != point.item:
            groups.append(CheckpointGroup(point.item, []))
        groups[-1].rows.append(_row(point, overlays.get(point.pk), offices))
    return groups


def _row(point: Checkpoint, overlay: CheckpointOverlay | None, offices: list[Department]) -> CheckpointRow:
    own = overlay.audiences if overlay else None
    named = overlay.functional_department if overlay else None
    office = named or next((each for each in offices if point.duty in each.duties), None)
    return CheckpointRow(
        checkpoint=point,
        audiences=tuple(_LABELS[code] for code in (point.audiences if own is None else own)),
        own_audiences=own is not None,
        office=office.name if office else "",
        own_office=named is not None,
        on_the_spot=bool(overlay and overlay.on_the_spot_allowed),
    )
