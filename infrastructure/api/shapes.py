"""What drf-spectacular says of our fields and bodies: as much as they check, in JSON Schema."""

from __future__ import annotations

import re
from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import ListField

from infrastructure.api.fields import DAY, DayField, TextField, UploadField
from infrastructure.api.strict import Filled, Needs, Strict


class OurWords(AutoSchema):
    """An operation is described by what was written for callers, never by a comment for us."""

    def get_description(self) -> str:  # type: ignore[override]  # its base asks like this
        return ""

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        if not isinstance(field, TextField):  # it tells all of itself
            super()._insert_field_validators(field, schema)  # type: ignore[no-untyped-call]
        if isinstance(field, ListField) and not field.allow_empty:
            schema["minItems"] = 1


class _TextSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = TextField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        field: Any = self.target
        own = next((one.regex for one in field.validators if isinstance(one, RegexValidator)), None)
        pattern = field.pattern() if own is None else re.compile(own).pattern
        if own is not None and field.allow_blank:
            pattern = f"^$|{pattern}"
        return {"type": "string", "maxLength": field.max_length, "pattern": pattern}


class _DaySchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = DayField

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": f"^{DAY}$"}


class _UploadSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = UploadField

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        return {"type": "string", "format": "binary"}


class _StrictSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Nothing beside the named members; conditions between them; of an edit, the revision is always sent."""

    target_class = Strict
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        body: Any = self.target
        shape: dict[str, Any] = auto_schema._map_serializer(body, direction, bypass_extensions=True)
        shape["additionalProperties"] = False
        if body.is_form:
            for member in shape["properties"].values():
                _without_null(member)
        if getattr(body, "partial", False):
            shape["required"] = ["revision"]
        elif body.conditions:
            shape["allOf"] = [_condition(one, body) for one in body.conditions]
        return shape


def _without_null(member: dict[str, Any]) -> None:
    if isinstance(member.get("type"), list):
        member["type"] = next(one for one in member["type"] if one != "null")


def _condition(one: Needs, body: Strict) -> dict[str, Any]:
    needed = {"properties": {one.name: {"type": "null"}}} if one.empty else Filled(one.name).schema(body)
    return {"if": one.when.schema(body), "then": needed}
