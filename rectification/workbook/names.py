"""Names of departments and people in one cell: 检验科、信息科, 医务科/护理部, 张三（主任）、李四."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rectification.workbook.cells import bare, says_nothing

_APART = re.compile(r"[、，,；;/／|\n\r\t]+")
_JOINED = re.compile(r"以及|[和与及&+]|\s+")
_BRACKET = re.compile(r"[（(【\[]([^）)】\]]*)[）)】\]]")
_ROLE_BEFORE = re.compile(
    r"^(牵头|主责|主办|责任|配合|协同|协办|协助)(?:责任)?(?:部门|科室|单位)?\s*[:：]\s*"
)
_AND_OTHERS = re.compile(r"等(?:部门|科室)?$")
_TITLE = re.compile(
    r"(?:副?主任(?:医师|护师|技师|药师)?|总?护士长|副?科长|副?处长|副?院长|副?部长|副?书记|主管|干事|同志|老师|医生|医师)$"
)
_DIGITS = re.compile(r"\d{5,}")


class Part(StrEnum):
    """What a cell says of a department's part; nothing said means that the column decides."""

    UNSAID = "unsaid"
    LEAD = "lead"
    SUPPORTING = "supporting"


@dataclass(frozen=True)
class Mention:
    """One name of a cell, and the department or person it means, if known."""

    name: str
    id: int | None
    part: Part = Part.UNSAID


def _part_of(word: str) -> Part:
    return Part.LEAD if word in ("牵头", "主责", "主办", "责任") else Part.SUPPORTING


class DepartmentNames:
    """Departments of one hospital by name and alias."""

    def __init__(self, names: Mapping[str, int]) -> None:
        self._ids = {bare(name): id_ for name, id_ in names.items()}
        self._spelled = {bare(name): name for name in names}
        self._read: dict[str, tuple[Mention, ...]] = {}

    def find(self, name: str) -> int | None:
        return self._ids.get(bare(name))

    def likely(self, name: str) -> str | None:
        """A known name so near to an unknown one that it is worth asking."""
        near = difflib.get_close_matches(bare(name), self._ids, n=1, cutoff=0.6)
        return self._spelled[near[0]] if near else None

    def read(self, text: str) -> tuple[Mention, ...]:
        """The departments that a cell names, in its order, each once."""
        if text not in self._read:
            self._read[text] = tuple(_once(self._mentions(text)))
        return self._read[text]

    def _mentions(self, text: str) -> Iterable[Mention]:
        if says_nothing(text):
            return
        if (known := self.find(text)) is not None:
            yield Mention(text, known)
            return
        part = Part.UNSAID
        for piece in _APART.split(text):
            name = piece.strip()
            if before := _ROLE_BEFORE.match(name):
                part = _part_of(before[1])
                name = name[before.end() :].strip()
            if name and not says_nothing(name):
                yield from self._of_piece(name, part)

    def _of_piece(self, name: str, part: Part) -> Iterable[Mention]:
        for bracketed in _BRACKET.findall(name):
            if said := re.match(r"牵头|主责|主办|配合|协同|协办|协助", bracketed):
                part = _part_of(said[0])
        for form in (name, _BRACKET.sub("", name).strip(), _AND_OTHERS.sub("", name)):
            if (known := self.find(form)) is not None:
                yield Mention(form, known, part)
                return
        several = [piece for piece in _JOINED.split(_BRACKET.sub("", name)) if piece]
        if len(several) > 1 and all(self.find(piece) is not None for piece in several):
            for piece in several:
                yield Mention(piece, self.find(piece), part)
            return
        yield Mention(_BRACKET.sub("", name).strip() or name, None, part)


def _once(mentions: Iterable[Mention]) -> Iterable[Mention]:
    seen: set[int | str] = set()
    for mention in mentions:
        if (mention.id or mention.name) not in seen:
            seen.add(mention.id or mention.name)
            yield mention


@lru_cache(maxsize=4096)
def people_names(text: str) -> tuple[str, ...]:
    """The names of people in a cell, without titles, brackets and telephone numbers. 王 敏 is one name."""
    if says_nothing(text):
        return ()
    plain = _DIGITS.sub(" ", _BRACKET.sub(" ", re.sub(r"^责任人\s*[:：]", "", text)))
    names: list[str] = []
    for piece in _APART.split(plain):
        names.extend(_spaced_names(piece.strip()))
    return tuple(dict.fromkeys(name for name in names if bare(name)))


def _spaced_names(piece: str) -> list[str]:
    words = re.split(r"\s+", piece)
    names: list[str] = []
    for word in words:
        # Two-character names are often padded with a space to stand below three-character ones.
        if names and len(names[-1]) == 1 and len(word) <= 2:
            names[-1] += word
        elif word:
            names.append(word)
    return [_without_title(name) for name in names]


def _without_title(name: str) -> str:
    shorter = _TITLE.sub("", name)
    return shorter if len(shorter) >= 2 else name


def joined_names(name: str) -> tuple[str, ...]:
    """张三和李四 as two names; asked only where the whole is nobody's name."""
    pieces = tuple(piece for piece in re.split(r"[和与及]", name) if len(piece) >= 2)
    return pieces if len(pieces) > 1 else ()


def bracketed_words(text: str) -> tuple[str, ...]:
    """What stands in brackets: 张三（分管副院长） names a title too."""
    return tuple(word.strip() for word in _BRACKET.findall(text) if word.strip())
