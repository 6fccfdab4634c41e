"""Several measures or causes in one cell: 1. 2. / 1、 / （1） / ①② / 一是 / one a line / ；. No text is lost."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from rectification.workbook.numerals import chinese_number

_CIRCLED = re.compile("[\u2460-\u2473\u2474-\u2487\u2488-\u249b\u2776-\u277f]")
_CIRCLED_STARTS = (0x2460, 0x2474, 0x2488, 0x2776)
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_AT_START = r"(?:^|(?<=[\s；;。，,：:）)]))"

_MAYBE_NUMBERED = re.compile(rf"\d\s*[.．、)）]|[\u2460-\u249b\u2776-\u277f]|{_NUMERAL}[、.．)），,：:是要]")

# What parts the pieces of a list and belongs to none of them.
_EDGES = " \t\n；;，,、"
_OPENING, _CLOSING = "（(【[《“", "）)】]》”"
_GOES_ON = tuple("，,、：:（(")


@dataclass(frozen=True)
class _Marker:
    start: int
    end: int
    number: int


def _circled_number(sign: str) -> int:
    start = max(first for first in _CIRCLED_STARTS if first <= ord(sign))
    return ord(sign) - start + 1


def _numeral(text: str) -> int:
    return chinese_number(text) or 0


# Each way of numbering: how its marks look, and which number a mark stands for.
_STYLES: tuple[tuple[re.Pattern[str], Callable[[str], int]], ...] = (
    (_CIRCLED, _circled_number),
    (re.compile(r"[（(]\s*(\d{1,2})\s*[）)]"), int),
    (re.compile(r"(?<![\d.．])(\d{1,2})\s*(?:[.．、]|[）)])(?!\d)"), int),
    (re.compile(_AT_START + rf"[（(]({_NUMERAL})[）)]、?"), _numeral),
    (re.compile(_AT_START + rf"({_NUMERAL})[、.．]"), _numeral),
    (re.compile(_AT_START + rf"({_NUMERAL})(?:是|要)"), _numeral),
    (re.compile(_AT_START + rf"第({_NUMERAL})[，,、：:]"), _numeral),
)


@lru_cache(maxsize=4096)
def split_list(text: str) -> tuple[str, ...]:
    """The entries of a list, without their numbers. A text that is no list is one entry."""
    markers = _numbering(text) if _MAYBE_NUMBERED.search(text) else []
    pieces = _numbered_pieces(text, markers) if markers else _unnumbered_pieces(text)
    return tuple(piece for piece in (piece.strip(_EDGES) for piece in pieces) if piece.strip())


def numbered_list(text: str) -> tuple[str, tuple[str, ...]]:
    """What stands before the entries of a numbered list, and the entries: none where the text is no such list."""
    markers = _numbering(text) if _MAYBE_NUMBERED.search(text) else []
    if len(markers) < 2:
        return "", ()
    entries = (piece.strip(_EDGES) for piece in _numbered_pieces(text[markers[0].start :], _from(markers)))
    return text[: markers[0].start].strip(), tuple(entry for entry in entries if entry)


def _from(markers: list[_Marker]) -> list[_Marker]:
    first = markers[0].start
    return [_Marker(marker.start - first, marker.end - first, marker.number) for marker in markers]


def _numbering(text: str) -> list[_Marker]:
    """The marks 1, 2, 3 … of the way of numbering that begins first; a lone mark counts only at the very beginning."""
    chains = (_chain(pattern, number_of, text) for pattern, number_of in _STYLES)
    usable = [chain for chain in chains if len(chain) > 1 or (chain and not text[: chain[0].start].strip())]
    return min(usable, key=lambda chain: (chain[0].start, -len(chain)), default=[])


def _chain(pattern: re.Pattern[str], number_of: Callable[[str], int], text: str) -> list[_Marker]:
    chain: list[_Marker] = []
    for match in pattern.finditer(text):
        number = number_of(match[1] if match.re.groups else match[0])
        # A measure a row goes on counting: the cell may begin with 3.
        begins = not chain and (number == 1 or not text[: match.start()].strip())
        if begins or (chain and number == chain[-1].number + 1):
            chain.append(_Marker(match.start(), match.end(), number))
    return chain


def _numbered_pieces(text: str, markers: list[_Marker]) -> list[str]:
    ends = [marker.start for marker in markers[1:]] + [len(text)]
    pieces = [text[marker.end : end] for marker, end in zip(markers, ends, strict=True)]
    lead_in = text[: markers[0].start].strip()
    return [lead_in + pieces[0], *pieces[1:]]


def _unnumbered_pieces(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        # A line that ends in the middle of a sentence was only broken to fit the column.
        if lines and lines[-1].rstrip().endswith(_GOES_ON):
            lines[-1] = lines[-1].rstrip() + line.lstrip()
        else:
            lines.append(line)
    return [piece for line in lines for piece in _at_semicolons(line)]


def _at_semicolons(line: str) -> list[str]:
    pieces = [""]
    depth = 0
    for sign in line:
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth = max(depth - 1, 0)
        if sign in "；;" and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += sign
    return pieces
