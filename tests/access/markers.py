"""Puts a marker into every text column of one hospital, so that no answer to another can hide where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from infrastructure import audit
from infrastructure.grants import is_insert_only
from infrastructure.hospital_keys import is_history
from organizations.models import User
from tests.access.site import Site

MARKER = "zqmarkerqz"

# Columns that hold no words of the hospital, and why. Everything else is marked.
CODES = "a code of a closed list that the application looks up"
HASH = "a hash or random name made by the application"
PUBLIC = "stands on the log-in page, where anybody chooses the hospital"
WRITTEN_ONCE = "a trigger lets no word of it change: marked where it is written"
KEPT = {
    "organizations.hospital.code": PUBLIC,
    "organizations.hospital.name": PUBLIC,
    "organizations.hospital.name_pinyin": PUBLIC,
    "organizations.hospital.grade": CODES,
    "organizations.hospitalstanding.grade": CODES,
    "campaigns.participation.grade": CODES,
    "organizations.department.duties": CODES,
    "organizations.user.password": HASH,
    "organizations.accountreset.first_code": HASH,
    "organizations.accountreset.second_code": HASH,
    "infrastructure.storedfile.storage_name": HASH,
    "infrastructure.storedfile.sha256": HASH,
    "infrastructure.storedfile.content_type": CODES,
    "infrastructure.job.kind": CODES,
    "infrastructure.auditentry.action": CODES,
    "infrastructure.auditentry.target_type": CODES,
    "infrastructure.auditentry.from_state": CODES,
    "infrastructure.auditentry.to_state": CODES,
    "infrastructure.idempotencykey.request_hash": HASH,
    "rectification.finding.origin": CODES,
    "rectification.importline.verdict": CODES,
    "rectification.ledgerfinal.sha256": HASH,
    "rectification.ledgerfinal.lines": HASH,
    "rectification.originlabel.origin": CODES,
    "rectification.blankcolumn.column": CODES,
    "rectification.finding.origin_key": CODES,
    "rectification.ledgerentry.import_key": HASH,
    "rectification.cause.category": CODES,
    "rectification.findingact.name": CODES,
    "rectification.findingact.from_state": CODES,
    "rectification.findingact.to_state": CODES,
    "campaigns.checkpointoverlay.audiences": CODES,
    "campaigns.checkentry.lines": CODES,
    "campaigns.checkentry.text": WRITTEN_ONCE,
    "campaigns.checkentry.sample_of": WRITTEN_ONCE,
    "campaigns.checkentry.basis": WRITTEN_ONCE,
}
APPS = ("infrastructure", "organizations", "campaigns", "rectification", "inspections")


def owned_models() -> Iterator[tuple[type[models.Model], str]]:
    """(model, lookup to its hospital's id) of every table that holds rows of one hospital, history apart."""
    special = {"hospital": "pk", "campaignrun": "owner_hospital", "idempotencykey": "user__hospital"}
    for model in apps.get_models():
        if model._meta.app_label not in APPS or is_history(model):
            continue
        if model._meta.model_name == "retentioncount":
            continue  # written by the owner's function alone: the name of a table and a number
        if model._meta.model_name in special:
            yield model, special[model._meta.model_name]
        elif any(field.column == "hospital_id" for field in model._meta.concrete_fields):
            yield model, "hospital_id"


def history_models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if is_history(model) and _has_hospital(model))


def _has_hospital(model: type[models.Model]) -> bool:
    return any(field.column == "hospital_id" for field in model._meta.concrete_fields)


def text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that hold words: neither choices nor what `KEPT` gives a reason for."""
    kinds = (models.CharField, models.TextField, ArrayField, models.JSONField)
    label = model._meta.label_lower
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
        and not field.choices
        and not isinstance(field, models.GenericIPAddressField)
        and f"{label}.{field.name}" not in KEPT
    ]


def history_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The same columns of a row image; its own columns are pghistory's."""
    tracked = {field.name for field in text_fields(model.pgh_tracked_model)}  # type: ignore[attr-defined]
    return [field for field in model._meta.concrete_fields if field.name in tracked]


def rows_of(model: type[models.Model], lookup: str, site: Site) -> models.QuerySet[Any]:
    return model._default_manager.filter(**{lookup: site.hospital.pk})


def mark(site: Site) -> None:
    """Mark every row that can be changed, and add a marked one where rows are only ever added."""
    with audit.acting(by=None):
        # First the log-ins: their names are copied into row images and audit entries from then on.
        for model, lookup in sorted(owned_models(), key=lambda pair: pair[0] is not User):
            fields = text_fields(model)
            if not fields:
                continue
            for row in rows_of(model, lookup, site):
                values = {field.name: _marked(field, getattr(row, field.name)) for field in fields}
                if is_insert_only(model):
                    _add_copy(row, values)
                    break
                model._default_manager.filter(pk=row.pk).update(**values)


def _marked(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField):
        words: Any = (
            {} if field.name == "column_choices" else MARKER
        )  # there: what was chosen for a sheet of this name
        return {**value, MARKER: words} if isinstance(value, dict) else {MARKER: value}
    if isinstance(field, ArrayField):
        return [*(value or []), MARKER]
    if isinstance(field, models.EmailField):
        return f"{MARKER}{hash(value) % 1000}@example.cn"
    return f"{MARKER}{value or ''}"[: field.max_length]


def _add_copy(row: models.Model, values: dict[str, Any]) -> None:
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name != "uid"
    }
    type(row)._default_manager.create(**(kept | values))


def holds_marker(field: models.Field[Any, Any]) -> Q:
    if isinstance(field, ArrayField):
        return Q(**{f"{field.name}__contains": [MARKER]})
    if isinstance(field, models.JSONField):
        return Q(**{f"{field.name}__has_key": MARKER})
    return Q(**{f"{field.name}__contains": MARKER})
