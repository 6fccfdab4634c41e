from rectification.models.acceptance import AcceptanceRound, Decision, Extension, FindingAct
from rectification.models.campaigns import (
    Campaign,
    CampaignItem,
    CampaignRun,
    Checkpoint,
    CheckpointOverlay,
    Participation,
    RunPhase,
)
from rectification.models.findings import (
    DeadlineKind,
    Finding,
    FindingState,
    LedgerEntry,
    StateOrigin,
    SupportingDepartment,
)
from rectification.models.imports import LedgerImport
from rectification.models.sheets import Answer, InspectionSheet, SheetLevel, SheetLine
from rectification.models.work import (
    Cause,
    Evidence,
    EvidenceKind,
    EvidenceMeasure,
    Measure,
    MeasureCause,
    ProgressNote,
    Strength,
)

__all__ = [
    "AcceptanceRound",
    "Answer",
    "Campaign",
    "CampaignItem",
    "CampaignRun",
    "Cause",
    "Checkpoint",
    "CheckpointOverlay",
    "DeadlineKind",
    "Decision",
    "Evidence",
    "EvidenceKind",
    "EvidenceMeasure",
    "Extension",
    "Finding",
    "FindingAct",
    "FindingState",
    "InspectionSheet",
    "LedgerEntry",
    "LedgerImport",
    "Measure",
    "MeasureCause",
    "Participation",
    "ProgressNote",
    "RunPhase",
    "SheetLevel",
    "SheetLine",
    "StateOrigin",
    "Strength",
    "SupportingDepartment",
]
