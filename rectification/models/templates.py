from django.db import models

from campaigns.models.campaigns import Participation
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from organizations.models import Hospital, User
from rectification.models.findings import Finding
from rectification.models.work import Measure


class TemplateExport(models.Model):
    """A part of a ledger that was sent out to be filled in and brought back."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    participation = HospitalKey(Participation, related_name="templates")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)  # its lines were kept for their days

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(cleared_at__isnull=True), name="template_to_clear"
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)


class TemplateRow(models.Model):
    """One of its lines: a measure, or a finding without one, and what each cell said then."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    export = HospitalKey(TemplateExport, on_delete=models.CASCADE, related_name="rows")
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    finding = HospitalKey(Finding, related_name="+")
    measure = HospitalKey(Measure, null=True, blank=True, related_name="+")
    said = models.JSONField()  # name of the column → words; what was empty is not there

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["export", "finding", "measure"], nulls_distinct=False, name="template_row_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)
