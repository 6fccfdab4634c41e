from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid


class JobState(models.TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"


class Job(models.Model):
    """A long piece of work. The row is the truth, the broker only nudges; a lapsed lease is taken up again."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    result_file = HospitalKey("infrastructure.StoredFile", null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
                name="job_finished_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="job_running_has_lease"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=["queued", "running"]), name="job_open"),
            models.Index(fields=["hospital_id", "requested_by", "-id"], name="job_of_user"),
        ]

    def __str__(self) -> str:
        return self.title
