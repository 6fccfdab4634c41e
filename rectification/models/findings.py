import pgtrigger
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from campaigns.models.campaigns import CampaignItem, Checkpoint, Participation
from infrastructure.history import tracked
from infrastructure.hospital_keys import HospitalKey, citable
from infrastructure.identifiers import new_uid
from infrastructure.searching.folding import trigrams
from organizations.models import Department, Hospital, StaffMember, User
from policy_texts.vocabulary import FindingOrigin
from rectification.models.two_sides import two_sides
from rectification.querysets import FindingQuerySet, LedgerEntryQuerySet
from rectification.rules.states import OPEN_STATES, UNDONE_STATES, DeadlineKind, FindingState, StateOrigin

__all__ = ["DeadlineKind", "Finding", "FindingState", "LedgerEntry", "StateOrigin", "SupportingDepartment"]


def local_date(column: str) -> models.GeneratedField:
    """The day of a moment in Asia/Shanghai, computed by the database: queried dates never depend on a server's zone."""
    return models.GeneratedField(
        expression=Cast(Func(Value("Asia/Shanghai"), F(column), function="timezone"), models.DateField()),
        output_field=models.DateField(null=True),
        db_persist=True,
    )


_IMPORTED = Q(state_origin=StateOrigin.IMPORTED)


def _unless_imported(condition: Q) -> Q:
    """History taken over from a workbook is exempt until its first transition in this system (DESIGN §6)."""
    return _IMPORTED | condition


@tracked
class Finding(models.Model):
    """A problem found (存在问题), repaired once, counted in one or more ledgers. Overdue is never stored."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="findings")
    text = models.CharField("存在问题", max_length=2000)
    state = models.CharField(max_length=20, choices=FindingState.choices(), default=FindingState.DRAFT)
    state_origin = models.CharField(max_length=10, choices=StateOrigin.choices(), default=StateOrigin.SYSTEM)
    origin = models.CharField("问题来源", max_length=30)  # policy_texts FindingOrigin
    origin_label = models.CharField(max_length=40, blank=True)
    origin_key = models.CharField(
        max_length=60, blank=True
    )  # e.g. sheet line or adverse event it was opened from
    penalty_barred = models.BooleanField(default=False)  # non-punitive for ever (DESIGN §8)
    lead_department = HospitalKey(Department, related_name="led_findings")
    accepting_department = HospitalKey(Department, null=True, blank=True, related_name="findings_to_accept")
    responsible_person = HospitalKey(StaffMember, null=True, blank=True, related_name="responsible_findings")
    responsible_leader = HospitalKey(StaffMember, null=True, blank=True, related_name="overseen_findings")
    deadline_kind = models.CharField(
        max_length=10, choices=DeadlineKind.choices(), default=DeadlineKind.DATED
    )
    due_on = models.DateField("整改时限", null=True, blank=True)
    original_due_on = models.DateField(null=True, blank=True)
    found_on = models.DateField("发现日期", null=True, blank=True)
    on_the_spot = models.BooleanField("立行立改", default=False)
    round_no = models.PositiveSmallIntegerField(default=1)
    proof_since_round = models.PositiveSmallIntegerField(default=1)  # a reopening asks for new evidence
    repeats = HospitalKey("self", null=True, blank=True, related_name="repeated_by")
    merged_into = HospitalKey("self", null=True, blank=True, related_name="merged")
    remark = models.CharField("备注", max_length=500, blank=True)
    imported_done_on = models.DateField("实际完成时间", null=True, blank=True)
    imported_progress = models.CharField("整改进展", max_length=2000, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_on = local_date("created_at")
    submitted_on = local_date("submitted_at")
    accepted_on = local_date("accepted_at")
    closed_on = local_date("closed_at")
    revision = models.PositiveIntegerField(default=1)

    objects = FindingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(FindingState)), name="finding_known_state"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="finding_merged_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")) & ~Q(repeats=F("id")), name="finding_not_its_own_relative"
            ),
            models.CheckConstraint(
                condition=Q(deadline_kind="dated") | Q(deadline_kind="ongoing", due_on__isnull=True),
                name="finding_ongoing_has_no_date",
            ),
            models.CheckConstraint(
                condition=_unless_imported(
                    Q(state__in=["draft", "submitted", "analysing", "merged", "void"])
                    | Q(deadline_kind="ongoing")
                    | Q(due_on__isnull=False)
                ),
                name="finding_dated_has_date",
            ),
            models.CheckConstraint(
                condition=_unless_imported(
                    Q(state__in=["draft", "submitted", "analysing", "merged", "void"])
                    | Q(responsible_person__isnull=False)
                ),
                name="finding_work_has_person",
            ),
            models.CheckConstraint(
                condition=_unless_imported(
                    Q(state__in=["draft", "merged", "void"]) | Q(submitted_at__isnull=False)
                ),
                name="finding_submitted_moment",
            ),
            models.CheckConstraint(
                condition=_unless_imported(
                    Q(state__in=["accepted", "closed"], accepted_at__isnull=False)
                    | ~Q(state__in=["accepted", "closed"]) & Q(accepted_at__isnull=True)
                ),
                name="finding_accepted_moment",
            ),
            models.CheckConstraint(
                condition=_unless_imported(
                    Q(state="closed", closed_at__isnull=False)
                    | (~Q(state="closed") & Q(closed_at__isnull=True))
                ),
                name="finding_closed_moment",
            ),
            models.CheckConstraint(
                condition=Q(original_due_on__isnull=True) | Q(due_on__isnull=False),
                name="finding_extended_has_both_dates",
            ),
            models.CheckConstraint(
                condition=Q(accepting_department__isnull=True)
                | ~Q(accepting_department=F("lead_department")),
                name="finding_accepted_by_another",
            ),
            citable("finding_cited"),
        ]
        indexes = [
            models.Index(fields=["hospital", "lead_department", "-id"], name="finding_by_lead"),
            models.Index(fields=["hospital", "state", "due_on"], name="finding_by_state"),
            models.Index(fields=["hospital", "due_on", "id"], name="finding_by_due"),
            models.Index(
                fields=["hospital", "due_on"],
                condition=Q(state__in=OPEN_STATES, deadline_kind="dated"),
                name="finding_open_by_due",
            ),
            models.Index(fields=["hospital", "accepting_department", "state"], name="finding_by_accepter"),
            models.Index(fields=["hospital", "responsible_person", "state"], name="finding_by_person"),
            models.Index(fields=["hospital", "closed_on"], name="finding_by_closing"),
            models.Index(
                fields=["hospital", "origin_key"], condition=~Q(origin_key=""), name="finding_by_origin_key"
            ),
            trigrams("text", name="finding_text_trigrams"),
        ]
        triggers = [
            two_sides("lead_department", "accepting_department", name="finding_two_sides"),
            # Two people's work on one finding may become one; the barring of penalties is never lost on the way.
            pgtrigger.Trigger(
                name="penalty_bar_stays",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__penalty_barred=True, new__penalty_barred=False),
                func="RAISE EXCEPTION 'penalty_barred is for ever' USING ERRCODE = 'check_violation';",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def origin_text(self) -> str:
        """问题来源 in the hospital's own words, else the fixed ones."""
        return self.origin_label or FindingOrigin(self.origin).label

    @property
    def fixed_in_time(self) -> bool:
        """`querysets.fixed_in_time` of this row."""
        handed_in, due = self.submitted_at, self.due_on
        if not self.on_the_spot or self.round_no > 1 or handed_in is None or due is None:
            return False
        return localdate(handed_in) <= due

    @property
    def counts_down(self) -> bool:
        """Whether the date still matters: the work is undone, and not fixed on the spot in time."""
        if self.state == FindingState.AWAITING and self.fixed_in_time:
            return False
        return self.state in UNDONE_STATES and self.deadline_kind == DeadlineKind.DATED


class SupportingDepartment(models.Model):
    """配合部门."""

    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    finding = HospitalKey(Finding, related_name="supporting")
    department = HospitalKey(Department, related_name="supported_findings")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["finding", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["finding", "department"], name="supporting_once")]
        indexes = [models.Index(fields=["department", "finding"], name="supporting_by_department")]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.department_id}"


@tracked
class LedgerEntry(models.Model):
    """A finding's line in one ledger (同时计入 several: repaired and closed once). Exactly one is primary."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    finding = HospitalKey(Finding, related_name="entries")
    participation = HospitalKey(Participation, related_name="entries")
    item = models.ForeignKey(CampaignItem, models.PROTECT, related_name="entries")
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, null=True, blank=True, related_name="entries")
    number = models.PositiveIntegerField(null=True)  # given at submission, never twice, never again
    primary = models.BooleanField(default=True)
    key = models.CharField(max_length=64)  # hash of item or checkpoint, lead department and normalised text
    # The key under which a workbook's row came in, for ever: `key` follows later edits, and people may well register
    # the same words twice (it came back), but a row of a workbook is entered once, whoever uploads it again.
    import_key = models.CharField(max_length=64, default="", blank=True)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["participation", "number"], name="entry_number_once"),
            models.UniqueConstraint(fields=["finding", "participation"], name="entry_once_a_ledger"),
            models.UniqueConstraint(
                fields=["participation", "import_key"],
                condition=~Q(import_key=""),
                name="entry_imported_once",
            ),
            models.UniqueConstraint(fields=["finding"], condition=Q(primary=True), name="entry_one_primary"),
        ]
        indexes = [
            models.Index(fields=["participation", "item", "finding"], name="entry_by_item"),
            models.Index(fields=["participation", "key"], name="entry_by_key"),
            models.Index(fields=["participation", "-number"], name="entry_by_number"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="one_primary_left",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                declare=[("f", "bigint")],
                func="""
                    f := CASE WHEN TG_OP = 'DELETE' THEN OLD.finding_id ELSE NEW.finding_id END;
                    IF EXISTS (SELECT 1 FROM rectification_finding WHERE id = f) AND NOT EXISTS (
                        SELECT 1 FROM rectification_ledgerentry WHERE finding_id = f AND "primary"
                    ) THEN
                        RAISE EXCEPTION 'finding % has no primary ledger entry', f USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or '草稿'}"
