"""Related rows in bodies: by uid (or code), fenced to one hospital, read in one query a kind of row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from infrastructure.api.fields import BREAKS, CONTROLS, SPACES, strict_uid
from infrastructure.api.strict import Strict

MOST_CODE_CHARACTERS = 60
CODE = f"[^{CONTROLS}{BREAKS}{SPACES}]+"
_CODE = re.compile(CODE)


@dataclass(frozen=True)
class Rows:
    """The rows that a reference may name. `read` gets the serializer's context and is the fence."""

    name: str
    read: Callable[[Mapping[str, Any]], QuerySet[Any]]
    key: str = "uid"
    brings: tuple[str, Rows] | None = None  # an attribute of each row that is itself a row of these

    def normal(self, given: Any) -> str | None:
        """The key in the form in which rows are looked up; None when it can be none."""
        if self.key == "uid":
            return strict_uid(given)
        good = isinstance(given, str) and len(given) <= MOST_CODE_CHARACTERS and _CODE.fullmatch(given)
        return str(given) if good else None


AnyField = serializers.Field[Any, Any, Any, Any]


class Reference(serializers.Field[Any, Any, Any, Any]):
    """One row of `rows`. Another hospital's, an unknown one and no uid at all are told apart by nobody."""

    # "malformed" is what the schema calls wrong (400), "unknown" what only the rows can tell (409).
    default_error_messages = {
        "required": "请填写。",
        "null": "不能为 null。",
        "malformed": "名单中没有这一项，请填写本院现有的{kind}。",
        "unknown": "名单中没有这一项，请填写本院现有的{kind}。",
    }

    def __init__(self, rows: Rows, **values: Any) -> None:
        self.rows = rows
        super().__init__(**values)

    def to_internal_value(self, data: Any) -> Model:
        row = _body_of(self).referred(self.rows, data)
        if row is None:
            fault = "unknown" if self.rows.normal(data) else "malformed"
            self.fail(fault, kind=" uid" if self.rows.key == "uid" else "代码")
        return row

    def to_representation(self, value: Any) -> Any:
        return getattr(value, self.rows.key)


@extend_schema_field({"type": "string", "format": "uuid"})
class UidField(Reference):
    """A row by uid."""


@extend_schema_field(
    {"type": "string", "minLength": 1, "maxLength": MOST_CODE_CHARACTERS, "pattern": f"^{CODE}$"}
)
class CodeField(Reference):
    """A row by its code, which is as public as a uid."""


class ManyUidsField(serializers.ListField):
    """Several rows, without repetition, in the order given."""

    default_error_messages = {
        "required": "请填写。",
        "null": "不能为 null。",
        "not_a_list": "应为 uid 的列表。",
        "empty": "请至少填写一项。",
        "max_length": "最多 {max_length} 项。",
    }

    def __init__(self, rows: Rows, **values: Any) -> None:
        super().__init__(child=UidField(rows), max_length=100, **values)

    def to_internal_value(self, data: Any) -> list[Any]:
        if isinstance(data, list) and len(data) > (self.max_length or 0):
            self.fail("max_length", max_length=self.max_length)  # whether or not there are such rows
        return list(dict.fromkeys(super().to_internal_value(data)))


class Body(Strict):
    """A request body. Before its fields are looked at, the rows that they name are read together."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            self._read = _read(self.fields.values(), data, self.context)
        return super().to_internal_value(data)

    def referred(self, rows: Rows, given: Any) -> Model | None:
        """The row that was read for this key."""
        key = rows.normal(given)
        return self._read.get(rows.name, {}).get(key) if key else None


def _body_of(field: AnyField) -> Body:
    parent: Any = field.parent
    while not isinstance(parent, Body):
        parent = parent.parent
    return parent


def references(fields: Iterable[AnyField]) -> list[tuple[AnyField, Reference]]:
    """(field of the body, its reference) of every field that names rows."""
    found = []
    for one in fields:
        inner = one.child if isinstance(one, ManyUidsField) else one
        if isinstance(inner, Reference):
            found.append((one, inner))
    return found


def _read(
    fields: Iterable[AnyField], data: Mapping[str, Any], context: Mapping[str, Any]
) -> dict[str, dict[str, Model]]:
    wanted: dict[Rows, set[str]] = {}
    for one, reference in references(fields):
        given = one.get_value(data)
        values = given[:100] if isinstance(given, list) else [given]
        keys = {key for key in map(reference.rows.normal, values) if key}
        if keys:
            wanted.setdefault(reference.rows, set()).update(keys)
    found: dict[str, dict[str, Model]] = {}
    for rows in sorted(wanted, key=lambda one: one.brings is None):
        known = found.setdefault(rows.name, {})
        missing = wanted[rows] - known.keys()
        for row in rows.read(context).order_by().filter(**{f"{rows.key}__in": missing}) if missing else ():
            known[str(getattr(row, rows.key))] = row
            if rows.brings is not None:
                attribute, others = rows.brings
                brought = getattr(row, attribute)
                found.setdefault(others.name, {})[str(getattr(brought, others.key))] = brought
    return found
