from campaigns.models.campaigns import (
    Campaign,
    CampaignItem,
    CampaignRun,
    Checkpoint,
    CheckpointOverlay,
    Participation,
    RunPhase,
)

__all__ = [
    "Campaign",
    "CampaignItem",
    "CampaignRun",
    "Checkpoint",
    "CheckpointOverlay",
    "Participation",
    "RunPhase",
]
