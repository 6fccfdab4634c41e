from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from infrastructure.history import tracked
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from organizations.models.places import Department, Hospital
from organizations.querysets import PostingQuerySet, StaffQuerySet


def inclusive_days(from_name: str, to_name: str) -> Func:
    """The closed range of two date columns; an empty end is open."""
    return Func(F(from_name), F(to_name), Value("[]"), function="daterange")


class StaffKind(models.TextChoices):
    DOCTOR = "doctor", "医师"
    NURSE = "nurse", "护士"
    TECHNICIAN = "technician", "医技"
    PHARMACIST = "pharmacist", "药师"
    ADMINISTRATION = "administration", "行政管理"
    LOGISTICS = "logistics", "后勤"
    TRAINEE = "trainee", "规培、进修、实习"
    THIRD_PARTY = "third_party", "外包人员"


@tracked
class StaffMember(models.Model):
    """A person of the hospital. Log-ins end, staff remain: every responsibility and four-eyes rule points here."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="staff")
    employee_no = models.CharField("工号", max_length=30)
    name = models.CharField(max_length=40)
    name_pinyin = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=StaffKind)
    post = models.CharField("职务", max_length=40, blank=True)
    is_leader = models.BooleanField(default=False)  # 院领导: may be named responsible leader
    employed_from = models.DateField()
    employed_to = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = StaffQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["hospital", "employee_no"], name="staff_employee_no_once"),
            models.CheckConstraint(
                condition=Q(employed_to__isnull=True) | Q(employed_to__gte=F("employed_from")),
                name="staff_employed_dates",
            ),
        ]
        indexes = [models.Index(fields=["hospital", "name_pinyin"], name="staff_by_pinyin")]

    def __str__(self) -> str:
        return self.name


class AppraisalUnit(models.Model):
    """The people rated by one leader (ME23): doctors by the director, nurses by the head nurse; not the department."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["hospital", "name"], name="appraisal_unit_once")]

    def __str__(self) -> str:
        return self.name


@tracked
class Posting(models.Model):
    """Where a person works from when to when. Never two places on one day (exclusion constraint)."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    staff = HospitalKey(StaffMember, related_name="postings")
    department = HospitalKey(Department, related_name="postings")
    appraisal_unit = HospitalKey(AppraisalUnit, null=True, blank=True, related_name="postings")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="posting_dates_in_order"
            ),
            ExclusionConstraint(
                name="posting_one_place_a_day",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    (inclusive_days("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.department_id} from {self.from_on}"
