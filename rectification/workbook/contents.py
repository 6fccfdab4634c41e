"""What stands in a column, counted: how many of its cells are items, departments, people, dates, states."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from infrastructure.workbooks.grid import CellValue
from rectification.workbook.cells import bare, says_nothing
from rectification.workbook.context import ImportContext
from rectification.workbook.items import ItemNames
from rectification.workbook.names import DepartmentNames
from rectification.workbook.progress import Said, read_completion
from rectification.workbook.results import ResultSaid, read_result


class Kind(StrEnum):
    ITEM = "item"
    NUMERAL = "numeral"  # only the number of an item
    CHECKPOINT = "checkpoint"
    DEPARTMENT = "department"
    PERSON = "person"
    DEPARTMENT_AND_PERSON = "department_and_person"  # 骨科/王敏
    DATE = "date"
    PER_CENT = "per_cent"
    STATE = "state"
    CLOSED = "closed"
    RESULT = "result"
    NUMBER = "number"


_LONGEST_STATE = 30
_LONGEST_NAMES = 40
_LONGEST_PLACE = 120  # a whole official paragraph is longer, but begins with its item
_NUMBER = re.compile(r"[A-Za-z]{0,4}[-—]?\d{1,4}(?:[-.—]\d{1,4})?")
_PER_CENT = re.compile(r"\d{1,3}(?:\.\d+)?\s*[%％]")
_DATE = re.compile(
    r"(?:19|20)?\d{2}\s*[-./年、]\s*\d{1,2}(?:\s*[-./月、]\s*\d{1,2})?\s*[日号]?"
    r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[前底末止]*|20\d{6}|"
    r".{0,8}(?:\d{1,2}|[一二三四五六七八九十]{1,3})月.{0,10}|"
    r".{0,6}(?:季度|年底|月底|年末|月末|年内|月内).{0,4}"
)
_UNDATED = re.compile(
    r".{0,4}(?:长期|持续|常态|立行立改|立整立改|即知即改|即时整改|当天|当日|随时|即时).{0,6}"
)
_CLOSED = re.compile(r"销号|闭环|办结")
_APART = re.compile(r"[、，,；;/／|（）()\s]+")


@dataclass
class Contents:
    """Of one column. `filled` counts the cells that say something."""

    filled: int = 0
    length: int = 0  # of all texts together
    counts: Counter[Kind] = field(default_factory=Counter)

    def share(self, *kinds: Kind) -> float:
        return self.count(*kinds) / self.filled if self.filled else 0.0

    def count(self, *kinds: Kind) -> int:
        """How many cells are one of these kinds; a cell that is two of them may count twice, but never above all."""
        return min(sum(self.counts[kind] for kind in kinds), self.filled)

    @property
    def mean_length(self) -> float:
        return self.length / self.filled if self.filled else 0.0


class Judge:
    """Tells what a cell is by what the hospital's words mean. The same words are judged once."""

    def __init__(self, context: ImportContext, items: ItemNames, departments: DepartmentNames) -> None:
        self._items = items
        self._departments = departments
        self._staff = frozenset(bare(name) for name in (*context.staff, *context.leaders))
        self._judged: dict[str, frozenset[Kind]] = {}

    def contents(self, cells: Iterable[tuple[CellValue, str]]) -> Contents:
        found = Contents()
        for value, text in cells:
            if says_nothing(text):
                continue
            found.filled += 1
            found.length += len(text)
            found.counts.update(self._kinds(value, text))
        return found

    def _kinds(self, value: CellValue, text: str) -> frozenset[Kind]:
        if isinstance(value, date):
            return frozenset([Kind.DATE])
        if text not in self._judged:
            self._judged[text] = frozenset(self._of_text(text))
        return self._judged[text]

    def _of_text(self, text: str) -> Iterator[Kind]:
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

    def _of_place(self, text: str) -> Iterator[Kind]:
        place = self._items.find(text[:_LONGEST_PLACE])
        if place is None or place.guessed:
            return
        if place.in_words:
            yield Kind.CHECKPOINT if place.checkpoint else Kind.ITEM
        else:
            yield Kind.NUMERAL

    def _of_names(self, text: str) -> Iterator[Kind]:
        if len(text) > _LONGEST_NAMES:
            return
        department = any(mention.id is not None for mention in self._departments.read(text))
        person = any(bare(piece) in self._staff for piece in (text, *_APART.split(text)))
        if department or person:
            both = department and person
            yield Kind.DEPARTMENT_AND_PERSON if both else Kind.DEPARTMENT if department else Kind.PERSON


def _of_state(text: str) -> Iterator[Kind]:
    if read_completion(text).said not in (Said.UNSAID, Said.UNREADABLE):
        yield Kind.STATE
    if _CLOSED.search(text):
        yield Kind.CLOSED
    if read_result(text) not in (ResultSaid.UNREADABLE, ResultSaid.NOTHING):
        yield Kind.RESULT
