"""Bodies and queries that take what the schema names, and nothing beside it: an unknown name is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from infrastructure.api.fields import TextField, UploadField, UploadsField

_MOST_NAMES, _MOST_CHARACTERS = 10, 40


@dataclass(frozen=True)
class Filled:
    """The field is there and not null; with `values`, it is one of these."""

    name: str
    values: tuple[Any, ...] = ()

    def met(self, values: Mapping[str, Any]) -> bool:
        given = values.get(self.name)
        return given in self.values if self.values else given not in (None, "", [])

    def schema(self, body: Strict) -> dict[str, Any]:
        """The same in JSON Schema. A default among the values is met by silence too."""
        field = body.fields[self.name]
        shape: dict[str, Any] = {"not": {"type": "null"}}
        if self.values:
            shape = {"enum": list(self.values)}
        elif isinstance(field, TextField):
            shape = {"type": "string", "pattern": field.pattern_of_words()}
        silent = self.values and field.default in self.values
        return {"properties": {self.name: shape}} | ({} if silent else {"required": [self.name]})


class Lacking(Filled):
    """The field is not there, null or empty."""

    def met(self, values: Mapping[str, Any]) -> bool:
        return not super().met(values)

    def schema(self, body: Strict) -> dict[str, Any]:
        return {"not": super().schema(body)}


@dataclass(frozen=True)
class Needs:
    """A condition between fields of one body: where `when` is met, `name` must be filled in too, or stay `empty`."""

    when: Filled
    name: str
    words: str = "请填写。"
    empty: bool = False


class Strict(serializers.Serializer[Any]):
    """An object of the fields that it names."""

    conditions: tuple[Needs, ...] = ()
    with_files: tuple[str, ...] = ()  # fields that have a meaning beside an uploaded file only
    is_form = False
    left_out: dict[str, Any] = {}  # fields of the form that JSON cannot send, with what stands in their place
    default_error_messages = {"invalid": "应为 JSON 对象：{{…}}。"}

    def to_internal_value(self, data: Any) -> Any:
        errors: dict[str, Any] = {}
        if isinstance(data, QueryDict):
            data = self._single(data, errors)
        if isinstance(data, Mapping):
            errors |= self._unknown(data)
            errors |= self._without_revision(data)
        try:
            typed = super().to_internal_value(data)
        except serializers.ValidationError as refused:
            if self.conditions and isinstance(data, Mapping):
                errors |= self._unmet(self._as_far_as_good(data))
            raise serializers.ValidationError(_together(errors, refused.detail)) from refused
        errors |= self._unmet(typed)
        if errors:
            raise serializers.ValidationError(errors)
        usual = {name: value() if callable(value) else value for name, value in self.left_out.items()}
        return usual | dict(typed)

    def _single(self, data: QueryDict, errors: dict[str, Any]) -> dict[str, Any]:
        """Text by name: a list where the field is one, otherwise a single value."""
        plain: dict[str, Any] = {}
        for name, values in data.lists():
            many = isinstance(self.fields.get(name), serializers.ListField)
            plain[name] = values if many else values[-1]
            if not many and len(values) > 1:
                errors[name] = ["只能填写一次。"]
        return plain

    def _unknown(self, data: Mapping[str, Any]) -> dict[str, list[str]]:
        names = [str(name) for name in data if name not in self.fields][:_MOST_NAMES]
        shown = {"".join(c if c.isprintable() else "�" for c in name[:_MOST_CHARACTERS]) for name in names}
        return {name: [self.unknown_words(name)] for name in sorted(shown)}

    def unknown_words(self, name: str) -> str:
        """What is said of a name that is not of this object."""
        return f"没有“{name}”这个字段，请对照接口文档。"

    def _without_revision(self, data: Mapping[str, Any]) -> dict[str, list[str]]:
        """Of an edit any fields may be sent, and always the revision that it was made against."""
        missing = self.partial and "revision" not in data
        return {"revision": ["请填写修改所依据的版本。"]} if missing else {}

    def _as_far_as_good(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Where some field is wrong: of each what it means, or as it was sent.

        A row that does not exist is no reason to pass over what the schema calls wrong.
        """
        values: dict[str, Any] = {}
        for name, one in self.fields.items():
            given = one.get_value(data)
            try:
                values[name] = one.run_validation(given)
            except serializers.SkipField:
                continue
            except serializers.ValidationError:
                values[name] = None if given is serializers.empty else given
        return values

    def _unmet(self, typed: Mapping[str, Any]) -> dict[str, list[str]]:
        if self.partial:
            return {}
        return {
            one.name: [one.words]
            for one in self.conditions
            if one.when.met(typed) and Filled(one.name).met(typed) == one.empty
        }


def _together(errors: dict[str, Any], found: Any) -> Any:
    return {**errors, **found} if isinstance(found, Mapping) else found


class Query(Strict):
    """What may follow the question mark of an address."""

    def to_internal_value(self, data: Any) -> Any:
        """A parameter that may be repeated is one place: its faults are told there, not value by value."""
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError as refused:
            told: Any = refused.detail
            raise serializers.ValidationError(
                {
                    name: next(iter(found.values())) if isinstance(found, Mapping) else found
                    for name, found in told.items()
                }
            ) from refused

    def unknown_words(self, name: str) -> str:
        return f"没有“{name}”这个查询参数，请对照接口文档。"


def is_upload(field: serializers.Field[Any, Any, Any, Any]) -> bool:
    return isinstance(field, (UploadField, UploadsField))


@cache
def form_of(body: type[Strict]) -> type[Strict]:
    """The same body sent as a form, where everything is text and nothing is null."""
    return type(f"{body.__name__}Form", (body,), {"is_form": True})


@cache
def json_of(body: type[Strict]) -> type[Strict]:
    """The same body sent as JSON: a file, and what is said beside one, can only be sent as a form."""
    fields = body().fields
    dropped = [name for name, field in fields.items() if is_upload(field) or name in body.with_files]
    if not dropped:
        return body
    kept = tuple(one for one in body.conditions if not {one.name, one.when.name} & set(dropped))
    usual = {name: fields[name].default for name in dropped if fields[name].default is not serializers.empty}
    values: dict[str, Any] = dict.fromkeys(dropped)
    return type(f"{body.__name__}Json", (body,), values | {"conditions": kept, "left_out": usual})
