from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

from infrastructure.identifiers import new_uid


class AuditEntry(models.Model):
    """One act, for ever: timeline of a record and audit page of a hospital.

    Names are copied and ids are plain numbers: the entry outlives what it describes. The application's database
    role can insert and read, nothing else.
    """

    insert_only = True

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    at = models.DateTimeField(db_default=Now())
    hospital_id = models.BigIntegerField(null=True)  # null: an act above the hospitals
    action = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_uid = models.UUIDField()
    target_name = models.CharField(max_length=200, blank=True)
    actor_id = models.BigIntegerField(null=True)  # null: the system itself
    actor_name = models.CharField(max_length=60)
    signatory_id = models.BigIntegerField(null=True)
    signatory_name = models.CharField(max_length=60, blank=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    on_behalf_of_name = models.CharField(max_length=60, blank=True)
    scan_uid = models.UUIDField(null=True)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["target_uid", "-id"], name="audit_timeline"),
            models.Index(fields=["hospital_id", "-id"], name="audit_page"),
            models.Index(fields=["hospital_id", "actor_id", "-id"], name="audit_by_actor"),
            BrinIndex(fields=["at"], name="audit_age"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action}"
