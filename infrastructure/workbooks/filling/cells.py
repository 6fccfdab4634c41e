"""Cells of a sheet as bytes: those that are written, and what formulas become when their values are to be new."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from infrastructure.workbooks.cell_text import cell_text
from infrastructure.workbooks.filling.markup import Element
from infrastructure.workbooks.grid import column_letters

Value = str | int | float | Decimal | date | None

# A spreadsheet program reads _x000D_ in a text as the sign of that number: the sign before it is written so itself.
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MOST_DIGITS = 15  # that a number of a cell keeps


@dataclass(frozen=True)
class Looks:
    """What the formats of a workbook do to numbers."""

    dates: frozenset[str] = frozenset()  # the formats that show a number as a day
    from_1904: bool = False

    def serial(self, day: date) -> int:
        start = date(1904, 1, 1) if self.from_1904 else date(1899, 12, 30)
        return ((day.date() if isinstance(day, datetime) else day) - start).days


def written(prefix: str, row: int, column: int, style: str, value: Value, looks: Looks) -> bytes:
    """A cell with a value of ours. Text is text, whatever it begins with."""
    opened = f'<{prefix}c r="{column_letters(column)}{row}"' + (f' s="{style}"' if style else "")
    if isinstance(value, date) and style in looks.dates and looks.serial(value) >= 1:
        value = looks.serial(value)
    if value is None or value == "":
        return f"{opened}/>".encode()
    if isinstance(value, int | float | Decimal) and len(str(value)) <= _MOST_DIGITS:
        return f"{opened}><{prefix}v>{value}</{prefix}v></{prefix}c>".encode()
    text = value.isoformat() if isinstance(value, date) else str(value)
    words = escape(_ESCAPED.sub("_x005F_", cell_text(text)))
    inner = f'<{prefix}is><{prefix}t xml:space="preserve">{words}</{prefix}t></{prefix}is>'
    return f'{opened} t="inlineStr">{inner}</{prefix}c>'.encode()


def formula_of(cell: Element) -> Element | None:
    return cell.child("f")


def holds_words(cell: Element) -> bool:
    """Whether something stands in it that no formula put there."""
    return formula_of(cell) is None and any(
        each.text.strip() for part in cell.children for each in part.walk()
    )
