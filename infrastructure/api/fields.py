"""Fields of request bodies with refusals in Chinese that say what is expected."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

FIRST_DAY, LAST_DAY = date(1930, 1, 1), date(2199, 12, 31)
LARGEST_NUMBER = 2**31 - 1
_EMPTY = {"required": "请填写。", "null": "不能为 null。", "blank": "请填写。"}


class TextField(serializers.CharField):
    """Words. NUL and lone surrogates cannot be kept by the database and are refused here."""

    default_error_messages = {
        **_EMPTY,
        "invalid": "应为文字。",
        "max_length": "不超过 {max_length} 字。",
        "unkeepable": "含有不能保存的字符，请重新填写。",
    }

    def __init__(self, *, max_length: int, **values: Any) -> None:
        super().__init__(max_length=max_length, **values)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data is not None and data is not serializers.empty and not isinstance(data, str):
            self.fail("invalid")
        if isinstance(data, str) and any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in data):
            self.fail("unkeepable")
        return super().run_validation(data)


class DayField(serializers.DateField):
    """A day as YYYY-MM-DD, within reach."""

    default_error_messages = {
        **_EMPTY,
        "invalid": "应为存在的日期，写成 2026-11-21。",
        "datetime": "应为日期，写成 2026-11-21，不带时间。",
        "out_of_reach": "应为 1930 年至 2199 年之间的日期。",
    }

    def to_internal_value(self, value: Any) -> date:
        day: date = super().to_internal_value(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("out_of_reach")
        return day


class NumberField(serializers.IntegerField):
    """A whole number that a column can hold."""

    default_error_messages = {
        **_EMPTY,
        "invalid": "应为整数。",
        "max_string_length": "应为整数。",
        "min_value": "不能小于 {min_value}。",
        "max_value": "不能大于 {max_value}。",
    }

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": LARGEST_NUMBER} | values)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool):
            self.fail("invalid")
        number: int = super().to_internal_value(data)
        return number


class FlagField(serializers.BooleanField):
    default_error_messages = {**_EMPTY, "invalid": "应为 true 或 false。"}


class ChoiceField(serializers.ChoiceField):
    """One code of a closed list; the refusal names the list, never what was sent."""

    default_error_messages = {**_EMPTY, "invalid_choice": "请从这些值中选择：{codes}。"}

    def to_internal_value(self, data: Any) -> Any:
        if data == "" and self.allow_blank:
            return ""
        if not isinstance(data, (str, int)) or isinstance(data, bool) or str(data) not in self._codes():
            self.fail("invalid_choice", codes="、".join(self._codes()))
        return super().to_internal_value(data)

    def _codes(self) -> list[str]:
        return [str(code) for code in self.choices]


class CodesField(serializers.ListField):
    """Several codes of a closed list."""

    default_error_messages = {**_EMPTY, "not_a_list": "应为列表。", "max_length": "最多 {max_length} 项。"}

    def __init__(self, *, choices: Any, **values: Any) -> None:
        super().__init__(child=ChoiceField(choices=choices), max_length=len(list(choices)), **values)


@extend_schema_field({"type": "string", "format": "binary"})
class UploadField(serializers.Field[Any, Any, Any, Any]):
    """One file. Only that there is one is checked here: what it is, `infrastructure.files` finds out."""

    default_error_messages = {**_EMPTY, "invalid": "请以 multipart/form-data 上传文件。"}

    def to_internal_value(self, data: Any) -> Any:
        if not hasattr(data, "chunks"):
            self.fail("invalid")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class UploadsField(serializers.ListField):
    """One or more files."""

    child = UploadField()
    default_error_messages = {
        **_EMPTY,
        "not_a_list": "请以 multipart/form-data 上传文件。",
        "empty": "请选择材料。",
    }
