"""What the looks of a cell say about its meaning: struck through, and shown as per cent."""

import re
from dataclasses import dataclass, field
from enum import Enum
from xml.etree.ElementTree import Element

from infrastructure.workbooks.reader.package import Package, is_true, xml_parser

_PERCENT_FORMATS = {9, 10}  # 0% and 0.00%, which no file spells out
_SPECIAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]')
_WRITTEN_SIGN = re.compile(r'"[^"%]*%[^"]*"|\\%')


class Shown(Enum):
    PER_CENT = "0%"  # 0.8 shows as 80%
    WITH_SIGN = '0"%"'  # 80 shows as 80%


class Struck(Enum):
    WHOLLY = "wholly"
    PARTLY = "partly"


@dataclass(frozen=True)
class Styles:
    """By the number of a cell's format."""

    shown: dict[str, Shown] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()


def shown_by(code: str) -> Shown | None:
    """What a number format makes of a number."""
    if "%" not in code:
        return None
    if "%" in _SPECIAL.sub("", code):
        return Shown.PER_CENT
    return Shown.WITH_SIGN if _WRITTEN_SIGN.search(code) else None


def styles_of(package: Package, part: str) -> Styles:
    tree = package.tree(part)
    if tree is None:
        return Styles()
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in tree.iterfind("numFmts/numFmt")}
    fonts = [_is_struck(font) for font in tree.iterfind("fonts/font")]
    shown: dict[str, Shown] = {}
    struck: set[str] = set()
    for place, look in enumerate(tree.iterfind("cellXfs/xf")):
        number = look.get("numFmtId", "0")
        usual = Shown.PER_CENT if number.isdigit() and int(number) in _PERCENT_FORMATS else None
        if way := shown_by(codes[number]) if number in codes else usual:
            shown[str(place)] = way
        font = look.get("fontId", "0")
        if font.isdigit() and int(font) < len(fonts) and fonts[int(font)]:
            struck.add(str(place))
    return Styles(shown, frozenset(struck))


def _is_struck(font: Element) -> bool:
    strike = font.find("strike")
    return strike is not None and is_true(strike.get("val"), absent=True)


class Runs:
    """The pieces of one text with formats of their own: are all of them struck, or some?"""

    def __init__(self) -> None:
        self._struck = self._plain = False
        self._text: list[str] = []
        self._is_struck = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "r":
            self._text, self._is_struck = [], False
        elif name == "strike":
            self._is_struck = is_true(attributes.get("val"), absent=True)

    def text(self, text: str) -> None:
        self._text.append(text)

    def end(self, name: str) -> None:
        if name == "r" and "".join(self._text).strip():
            self._struck |= self._is_struck
            self._plain |= not self._is_struck

    @property
    def struck(self) -> Struck | None:
        if not self._struck:
            return None
        return Struck.PARTLY if self._plain else Struck.WHOLLY


def struck_strings(package: Package, part: str) -> dict[str, Struck]:
    """The shared texts that are struck, by their number."""
    if b"s\0t\0r\0i\0k\0e" not in (content := package.part(part)) and b"strike" not in content:
        return {}
    found: dict[str, Struck] = {}
    count, runs = 0, Runs()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal runs
        name = name.rpartition(" ")[2]
        if name == "si":
            runs = Runs()
        runs.start(name, attributes)

    def end(name: str) -> None:
        nonlocal count
        name = name.rpartition(" ")[2]
        runs.end(name)
        if name == "si":
            if runs.struck:
                found[str(count)] = runs.struck
            count += 1

    parser = xml_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: runs.text(text)
    parser.Parse(content, True)
    return found
