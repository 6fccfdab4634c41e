"""TOML read into frozen dataclasses, strictly: the dataclass is the schema.

A misspelt key that loads without a word would drop a citation or an audience unnoticed. So every unknown
or missing key and every wrong type is a problem, and all problems of a file are told at once.

Where a field may hold one of several dataclasses, the first field of each is its tag: `kind = "table"` chooses
the class whose first field has the default "table", and with it the keys that are allowed.
"""

import dataclasses
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

Shape = TypeVar("Shape")

_SCALARS = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    date: "a date (2025-07-01)",
    Decimal: "a decimal number (0.5)",
}
_UNREADABLE = object()


class PolicyTextError(Exception):
    """What is wrong with the official texts, one line a problem: file, key path, what is allowed."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_toml(path: Path, shape: type[Shape]) -> Shape:
    """The file as an instance of the dataclass `shape`. Fields without a default are required keys."""
    try:
        with path.open("rb") as file:
            raw = tomllib.load(file, parse_float=Decimal)
    except OSError as error:
        raise PolicyTextError(f"{path.name}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyTextError(f"{path.name}: not valid TOML: {error}") from error
    reader = _Reader()
    record = reader.record(shape, raw, "")
    if reader.problems:
        raise PolicyTextError(*(f"{path.name}: {problem}" for problem in reader.problems))
    return cast(Shape, record)


class _Reader:
    def __init__(self) -> None:
        self.problems: list[str] = []

    def record(self, shape: type[Any], raw: object, path: str) -> object:
        if not isinstance(raw, dict):
            return self._refuse(path, f"must be a table, is {_shown(raw)}")
        before = len(self.problems)
        self._check_keys(shape, raw, path)
        hints = get_type_hints(shape)
        values = {key: self._value(hints[key], raw[key], _join(path, key)) for key in hints if key in raw}
        return shape(**values) if len(self.problems) == before else _UNREADABLE

    def _check_keys(self, shape: type[Any], raw: Mapping[str, object], path: str) -> None:
        fields = {field.name: field for field in dataclasses.fields(shape)}
        allowed = f"allowed: {', '.join(sorted(fields))}"
        for key in raw:
            if key not in fields:
                self._refuse(_join(path, key), f"unknown key; {allowed}")
        for name, field in fields.items():
            if name not in raw and field.default is dataclasses.MISSING:
                self._refuse(_join(path, name), f"missing key; {allowed}")

    def _value(self, kind: Any, raw: object, path: str) -> object:
        if get_origin(kind) is tuple:
            return self._list(get_args(kind)[0], raw, path)
        if isinstance(kind, UnionType):
            return self._alternative([each for each in get_args(kind) if each is not NoneType], raw, path)
        if dataclasses.is_dataclass(kind):
            return self.record(cast(type[Any], kind), raw, path)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return self._choice(kind, raw, path)
        return self._scalar(kind, raw, path)

    def _alternative(self, kinds: Sequence[Any], raw: object, path: str) -> object:
        """`X | None` is an X that may be left out; several dataclasses are told apart by their tag."""
        if len(kinds) == 1:
            return self._value(kinds[0], raw, path)
        if not isinstance(raw, dict):
            return self._refuse(path, f"must be a table, is {_shown(raw)}")
        tag = dataclasses.fields(kinds[0])[0].name
        shapes = {dataclasses.fields(shape)[0].default: shape for shape in kinds}
        allowed = f"allowed: {', '.join(sorted(map(str, shapes)))}"
        if tag not in raw:
            return self._refuse(_join(path, tag), f"missing key; {allowed}")
        chosen = raw[tag]
        if not isinstance(chosen, str) or chosen not in shapes:
            return self._refuse(_join(path, tag), f"unknown value {_shown(chosen)}; {allowed}")
        return self.record(shapes[chosen], raw, path)

    def _list(self, kind: Any, raw: object, path: str) -> object:
        if not isinstance(raw, list):
            return self._refuse(path, f"must be a list, is {_shown(raw)}")
        return tuple(
            self._value(kind, entry, f"{path}[{_name(entry, number)}]")
            for number, entry in enumerate(raw, start=1)
        )

    def _choice(self, kind: type[Enum], raw: object, path: str) -> object:
        codes = [member.value for member in kind]
        if raw in codes:
            return kind(raw)
        return self._refuse(path, f"unknown value {_shown(raw)}; allowed: {', '.join(codes)}")

    def _scalar(self, kind: type[Any], raw: object, path: str) -> object:
        # The exact type: to isinstance, true is a number and a moment is a date.
        if type(raw) is not kind:
            return self._refuse(path, f"must be {_SCALARS[kind]}, is {_shown(raw)}")
        if isinstance(raw, str) and (not raw or raw != raw.strip()):
            return self._refuse(path, f"empty or with blanks around it: {_shown(raw)}")
        return raw

    def _refuse(self, path: str, problem: str) -> object:
        self.problems.append(f"{path}: {problem}" if path else problem)
        return _UNREADABLE


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _name(entry: object, number: int) -> str:
    """Tables in a list are named by their clause, as people look for them; anything else by its place."""
    names = (entry.get(key) for key in ("clause", "id", "name")) if isinstance(entry, dict) else ()
    return next((name for name in names if isinstance(name, str) and name), str(number))


def _shown(raw: object) -> str:
    if isinstance(raw, dict):
        return "a table"
    if isinstance(raw, list):
        return "a list"
    text = raw if isinstance(raw, str) else str(raw)
    return f'"{text[:40]}"'
