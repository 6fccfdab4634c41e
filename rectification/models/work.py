from django.db import models
from django.db.models import Q

from infrastructure.history import tracked
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from infrastructure.models import StoredFile
from organizations.models import Department, Hospital, StaffMember, User
from organizations.models.acts import Act
from rectification.models.findings import Finding
from rectification.querysets import ChildQuerySet
from rectification.rules.states import Strength

__all__ = [
    "Cause",
    "Evidence",
    "EvidenceKind",
    "EvidenceMeasure",
    "Measure",
    "MeasureCause",
    "ProgressNote",
    "Strength",
]


@tracked
class Cause(models.Model):
    """成因, in one of six categories so that one Pareto serves findings and events."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    finding = HospitalKey(Finding, related_name="causes")
    category = models.CharField(
        max_length=20, blank=True
    )  # policy_texts CauseCategory; blank: imported, not yet said
    text = models.CharField(max_length=1000)
    position = models.PositiveSmallIntegerField()
    voided_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ChildQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["finding", "position", "id"]
        indexes = [models.Index(fields=["hospital", "category"], name="cause_by_category")]

    def __str__(self) -> str:
        return self.text[:40]


@tracked
class Measure(models.Model):
    """整改措施. May have its own department, person and date, never after the finding's."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    finding = HospitalKey(Finding, related_name="measures")
    text = models.CharField(max_length=1000)
    strength = models.CharField(max_length=10, choices=Strength.choices(), blank=True)
    department = HospitalKey(Department, null=True, blank=True, related_name="measures")
    person = HospitalKey(StaffMember, null=True, blank=True, related_name="measures")
    due_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    voided_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    objects = ChildQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["finding", "position", "id"]
        indexes = [
            models.Index(fields=["department", "finding"], name="measure_by_department"),
            models.Index(fields=["person", "finding"], name="measure_by_person"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class MeasureCause(models.Model):
    """Which causes a measure answers."""

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    measure = HospitalKey(Measure, related_name="answers")
    cause = HospitalKey(Cause, related_name="answered_by")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["measure", "cause"], name="measure_answers_once")]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.cause_id}"


class EvidenceKind(models.TextChoices):
    FILE = "file", "材料"
    ON_SITE = "on_site", "现场查看"


@tracked
class Evidence(Act):
    """佐证: a file, or what the accepter saw on site (name, date, words). A new version replaces, never overwrites."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    finding = HospitalKey(Finding, related_name="evidence")
    round_no = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    file = HospitalKey(StoredFile, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    replaces = HospitalKey("self", null=True, blank=True, related_name="replaced_by")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["finding", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="file", file__isnull=False, seen_on__isnull=True)
                | (Q(kind="on_site", file__isnull=True, seen_on__isnull=False) & ~Q(words="")),
                name="evidence_file_or_seen",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="evidence_replaced_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.uid}"


@tracked
class EvidenceMeasure(models.Model):
    """Which measures a piece of evidence proves: one file may serve several."""

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    evidence = HospitalKey(Evidence, related_name="proves")
    measure = HospitalKey(Measure, related_name="proved_by")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["evidence", "measure"], name="evidence_proves_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id} → {self.measure_id}"


class ProgressNote(Act):
    """整改进展. ONGOING findings owe one a quarter. Insert-only: a note is not rewritten."""

    insert_only = True

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    finding = HospitalKey(Finding, related_name="notes")
    text = models.CharField(max_length=1000)
    on = models.DateField()

    class Meta:
        default_permissions = ()
        ordering = ["finding", "-id"]

    def __str__(self) -> str:
        return self.text[:40]
