"""One pass over a sheet's XML for what the reader of values leaves out: errors, formulas without a value, per cent,
hidden rows and columns, struck cells.

Every element of a long sheet costs a call, so that nothing more than its name is looked at until a cell calls for it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from infrastructure.workbooks.reader.budget import Refused
from infrastructure.workbooks.reader.cells import UNCALCULATED, error, percent
from infrastructure.workbooks.reader.package import is_true, xml_parser
from infrastructure.workbooks.reader.styles import Runs, Shown, Struck, Styles

_LONGEST_CODE = 20
_LAST_COLUMN = 16_384


@dataclass
class SheetFacts:
    overlay: dict[int, dict[int, Any]] = field(default_factory=lambda: defaultdict(dict))
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # from, to
    struck: list[tuple[int, int]] = field(default_factory=list)
    partly_struck: list[tuple[int, int]] = field(default_factory=list)


class SheetPass:
    """Feed it with `parse`; then read `facts`."""

    def __init__(self, styles: Styles, struck: dict[str, Struck]) -> None:
        self.facts = SheetFacts()
        self._styles = styles
        self._struck_strings = struck
        self._local: dict[str, str] = {}
        self._row = self._column = 0
        self._kind, self._style = "n", "0"
        self._looking = False
        self._parser = xml_parser()
        self._parser.StartElementHandler = self._start

    def parse(self, piece: bytes, last: bool) -> None:
        self._parser.Parse(piece, last)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._local.get(name)
        if local is None:
            local = self._local[name] = name.rpartition(" ")[2]
        if local == "c":
            self._cell(attributes)
        elif self._looking:
            self._inside(local, attributes)
        elif local == "row":
            self._begin_row(attributes)
        elif local in {"f", "r"} and self._column:
            self._look()
            self._inside(local, attributes)
        elif local == "col":
            self._hide_columns(attributes)
        elif local == "sheetData":
            self._row = self._column = 0

    def _begin_row(self, attributes: dict[str, str]) -> None:
        told = attributes.get("r")
        self._row = int(told) if told else self._row + 1
        self._column = 0
        if ("hidden" in attributes and is_true(attributes["hidden"])) or _is_zero(attributes.get("ht")):
            self.facts.hidden_rows.append(self._row)

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if is_true(attributes.get("hidden")) or _is_zero(attributes.get("width")):
            self.facts.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def _cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self._column = column_of(place) if place else self._column + 1
        self._kind = attributes.get("t", "n")
        self._style = style = attributes.get("s", "0")
        if style in self._styles.struck:
            self.facts.struck.append((self._row, self._column))
        if self._kind == "n" and style in self._styles.shown:
            self.facts.overlay[self._row][self._column] = _AS_PERCENT[self._styles.shown[style]]
        if self._kind == "e" or (self._kind == "s" and self._struck_strings):
            self._look()

    # What follows is for the few cells that are looked at to their end.

    def _look(self) -> None:
        self._looking = True
        self._formula = self._has_value = False
        self._value: list[str] = []
        self._into = ""
        self._runs = Runs()
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def _inside(self, local: str, attributes: dict[str, str]) -> None:
        self._into = local
        self._formula |= local == "f"
        self._has_value |= local in {"v", "is"}
        self._runs.start(local, attributes)

    def _text(self, text: str) -> None:
        if self._into == "v":
            self._value.append(text)
        elif self._into == "t":
            self._runs.text(text)

    def _end(self, name: str) -> None:
        local = self._local.get(name, "")
        self._into = ""
        self._runs.end(local)
        if local == "c":
            self._looking = False
            self._parser.EndElementHandler = self._parser.CharacterDataHandler = None
            self._judge("".join(self._value).strip())

    def _judge(self, value: str) -> None:
        place = (self._row, self._column)
        if self._kind == "e" and value:
            code = value if value.startswith("#") else f"#{value}"
            self.facts.overlay[self._row][self._column] = error(code[:_LONGEST_CODE])
        elif self._kind == "e" or (self._formula and not value and not self._says_empty()):
            self.facts.overlay[self._row][self._column] = error(UNCALCULATED)
        struck = self._struck_strings.get(value) if self._kind == "s" else self._runs.struck
        if struck is Struck.WHOLLY:
            self.facts.struck.append(place)
        elif struck is Struck.PARTLY:
            self.facts.partly_struck.append(place)

    def _says_empty(self) -> bool:
        """A formula whose result is a text of no letters: calculated, and nothing to see."""
        return self._has_value and self._kind in {"str", "inlineStr"}


def column_of(place: str) -> int:
    """C6 → 3."""
    column = 0
    for letter in place:
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter.upper()) - ord("A") + 1
    if not 0 < column <= _LAST_COLUMN:
        raise Refused("damaged")
    return column


def _is_zero(size: str | None) -> bool:
    return size is not None and size.replace(".", "").strip("0") == "" and "0" in size


def _as_percent(scale: float) -> Callable[[Any], Any]:
    def shown(value: Any) -> Any:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return percent(value / scale) if is_number else value

    return shown


_AS_PERCENT = {Shown.PER_CENT: _as_percent(1), Shown.WITH_SIGN: _as_percent(100)}
