from infrastructure.models.access import AccessEntry, AccessKind
from infrastructure.models.audit import AuditEntry
from infrastructure.models.files import StoredFile
from infrastructure.models.idempotency import IdempotencyKey
from infrastructure.models.jobs import Job, JobState
from infrastructure.models.retention import RetentionCount, RetentionRun

__all__ = [
    "AccessEntry",
    "AccessKind",
    "AuditEntry",
    "IdempotencyKey",
    "Job",
    "JobState",
    "RetentionCount",
    "RetentionRun",
    "StoredFile",
]
