"""A grade table: which totals earn which grade, and what makes such a table whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from policy_texts.rule_books.vocabulary import RANKED_GRADES, Grade


@dataclass(frozen=True, kw_only=True)
class GradeBand:
    """Totals from `at_least` on and under `below`; the best band is open above, the worst below."""

    grade: Grade
    at_least: Decimal | None = None
    below: Decimal | None = None


class BandFault(Enum):
    """Told in English to whoever writes a rule book, in Chinese to whoever changes a setting."""

    ORDER = (
        "must list each grade once, the best first: excellent, good, fair, poor",
        "须按优秀、良好、一般、较差各列一行",
    )
    OPEN_TOP = "the best grade has no `below`", "最高等次不设上限（below）"
    OPEN_BOTTOM = "the worst grade has no `at_least`", "最低等次不设下限（at_least）"
    NO_LIMIT = "needs a limit towards the next grade", "缺少与相邻等次的分界"
    GAP = "gap between this grade and the next", "与下一等次之间有空档"
    OVERLAP = "overlap of this grade with the next", "与下一等次重叠"
    EMPTY = "no total falls into this grade", "没有分数能落入该等次"

    def __init__(self, english: str, chinese: str) -> None:
        self.english = english
        self.chinese = chinese


class FaultyBand(NamedTuple):
    number: int  # the row, from 1
    fault: BandFault


def band_faults(bands: Sequence[GradeBand]) -> list[FaultyBand]:
    """Empty when every total has exactly one grade."""
    if tuple(band.grade for band in bands) != RANKED_GRADES:
        return [FaultyBand(1, BandFault.ORDER)]
    return list(_limit_faults(bands))


def _limit_faults(bands: Sequence[GradeBand]) -> Iterator[FaultyBand]:
    if bands[0].below is not None:
        yield FaultyBand(1, BandFault.OPEN_TOP)
    if bands[-1].at_least is not None:
        yield FaultyBand(len(bands), BandFault.OPEN_BOTTOM)
    for number, (upper, lower) in enumerate(zip(bands, bands[1:], strict=False), start=1):
        fault = _border_fault(upper.at_least, lower.below)
        if fault:
            yield FaultyBand(number, fault)
    for number, band in enumerate(bands, start=1):
        if band.at_least is not None and band.below is not None and band.at_least >= band.below:
            yield FaultyBand(number, BandFault.EMPTY)


def _border_fault(from_on: Decimal | None, up_to: Decimal | None) -> BandFault | None:
    if from_on is None or up_to is None:
        return BandFault.NO_LIMIT
    if from_on == up_to:
        return None
    return BandFault.GAP if up_to < from_on else BandFault.OVERLAP


def grade_of(total: Decimal, bands: Sequence[GradeBand]) -> Grade:
    """The grade of a total in a table without faults."""
    return next(band.grade for band in bands if band.at_least is None or total >= band.at_least)
