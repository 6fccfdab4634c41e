"""The closed list of acts that the campaigns app writes into the audit."""

from django.db import models

from infrastructure.audit import register_actions


@register_actions
class CampaignAction(models.TextChoices):
    CAMPAIGN_SYNCED = "campaign.synced", "载入整治方案"
    RUN_OPENED = "run.opened", "开展专项整治"
    OVERLAY_CHANGED = "overlay.changed", "调整要点设置"
