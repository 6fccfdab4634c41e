"""What stands in a column, counted: how many of its cells are items, departments, people, dates, states."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from infrastructure.workbooks.grid import CellValue
from rectification.workbook.cells import bare, says_nothing
from rectification.workbook.items import ItemNames
from rectification.workbook.names import DepartmentNames, people_names
from rectification.workbook.progress import Said, read_completion
from rectification.workbook.results import ResultSaid, read_result


class Kind(StrEnum):
    ITEM = "item"
    NUMERAL = "numeral"  # only the number of an item
    CHECKPOINT = "checkpoint"
    DEPARTMENT = "department"
    PERSON = "person"
    DATE = "date"
    PER_CENT = "per_cent"
    STATE = "state"
    CLOSED = "closed"
    RESULT = "result"
    NUMBER = "number"


_LONGEST_STATE = 30
_LONGEST_NAMES = 40
_NUMBER = re.compile(r"[A-Za-z]{0,4}[-—]?\d{1,4}(?:[-.—]\d{1,4})?")
_PER_CENT = re.compile(r"\d{1,3}(?:\.\d+)?\s*[%％]")
_DATE = re.compile(
    r"(?:19|20)?\d{2}\s*[-./年、]\s*\d{1,2}(?:\s*[-./月、]\s*\d{1,2})?\s*[日号]?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[前底末止]*|20\d{6}|"
    r".{0,8}(?:\d{1,2}|[一二三四五六七八九十]{1,3})月.{0,10}|.{0,6}(?:季度|年底|月底|年末|月末|年内|月内).{0,4}"
)
_UNDATED = re.compile(
    r".{0,4}(?:长期|持续|常态|立行立改|立整立改|即知即改|即时整改|当天|当日|随时|即时).{0,6}"
)
_CLOSED = re.compile(r"销号|闭环|办结")


@dataclass(frozen=True)
class Known:
    """What the hospital's words mean; without it only the shape of words counts."""

    items: ItemNames = field(default_factory=lambda: ItemNames(()))
    departments: DepartmentNames = field(default_factory=lambda: DepartmentNames({}))
    staff: frozenset[str] = frozenset()  # bare


@dataclass
class Contents:
    """Of one column. `filled` counts the cells that say something."""

    filled: int = 0
    length: int = 0  # of all texts together
    counts: Counter[Kind] = field(default_factory=Counter)
    sample: str = ""

    def share(self, *kinds: Kind) -> float:
        return sum(self.counts[kind] for kind in kinds) / self.filled if self.filled else 0.0

    @property
    def mean_length(self) -> float:
        return self.length / self.filled if self.filled else 0.0


class Judge:
    """Tells what a cell is. The same words are judged once."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._judged: dict[str, frozenset[Kind]] = {}

    def contents(self, cells: Iterable[tuple[CellValue, str]]) -> Contents:
        found = Contents()
        for value, text in cells:
            if says_nothing(text):
                continue
            found.filled += 1
            found.length += len(text)
            found.sample = found.sample or text
            found.counts.update(self._kinds(value, text))
        return found

    def _kinds(self, value: CellValue, text: str) -> frozenset[Kind]:
        if isinstance(value, date):
            return frozenset([Kind.DATE])
        if text not in self._judged:
            self._judged[text] = frozenset(self._of_text(text))
        return self._judged[text]

    def _of_text(self, text: str) -> Iterable[Kind]:
        if _NUMBER.fullmatch(text):
            yield Kind.NUMBER
        if _PER_CENT.fullmatch(text):
            yield Kind.PER_CENT
            return
        if _DATE.fullmatch(text) or _UNDATED.fullmatch(text):
            yield Kind.DATE
        yield from self._of_place(text)
        yield from self._of_names(text)
        if len(text) <= _LONGEST_STATE:
            yield from _of_state(text)

    def _of_place(self, text: str) -> Iterable[Kind]:
        place = self._known.items.find(text)
        if place is None:
            return
        if place.in_words:
            yield Kind.CHECKPOINT if place.checkpoint else Kind.ITEM
        elif not place.guessed:
            yield Kind.NUMERAL

    def _of_names(self, text: str) -> Iterable[Kind]:
        if len(text) > _LONGEST_NAMES:
            return
        if any(mention.id is not None for mention in self._known.departments.read(text)):
            yield Kind.DEPARTMENT
        elif any(bare(name) in self._known.staff for name in people_names(text)):
            yield Kind.PERSON


def _of_state(text: str) -> Iterable[Kind]:
    if read_completion(text) not in (Said.UNSAID, Said.UNREADABLE):
        yield Kind.STATE
    if _CLOSED.search(text):
        yield Kind.CLOSED
    if read_result(text) is not ResultSaid.UNREADABLE:
        yield Kind.RESULT
