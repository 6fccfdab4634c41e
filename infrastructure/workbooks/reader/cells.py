"""Cells as JSON carries them, and sheets laid out of them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from infrastructure.workbooks.reader.budget import Budget

UNCALCULATED = "公式未计算"
ERROR_CODES = frozenset(
    [
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#CONNECT!",
        "#BUSY!",
        "#PYTHON!",
    ]
)

# What else is known of a cell: an error instead of its value, or what its number stands for.
Overlay = Mapping[int, Mapping[int, Any]]


def error(code: str) -> dict[str, str]:
    return {"error": code}


def percent(number: float) -> dict[str, float]:
    return {"percent": number}


def plain(value: Any) -> Any:
    """One cell as JSON carries it; what is more than a text or a number travels in a small object of its own."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return value if value is None or isinstance(value, bool | int | dict) else str(value)


def laid_out(
    rows: Iterable[list[Any]], budget: Budget, *, left: int = 0, overlay: Overlay | None = None
) -> list[list[Any]]:
    """Rows without the blank cells at their ends and without the blank rows at the end of the sheet."""
    more = dict(overlay or {})
    sheet: list[list[Any]] = []
    for row in rows:
        sheet.append(_row([None] * left + [plain(value) for value in row], more.pop(len(sheet) + 1, None)))
    for number in sorted(more):  # formulas without any value below everything else
        sheet += [[] for _ in range(len(sheet), number - 1)]
        sheet.append(_row([], more[number]))
    for cells in sheet:
        if cells:
            budget.check_width(len(cells))
            budget.take_row(len(cells))
    while sheet and not sheet[-1]:
        sheet.pop()
    return sheet


def _row(cells: list[Any], overlay: Mapping[int, Any] | None) -> list[Any]:
    for column, more in (overlay or {}).items():
        if len(cells) < column:
            cells += [None] * (column - len(cells))
        cells[column - 1] = more(cells[column - 1]) if callable(more) else more
    while cells and cells[-1] is None:
        cells.pop()
    return cells
