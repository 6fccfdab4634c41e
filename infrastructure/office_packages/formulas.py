"""What a formula or a Word field would start or fetch. Texts in, a danger or none out."""

import re
from collections.abc import Iterator

from infrastructure.office_packages.dangers import Danger

LONGEST_FORMULA = 8_192  # Excel's own limit

# They call a program or fetch from an address as soon as the workbook is calculated. HYPERLINK waits for a click.
_STARTING = re.compile(r"(?<![A-Z0-9_.])(?:_XL\w+\.)*(?:CALL|EXEC|REGISTER(?:\.ID)?|RTD)\s*\(", re.IGNORECASE)
_FETCHING = re.compile(
    r"(?<![A-Z0-9_.])(?:_XL\w+\.)*(?:WEBSERVICE|IMAGE|SQL\.REQUEST|STOCKHISTORY)\s*\(", re.IGNORECASE
)
_DDE_FIELD = re.compile(r"\s*\\?\s*DDE(?:AUTO)?\b", re.IGNORECASE)


def danger_of_formula(formula: str, sheets: frozenset[str]) -> Danger | None:
    """`sheets`: the names of the workbook's sheets: one may hold `|`, the sign of DDE (`application|topic!item`)."""
    if len(formula) > LONGEST_FORMULA:
        return Danger.DAMAGED
    bare = ""
    for kind, text in _pieces(formula):
        if kind == "'" and "|" in text and text.replace("''", "'") not in sheets:
            return Danger.COMMANDS
        bare += text if not kind else " "
    if "|" in bare or _STARTING.search(bare):
        return Danger.COMMANDS
    return Danger.EXTERNAL_LINKS if _FETCHING.search(bare) else None


def _pieces(formula: str) -> Iterator[tuple[str, str]]:
    """Strings, quoted names and [brackets] with their opening sign; everything else with none. Never backtracks."""
    start = at = 0
    while at < len(formula):
        sign = formula[at]
        end = _closing(formula, at) if sign in "\"'[" else -1
        if (
            end < 0
        ):  # an ordinary character, or a sign that nothing closes: what follows is looked at as it stands
            at += 1
            continue
        yield "", formula[start:at]
        yield sign, formula[at + 1 : end]
        start = at = end + 1
    yield "", formula[start:]


def _closing(formula: str, at: int) -> int:
    return _closing_bracket(formula, at) if formula[at] == "[" else _closing_quote(formula, at)


def _closing_quote(formula: str, at: int) -> int:
    sign, end = formula[at], at
    while (end := formula.find(sign, end + 1)) >= 0:
        if formula[end + 1 : end + 2] != sign:
            return end
        end += 1  # doubled: the sign itself
    return -1


def _closing_bracket(formula: str, at: int) -> int:
    """Columns of a table stand in brackets, nested once, with ' before a sign that is meant as such."""
    depth = 0
    while at < len(formula):
        sign = formula[at]
        if sign == "'":
            at += 1
        depth += (sign == "[") - (sign == "]")
        at += 1
        if depth == 0:
            return at - 1
    return -1


class FieldCodes:
    """The instructions of Word's fields, put together from the runs over which they are spread."""

    def __init__(self) -> None:
        self._open: list[tuple[list[str], bool]] = []  # the text so far, and whether its result has begun

    def mark(self, kind: str) -> Danger | None:
        """A field's begin, separate or end."""
        if kind == "begin":
            # What another field writes in front could be the word itself: { { QUOTE 68 68 69 } … }
            hidden = bool(self._open) and not self._open[-1][1] and not "".join(self._open[-1][0]).strip()
            self._open.append(([], False))
            return Danger.COMMANDS if hidden else None
        if not self._open:
            return None
        text, result = self._open[-1]
        if kind == "separate":
            self._open[-1] = (text, True)
        elif kind == "end":
            self._open.pop()
        return None if result else danger_of_field("".join(text))

    def instruct(self, text: str) -> Danger | None:
        """A run of an instruction; outside a field it stands for itself."""
        if not self._open:
            return danger_of_field(text)
        if not self._open[-1][1]:
            self._open[-1][0].append(text)
        return None


def danger_of_field(instruction: str) -> Danger | None:
    return Danger.COMMANDS if _DDE_FIELD.match(instruction) else None
