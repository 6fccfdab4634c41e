from django.db import models
from django.db.models import Q

from campaigns.models.campaigns import Participation
from infrastructure.history import tracked
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from organizations.models import Hospital, User
from organizations.models.acts import Act


@tracked
class LedgerFinal(Act):
    """定稿: the whole ledger as the office has released it, by number. The newest counts, unless it was withdrawn."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    participation = HospitalKey(Participation, related_name="finals")
    sha256 = models.CharField(max_length=64)  # of every line, `rectification.rules.ledger_final`
    lines = models.JSONField()  # number → hash of the line: what has changed since can be counted
    count = models.PositiveIntegerField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="final_sha256_is_hex"),
            models.CheckConstraint(condition=Q(count__gte=1), name="final_not_empty"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="final_withdrawn_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["participation", "-id"], name="final_of_ledger")]

    def __str__(self) -> str:
        return f"{self.count} {self.sha256[:8]}"
