"""Typed values out of a table that a person wrote, each problem with the name of its field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from unicodedata import category

LARGEST_NUMBER = 1_000_000
FINEST_NUMBER = -4  # decimal places


class FieldProblem(NamedTuple):
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field} {self.message}"


class TableReader:
    """Reads one table and remembers what was asked for, so that whatever else stands in it can be refused."""

    def __init__(self, raw: Mapping[str, object], path: str = "") -> None:
        self.raw = raw
        self.path = path
        self.problems: list[FieldProblem] = []
        self._asked: list[str] = []

    def field(self, key: str) -> str:
        return one_line(f"{self.path}.{key}" if self.path else key)

    def refuse(self, key: str, message: str) -> None:
        self.problems.append(FieldProblem(self.field(key), message))

    def refuse_the_rest(self) -> None:
        """Every key that nobody asked for is unknown here."""
        for key in self.raw:
            if key not in self._asked:
                self.refuse(key, f"不是这里的字段；可填：{'、'.join(self._asked)}")

    def has(self, key: str, *, required: bool) -> bool:
        """Whether there is something to read under the key."""
        self._asked.append(key)
        if key in self.raw:
            return True
        if required:
            self.refuse(key, "缺少必填项")
        return False

    def text(self, key: str, *, required: bool = True) -> str:
        if not self.has(key, required=required):
            return ""
        value = self.raw[key]
        if isinstance(value, str) and value and value == value.strip() == one_line(value):
            return value
        self.refuse(key, f"应为一行文字，首尾不留空格，现为 {shown(value)}")
        return ""

    def choice(self, key: str, allowed: Collection[str], *, required: bool = True) -> str:
        if not self.has(key, required=required):
            if required:
                self.problems[-1] = FieldProblem(self.field(key), f"缺少必填项；可填：{'、'.join(allowed)}")
            return ""
        value = self.raw[key]
        if isinstance(value, str) and value in allowed:
            return value
        self.refuse(key, f"不能是 {shown(value)}；可填：{'、'.join(allowed)}")
        return ""

    def whole(self, key: str, *, at_least: int, at_most: int, required: bool = True) -> int:
        if not self.has(key, required=required):
            return 0
        value = self.raw[key]
        if type(value) is int and at_least <= value <= at_most:
            return value
        self.refuse(key, f"应为 {at_least} 至 {at_most} 的整数，现为 {shown(value)}")
        return 0

    def number(self, key: str) -> Decimal:
        """Not below zero."""
        return self._number(key) if self.has(key, required=True) else Decimal(0)

    def optional_number(self, key: str) -> Decimal | None:
        return self._number(key) if self.has(key, required=False) else None

    def _number(self, key: str) -> Decimal:
        value = exact_number(self.raw[key])
        if value is not None and value >= 0:
            return value
        self.refuse(key, f"应为不小于 0 的数，最多四位小数，现为 {shown(self.raw[key])}")
        return Decimal(0)

    def flag(self, key: str) -> bool:
        if not self.has(key, required=False):
            return False
        value = self.raw[key]
        if isinstance(value, bool):
            return value
        self.refuse(key, f"应为 true 或 false，现为 {shown(value)}")
        return False

    def day(self, key: str) -> date:
        if self.has(key, required=True):
            value = self.raw[key]
            if isinstance(value, date) and not isinstance(value, datetime):
                return value
            self.refuse(key, f"应为日期（如 2023-05-01，不加引号），现为 {shown(value)}")
        return date.min


def exact_number(value: object) -> Decimal | None:
    """A whole or decimal number that adds up exactly; None for anything else, true and false included."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    if not number.is_finite() or abs(number) > LARGEST_NUMBER:
        return None
    exponent = number.normalize().as_tuple().exponent
    return number if isinstance(exponent, int) and exponent >= FINEST_NUMBER else None


def shown(value: object) -> str:
    """A value as a message repeats it: short, whatever was typed."""
    if isinstance(value, dict | list):
        return "一个表" if isinstance(value, dict) else "一个列表"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        return "一个过大的数"
    text = one_line(str(value))
    return f"“{text[:40]}{'…' if len(text) > 40 else ''}”"


def one_line(text: str) -> str:
    """Without line breaks and other control characters, which would break the form of a message."""
    return "".join("·" if category(each) in ("Cc", "Zl", "Zp") else each for each in text)
