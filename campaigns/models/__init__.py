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
from campaigns.models.check_entries import CheckEntry
from campaigns.models.launch import (
    Duty,
    HeadConfirmation,
    LaunchMeeting,
    LaunchPlan,
    MeetingFile,
    SupportingDuty,
    WorkingGroupMember,
)

__all__ = [
    "Campaign",
    "CampaignItem",
    "CampaignPhase",
    "CampaignRequirement",
    "CampaignRun",
    "CheckEntry",
    "Checkpoint",
    "CheckpointOverlay",
    "Duty",
    "HeadConfirmation",
    "LaunchMeeting",
    "LaunchPlan",
    "MeetingFile",
    "Participation",
    "RunPhase",
    "SupportingDuty",
    "WorkingGroupMember",
]
