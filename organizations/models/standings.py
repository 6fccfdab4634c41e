from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from infrastructure.history import tracked
from infrastructure.identifiers import new_uid
from organizations.models.people import inclusive_days
from organizations.models.places import Hospital, Standing
from organizations.querysets import StandingQuerySet


@tracked
class HospitalStanding(Standing):
    """What a hospital was from when to when. Periods never overlap; `Hospital` repeats the one of today."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="standings")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200)

    objects = StandingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="standing_dates_in_order",
            ),
            ExclusionConstraint(
                name="standing_one_a_day",
                expressions=[
                    ("hospital", RangeOperators.EQUAL),
                    (inclusive_days("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hospital_id} from {self.from_on}"
