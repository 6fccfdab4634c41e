from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from infrastructure.hospital_keys import PlaceKey, of_one_place
from infrastructure.identifiers import new_uid


class JobState(models.TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"


class Job(models.Model):
    """A long piece of work for a hospital or a region.

    The row is the truth, the broker only nudges; a lapsed lease is taken up again.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital_id = models.BigIntegerField(null=True)
    region_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    parameters = models.JSONField(default=dict)
    needs = models.JSONField(default=dict)  # what a reader of the result must hold; asked anew at each look
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # also tells who holds it: each taker counts on
    finished_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    result_file = PlaceKey("infrastructure.StoredFile", null=True, related_name="+")
    cleared_at = models.DateTimeField(null=True)  # result and file were kept for their days

    class Meta:
        constraints = [
            of_one_place("job"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
                name="job_finished_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="job_running_has_lease"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(state="done", result={}), name="job_cleared_is_empty"
            ),
        ]
        indexes = [
            models.Index(
                fields=["finished_at"],
                condition=Q(state="done", cleared_at__isnull=True),
                name="job_to_clear",
            ),
            models.Index(fields=["id"], condition=Q(state__in=["queued", "running"]), name="job_open"),
            models.Index(fields=["requested_by", "-id"], name="job_of_user"),
        ]

    def __str__(self) -> str:
        return self.title
