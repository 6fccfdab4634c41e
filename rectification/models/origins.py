from django.db import models
from django.db.models import Q

from infrastructure.history import tracked
from organizations.models import Hospital


@tracked
class OriginLabel(models.Model):
    """What a kind of 问题来源 is called in one hospital. Kinds without a row keep the fixed word."""

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="origin_labels")
    origin = models.CharField(max_length=30)  # policy_texts FindingOrigin
    label = models.CharField(max_length=40)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["hospital", "origin"], name="origin_label_once"),
            models.UniqueConstraint(fields=["hospital", "label"], name="origin_label_means_one_kind"),
            models.CheckConstraint(condition=~Q(label=""), name="origin_label_not_empty"),
        ]

    def __str__(self) -> str:
        return self.label
