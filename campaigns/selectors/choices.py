"""What forms offer of a campaign: its items and checkpoints, as one participation has them."""

from __future__ import annotations

from django.db.models import QuerySet

from campaigns.models import CampaignItem, Checkpoint, Participation


def items(participation: Participation) -> QuerySet[CampaignItem]:
    return CampaignItem.objects.filter(campaign=participation.run.campaign_id).order_by("number")


def checkpoints(participation: Participation) -> QuerySet[Checkpoint]:
    return (
        Checkpoint.objects.filter(item__campaign=participation.run.campaign_id)
        .select_related("item")
        .order_by("item__number", "code")
    )
