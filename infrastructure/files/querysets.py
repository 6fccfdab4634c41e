import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from infrastructure.models.files import StoredFile  # noqa: F401 -- the parameter below


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Filters only: whose file it is and who may read it is known to the record that refers to it."""

    def stored(self) -> Self:
        return self.filter(state="stored")

    def preview_due(self, moment: datetime.datetime) -> Self:
        """Files whose preview nobody is building: never begun, or begun by a worker that has gone."""
        free = Q(preview_lease_until__isnull=True) | Q(preview_lease_until__lt=moment)
        return self.filter(free, state="stored", preview_state="waiting")
