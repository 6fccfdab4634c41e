"""Fields of bodies and queries. They take exactly what the schema says of them and refuse the rest in Chinese.

What is sent as a form or in an address is text; JSON has types, and "5" is no number there.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NoReturn

from rest_framework import serializers

FIRST_DAY, LAST_DAY = date(1930, 1, 1), date(2199, 12, 31)
LARGEST_NUMBER = 2**31 - 1
_EMPTY = {"required": "请填写。", "null": "不能为 null。", "blank": "请填写。"}

# What no column keeps or no page shows, as parts of a character class that Python and ECMA 262 read alike.
CONTROLS = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
BREAKS = r"\u0009\u000a\u000d"
SPACES = r"\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
DAY = "(19[3-9][0-9]|2[01][0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_DAY = re.compile(DAY)
_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBER = re.compile("-?[0-9]{1,12}")


def as_text(field: serializers.Field[Any, Any, Any, Any]) -> bool:
    """Whether what is read came as a form or in an address, where everything is text."""
    return bool(field.context.get("as_text"))


def strict_uid(given: Any) -> str | None:
    """The uid in its usual form; None when it is none."""
    return given.lower() if isinstance(given, str) and _UUID.fullmatch(given) else None


class TextField(serializers.CharField):
    """Words on one line. Control characters and lone surrogates are refused: nothing can show or keep them."""

    breaks = False
    default_error_messages = {
        **_EMPTY,
        "invalid": "应为文字。",
        "max_length": "不超过 {max_length} 字。",
        "unkeepable": "含有不能保存的字符，请重新填写。",
    }

    def __init__(self, *, max_length: int, **values: Any) -> None:
        super().__init__(max_length=max_length, **values)
        self._refused = re.compile(f"[{self.refused()}\ud800-\udfff]")

    @classmethod
    def refused(cls) -> str:
        """The characters that are not taken."""
        return CONTROLS if cls.breaks else CONTROLS + BREAKS

    def pattern(self) -> str:
        """What the schema says: nothing refused, and where words are asked for, not spaces alone."""
        no = self.refused()
        if self.allow_blank:
            return f"^[^{no}]*$"
        return self.pattern_of_words() if self.trim_whitespace else f"^[^{no}]+$"

    def pattern_of_words(self) -> str:
        no = self.refused()
        return f"^[^{no}]*[^{no}{SPACES}{BREAKS}][^{no}]*$"

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, str):
            if len(data) > (self.max_length or 0):
                self.fail("max_length", max_length=self.max_length)
            if self._refused.search(data):
                self.fail("unkeepable")
        elif data is not None and data is not serializers.empty:
            self.fail("invalid")
        return super().run_validation(data)


class LinesField(TextField):
    """Words that may have lines."""

    breaks = True


class DayField(serializers.DateField):
    """A day as YYYY-MM-DD, within reach."""

    default_error_messages = {
        **_EMPTY,
        "invalid": "应为存在的日期，写成 2026-11-21。",
        "datetime": "应为日期，写成 2026-11-21，不带时间。",
        "out_of_reach": "应为 1930 年至 2199 年之间的日期。",
    }

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            self.fail("datetime" if isinstance(value, str) and "T" in value else "invalid")
        day: date = super().to_internal_value(value)
        if not _DAY.fullmatch(value):
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
        if as_text(self):
            return int(data) if isinstance(data, str) and _NUMBER.fullmatch(data) else self._refuse()
        if isinstance(data, float) and data.is_integer() and abs(data) <= LARGEST_NUMBER:
            return int(data)  # JSON has one kind of number: 5.0 is 5
        return data if isinstance(data, int) and not isinstance(data, bool) else self._refuse()

    def _refuse(self) -> NoReturn:
        self.fail("invalid")


class FlagField(serializers.BooleanField):
    default_error_messages = {**_EMPTY, "invalid": "应为 true 或 false。"}

    def to_internal_value(self, data: Any) -> bool:
        if as_text(self) and data in ("true", "false"):
            return bool(data == "true")
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class ChoiceField(serializers.ChoiceField):
    """One code of a closed list; the refusal names the list, never what was sent."""

    default_error_messages = {**_EMPTY, "invalid_choice": "请从这些值中选择：{codes}。"}

    def to_internal_value(self, data: Any) -> Any:
        if data == "" and self.allow_blank:
            return ""
        known = {str(code): code for code in self.choices} if as_text(self) else self.choices
        if isinstance(data, bool) or not isinstance(data, (str, int)) or data not in known:
            self.fail("invalid_choice", codes="、".join(map(str, self.choices)))
        return known[data] if as_text(self) else data


class RowsField(serializers.ListField):
    """One to `most` objects; what is wrong stands at `name.place.field`."""

    default_error_messages = {
        "required": "请填写。",
        "null": "不能为 null。",
        "not_a_list": "应为列表。",
        "empty": "请至少填写一行。",
        "max_length": "一次最多 {max_length} 行。",
    }

    def __init__(self, child: serializers.Serializer[Any], *, most: int, **values: Any) -> None:
        super().__init__(child=child, allow_empty=False, max_length=most, **values)


class CodesField(serializers.ListField):
    """Several codes of a closed list."""

    default_error_messages = {**_EMPTY, "not_a_list": "应为列表。", "max_length": "最多 {max_length} 项。"}

    def __init__(self, *, choices: Any, **values: Any) -> None:
        super().__init__(child=ChoiceField(choices=choices), max_length=len(list(choices)), **values)


class UuidField(serializers.UUIDField):
    """A uid as it is written everywhere: five groups with hyphens."""

    default_error_messages = {**_EMPTY, "invalid": "应为 uid。"}

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(strict_uid(data) or self._refuse())

    def _refuse(self) -> NoReturn:
        self.fail("invalid")


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
        "max_length": "一次最多 {max_length} 个文件。",
    }
