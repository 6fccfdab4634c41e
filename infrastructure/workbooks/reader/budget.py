"""How much the reader may hand back, counted over all sheets; and the refusal when it is more."""

from collections.abc import Sequence
from typing import Any
from unicodedata import category

Answer = dict[str, Any]


class Refused(Exception):
    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.answer: Answer = {"refused": code, "limit": limit}


def _has_controls(name: str) -> bool:
    """What no form and no JSON of ours sends back: a line's end, a control character, half a character."""
    return any(category(char) in ("Cc", "Cs") for char in name)


class Budget:
    """Counts filled rows and cells over all sheets."""

    def __init__(self, limits: Answer) -> None:
        self._limits = limits
        self._rows = 0
        self._cells = 0
        self._merged = 0

    def take_row(self, width: int) -> None:
        self._rows += 1
        self._cells += width
        if self._rows >= self._limits["rows"]:
            raise Refused("too_many_rows", self._limits["rows"])
        if self._cells > self._limits["cells"]:
            raise Refused("too_many_cells", self._limits["cells"])

    def take_merged(self, count: int) -> None:
        self._merged += count
        if self._merged > self._limits["merged_ranges"]:
            raise Refused("too_many_cells", self._limits["merged_ranges"])

    def check_width(self, width: int) -> None:
        if width > self._limits["columns"]:
            raise Refused("too_many_columns", self._limits["columns"])

    def check_sheets(self, names: Sequence[str]) -> None:
        if len(names) > self._limits["sheets"]:
            raise Refused("too_many_sheets", self._limits["sheets"])
        longest = self._limits["sheet_name"]
        if any(len(name) > longest or _has_controls(name) for name in names):
            raise Refused("sheet_name", longest)
        if len(set(names)) < len(
            names
        ):  # no program writes them; of two cells it would not be said which is meant
            raise Refused("sheet_names_alike")
