"""Deadlines as people write them: cell dates, serial numbers, 2025年9月底, 三季度, 2025年7月—9月, 长期坚持."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from infrastructure.workbooks.grid import CellValue
from rectification.workbook.cells import bare, cell_words, says_nothing
from rectification.workbook.numerals import with_arabic_dates


class DeadlineSaid(StrEnum):
    NOTHING = "nothing"
    DATED = "dated"
    ONGOING = "ongoing"
    ON_THE_SPOT = "on_the_spot"
    UNDATED = "undated"  # words of time that name no day: 一周内, 国庆节前
    IMPOSSIBLE = "impossible"  # a date that no calendar has
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class RunDates:
    """From when to when the campaign run goes: a date without a year is meant inside it."""

    start: date
    end: date

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end

    def distance(self, day: date) -> int:
        if self.contains(day):
            return 0
        return min(abs((day - self.start).days), abs((day - self.end).days))


@dataclass(frozen=True)
class Deadline:
    said: DeadlineSaid
    on: date | None = None
    exact: bool = True  # a day was named, not only a month or a quarter
    note: str = ""  # what the reader had to guess
    left: str = ""  # what of the cell it did not understand


@dataclass(frozen=True)
class _Found:
    """What one pattern found: `build` gives the day in a year, None where that year has no such day."""

    year: int | None
    build: Callable[[int], date | None]
    exact: bool = False


_ONGOING = re.compile(r"长期|持续|常态|常抓|不间断|永久|一直")
_ON_THE_SPOT = re.compile(
    r"立行立改|立即|立改|即知即改|即行即改|即查即改|边查边改|立查立改|当场|马上|已整改|已完成|整改完毕|完成整改"
)
_DURATION = re.compile(
    r"(\d+(\.\d+)?|[半一二两三四五六七八九十]+)(个)?(工作日|天|周|星期|小时)|[\d半一二两三四五六七八九十]个月"
)
_CLOCK = re.compile(r"[\sT]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?.*$")
_RANGE = re.compile(
    r"\s*(?:[—–―~至到]+|--+|(?<=[年月日号])-|(?<=\d)-(?=\d{1,2}月)|(?<=\.\d)-(?=\d)|(?<=\.\d\d)-(?=\d))\s*"
)
_PART = r"(?:份)?(上旬|中旬|下旬|初|中|底|末)?"

_FULL = re.compile(r"(?<!\d)(\d{4}|[234]\d)[年./-](\d{1,2})[月./-](\d{1,2})(?!\d)")
_COMPACT_DAY = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)")
_COMPACT_MONTH = re.compile(r"(?<!\d)(20\d{2})(\d{2})(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(?:(\d{4})[年./-]|(\d{2})年)(\d{1,2})(?!\d)月?" + _PART)
_QUARTER = re.compile(r"(?:(?<!\d)(\d{4})年?)?(?:第?([1-4])季度?|[Qq]([1-4]))")
_HALF = re.compile(r"(?:(?<!\d)(\d{4})年?)?(上|下)半年")
_MONTH_DAY = re.compile(r"(?<![\d.])(\d{1,2})[月./-](\d{1,2})(?![\d%.])")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月" + _PART)
_YEAR_END = re.compile(r"(?:(?<!\d)(\d{4})年?)?年(?:底|末|终|内|度)|(?<!\d)(\d{4})(?:年|底|末)")
_BEFORE_MONTH = re.compile(r"月份?[以之]?前")
_DAY_ONLY = re.compile(r"^(\d{1,2})[日号]?$")

_EPOCH = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_415  # 2000-01-01 to 2100-12-31
_PART_DAYS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}

IMPOSSIBLE = Deadline(DeadlineSaid.IMPOSSIBLE)
UNREADABLE = Deadline(DeadlineSaid.UNREADABLE)


def read_deadline(value: CellValue, run: RunDates) -> Deadline:
    """What a deadline cell says. A period means its last day; a range means its end."""
    if isinstance(value, date):
        return _of_calendar(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value, run)
    text = cell_words(value)
    if says_nothing(text):
        return Deadline(DeadlineSaid.NOTHING)
    return _of_text(text, run)


def read_day(value: CellValue, run: RunDates) -> Deadline:
    """A day on which something was: a month or a quarter does not say one."""
    deadline = read_deadline(value, run)
    if deadline.said in (DeadlineSaid.NOTHING, DeadlineSaid.IMPOSSIBLE):
        return deadline
    return deadline if deadline.said is DeadlineSaid.DATED and deadline.exact else UNREADABLE


def _of_calendar(day: date) -> Deadline:
    return Deadline(DeadlineSaid.DATED, day) if _FIRST_YEAR <= day.year <= _LAST_YEAR else IMPOSSIBLE


def _of_number(value: float, run: RunDates) -> Deadline:
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return Deadline(DeadlineSaid.DATED, _EPOCH + timedelta(days=int(value)))
    text = cell_words(value)
    deadline = _of_text(text, run)
    if not isinstance(value, float) or deadline.on is None:
        return deadline
    # A cell that was typed as 2025.10 or 9.30 is kept as a number and has lost its last nought.
    if text.endswith(".1") and value >= _FIRST_YEAR and not run.contains(deadline.on):
        october = date(deadline.on.year, 10, 31)
        if run.contains(october):
            deadline = Deadline(DeadlineSaid.DATED, october, exact=False)
    return Deadline(
        DeadlineSaid.DATED, deadline.on, deadline.exact, f"数字 {text} 按 {deadline.on:%Y年%m月%d日} 理解"
    )


@lru_cache(maxsize=4096)
def _of_text(text: str, run: RunDates) -> Deadline:
    folded = _CLOCK.sub("", unicodedata.normalize("NFKC", text)).replace("。", ".")
    folded = with_arabic_dates(re.sub(r"\s+", "", folded))
    if folded.isdecimal() and _FIRST_SERIAL <= int(folded) <= _LAST_SERIAL:
        return _of_number(int(folded), run)
    ends = [piece for piece in _RANGE.split(folded) if piece]
    if len(ends) > 1 and (deadline := _of_range(ends[-2], ends[-1], run)):
        return deadline
    days = _FULL.findall(folded)
    if len(days) > 1:
        return _latest([_of_day(_day(_full_year(year), int(month), int(day))) for year, month, day in days])
    if _DURATION.search(folded) and not days:
        return UNREADABLE
    if (found := _find(folded)) is None:
        return _of_words(folded)
    deadline = _settle(found, run)
    if deadline.on and not deadline.note and _BEFORE_MONTH.search(folded):
        return replace(deadline, note=f"“{text}”按 {deadline.on:%Y年%m月%d日} 理解")
    return deadline


def _latest(deadlines: list[Deadline]) -> Deadline:
    """Several dates in one cell are those of the measures: the finding ends with the last of them."""
    days = [deadline.on for deadline in deadlines if deadline.on is not None]
    if len(days) < len(deadlines):
        return IMPOSSIBLE
    return Deadline(
        DeadlineSaid.DATED, max(days), note=f"写有 {len(days)} 个日期，取最晚的 {max(days):%Y年%m月%d日}"
    )


def _of_words(text: str) -> Deadline:
    words = bare(text)
    if _ONGOING.search(words):
        return Deadline(DeadlineSaid.ONGOING)
    if _ON_THE_SPOT.search(words):
        return Deadline(DeadlineSaid.ON_THE_SPOT)
    return UNREADABLE


def _of_range(left: str, right: str, run: RunDates) -> Deadline | None:
    """The end of 2025年7月—9月: what it leaves out is taken from the beginning."""
    begin = _find(left) or _bare_begin(left)
    end = _find(right)
    if begin is None:
        return None if end is None else _settle(end, run)
    start = _settle(begin, run).on
    if end is None:
        day = _DAY_ONLY.match(right)
        if day is None or start is None:
            return None
        return _of_day(_day(start.year, start.month, int(day[1])))
    if end.year is None and start is not None and begin.year is not None:
        same_year = end.build(start.year)
        # 2025年10月—3月 ends in the year after. A first half-month may lie before the last day of the same month.
        crosses = same_year is not None and (same_year.year, same_year.month) < (start.year, start.month)
        return _of_day(end.build(start.year + 1) if crosses else same_year, exact=end.exact)
    return _settle(end, run)


def _bare_begin(left: str) -> _Found | None:
    """The beginning of 2025年7-9月 or 7-9月: a number that borrows its unit from the end."""
    match = re.fullmatch(r"(?:(\d{4})(?:年|$))?(\d{1,2})?", left)
    if match is None or not (match[1] or match[2]):
        return None
    month = int(match[2] or 1)
    return _Found(int(match[1]) if match[1] else None, lambda year: _day(year, month, 1))


def _settle(found: _Found, run: RunDates) -> Deadline:
    if found.year is not None:
        return _of_day(found.build(found.year), exact=found.exact)
    years = range(run.start.year - 1, run.end.year + 2)
    days = [day for year in years if (day := found.build(year)) is not None]
    if not days:
        return IMPOSSIBLE
    best = min(days, key=run.distance)
    note = "" if run.contains(best) else f"没有写年份，按 {best:%Y年%m月%d日} 理解，不在专项期间内"
    return Deadline(DeadlineSaid.DATED, best, found.exact, note)


def _of_day(day: date | None, *, exact: bool = True) -> Deadline:
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return IMPOSSIBLE
    return Deadline(DeadlineSaid.DATED, day, exact)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_part(month: int, part: str | None) -> Callable[[int], date | None]:
    def build(year: int) -> date | None:
        if not 1 <= month <= 12 or not 1 <= year <= 9999:
            return None
        return date(year, month, _PART_DAYS.get(part or "", monthrange(year, month)[1]))

    return build


def _on(year: int | None, month: int, day: int) -> _Found:
    return _Found(year, lambda given: _day(given, month, day), exact=True)


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _optional_year(text: str | None) -> int | None:
    return int(text) if text else None


def _find(text: str) -> _Found | None:
    """The first pattern that fits, the most telling first. A fitting pattern with an impossible day stays found."""
    for pattern, build in _PATTERNS:
        if match := pattern.search(text):
            return build(match)
    return None


def _quarter(match: re.Match[str]) -> _Found:
    quarter = int(match[2] or match[3])
    return _Found(_optional_year(match[1]), _month_part(quarter * 3, None))


def _half(match: re.Match[str]) -> _Found:
    return _Found(_optional_year(match[1]), _month_part(6 if match[2] == "上" else 12, None))


def _year_month(match: re.Match[str]) -> _Found:
    year = int(match[1]) if match[1] else _full_year(match[2])
    return _Found(year, _month_part(int(match[3]), match[4]))


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Found]], ...] = (
    (_FULL, lambda match: _on(_full_year(match[1]), int(match[2]), int(match[3]))),
    (_COMPACT_DAY, lambda match: _on(int(match[1]), int(match[2]), int(match[3]))),
    (_COMPACT_MONTH, lambda match: _Found(int(match[1]), _month_part(int(match[2]), None))),
    (_QUARTER, _quarter),
    (_HALF, _half),
    (_YEAR_MONTH, _year_month),
    (_MONTH_DAY, lambda match: _on(None, int(match[1]), int(match[2]))),
    (_MONTH, lambda match: _Found(None, _month_part(int(match[1]), match[2]))),
    (_YEAR_END, lambda match: _Found(_optional_year(match[1] or match[2]), _month_part(12, None))),
)
