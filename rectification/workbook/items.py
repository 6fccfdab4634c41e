"""Which item of the campaign a cell means: by number, Chinese numeral, （三）…, title, short title or checkpoint."""

import re
import unicodedata
from dataclasses import dataclass

from rectification.workbook.cells import bare
from rectification.workbook.context import CheckpointRef, ItemRef
from rectification.workbook.numerals import NUMERAL_SIGNS, chinese_number

_NUMBER = rf"(?:\d{{1,2}}|[{NUMERAL_SIGNS}]{{1,3}})"
_NUMBERING = re.compile(
    rf"^\s*(?:整治内容|内容|项目|整治项目)?\s*(?:[(\[【]\s*({_NUMBER})\s*[)\]】]|第\s*({_NUMBER})\s*(?:项|条|大项|方面|类)|"
    rf"({_NUMBER})\s*(?:[.、,:;项-]|(?=\s)|$))"
)
_CIRCLED = re.compile("[\u2460-\u249b\u2776-\u277f]")
_FILLER = re.compile(r"(?:问题|方面|内容|整治|项|存在|的|情况|类|\d)*")
_TRAILING = re.compile(r"(?:方面)?(?:存在)?(?:的)?问题$|方面$")
_SHORTEST_PART = 4  # a shorter piece of a title is chance
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
        self._items = items
        self._by_number = {item.number: item for item in items}
        self._by_code = {
            code: item for item in items for code in (bare(item.code), bare(item.clause)) if code
        }
        self._names = {name: item for item in items for name in _names_of(item)}
        self._checkpoints = {
            bare(checkpoint.text): Place(item, checkpoint)
            for item in items
            for checkpoint in item.checkpoints
        }
        self._found: dict[str, Place | None] = {}

    def find(self, text: str) -> Place | None:
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def names(self, text: str) -> bool:
        """Whether a text names an item in words: a lone number does not."""
        place = self.find(text)
        return place is not None and place.in_words

    def _find(self, text: str) -> Place | None:
        folded = _folded(text)
        if (item := self._by_code.get(bare(folded))) is not None:
            return Place(item)
        number, rest = _numbering(folded)
        words = _TRAILING.sub("", bare(rest))
        if (place := self._by_words(words)) is not None:
            return place
        item = self._by_number.get(number) if number is not None else self._by_short_title(words)
        only_number = not bare(rest) or _FILLER.fullmatch(words) is not None
        return Place(item, in_words=False, guessed=not only_number) if item is not None else None

    def _by_short_title(self, words: str) -> ItemRef | None:
        """隐私保护 for 隐私: a few words that hold the short title of one item only."""
        if len(words) > _LONGEST_GUESS:
            return None
        holding = [item for item in self._items if item.short_title and bare(item.short_title) in words]
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
        """A whole official paragraph begins with the title: the longest name it begins with."""
        fitting = [name for name in self._names if len(name) >= _SHORTEST_PART and words.startswith(name)]
        return Place(self._names[max(fitting, key=len)]) if fitting else None

    def _by_part(self, words: str) -> Place | None:
        """A shortened title or checkpoint, if only one holds these words or is held by them."""
        items = {
            item.code: item
            for name, item in self._names.items()
            if words in name or (len(name) >= _SHORTEST_PART and name in words)
        }
        if len(items) == 1:
            return Place(next(iter(items.values())))
        places = [place for text, place in self._checkpoints.items() if words in text]
        return places[0] if len(places) == 1 and not items else None

    def checkpoint(self, item: ItemRef, text: str) -> CheckpointRef | None:
        """The checkpoint of an item that a cell means: by its words, its letter or its number."""
        folded = _folded(text)
        words = bare(folded)
        for checkpoint in item.checkpoints:
            if words in (bare(checkpoint.text), bare(checkpoint.code), bare(item.code + checkpoint.code)):
                return checkpoint
        number, rest = _numbering(folded)
        if bare(rest):
            words = bare(rest)
            holding = [one for one in item.checkpoints if _share(words, bare(one.text))]
            return holding[0] if len(holding) == 1 else None
        if number is not None and 1 <= number <= len(item.checkpoints):
            return item.checkpoints[number - 1]
        return None


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
    number = int(written) if written.isdecimal() else chinese_number(written)
    return number, folded[match.end() :]


def _names_of(item: ItemRef) -> set[str]:
    """The ways an item is called: its titles with and without what says that something is lacking."""
    names = {_TRAILING.sub("", bare(title)) for title in (item.title, item.short_title) if title}
    bared = {
        re.sub(r"(?:不健全|不完善|落实不到位|管理不规范|管理不到位|不到位|不规范)$", "", name)
        for name in names
    }
    return {name for name in names | bared if name}
