from django.db import models
from django.db.models import F, Q

from infrastructure.history import tracked
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from infrastructure.models import StoredFile
from organizations.models import Department, Hospital, StaffMember, StandIn, User
from organizations.models.acts import Act
from rectification.models.findings import Finding
from rectification.models.two_sides import two_sides


class Decision(models.TextChoices):
    GRANTED = "granted", "通过"
    RETURNED = "returned", "退回"


class PartKind(models.TextChoices):
    MEASURE = "measure", "制定或修改措施"
    EVIDENCE = "evidence", "关联或撤下佐证材料"
    ANSWERED = "answered", "移交前负责"


class RoundPart(models.Model):
    """Who had a hand in the repair of a round beside its evidence: whom the four eyes keep from accepting it.

    Insert-only. Evidence itself says who brought it; here stands who wrote or changed a measure, linked evidence, or
    answered for the work until another was named (`staff`; who recorded that repaired nothing).
    """

    insert_only = True

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    finding = HospitalKey(Finding, related_name="parts")
    round_no = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=PartKind)
    measure = HospitalKey("rectification.Measure", null=True, related_name="parts")
    staff = HospitalKey(StaffMember, null=True, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "round_no", "kind", "measure", "staff", "recorded_by"],
                nulls_distinct=False,
                name="part_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=PartKind.values), name="part_known_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.round_no} {self.kind}"


class FindingAct(Act):
    """One transition of a finding, signed: the legal trace beside the audit entry. Insert-only."""

    insert_only = True

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    finding = HospitalKey(Finding, related_name="acts")
    name = models.CharField(max_length=30)  # of the lifecycle table
    round_no = models.PositiveSmallIntegerField()
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["finding", "id"]

    def __str__(self) -> str:
        return f"{self.name}: {self.from_state} → {self.to_state}"


def _different(one: str, other: str) -> Q:
    """Two columns differ, or the second side has not spoken yet."""
    return Q(**{f"{other}__isnull": True}) | ~Q(**{one: F(other)})


@tracked
class AcceptanceRound(models.Model):
    """Four eyes of one round: who says it is repaired, who accepts, who closes out. The database compares them."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    finding = HospitalKey(Finding, related_name="rounds")
    no = models.PositiveSmallIntegerField()
    rectified_by = HospitalKey(StaffMember, related_name="+")
    rectified_dept = HospitalKey(Department, related_name="+")
    rectified_recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    rectified_scan = HospitalKey(StoredFile, null=True, blank=True, related_name="+")
    rectified_stand_in = HospitalKey(StandIn, null=True, blank=True, related_name="+")
    rectified_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, null=True, blank=True)
    accepted_by = HospitalKey(StaffMember, null=True, blank=True, related_name="+")
    accepted_dept = HospitalKey(Department, null=True, blank=True, related_name="+")
    accepted_recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_scan = HospitalKey(StoredFile, null=True, blank=True, related_name="+")
    accepted_stand_in = HospitalKey(StandIn, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    closed_by = HospitalKey(StaffMember, null=True, blank=True, related_name="+")
    closed_recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["finding", "no"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "no"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["finding"], condition=Q(decision__isnull=True), name="round_one_undecided"
            ),
            models.CheckConstraint(
                condition=_different("rectified_by", "accepted_by"), name="round_two_people"
            ),
            models.CheckConstraint(
                condition=_different("rectified_dept", "accepted_dept"), name="round_two_departments"
            ),
            models.CheckConstraint(
                condition=_different("rectified_recorded_by", "accepted_recorded_by"),
                name="round_two_recorders",
            ),
            models.CheckConstraint(
                condition=_different("rectified_by", "closed_by"), name="round_not_closed_by_rectifier"
            ),
            models.CheckConstraint(
                condition=_different("rectified_recorded_by", "closed_recorded_by"),
                name="round_not_closed_by_recorder",
            ),
            models.CheckConstraint(
                condition=_different("accepted_by", "closed_by"), name="round_not_closed_by_accepter"
            ),
            models.CheckConstraint(
                condition=_different("accepted_recorded_by", "closed_recorded_by"),
                name="round_not_closed_by_acceptance_recorder",
            ),
            models.CheckConstraint(
                condition=Q(
                    decision__isnull=True,
                    accepted_by__isnull=True,
                    accepted_dept__isnull=True,
                    accepted_recorded_by__isnull=True,
                    decided_at__isnull=True,
                )
                | Q(
                    decision__isnull=False,
                    accepted_by__isnull=False,
                    accepted_dept__isnull=False,
                    accepted_recorded_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="round_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision="returned") | ~Q(reason=""), name="round_returned_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closed_recorded_by__isnull=True)
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    closed_recorded_by__isnull=False,
                    decision="granted",
                ),
                name="round_closed_after_acceptance",
            ),
        ]
        triggers = [
            # What is sent back was accepted by nobody: the way out when the two have become one side meanwhile.
            two_sides(
                "rectified_dept",
                "accepted_dept",
                name="round_two_sides",
                unless="NEW.decision = 'returned'",
            )
        ]

    def __str__(self) -> str:
        return f"第 {self.no} 轮"


@tracked
class Extension(models.Model):
    """延期: asked with a reason, decided by another person; both dates stay. At most two granted."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    finding = HospitalKey(Finding, related_name="extensions")
    from_due_on = models.DateField()
    to_due_on = models.DateField()
    reason = models.CharField(max_length=500)
    asked_by = HospitalKey(StaffMember, related_name="+")
    asked_recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_scan = HospitalKey(StoredFile, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, null=True, blank=True)
    granted_no = models.PositiveSmallIntegerField(null=True)
    decided_by = HospitalKey(StaffMember, null=True, blank=True, related_name="+")
    decided_recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_scan = HospitalKey(StoredFile, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["finding", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(to_due_on__gt=F("from_due_on")), name="extension_is_later"),
            models.UniqueConstraint(
                fields=["finding"], condition=Q(decision__isnull=True), name="extension_one_undecided"
            ),
            models.UniqueConstraint(fields=["finding", "granted_no"], name="extension_granted_number_once"),
            models.CheckConstraint(
                condition=Q(decision="granted", granted_no__isnull=False, granted_no__in=[1, 2])
                | ((Q(decision__isnull=True) | ~Q(decision="granted")) & Q(granted_no__isnull=True)),
                name="extension_at_most_two",
            ),
            models.CheckConstraint(
                condition=_different("asked_by", "decided_by"), name="extension_two_people"
            ),
            models.CheckConstraint(
                condition=_different("asked_recorded_by", "decided_recorded_by"),
                name="extension_two_recorders",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(decision__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="extension_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_due_on} → {self.to_due_on}"
