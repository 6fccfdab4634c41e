"""What becomes of references when rows are put into a sheet: what a spreadsheet program makes of them, or nothing.

The new rows follow the last row of the table. What lies below moves; a range that ends with the table grows with it.
"""

import re
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

_CELL = r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})"
_REFERENCE = re.compile(_CELL + "(?::" + _CELL + ")?(#?)")
_ROWS = re.compile(r"(\$?)(\d{1,7}):(\$?)(\d{1,7})")
_COLUMNS = re.compile(r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}")
_NAME = re.compile(r"[^\W\d][\w.\\?]*(?:\[.*\])?|\[.*\]", re.DOTALL)
_QUALIFIED = re.compile(r"(?:('(?:[^']|'')+'|[^'!]+)!)?(.*)", re.DOTALL)


class Unclear(Exception):
    """A reference whose meaning after the insertion is not certain."""


@dataclass(frozen=True)
class Inserted:
    """`count` rows below row `after` of a sheet; `first` to `after` are the rows of the table."""

    sheet: str
    first: int
    after: int
    count: int

    @property
    def needed(self) -> int:
        """How many rows the table then has."""
        return self.after - self.first + 1 + self.count

    def row(self, number: int) -> int:
        return number + self.count if number > self.after else number

    def moved(self, text: str) -> str:
        """Of a merge, a link, a comment: A5 or A5:H24. It goes down when it stands below."""
        return self._reference(text, grows=False)

    def grown(self, text: str) -> str:
        """Of validations, formats, a filter, with blanks between: what holds the last row takes in the new ones."""
        return " ".join(self._reference(each, grows=True) for each in text.split())

    def _reference(self, text: str, *, grows: bool) -> str:
        found = _REFERENCE.fullmatch(text)
        if found is None:
            raise Unclear
        top, bottom = int(found[4]), int(found[8] or found[4])
        low = self._bottom(bottom) if grows else self.row(bottom)
        first = f"{found[1]}{found[2]}{found[3]}{self.row(top)}"
        if not found[8] and low == self.row(top):
            return first
        return f"{first}:{found[5] or ''}{found[6] or found[2]}{found[7] or ''}{low}"

    def formula(self, text: str, *, row: int | None, own: bool = True) -> str:
        """`row`: where it stands, as long as that is in the sheet itself; `own`: bare references are the sheet's."""
        try:
            tokens = Tokenizer(f"={text}")
        except TokenizerError as problem:
            raise Unclear from problem
        if tokens.render() != f"={text}":
            raise Unclear
        in_table = row is not None and self.first <= row <= self.after
        return "".join(
            self._operand(token.value, row if in_table else None, own=own)
            if _is_range(token)
            else token.value
            for token in tokens.items
        )

    def _operand(self, text: str, row: int | None, *, own: bool) -> str:
        found = _QUALIFIED.fullmatch(text)
        assert found
        sheet, bare = found[1], found[2]
        name = sheet.strip("'").replace("''", "'") if sheet else ""
        if ":" in name:
            raise Unclear  # through several sheets
        if (name.casefold() != self.sheet.casefold()) if sheet else not own:
            return text
        before = f"{sheet}!" if sheet else ""
        if reference := _REFERENCE.fullmatch(bare):
            return before + self._moved(reference, row)
        if rows := _ROWS.fullmatch(bare):
            return f"{before}{rows[1]}{self.row(int(rows[2]))}:{rows[3]}{self._bottom(int(rows[4]))}"
        if _COLUMNS.fullmatch(bare) or _NAME.fullmatch(bare):
            return text
        raise Unclear

    def _moved(self, found: re.Match[str], row: int | None) -> str:
        top_fixed, top = found[3], int(found[4])
        if row is not None and not top_fixed and top > self.after:
            raise Unclear  # a row of the table that looks below it from where it stands
        first = f"{found[1]}{found[2]}{top_fixed}{self.row(top)}"
        if not found[6]:
            return first + found[9]
        bottom_fixed, bottom = found[7], int(found[8])
        if row is not None and not bottom_fixed and bottom >= self.after:
            if bottom != row:
                raise Unclear
            return found[0]  # up to its own row: sums that run along
        return f"{first}:{found[5]}{found[6]}{bottom_fixed}{self._bottom(bottom)}{found[9]}"

    def _bottom(self, number: int) -> int:
        return number + self.count if number >= self.after else number


def _is_range(token: Token) -> bool:
    return bool(token.type == Token.OPERAND and token.subtype == Token.RANGE)
