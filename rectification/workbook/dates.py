"""Deadlines as people write them: cell dates, serial numbers, 2025年9月底, 三季度, 2025年7月—9月, 长期坚持."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from infrastructure.workbooks.grid import CellValue
from rectification.workbook.cells import cell_words, says_nothing
from rectification.workbook.date_words import Found, Period, Scan, Word, folded, scan


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


_EPOCH = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_415  # 2000-01-01 to 2100-12-31
_FAR = 1_500  # days: a reading so far from the run is none where another is near
_PAST = re.compile("已整改|已完成|已办结|已落实|已经完成|已经整改|整改完毕|完成整改|已销号")

_NOT_ONE_DAY = re.compile(r"前|[至到](?!位)|[—–―~～]|日\s*-")

IMPOSSIBLE = Deadline(DeadlineSaid.IMPOSSIBLE)
UNREADABLE = Deadline(DeadlineSaid.UNREADABLE)
UNDATED = Deadline(DeadlineSaid.UNDATED)


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
    if deadline.said is not DeadlineSaid.DATED or not deadline.exact:
        return UNREADABLE
    note, text = deadline.note, cell_words(value)
    if not note and isinstance(value, str) and _NOT_ONE_DAY.search(text):
        note = f"“{text}”按 {deadline.on} 理解"
    # That something is done is what such a cell is about.
    return replace(deadline, note=note, left=deadline.left if _PAST.sub("", deadline.left) else "")


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
    return replace(deadline, note=f"数字 {text} 按 {deadline.on:%Y年%m月%d日} 理解")


@lru_cache(maxsize=4096)
def _of_text(text: str, run: RunDates) -> Deadline:
    plain = folded(text)
    if plain.isdecimal() and _FIRST_SERIAL <= int(plain) <= _LAST_SERIAL:
        return _of_number(int(plain), run)
    said = scan(plain)
    ends = [period for period in said.periods if not period.starts]
    if said.periods:
        return _of_periods(text, said, ends, run)
    if said.year is not None:
        return _of_year(text, said, said.year)
    return _of_words(said)


def _of_words(said: Scan) -> Deadline:
    if said.has(Word.VAGUE):
        return UNDATED
    if said.has(Word.ONGOING):
        kinds = (Word.SPOT, Word.AT_ONCE, Word.DONE, Word.AGAIN)
        return Deadline(DeadlineSaid.ONGOING, left=_left(said, *kinds))
    if said.has(Word.AGAIN):
        return UNDATED
    if said.has(Word.SPOT, Word.AT_ONCE, Word.DONE):
        return Deadline(DeadlineSaid.ON_THE_SPOT, left=_left(said))
    return UNREADABLE


def _of_year(text: str, said: Scan, year: int) -> Deadline:
    """A year alone means its end, and that is told; in other words (按2025年计划) it names no day."""
    if said.left or said.has(Word.VAGUE, Word.ONGOING, Word.SPOT, Word.AGAIN) or "前" in text:
        return UNDATED
    end = _of_day(date(year, 12, 31), exact=False)
    return replace(end, note=f"“{text}”只写了年份，按 {year}年12月31日 理解")


def _of_periods(text: str, said: Scan, ends: list[Period], run: RunDates) -> Deadline:
    settled = _settled(said, run)
    if any(deadline.said is DeadlineSaid.IMPOSSIBLE for deadline in settled):
        return IMPOSSIBLE
    if not ends:  # 9月30日起: a beginning
        if said.has(Word.ONGOING):
            return Deadline(DeadlineSaid.ONGOING, left=text)
        return UNDATED
    kept = [deadline for deadline, period in zip(settled, said.periods, strict=True) if not period.starts]
    last = max(kept, key=lambda deadline: deadline.on or date.min)
    assert last.on is not None
    notes = [last.note] if last.note else []
    if len({deadline.on for deadline in kept}) > 1:
        # Those of the measures, or of stages: the finding ends with the last of them.
        notes.insert(0, f"写有 {len(kept)} 个日期，取最晚的 {last.on:%Y年%m月%d日}")
    if not notes and (said.has(Word.STAGE) or any(period.end.open_before for period in ends)):
        notes.append(f"“{text}”按 {last.on:%Y年%m月%d日} 理解")
    left = _left(said, Word.VAGUE, Word.SPOT, Word.DONE, Word.AGAIN)
    return replace(last, note="；".join(notes), left=left)


def _left(said: Scan, *kinds: Word) -> str:
    words = [word for kind in kinds for word in said.words.get(kind, ())]
    return "、".join([*words, *said.left])


def _settled(said: Scan, run: RunDates) -> list[Deadline]:
    """Each period's end. What a date leaves out is taken from the year that stands before it."""
    settled: list[Deadline] = []
    year, before = said.year, None
    for period in said.periods:
        start = _settle(period.begin, run, year) if period.begin else None
        if period.begin is not None:
            year = period.begin.year or year
        ends = _settle(period.end, run, year, after=start.on if start else None, beside=before)
        settled.append(IMPOSSIBLE if start == IMPOSSIBLE else ends)
        year, before = period.end.year or year, ends.on or before
    return settled


def _settle(
    found: Found, run: RunDates, year: int | None, *, after: date | None = None, beside: date | None = None
) -> Deadline:
    """`after` begins the same range, `beside` is another date of the cell."""
    if found.readings is not None:
        return _chosen(found.readings, run)
    if found.year is not None:
        return _of_day(found.build(found.year), exact=found.exact)
    if year is None:
        return _nearest(found, run, after)
    day, next_one = found.build(year), found.build(year + 1)
    if day and after and (day.year, day.month) < (after.year, after.month):
        day = next_one  # 2025年10月—3月 ends in the year after
    elif day and beside and next_one and day < beside and not run.contains(day) and run.contains(next_one):
        day = next_one
    return _of_day(day, exact=found.exact)


def _nearest(found: Found, run: RunDates, after: date | None) -> Deadline:
    years = range(run.start.year - 1, run.end.year + 2)
    days = [day for year in years if (day := found.build(year)) is not None]
    if not days:
        return IMPOSSIBLE
    # A first half-month may lie before the last day of the same month.
    later = [day for day in days if after is None or (day.year, day.month) >= (after.year, after.month)]
    best = min(later or days, key=run.distance)
    note = "" if run.contains(best) else f"没有写年份，按 {best:%Y年%m月%d日} 理解，不在专项期间内"
    return Deadline(DeadlineSaid.DATED, best, found.exact, note)


def _chosen(readings: tuple[date, ...], run: RunDates) -> Deadline:
    """9/8/2026 may be two days: the one inside the run, else the month first as programs write it; it is told."""
    days = [day for day in readings if _FIRST_YEAR <= day.year <= _LAST_YEAR]
    if not days:
        return IMPOSSIBLE
    near = [day for day in days if run.distance(day) <= _FAR] or days
    best = min(near, key=lambda day: not run.contains(day))
    others = "、".join(f"{day:%Y年%m月%d日}" for day in near if day != best)
    note = f"年月日的次序不明，按 {best:%Y年%m月%d日} 理解（也可能是 {others}）" if others else ""
    return Deadline(DeadlineSaid.DATED, best, note=note)


def _of_day(day: date | None, *, exact: bool = True) -> Deadline:
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return IMPOSSIBLE
    return Deadline(DeadlineSaid.DATED, day, exact)
