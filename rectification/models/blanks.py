from django.db import models
from django.db.models import Q

from infrastructure.history import tracked
from infrastructure.hospital_keys import HospitalKey
from infrastructure.identifiers import new_uid
from infrastructure.models import StoredFile
from organizations.models import Hospital, User
from rectification.querysets import SuperiorBlankQuerySet
from rectification.rules.blank_columns import BindingKind


@tracked
class SuperiorBlank(models.Model):
    """A form that a superior sent (上级空表), kept as it came: where its rows go stands here, what goes into them in
    its columns. Until somebody said so it is not bound. One that is used no more has ended, and stays."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    file = HospitalKey(StoredFile, related_name="+")
    sheet = models.CharField(max_length=31, blank=True)  # as long as a sheet's name can be
    header_row = models.PositiveIntegerField(null=True)
    first_row = models.PositiveIntegerField(null=True)
    last_row = models.PositiveIntegerField(null=True)  # the last one before the footer
    overwrite = models.BooleanField(default=False)  # what the superior wrote into these rows
    revision = models.PositiveIntegerField(default=1)
    bound_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SuperiorBlankQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "name"], condition=Q(ended_at__isnull=True), name="blank_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="blank_has_a_name"),
            models.CheckConstraint(
                condition=Q(bound_at__isnull=True, sheet="", header_row=None, first_row=None, last_row=None)
                | Q(
                    ~Q(sheet=""),
                    bound_at__isnull=False,
                    header_row__isnull=False,
                    first_row__isnull=False,
                    last_row__isnull=False,
                    header_row__gte=1,
                    first_row__gt=models.F("header_row"),
                    last_row__gte=models.F("first_row"),
                ),
                name="blank_bound_with_its_rows",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class BlankColumn(models.Model):
    """What one column of a blank is filled with (`rectification.rules.blank_columns.Binding`)."""

    blank = HospitalKey(SuperiorBlank, on_delete=models.CASCADE, related_name="columns")
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=BindingKind.choices())
    column = models.CharField(max_length=30, blank=True)  # rectification.rules.ledger_columns.Column
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["blank", "place"], name="blank_column_once"),
            models.UniqueConstraint(
                fields=["blank", "column"], condition=~Q(column=""), name="blank_meaning_once"
            ),
            models.CheckConstraint(
                condition=Q(~Q(column=""), kind=BindingKind.LEDGER.value)
                | Q(kind=BindingKind.RUNNING.value, column="")
                | Q(~Q(words=""), kind=BindingKind.WORDS.value, column=""),
                name="blank_column_of_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.column or self.words}"
