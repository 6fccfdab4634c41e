from infrastructure.models.access import AccessEntry, AccessKind
from infrastructure.models.audit import AuditEntry
from infrastructure.models.files import StoredFile
from infrastructure.models.idempotency import IdempotencyKey
from infrastructure.models.jobs import Job, JobState

__all__ = ["AccessEntry", "AccessKind", "AuditEntry", "IdempotencyKey", "Job", "JobState", "StoredFile"]
