import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from campaigns.models.freezing import freezes_its_version, frozen_once_used, frozen_with_its_version
from campaigns.querysets import CampaignRunQuerySet, ParticipationQuerySet
from infrastructure.history import tracked
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from organizations.models import Department, Hospital, Region, Standing
from organizations.models.people import inclusive_days


class Campaign(models.Model):
    """One version of an official campaign, synced from a file or typed on a page; frozen once a run uses it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    code = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=100)
    document_no = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField()
    issuers = ArrayField(models.CharField(max_length=60), default=list)
    # Who takes part: one of the levels, one of the kinds and one of the lines.
    coverage_clause = models.CharField(max_length=30)
    coverage_text = models.CharField(max_length=300)
    levels = ArrayField(models.CharField(max_length=10))
    kinds = ArrayField(models.CharField(max_length=15))
    lines = ArrayField(models.CharField(max_length=10))
    from_file = models.BooleanField(default=True)
    content_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="campaign_version_once")]
        triggers = [frozen_once_used()]

    def __str__(self) -> str:
        return self.title


class CampaignItem(models.Model):
    """整治内容."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="items")
    code = models.CharField(max_length=10)  # I1 … I10
    clause = models.CharField(max_length=30)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    short_title = models.CharField(max_length=12)
    cites = ArrayField(models.CharField(max_length=30), default=list)

    class Meta:
        default_permissions = ()
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="item_code_once"),
            models.UniqueConstraint(fields=["campaign", "number"], name="item_number_once"),
        ]
        triggers = [frozen_with_its_version("{row}.campaign_id")]

    def __str__(self) -> str:
        return self.title


class Checkpoint(models.Model):
    """整治要点: whom it is for, and the duty of the functional department that accepts its findings."""

    item = models.ForeignKey(CampaignItem, models.PROTECT, related_name="checkpoints")
    code = models.CharField(max_length=5)  # a, b, c …
    clause = models.CharField(max_length=30)
    text = models.CharField(max_length=200)
    audiences = ArrayField(models.CharField(max_length=20))
    duty = models.CharField(max_length=20)
    hospital_level = models.BooleanField()
    cites = ArrayField(models.CharField(max_length=30), default=list)

    class Meta:
        default_permissions = ()
        ordering = ["item", "code"]
        constraints = [models.UniqueConstraint(fields=["item", "code"], name="checkpoint_code_once")]
        triggers = [
            frozen_with_its_version("SELECT campaign_id FROM campaigns_campaignitem WHERE id = {row}.item_id")
        ]

    def __str__(self) -> str:
        return self.text


class CampaignPhase(models.Model):
    """A phase as the text orders it, with the dates that a run takes unless it has its own."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="phases")
    number = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=30)
    kind = models.CharField(max_length=20)  # policy_texts PhaseKind: what is done in it
    title = models.CharField(max_length=30)
    text = models.CharField(max_length=300)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        default_permissions = ()
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="text_phase_number_once"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="text_phase_dates_in_order"),
        ]
        triggers = [frozen_with_its_version("{row}.campaign_id")]

    def __str__(self) -> str:
        return self.title


class CampaignRequirement(models.Model):
    """工作要求 of the text."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="requirements")
    number = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=30)
    title = models.CharField(max_length=100)
    text = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()
        ordering = ["campaign", "number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="requirement_number_once")]
        triggers = [frozen_with_its_version("{row}.campaign_id")]

    def __str__(self) -> str:
        return self.title


class CampaignRun(models.Model):
    """A campaign carried out by its owner, a region or one hospital, between its own dates (QS25.P4)."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="runs")
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=80)
    owner_region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="runs")
    owner_hospital = models.ForeignKey(
        Hospital, models.PROTECT, null=True, blank=True, related_name="own_runs"
    )
    opened_at = models.DateTimeField()

    objects = CampaignRunQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_region__isnull=False, owner_hospital__isnull=True)
                | Q(owner_region__isnull=True, owner_hospital__isnull=False),
                name="run_one_owner",
            )
        ]
        triggers = [freezes_its_version()]

    def __str__(self) -> str:
        return self.title


class RunPhase(models.Model):
    """One phase with its dates; a run has any list of them, a kind may come twice or not at all.

    Nothing is blocked because a phase has ended: late work is marked late.
    """

    run = models.ForeignKey(CampaignRun, models.PROTECT, related_name="phases")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)  # policy_texts PhaseKind: what is done in it
    title = models.CharField(max_length=30)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        default_permissions = ()
        ordering = ["run", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="phase_number_once"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="phase_dates_in_order"),
            ExclusionConstraint(
                name="phase_no_overlap",
                expressions=[
                    ("run", RangeOperators.EQUAL),
                    (inclusive_days("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_on}–{self.to_on}"


class Participation(Standing):
    """One hospital in one run, as it was at the opening. It gives out the ledger's numbers.

    The fields of `Standing` are a copy that no later change of the hospital touches: tables of the run group by it.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="participations")
    run = models.ForeignKey(CampaignRun, models.PROTECT, related_name="participations")
    last_number = models.PositiveIntegerField(default=0)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["run", "hospital"], name="participation_once")]
        triggers = [
            pgtrigger.ReadOnly(
                name="participation_as_opened",
                fields=["hospital", "run", *(field.name for field in Standing._meta.fields)],
            )
        ]

    def __str__(self) -> str:
        return self.run.title


@tracked
class CheckpointOverlay(models.Model):
    """A hospital's own reading of a checkpoint: audiences, functional department, 立行立改 allowed."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="overlays")
    audiences = ArrayField(
        models.CharField(max_length=20), null=True, blank=True
    )  # null: as the document says
    functional_department = HospitalKey(
        Department, null=True, blank=True, related_name="functional_checkpoints"
    )
    on_the_spot_allowed = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["hospital", "checkpoint"], name="overlay_once")]

    def __str__(self) -> str:
        point = self.checkpoint
        return f"{point.item.number}.{point.code} {point.text}"
