"""The reader process: a workbook on standard input, JSON on standard output.

Started by path in isolated mode by `reading.py`, never imported by it, so it may import nothing of this project.
It limits its own memory and processor time before it looks at the first byte. What it answers is JSON and not
pickle: a file that takes this process over must not reach the one that waits for the answer.
"""

import io
import json
import resource
import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

Answer = dict[str, Any]


class Sheet(Protocol):
    """The part of calamine's sheet that is used here."""

    @property
    def start(self) -> tuple[int, int] | None: ...
    @property
    def total_width(self) -> int: ...
    def iter_rows(self) -> Iterable[list[Any]]: ...
    @property
    def merged_cell_ranges(self) -> list[tuple[tuple[int, int], tuple[int, int]]] | None: ...


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


def plain(value: Any) -> Any:
    """One cell as JSON carries it; dates travel in a small object of their own."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return value if isinstance(value, bool | int) else str(value)


def filled(row: list[Any], offset: int) -> list[Any]:
    """A row without the blank cells at its end."""
    cells = [plain(value) for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    return [None] * offset + cells if cells else []


def sheet_rows(sheet: Sheet, budget: Budget) -> list[list[Any]]:
    if sheet.start is None:
        return []
    _, left = sheet.start
    budget.check_width(sheet.total_width)
    rows: list[list[Any]] = []
    # calamine gives the blank rows above the first filled cell, but not the blank columns left of it.
    for row in sheet.iter_rows():
        cells = filled(row, left)
        if cells:
            budget.take_row(len(cells))
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def sheet_merges(sheet: Sheet, budget: Budget) -> list[list[int]]:
    ranges = sheet.merged_cell_ranges or []
    budget.take_merged(len(ranges))
    return [[top + 1, left + 1, bottom + 1, right + 1] for (top, left), (bottom, right) in ranges]


def read(data: bytes, limits: Answer) -> Answer:
    import python_calamine as calamine  # noqa: PLC0415 -- loaded under the limits

    budget = Budget(limits)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        budget.check_sheets(len(workbook.sheet_names))
        sheets = []
        for metadata in workbook.sheets_metadata:
            if metadata.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            sheets.append(
                {
                    "name": metadata.name,
                    "hidden": metadata.visible != calamine.SheetVisibleEnum.Visible,
                    "rows": sheet_rows(sheet, budget),
                    "merged": sheet_merges(sheet, budget),
                }
            )
    except Refused as refused:
        return refused.answer
    except calamine.PasswordError:
        return {"refused": "password", "limit": 0}
    except (calamine.CalamineError, ValueError, OSError):
        return {"refused": "damaged", "limit": 0}
    return {"sheets": sheets}


def limit_resources(limits: Answer) -> None:
    wanted = {
        resource.RLIMIT_AS: limits["reader_memory_bytes"],
        resource.RLIMIT_CPU: limits["reader_cpu_seconds"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (ceiling, ceiling))


def main() -> None:
    limits = json.loads(sys.argv[1])
    limit_resources(limits)
    answer = read(sys.stdin.buffer.read(), limits)
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())


if __name__ == "__main__":
    main()
