from django.db import models

from infrastructure.hospital_keys import HospitalKey
from infrastructure.models import StoredFile
from organizations.models.access import StandIn
from organizations.models.people import StaffMember
from organizations.models.users import User


class Act(models.Model):
    """Every act stores three things: who signed, who recorded it, the scan of a paper (代录) or none (DESIGN §5)."""

    signatory = HospitalKey(StaffMember, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    scan = HospitalKey(StoredFile, null=True, blank=True, related_name="+")
    stand_in = HospitalKey(StandIn, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
