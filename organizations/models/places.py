from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When

from infrastructure.history import tracked
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from organizations.querysets import DepartmentQuerySet, HospitalQuerySet, RegionQuerySet
from organizations.roles import department_permissions, hospital_permissions, region_permissions


class RegionLevel(models.TextChoices):
    NATION = "nation", "国家"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"


class Region(models.Model):
    """A place of administration. `parent` is the tree: 兵团 and directly ruled counties break any code prefix."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=RegionLevel)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    objects = RegionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = region_permissions()
        constraints = [
            models.CheckConstraint(
                condition=Q(level="nation", parent__isnull=True)
                | (~Q(level="nation") & Q(parent__isnull=False)),
                name="region_only_nation_without_parent",
            ),
            models.UniqueConstraint(fields=["level"], condition=Q(level="nation"), name="region_one_nation"),
        ]

    def __str__(self) -> str:
        return self.name


class HospitalLevel(models.TextChoices):
    TERTIARY = "tertiary", "三级"
    SECONDARY = "secondary", "二级"
    PRIMARY = "primary", "一级"
    UNRATED = "unrated", "未定级"


GRADES = ("甲", "乙", "丙")


class HospitalKind(models.TextChoices):
    GENERAL = "general", "综合医院"
    TCM = "tcm", "中医类医院"
    SPECIALISED = "specialised", "专科医院"
    MATERNAL = "maternal", "妇幼保健院"
    PUBLIC_HEALTH = "public_health", "专业公共卫生机构"


class AdministrativeLine(models.TextChoices):
    HEALTH = "health", "卫生健康"
    TCM = "tcm", "中医药"
    CDC = "cdc", "疾控"


class Affiliation(models.TextChoices):
    MINISTRY = "ministry", "委属"
    PROVINCE = "province", "省属"
    CITY = "city", "市属"
    COUNTY = "county", "县属"
    UNIVERSITY = "university", "高校"
    PRIVATE = "private", "民营"


class Standing(models.Model):
    """What a hospital is in the eyes of the authorities. Dated in `HospitalStanding`, kept by each participation."""

    level = models.CharField(max_length=10, choices=HospitalLevel)
    grade = models.CharField(max_length=4, blank=True)  # one of GRADES, or none
    kind = models.CharField(max_length=15, choices=HospitalKind)
    line = models.CharField(max_length=10, choices=AdministrativeLine)
    affiliation = models.CharField(max_length=12, choices=Affiliation)
    supervised_by = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


@tracked
class Hospital(Standing):
    """`located_in` is its address, `supervised_by` the region that answers for it: scope and boards use the latter.

    The fields of `Standing` are today's; `services/standings.py` alone changes them.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    name_pinyin = models.CharField(max_length=300)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    registration_no = models.CharField("登记号", max_length=40, blank=True)
    located_in = models.ForeignKey(Region, models.PROTECT, related_name="hospitals_here")
    supervised_by = models.ForeignKey(Region, models.PROTECT, related_name="hospitals")
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)
    idle_minutes = models.PositiveSmallIntegerField(default=30)  # log-out after so long without a click
    watermark = models.BooleanField(default=False)

    objects = HospitalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = hospital_permissions()
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="hospital_credit_code_once"
            ),
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_to__gte=F("active_from")),
                name="hospital_active_dates",
            ),
            models.CheckConstraint(
                condition=Q(idle_minutes__gte=5, idle_minutes__lte=480), name="hospital_idle_minutes"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DepartmentKind(models.TextChoices):
    CLINICAL = "clinical", "临床科室"
    MEDICAL_TECHNICAL = "medical_technical", "医技科室"
    NURSING_UNIT = "nursing_unit", "护理单元"
    OFFICE = "office", "职能部门"
    LOGISTICS = "logistics", "后勤部门"
    LEADERSHIP = "leadership", "院领导"


@tracked
class Department(models.Model):
    """At most two levels, held by a foreign key: (parent, 1) must exist as (id, level)."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="departments")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=DepartmentKind)
    duties = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # policy_texts Duty codes
    operates = models.BooleanField(
        default=False
    )  # a surgical department: asked for its work around operations
    level = models.PositiveSmallIntegerField(default=1)
    parent = HospitalKey("self", null=True, blank=True, related_name="children")
    parent_level = models.GeneratedField(
        expression=Case(When(parent__isnull=False, then=Value(1)), default=None),
        output_field=models.PositiveSmallIntegerField(null=True),
        db_persist=True,
    )
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)
    successor = HospitalKey("self", null=True, blank=True, related_name="predecessors")
    revision = models.PositiveIntegerField(default=1)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = department_permissions()
        constraints = [
            models.UniqueConstraint(fields=["hospital", "code"], name="department_code_once"),
            models.UniqueConstraint(
                fields=["hospital", "name"], condition=Q(active_to__isnull=True), name="department_name_once"
            ),
            models.UniqueConstraint(fields=["id", "level"], name="department_id_level"),
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True) | Q(level=2, parent__isnull=False),
                name="department_level_matches_parent",
            ),
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_to__gte=F("active_from")),
                name="department_active_dates",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(active_to__isnull=False),
                name="department_successor_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DepartmentAlias(models.Model):
    """Another name of a department (药学部/药剂科), typed or learnt at an import; one meaning a hospital."""

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    department = HospitalKey(Department, related_name="aliases")
    name = models.CharField(max_length=60)
    learnt_at_import = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["hospital", "name"], name="alias_once")]

    def __str__(self) -> str:
        return self.name
