import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from guardian.models import UserObjectPermissionBase

from infrastructure.history import tracked
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from organizations.models.people import StaffMember, inclusive_days
from organizations.models.places import AdministrativeLine, Department, Hospital, Region
from organizations.models.users import User
from organizations.querysets import MembershipQuerySet, StandInQuerySet
from organizations.roles import SEPARATED_ROLES, Role


def person_of_membership() -> Coalesce:
    """Whom a membership counts for: the member of staff, whatever the log-in; without one the log-in itself."""
    return Coalesce(F("staff"), -F("user"))


@tracked
class Membership(models.Model):
    """What a log-in may do and where, from when to when: the truth. guardian's rows carry it (one row each)."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    # A copy of the log-in's, made by the database: what a person holds is held together over all log-ins.
    staff = HospitalKey(StaffMember, null=True, editable=False, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="memberships")
    hospital = models.ForeignKey(Hospital, models.PROTECT, null=True, blank=True, related_name="memberships")
    department = HospitalKey(Department, null=True, blank=True, related_name="memberships")
    line = models.CharField(  # of a region: this administrative line alone; null: every line
        max_length=10, choices=AdministrativeLine, null=True, blank=True
    )
    slot = models.PositiveSmallIntegerField(null=True)  # 1 or 2: at most two confidential handlers a hospital
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=False, hospital__isnull=True, department__isnull=True)
                | Q(region__isnull=True, hospital__isnull=False),
                name="membership_one_place",
            ),
            models.CheckConstraint(
                condition=Q(line__isnull=True) | Q(region__isnull=False, line__in=AdministrativeLine.values),
                name="membership_line_of_regions",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="membership_dates_in_order"
            ),
            models.CheckConstraint(
                condition=(~Q(role=Role.CONFIDENTIAL_HANDLER) & Q(slot__isnull=True))
                | Q(role=Role.CONFIDENTIAL_HANDLER, slot__in=[1, 2], slot__isnull=False),
                name="membership_slot_of_handlers",
            ),
            ExclusionConstraint(
                name="membership_two_handlers",
                expressions=[
                    ("hospital", RangeOperators.EQUAL),
                    ("slot", RangeOperators.EQUAL),
                    (inclusive_days("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role=Role.CONFIDENTIAL_HANDLER),
            ),
            # 三员分立: system, security and audit administrator are never one person at one time. Roles of a closed
            # log-in count as well, so that opening it again can bring no second one.
            ExclusionConstraint(
                name="membership_separated_roles",
                expressions=[
                    (person_of_membership(), RangeOperators.EQUAL),
                    ("role", RangeOperators.NOT_EQUAL),
                    (inclusive_days("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=SEPARATED_ROLES),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "region", "hospital", "department", "from_on"],
                nulls_distinct=False,
                name="membership_once",
            ),
        ]
        indexes = [models.Index(fields=["hospital", "role"], name="membership_of_hospital")]
        triggers = [
            pgtrigger.Trigger(
                name="person_of_log_in",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="SELECT staff_id INTO NEW.staff_id FROM organizations_user WHERE id = NEW.user_id; RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


@tracked
class RegionRole(UserObjectPermissionBase):
    """guardian's row of a membership on a region."""

    content_object = models.ForeignKey(Region, models.PROTECT, related_name="role_rows")
    membership = models.OneToOneField(Membership, models.CASCADE, related_name="region_row")

    class Meta(UserObjectPermissionBase.Meta):
        default_permissions = ()


@tracked
class HospitalRole(UserObjectPermissionBase):
    """guardian's row of a membership on a hospital."""

    content_object = models.ForeignKey(Hospital, models.PROTECT, related_name="role_rows")
    membership = models.OneToOneField(Membership, models.CASCADE, related_name="hospital_row")

    class Meta(UserObjectPermissionBase.Meta):
        default_permissions = ()


@tracked
class DepartmentRole(UserObjectPermissionBase):
    """guardian's row of a membership on a department."""

    content_object = models.ForeignKey(Department, models.PROTECT, related_name="role_rows")
    membership = models.OneToOneField(Membership, models.CASCADE, related_name="department_row")

    class Meta(UserObjectPermissionBase.Meta):
        default_permissions = ()


@tracked
class StandIn(models.Model):
    """甲代乙: `substitute` signs for `principal` between two dates; the act keeps both names."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    principal = HospitalKey(StaffMember, related_name="stand_ins")
    substitute = HospitalKey(StaffMember, related_name="stands_in_for")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=200)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = StandInQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="stand_in_dates_in_order"),
            models.CheckConstraint(condition=~Q(principal=F("substitute")), name="stand_in_two_people"),
            ExclusionConstraint(
                name="stand_in_one_substitute",
                expressions=[
                    ("principal", RangeOperators.EQUAL),
                    (inclusive_days("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.principal_id}"
