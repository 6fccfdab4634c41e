"""Every field of the ledger's rows, without the numbers that a database gives: two loadings can be compared."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models

from campaigns.models import Participation
from infrastructure.models import AuditEntry, StoredFile
from rectification.models import (
    AcceptanceRound,
    Cause,
    Evidence,
    EvidenceMeasure,
    Extension,
    Finding,
    FindingAct,
    LedgerEntry,
    Measure,
    MeasureCause,
    ProgressNote,
    SupportingDepartment,
)

MODELS: tuple[type[models.Model], ...] = (
    StoredFile,
    Participation,
    Finding,
    LedgerEntry,
    SupportingDepartment,
    Cause,
    Measure,
    MeasureCause,
    Evidence,
    EvidenceMeasure,
    ProgressNote,
    AcceptanceRound,
    Extension,
    FindingAct,
)
GIVEN = {"id", "uid", "key"}  # the key holds the id of the lead department


class Snapshot:
    """A reference to a row is its place among the rows of its table."""

    def __init__(self) -> None:
        self.rank = cache(self._rank)
        self.rows = {model.__name__: [self._row(row) for row in _ordered(model)] for model in MODELS}
        targets = {str(row.uid): rank for rank, row in enumerate(_ordered(Finding))}
        self.rows["AuditEntry"] = [
            self._entry(entry, targets)
            for entry in AuditEntry.objects.filter(target_type="rectification.finding").order_by("at", "id")
        ]

    def _rank(self, model: type[models.Model]) -> dict[Any, int]:
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
        return {key: rank for rank, key in enumerate(keys)}

    def _row(self, row: models.Model) -> dict[str, Any]:
        return {
            field.name: self._value(field, getattr(row, field.attname))
            for field in row._meta.concrete_fields
            if field.name not in GIVEN
        }

    def _value(self, field: Any, value: Any) -> Any:
        if value is None:
            return None
        if field.is_relation:
            return self.rank(field.remote_field.model)[value]
        return 0 if field.name == "hospital_id" else value

    def _entry(self, entry: AuditEntry, targets: dict[str, int]) -> dict[str, Any]:
        detail = {
            key: targets.get(value, value) if isinstance(value, str) else value
            for key, value in entry.detail.items()
        }
        names = {"signatory_id", "actor_id", "hospital_id", "target_uid", "detail"}
        row = {key: value for key, value in self._row(entry).items() if key not in names}
        return row | {"target": targets[str(entry.target_uid)], "detail": detail}


def _ordered(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._default_manager.order_by("pk")
