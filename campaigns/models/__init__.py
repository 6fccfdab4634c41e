from campaigns.models.campaigns import (
    Campaign,
    CampaignItem,
    CampaignPhase,
    CampaignRequirement,
    CampaignRun,
    Checkpoint,
    CheckpointOverlay,
    Participation,
    RunPhase,
)

__all__ = [
    "Campaign",
    "CampaignItem",
    "CampaignPhase",
    "CampaignRequirement",
    "CampaignRun",
    "Checkpoint",
    "CheckpointOverlay",
    "Participation",
    "RunPhase",
]
