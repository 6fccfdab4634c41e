"""How much the reader may hand back, counted over all sheets; and the refusal when it is more."""

from typing import Any

Answer = dict[str, Any]


class Refused(Exception):
    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.answer: Answer = {"refused": code, "limit": limit}


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

    def check_sheets(self, count: int) -> None:
        if count > self._limits["sheets"]:
            raise Refused("too_many_sheets", self._limits["sheets"])
