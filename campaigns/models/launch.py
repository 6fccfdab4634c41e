"""启动: the hospital's plan, its working group, the table of duties, meetings, and who has read them (QS25.P1, R1)."""

from django.db import models
from django.db.models import F, Q

from campaigns.models.campaigns import CampaignItem, Participation
from campaigns.rules.launch_words import GroupPost, MeetingKind
from infrastructure.history import tracked
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from infrastructure.models import StoredFile
from organizations.models import Department, Hospital, StaffMember, User
from organizations.models.acts import Act


@tracked
class LaunchPlan(models.Model):
    """The hospital's own plan. A newer one replaces it; the old one stays, and whoever has read it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    participation = HospitalKey(Participation, related_name="plans")
    document_no = models.CharField(max_length=60)
    title = models.CharField(max_length=100)
    issued_on = models.DateField()
    file = HospitalKey(StoredFile, related_name="+")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["participation", "-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(replaced_at__isnull=True),
                name="launch_plan_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_no} {self.title}"


@tracked
class WorkingGroupMember(models.Model):
    """Somebody in the working group, from when to when."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    participation = HospitalKey(Participation, related_name="group")
    staff = HospitalKey(StaffMember, related_name="+")
    post = models.CharField(max_length=10, choices=GroupPost.choices())
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="group_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["participation", "staff"],
                condition=Q(to_on__isnull=True),
                name="group_member_once",
            ),
        ]

    def __str__(self) -> str:
        return self.staff.name


@tracked
class Duty(models.Model):
    """职责分工: who answers for one item. What is not settled yet is empty, and stands in the checklist."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    participation = HospitalKey(Participation, related_name="duties")
    item = models.ForeignKey(CampaignItem, models.PROTECT, related_name="+")
    leader = HospitalKey(StaffMember, null=True, blank=True, related_name="+")
    department = HospitalKey(Department, null=True, blank=True, related_name="+")
    liaison = HospitalKey(StaffMember, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["participation", "item"], name="duty_once")]

    def __str__(self) -> str:
        return self.item.title


@tracked
class SupportingDuty(models.Model):
    """配合部门 of an item."""

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    duty = HospitalKey(Duty, related_name="supporting")
    department = HospitalKey(Department, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["duty", "department"], name="supporting_duty_once")]

    def __str__(self) -> str:
        return self.department.name


@tracked
class LaunchMeeting(models.Model):
    """A meeting that set the hospital to work, or taught it the plan. One entered by mistake is void, with a reason."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    participation = HospitalKey(Participation, related_name="meetings")
    kind = models.CharField(max_length=15, choices=MeetingKind.choices())
    held_on = models.DateField()
    place = models.CharField(max_length=60)
    chair = HospitalKey(StaffMember, related_name="+")
    attendance = models.PositiveIntegerField()
    attendees = models.CharField(max_length=300, blank=True)
    void_reason = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(attendance__gte=1), name="launch_meeting_attended"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"


@tracked
class MeetingFile(models.Model):
    """Minutes, the list of those present, photographs."""

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    meeting = HospitalKey(LaunchMeeting, related_name="files")
    file = HospitalKey(StoredFile, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["file"], name="meeting_file_once")]

    def __str__(self) -> str:
        return self.file.original_name


@tracked
class HeadConfirmation(Act):
    """A head has read the plan and the duties. Of that plan alone: a newer one is asked about anew."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    plan = HospitalKey(LaunchPlan, related_name="confirmations")
    department = HospitalKey(Department, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["plan", "department"], name="plan_confirmed_once")]

    def __str__(self) -> str:
        return self.department.name
