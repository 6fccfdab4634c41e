"""Which item of the campaign a cell means: by number, Chinese numeral, （三）…, title, short title or checkpoint."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rectification.workbook.cells import bare
from rectification.workbook.context import CheckpointRef, ItemRef
from rectification.workbook.numerals import NUMERAL_SIGNS, chinese_number

_NUMBER = rf"(?:\d{{1,2}}|[{NUMERAL_SIGNS}]{{1,3}})"
_NUMBERING = re.compile(
    rf"^\s*(?:整治内容|内容|项目|整治项目)?\s*(?:[(\[【]\s*({_NUMBER})\s*[)\]】]|第\s*({_NUMBER})\s*(?:项|条|大项|方面|类)|"
    rf"({_NUMBER})\s*(?:[.、,:;-]|(?=\s)|$))"
)
# 1-2, 7.3: the second point of the first item.
_POINT = re.compile(r"\s*[iI]?(\d{1,2})\s*[.-]\s*(\d{1,2})\s*")
_SEVERAL_NUMBERS = re.compile(rf"\s*[iI]?{_NUMBER}(?:\s*[,、/;和及与\n]\s*[iI]?{_NUMBER})+\s*")
# In the name of a sheet a number says that it is an item's only with these words before it or 第…项 around it.
# The official text counts its items so: beside other words a guess, where 1. may count anything.
_OFFICIAL_NUMBER = re.compile(
    rf"\s*(?:整治内容|整治项目)?\s*(?:\([{NUMERAL_SIGNS}]{{1,3}}\)|第\s*{_NUMBER}\s*大?项)"
)
_LONE_NUMBER = re.compile(rf"\(?({_NUMBER})[).、]?")
_SAYS_ITEM = re.compile(
    rf"\s*(?:(?:专项)?整治(?:内容|项目)\s*[(（]?({_NUMBER})[)）]?|第\s*({_NUMBER})\s*(?:大?项|方面)(?:整治)?(?:内容|问题)?)\s*"
)
_CIRCLED = re.compile("[\u2460-\u249b\u2776-\u277f]")
_FILLER = re.compile(r"(?:问题|方面|内容|整治|项|存在|的|情况|类)*")
# What a title is beside the words of an item: 医院感染管理不到位问题自查表.
_ABOUT = re.compile(
    rf"(?:关于|专项|整治|整改|问题|方面|内容|自查|自纠|检查|排查|清单|台账|一览表|统计表|情况|日报|周报|月报|表|汇总|责任|工作|科室|存在|的|项|类|"
    rf"第|\d|[{NUMERAL_SIGNS}]|年|月|日|度|季)*"
)
_BETWEEN = re.compile(rf"(?:{_NUMBER}|问题|方面|内容|存在|的|管理|不到位|和|及|与|以及|i)*")
_TRAILING = re.compile(r"(?:方面)?(?:存在)?(?:的)?问题$|方面$")
_SHORTEST_PART = 4  # a shorter piece of a title is chance
_COMMON = frozenset(["管理", "问题", "医疗", "质量", "安全"])  # in most titles
_LONGEST_ADDITION = 20  # behind a title: more is the official paragraph itself
_LONGEST_GUESS = 6  # a longer text may hold a short title by chance


@dataclass(frozen=True)
class Place:
    """Where in the campaign a finding belongs.

    Not in words: only a number says so, or a word of a short title. Guessed: other words stand there too.
    """

    item: ItemRef
    checkpoint: CheckpointRef | None = None
    in_words: bool = True
    guessed: bool = False

    @property
    def code(self) -> str:
        return f"{self.item.code}.{self.checkpoint.code}" if self.checkpoint else self.item.code


class ItemNames:
    def __init__(self, items: tuple[ItemRef, ...]) -> None:
        self.all = items
        self._by_number = {item.number: item for item in items}
        self._by_code = {
            code: item for item in items for code in (bare(item.code), bare(item.clause)) if code
        }
        self._titles = {bare(item.title) for item in items} | {_whole(item.title) for item in items}
        self._names = {name: item for item in items for name in _names_of(item)}
        self._checkpoints = {
            bare(checkpoint.text): Place(item, checkpoint)
            for item in items
            for checkpoint in item.checkpoints
        }
        self._found: dict[str, Place | None] = {}

    def find(self, text: str) -> Place | None:
        """What a cell of an item column means: the cell as a whole, a number too. A guess is marked as one."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def names(self, text: str) -> bool:
        """Whether a text names an item in words: a lone number does not."""
        place = self.find(text)
        return place is not None and place.in_words

    def find_in_name(self, text: str) -> Place | None:
        """The item that the name of a sheet, a title or a file name gives to everything below it.

        Stricter than a cell: the title of an item or a point of it, with nothing beside but what a title is
        (医院感染管理不到位问题自查表), its code, or a number that says what it counts (第七项, 整治内容七).
        A number among other words is none: 十项问题, 8-31, 1.汇总. A lone number (七, 7), a short title (院感) and a
        part of a title are guesses (`guessed`), which the caller tells at the sheet.
        """
        folded = _folded(text)
        if (item := self._by_code.get(bare(folded))) is not None:
            return Place(item)
        if said := _SAYS_ITEM.fullmatch(folded):
            item = self._by_number.get(_number(said[1] or said[2]) or 0)
            return Place(item, in_words=False) if item else None
        if alone := _LONE_NUMBER.fullmatch(folded):
            item = self._by_number.get(_number(alone[1]) or 0)
            return Place(item, in_words=False, guessed=True) if item else None
        _, rest = _numbering(folded)
        words = _whole(rest)
        if (item := self._names.get(words)) is not None:
            return Place(item, guessed=len(words) < _SHORTEST_PART)
        if (place := self._checkpoints.get(words)) is not None:
            return place
        held = self._held(bare(folded))
        if len(held) == 1:
            (name, item), *_ = held.items()
            left = bare(folded).replace(name, "", 1)
            sure = name in self._titles and _ABOUT.fullmatch(left)
            return Place(item, guessed=not sure and not _most_of(item, words))
        return None

    def several(self, text: str) -> tuple[ItemRef, ...]:
        """The items of a cell that names two or more and nothing else: 六、病历；七、院感, I6/I7."""
        folded = _folded(text)
        if _SEVERAL_NUMBERS.fullmatch(folded):
            numbers = [_number(written) for written in re.findall(_NUMBER, folded)]
            items = [self._by_number.get(number or 0) for number in numbers]
            return () if None in items else _twice(item for item in items if item)
        left = bare(folded)
        met: list[ItemRef] = []
        for name in sorted({*self._names, *self._titles}, key=len, reverse=True):
            if name in left:
                met.append(self._item_of(name))
                left = left.replace(name, "\n", 1)
        return _twice(met) if _BETWEEN.fullmatch(left.replace("\n", "")) else ()

    def _item_of(self, name: str) -> ItemRef:
        return self._names.get(name) or self._names[_whole(name)]

    def _held(self, words: str) -> dict[str, ItemRef]:
        """The longest name of each item that these words hold, where it is no chance."""
        held: dict[str, ItemRef] = {}
        for name in sorted({*self._names, *self._titles}, key=len, reverse=True):
            item = self._item_of(name)
            if len(name) > _SHORTEST_PART and name in words and item not in held.values():
                held[name] = item
        return held

    def _find(self, text: str) -> Place | None:
        folded = _folded(text)
        if (item := self._by_code.get(bare(folded))) is not None:
            return Place(item)
        if self.several(text):
            return None
        if point := _POINT.fullmatch(folded):
            return self._point(int(point[1]), int(point[2]))
        number, rest = _numbering(folded)
        words = _whole(rest)
        if (place := self._by_words(words)) is not None:
            return place
        if _FILLER.fullmatch(words):
            item = self._by_number.get(number or 0)
            return Place(item, in_words=False) if item else None
        if number is None:
            item = self._by_short_title(words)
        elif _OFFICIAL_NUMBER.match(folded):
            item = self._by_number.get(number)
        else:
            item = self._sharing(number, words)
        return Place(item, in_words=False, guessed=True) if item is not None else None

    def _point(self, number: int, point: int) -> Place | None:
        """8-31 is a day, 1-2 the second point of the first item: a guess that is told."""
        item = self._by_number.get(number)
        if item is None or not 1 <= point <= len(item.checkpoints):
            return None
        return Place(item, item.checkpoints[point - 1], in_words=False, guessed=True)

    def _sharing(self, number: int, words: str) -> ItemRef | None:
        """The item of a number whose title shares a word with what stands beside it: 1.洗手设施 is not item 1."""
        item = self._by_number.get(number)
        if item is None:
            return None
        pairs = {words[place : place + 2] for place in range(len(words) - 1)}
        return item if any(pair in bare(item.title + item.short_title) for pair in pairs - _COMMON) else None

    def _by_short_title(self, words: str) -> ItemRef | None:
        """隐私保护 for 隐私: a few words that hold the short title of one item only."""
        if len(words) > _LONGEST_GUESS:
            return None
        holding = [item for item in self.all if item.short_title and bare(item.short_title) in words]
        return holding[0] if len(holding) == 1 else None

    def _by_words(self, words: str) -> Place | None:
        if not words or _FILLER.fullmatch(words):
            return None
        if (item := self._names.get(words)) is not None:
            return Place(item)
        if (place := self._checkpoints.get(words)) is not None:
            return place
        if len(words) < _SHORTEST_PART:
            return None
        return self._by_beginning(words) or self._by_part(words)

    def _by_beginning(self, words: str) -> Place | None:
        """A whole official paragraph begins with the title; what begins with a part of one is a guess."""
        names = [name for name in {*self._names, *self._titles} if len(name) >= _SHORTEST_PART]
        fitting = [name for name in names if words.startswith(name)]
        if not fitting:
            return None
        name = max(fitting, key=len)
        item, left = self._item_of(name), words[len(name) :]
        paragraph = name in self._titles and len(left) > _LONGEST_ADDITION
        sure = paragraph or _ABOUT.fullmatch(left) or _most_of(item, words)
        return Place(item, guessed=not sure)

    def _by_part(self, words: str) -> Place | None:
        """A shortened title or checkpoint, if only one holds these words or is held by them."""
        held = {item.code: (name, item) for name, item in self._held(words).items()}
        holding = {item.code: (name, item) for name, item in self._names.items() if words in name}
        if len(held | holding) == 1:
            name, item = next(iter((held | holding).values()))
            short = len(words) * 2 < len(name) or (
                name in words and not _ABOUT.fullmatch(words.replace(name, "", 1))
            )
            return Place(item, guessed=short)
        places = [place for text, place in self._checkpoints.items() if words in text]
        return places[0] if len(places) == 1 and not held and not holding else None

    def checkpoint(self, item: ItemRef, text: str) -> CheckpointRef | None:
        """The checkpoint of an item that a cell means: by its words, its letter or its number."""
        folded = _folded(text)
        words = bare(folded)
        for checkpoint in item.checkpoints:
            if words in (bare(checkpoint.text), bare(checkpoint.code), bare(item.code + checkpoint.code)):
                return checkpoint
        if point := _POINT.fullmatch(folded):
            place = self._point(int(point[1]), int(point[2]))
            return place.checkpoint if place and place.item == item else None
        number, rest = _numbering(folded)
        if bare(rest):
            words = bare(rest)
            holding = [one for one in item.checkpoints if _share(words, bare(one.text))]
            return holding[0] if len(holding) == 1 else None
        if number is not None and 1 <= number <= len(item.checkpoints):
            return item.checkpoints[number - 1]
        return None

    def of_another(self, item: ItemRef, text: str) -> Place | None:
        """The checkpoint of another item that a cell means: beside this item a conflict."""
        folded = _folded(text)
        if point := _POINT.fullmatch(folded):
            place = self._point(int(point[1]), int(point[2]))
            return place if place and place.item != item else None
        _, rest = _numbering(folded)
        words = bare(rest)
        found = [place for known, place in self._checkpoints.items() if _share(words, known)]
        found += [
            Place(one, c) for one in self.all for c in one.checkpoints if words == bare(one.code + c.code)
        ]
        return found[0] if len(found) == 1 and found[0].item != item else None


def _folded(text: str) -> str:
    """One width; ③ becomes (3), which keeps it apart from what follows."""
    numbered = _CIRCLED.sub(lambda sign: f"({int(unicodedata.numeric(sign[0]))})", text)
    return unicodedata.normalize("NFKC", numbered).strip()


def _share(words: str, text: str) -> bool:
    return len(words) >= _SHORTEST_PART and (words in text or text in words)


def _numbering(folded: str) -> tuple[int | None, str]:
    """The number at the beginning and what follows it."""
    match = _NUMBERING.match(folded)
    if match is None:
        return None, folded
    written = next(group for group in match.groups() if group)
    return _number(written), folded[match.end() :]


def _number(written: str) -> int | None:
    return int(written) if written.isdecimal() else chinese_number(written)


def _most_of(item: ItemRef, words: str) -> bool:
    """电子病历系统管理 of 电子病历系统管理不到位问题."""
    title = bare(item.title)
    return title.startswith(words) and len(words) * 2 >= len(title)


def _whole(text: str) -> str:
    return _TRAILING.sub("", bare(text))


def _twice(items: Iterable[ItemRef]) -> tuple[ItemRef, ...]:
    """The items, if there are two of them."""
    each = tuple({item.code: item for item in items}.values())
    return tuple(sorted(each, key=lambda item: item.number)) if len(each) > 1 else ()


def _names_of(item: ItemRef) -> set[str]:
    """The ways an item is called: its titles with and without what says that something is lacking."""
    names = {_TRAILING.sub("", bare(title)) for title in (item.title, item.short_title) if title}
    bared = {
        re.sub(r"(?:不健全|不完善|落实不到位|管理不规范|管理不到位|不到位|不规范)$", "", name)
        for name in names
    }
    return {name for name in names | bared if name}
