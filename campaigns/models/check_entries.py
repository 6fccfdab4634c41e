"""检查条目: what a hospital or a region has its people look at under a checkpoint, in its own words."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from campaigns.models.campaigns import Checkpoint
from campaigns.querysets import CheckEntryQuerySet
from campaigns.rules.launch_words import CheckMethod
from infrastructure.history import tracked
from infrastructure.hospital_keys import of_one_place
from infrastructure.identifiers import new_uid
from organizations.models import Hospital, Region


@tracked
class CheckEntry(models.Model):
    """Never rewritten: a change ends it and begins another, so that a confirmed sheet shows what was asked then.

    One of a region holds for the hospitals below it, of the administrative `lines` that its author answers for.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, null=True, blank=True, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    lines = ArrayField(models.CharField(max_length=10), default=list)
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="check_entries")
    text = models.CharField(max_length=200)
    method = models.CharField(max_length=10, choices=CheckMethod.choices())
    sample_size = models.PositiveSmallIntegerField(null=True, blank=True)  # null: all of it, nothing is drawn
    sample_of = models.CharField(max_length=30, blank=True)  # 份运行病历
    basis = models.CharField(max_length=100, blank=True)
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CheckEntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["checkpoint", "from_at", "pk"]
        constraints = [
            of_one_place("campaigns_checkentry"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("from_at")), name="check_entry_times"
            ),
            models.CheckConstraint(
                condition=Q(sample_size__isnull=True, sample_of="")
                | (Q(sample_size__gte=1) & ~Q(sample_of="")),
                name="check_entry_sample_of_something",
            ),
        ]
        indexes = [
            models.Index(fields=["checkpoint", "hospital"], name="check_entry_of_hospital"),
            models.Index(fields=["checkpoint", "region"], name="check_entry_of_region"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="check_entry_as_written",
                fields=["checkpoint", "text", "method", "sample_size", "sample_of", "basis", "from_at"],
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def sample(self) -> str:
        """查 20 份运行病历; empty where nothing is drawn."""
        return f"{self.sample_size} {self.sample_of}" if self.sample_size else ""

    @property
    def words(self) -> str:
        """术前讨论有无记录（查病历，抽查 20 份运行病历，手术分级管理办法）."""
        parts = (self.get_method_display(), f"抽查 {self.sample}" if self.sample else "", self.basis)
        return f"{self.text}（{'，'.join(part for part in parts if part)}）"
