from django.db import models
from django.db.models import Q

from campaigns.models.campaigns import Checkpoint, Participation
from infrastructure.history import tracked
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from infrastructure.models import StoredFile
from inspections.querysets import SheetQuerySet
from organizations.models import Department, Hospital, StaffMember, StandIn, User


class SheetLevel(models.TextChoices):
    DEPARTMENT = "department", "科室"
    HOSPITAL = "hospital", "院级"


class Answer(models.TextChoices):
    IN_ORDER = "in_order", "符合"
    FINDING = "finding", "发现问题"
    NOT_APPLICABLE = "not_applicable", "不适用"


@tracked
class InspectionSheet(models.Model):
    """自查表: one a department, and one for the hospital whose lines go to the functional departments.

    Confirmed by the head (the hospital's by its leader), in the system or on paper with a scan.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    participation = HospitalKey(Participation, related_name="sheets")
    level = models.CharField(max_length=10, choices=SheetLevel)
    department = HospitalKey(Department, null=True, blank=True, related_name="sheets")
    confirmed_by = HospitalKey(StaffMember, null=True, blank=True, related_name="+")
    confirmed_recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_scan = HospitalKey(StoredFile, null=True, blank=True, related_name="+")
    confirmed_stand_in = HospitalKey(StandIn, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = SheetQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "level", "department"], nulls_distinct=False, name="sheet_once"
            ),
            models.CheckConstraint(
                condition=Q(level="department", department__isnull=False)
                | Q(level="hospital", department__isnull=True),
                name="sheet_of_department_or_hospital",
            ),
            models.CheckConstraint(
                condition=Q(
                    confirmed_at__isnull=True, confirmed_by__isnull=True, confirmed_recorded_by__isnull=True
                )
                | Q(
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                    confirmed_recorded_by__isnull=False,
                ),
                name="sheet_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department.name if self.department else '院级'}自查表"


@tracked
class SheetLine(models.Model):
    """One checkpoint on one sheet. `department` is who answers: on the hospital's sheet the functional department."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    sheet = HospitalKey(InspectionSheet, related_name="lines")
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="lines")
    department = HospitalKey(Department, null=True, blank=True, related_name="sheet_lines")
    answer = models.CharField(max_length=15, choices=Answer, blank=True)
    note = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        default_permissions = ()
        ordering = ["sheet", "checkpoint__item__number", "checkpoint__code"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "checkpoint"], name="sheet_line_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="sheet_line_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(answer="not_applicable") | ~Q(note=""), name="sheet_line_not_applicable_says_why"
            ),
        ]
        indexes = [models.Index(fields=["department", "sheet"], name="sheet_line_by_department")]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.answer}"
