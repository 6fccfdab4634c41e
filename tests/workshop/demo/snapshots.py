"""Every field of every row, without what is drawn at random and the numbers that a database gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

APPS = ("infrastructure", "organizations", "campaigns", "rectification", "inspections")
# Ids and what holds ids: an audit entry copies some, an overlay is called by them, the keys of rows are made of them.
GIVEN = {
    "id",
    "uid",
    "storage_name",
    "password",
    "key",
    "import_key",
    "actor_id",
    "signatory_id",
    "target_name",
}
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """The rows of every table by its name. A reference, or a uid in a text, is the place of its row in its table."""
    return _Snapshot().rows


def _tables() -> Iterator[type[models.Model]]:
    """Row images are left out: their time is that of the machine."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if not any(field.name.startswith("pgh_") for field in model._meta.fields):
                yield model


class _Snapshot:
    def __init__(self) -> None:
        self._rank = cache(self._ranked)
        self._uids = {
            str(row.uid): f"{model.__name__} {place}"  # type: ignore[attr-defined]
            for model in _tables()
            if any(field.name == "uid" for field in model._meta.fields)
            for place, row in enumerate(model._default_manager.order_by("pk"))
        }
        self.rows = {
            model.__name__: [self._row(row) for row in model._default_manager.order_by("pk")]
            for model in _tables()
        }

    def _ranked(self, model: type[models.Model]) -> dict[Any, int]:
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
        return {key: rank for rank, key in enumerate(keys)}

    def _row(self, row: models.Model) -> dict[str, Any]:
        return {
            field.name: self._value(field, getattr(row, field.attname))
            for field in row._meta.concrete_fields
            if field.name not in GIVEN
        }

    def _value(self, field: Any, value: Any) -> Any:
        if value is not None and field.is_relation:
            return self._rank(field.remote_field.model)[value]
        if field.name == "hospital_id":
            return value is not None
        if isinstance(value, UUID | str | dict):
            return _UID.sub(lambda found: self._uids.get(found[0], "?"), str(value))
        return value
