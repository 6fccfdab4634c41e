from rectification.models.acceptance import (
    AcceptanceRound,
    Decision,
    Extension,
    FindingAct,
    PartKind,
    RoundPart,
)
from rectification.models.blanks import BlankColumn, SuperiorBlank
from rectification.models.finals import LedgerFinal
from rectification.models.findings import (
    DeadlineKind,
    Finding,
    FindingState,
    LedgerEntry,
    StateOrigin,
    SupportingDepartment,
)
from rectification.models.imports import ImportLine, LedgerImport
from rectification.models.origins import OriginLabel
from rectification.models.templates import TemplateExport, TemplateRow
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
    "BlankColumn",
    "Cause",
    "DeadlineKind",
    "Decision",
    "Evidence",
    "EvidenceKind",
    "EvidenceMeasure",
    "Extension",
    "Finding",
    "FindingAct",
    "FindingState",
    "LedgerEntry",
    "ImportLine",
    "LedgerFinal",
    "LedgerImport",
    "Measure",
    "MeasureCause",
    "OriginLabel",
    "PartKind",
    "ProgressNote",
    "RoundPart",
    "StateOrigin",
    "Strength",
    "SuperiorBlank",
    "SupportingDepartment",
    "TemplateExport",
    "TemplateRow",
]
