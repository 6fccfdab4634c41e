"""The one way by which typed text gets into a cell (DESIGN §8: nothing a user typed can become a formula)."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

CELL_MAX_LENGTH = 32_767  # Excel's own limit

# A spreadsheet program reads a cell of a CSV file that begins so as a formula; the full-width forms are what a
# Chinese input method types for the same signs.
_FORMULA_STARTS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")

# XML cannot carry control characters and lone surrogates; the direction marks make a text look like another one.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

Plain = str | int | float | Decimal | bool | date | None


def cell_text(text: str) -> str:
    """The same text as a cell can hold it: no control characters, one kind of line end, no longer than a cell."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _UNWANTED.search(text):
        text = _UNWANTED.sub("", text)
    return text if len(text) <= CELL_MAX_LENGTH else text[: CELL_MAX_LENGTH - 1] + "…"


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program could take the text for a formula when it is typed or read from a CSV file."""
    return text[:1] in _FORMULA_STARTS or text.lstrip()[:1] in _FORMULA_STARTS if text else False


def csv_row(values: Iterable[Plain]) -> str:
    """One line of a CSV file. Text that looks like a formula gets the apostrophe that marks it as text."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_csv_value(value) for value in values])
    return line.getvalue()


def _csv_value(value: Plain) -> str | int | float | Decimal:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = cell_text(value)
        return f"'{text}" if looks_like_formula(text) else text
    return value
