"""What of a text is a date, what only stands around one, and what is left over.

The text is read from left to right. Every sign ends in a date, in a word that is known, or in what is left:
a pattern that fits a part of a cell never decides for the whole.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rectification.workbook.numerals import with_arabic_dates


@dataclass(frozen=True)
class Found:
    """One date: `build` gives the day in a year, None where that year has no such day. Of `readings`, where the
    order of the numbers does not tell year, month and day, one must be chosen."""

    year: int | None
    build: Callable[[int], date | None]
    exact: bool = False  # a day was named, not only a month or a quarter
    readings: tuple[date, ...] | None = None
    open_before: bool = False  # 9月前: before it begins, or before it ends?


@dataclass(frozen=True)
class Period:
    """A date, or a range of two."""

    end: Found
    begin: Found | None = None
    starts: bool = False  # 9月1日起: no end is named


class Word(StrEnum):
    """What a known word says of the deadline."""

    ONGOING = "ongoing"
    SPOT = "spot"  # 立行立改
    AT_ONCE = "at_once"  # 及时, 当天: alone as 立行立改, beside a date nothing
    DONE = "done"
    AGAIN = "again"  # 每月: alone no day, beside 长期坚持 how
    VAGUE = "vague"  # a time that names no day
    STAGE = "stage"  # beside one date alone: of a part of the work
    FILLER = "filler"


@dataclass
class Scan:
    periods: list[Period] = field(default_factory=list)
    year: int | None = None  # a year that stands alone
    words: dict[Word, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def has(self, *kinds: Word) -> bool:
        return any(kind in self.words for kind in kinds)


_PART = r"(?:份)?(上旬|中旬|下旬|初|中(?![午期])|底|末)?"
_PART_DAYS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
_COUNTED = r"(?![项个条天周例次版号字])"  # 2025年3项: no month
_NO_MORE = r"(?![\d%]|月|[./-]\d)"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_part(month: int, part: str | None = None) -> Callable[[int], date | None]:
    def build(year: int) -> date | None:
        if not 1 <= month <= 12 or not 1 <= year <= 9999:
            return None
        return date(year, month, _PART_DAYS.get(part or "", monthrange(year, month)[1]))

    return build


def _on(year: int | None, month: int, day: int) -> Found:
    return Found(year, lambda given: _day(given, month, day), exact=True)


def _optional_year(text: str | None) -> int | None:
    return int(text) if text else None


def _full(match: re.Match[str]) -> Found:
    return _on(int(match[1]), int(match[2] or match[4]), int(match[5]))


def _three_numbers(match: re.Match[str]) -> Found | None:
    """9/30/2026, 30/9/2026, 25.8.15: which is the year is told by its length, the rest by what a calendar has."""
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    orders = [(2000 + first, second, third)] if 20 <= first < 50 and third <= 31 else []
    if len(match[4]) in (2, 4):
        year = third + (2000 if len(match[4]) == 2 else 0)
        orders += [(year, first, second), (year, second, first)]
    if not orders:
        return None
    days = tuple(dict.fromkeys(day for order in orders if (day := _day(*order)) is not None))
    return Found(None, lambda year: None, exact=True, readings=days)


def _year_month(match: re.Match[str]) -> Found:
    year = int(match[1]) if match[1] else 2000 + int(match[2])
    return Found(year, _month_part(int(match[3]), match[4]))


def _quarter(match: re.Match[str]) -> Found:
    return Found(_optional_year(match[1]), _month_part(int(match[2] or match[3]) * 3))


# At one place the first that fits counts: the most telling stands first.
_DATES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Found | None]], ...] = (
    (
        re.compile(r"(?<!\d)(\d{4})(?:年(\d{1,2})[月./-]|([./、,· -])(\d{1,2})\3)(\d{1,2})(?!\d|月)[日号]?"),
        _full,
    ),
    (
        re.compile(r"(?<!\d)(\d{2})年(\d{1,2})[月./-](\d{1,2})(?!\d|月)[日号]?"),
        lambda match: _on(2000 + int(match[1]), int(match[2]), int(match[3])),
    ),
    (re.compile(r"(?<![\d.])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?![\d%]|月)[日号]?"), _three_numbers),
    (
        re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)"),
        lambda match: _on(int(match[1]), int(match[2]), int(match[3])),
    ),
    (
        re.compile(r"(?<!\d)(20\d{2})(\d{2})(?!\d)"),
        lambda match: Found(int(match[1]), _month_part(int(match[2]))),
    ),
    (
        re.compile(r"(?<![\d.])(\d{1,2})[./-](20\d{2})(?!\d|[./-]\d)"),
        lambda match: Found(int(match[2]), _month_part(int(match[1]))),
    ),
    (re.compile(r"(?:(?<!\d)(\d{4})年?)?(?:第?([1-4])季度?|[Qq]([1-4])(?!\d))"), _quarter),
    (
        re.compile(r"(?:(?<!\d)(\d{4})年?)?(上|下)半年"),
        lambda match: Found(_optional_year(match[1]), _month_part(6 if match[2] == "上" else 12)),
    ),
    (
        re.compile(r"(?<!\d)(?:(\d{4})[年./-]|(\d{2})年)(\d{1,2})(?!\d)(?:月" + _PART + "|" + _COUNTED + ")"),
        _year_month,
    ),
    (
        re.compile(r"(?<![\d.])(\d{1,2})(?:月|[./-])(\d{1,2})" + _NO_MORE + "[日号]?"),
        lambda match: _on(None, int(match[1]), int(match[2])),
    ),
    (
        re.compile(r"(?<!\d)(\d{1,2})月" + _PART),
        lambda match: Found(None, _month_part(int(match[1]), match[2])),
    ),
    (
        re.compile(r"(?:(?<!\d)(\d{4})年?)?年(?:底|末|终|内)|(?<!\d)(\d{4})(?:底|末)"),
        lambda match: Found(_optional_year(match[1] or match[2]), _month_part(12)),
    ),
)
_DURATION = re.compile(
    r"(?:\d+(?:\.\d+)?(?:[-~至到—]\d+)?|[半一二两三四五六七八九十几]+)(?:个)?(?:工作日|天|周(?![一二三四五六日])|星期|小时)"
    r"(?:[之以]?内)?|(?:\d+|[半一二两三四五六七八九十几]+)个(?:半)?(?:月|季度|学期)(?:[之以]?内)?|(?<!\d)\d年(?!\d)(?:[之以]?内)?|半年(?:[之以]?内)?"
    r"|(?<![\d月])\d{1,2}日[之以]?内"
)
_LONE_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:年|(?!\w))")
_BEGIN_OF_RANGE = re.compile(r"(?<!\d)(\d{1,2})(?=(?:[—–―~-]+|[至到])\d{1,2}月)")
_RANGE = re.compile(r"起?[至到]|[—–―~]+|-+")
_DAY_OF_MONTH = re.compile(r"(?<!\d)(\d{1,2})[日号](?![之以]?内)")
_BARE_DAY = re.compile(r"(\d{1,2})(?![\d%.月年])[日号]?")
_BEFORE = re.compile(r"[以之]?前")
_BARE_MONTH = re.compile(r"\d{1,2}月内")  # in that month, or within so many?
_FROM, _STARTS = (
    ("自", "从"),
    re.compile(r"起|开始|启动|[以之]?后|(?:[—–―~-]+|[至到])(?=长期|持续|常态|永久|今)"),
)
_MARKER = re.compile(r"\(\d{1,2}\)|(?:(?<=[；;。,、\n ])|^)\(?\d{1,2}[.、)](?=\d{4}|\D|\d{1,2}月)")
_CIRCLED = re.compile("[\u2460-\u2473\u2776-\u277f\u24eb-\u24f4]")

_WORDS: tuple[tuple[Word, str], ...] = (
    (Word.FILLER, r"T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}|[AP]M)?"),
    (Word.FILLER, r"\d{1,2}[时点](?:整|半|\d{1,2}分?)?|上午|下午|中午|晚上?|下班前?"),
    (Word.FILLER, r"完成并长期坚持|(?:星期|礼拜|周)[一二三四五六日天]"),
    (Word.STAGE, r"第[一二三四五六七八九十\d]{1,2}(?:阶段|步|期|批|轮|项)?|[一二三四]期|阶段"),
    (Word.AGAIN, r"每(?:季度?|[月周年日天])(?:底|末|初|内)?"),
    (
        Word.VAGUE,
        r"(?:本|当|次|下|下个|这|该)?月(?:底|末|内|初|中)|(?:本|当|次|下|下个|上)月|(?:本|下|上)?周(?:内|末)|(?:本|下|上)周|"
        r"(?:本|下)?季(?:度)?(?:末|底|内)|(?:本|下)季度|年度|[上中下]旬|次日|\d{1,2}[日号]|全年|学期|(?:国庆|春|中秋|劳动|端午|清明|元旦|护士|医师)节|国庆|元旦|"
        r"中秋|端午|清明|五一|节前|节后|节假日|寒假|暑假|尽快|尽早|抓紧|近期|短期|中期|待定|未定|待研究|不限|另行通知|视情况|无?明确时限|无期限|无时限|下次|下一",
    ),
    (
        Word.ONGOING,
        r"长期坚持|长期|持续推进|持续|常态化|常态|常抓不懈|常抓|不间断|永久|一直|坚持不懈|坚持|至今",
    ),
    (
        Word.SPOT,
        r"立行立改|即知即改|即行即改|即查即改|边查边改|边整边改|边查边整|立查立改|立整立改|即整即改|立改|即改",
    ),
    (Word.DONE, r"已整改|已完成|已办结|已落实|已经完成|已经整改|已销号|整改完毕|完成整改"),
    (Word.AT_ONCE, r"立即|当场|马上|即时|及时|即刻|立刻|现场|当日|当天|随时"),
    (
        Word.FILLER,
        r"(?:或之?|[以之])?前|[以之]?内|截[止至]|为?止|底|末|自|从|于|在|至|到位|到|拟|预计|计划|力争|争取|确保|务必|必须|要求|限期|限|最迟|最晚|不晚于|不迟于|"
        r"不得晚于|不得迟于|不超过|整改完成|完成|整改|完毕|落实|结束|办结|销号|全部|全面|按期|按时|如期|分别|分阶段|并|且|和|及|与|再|"
        r"(?:整改|完成)?(?:时限|期限|日期|时间)|推进|改进|保持|开展|执行|进行|中|日|号|份|的|为|是",
    ),
    (Word.FILLER, r"[^\w%]|_"),
)
_WORD = re.compile("|".join(f"(?P<w{number}>{pattern})" for number, (_, pattern) in enumerate(_WORDS)))
_KINDS = {f"w{number}": kind for number, (kind, _) in enumerate(_WORDS)}


def folded(text: str) -> str:
    """One width, no spaces but between numbers, numerals of dates as digits."""
    text = unicodedata.normalize("NFKC", _CIRCLED.sub("、", text))
    text = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text)
    return with_arabic_dates(re.sub(r"(?<=\d)。(?=\d)", ".", text))


def scan(text: str) -> Scan:
    """Take a folded text apart."""
    return _Scanner(text).read()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._scan = Scan()
        self._at = 0
        self._left_to = -1  # where the run of left signs ends

    def read(self) -> Scan:
        while self._at < len(self._text):
            if not (self._duration() or self._date() or self._lone_year() or self._word()):
                self._leave()
        return self._scan

    def _duration(self) -> bool:
        match = _DURATION.match(self._text, self._at)
        if match is None:
            return False
        self._scan.words.setdefault(Word.VAGUE, []).append(match[0])
        self._at = match.end()
        return True

    def _date(self) -> bool:
        found = self._found_at(self._at) or self._begin_at(self._at) or self._day_at(self._at, _DAY_OF_MONTH)
        if found is None:
            return False
        came_from = self._text[: self._at].endswith(_FROM)
        begin, self._at = found
        gap = _RANGE.match(self._text, self._at)
        end = None
        if gap is not None:
            end = self._found_at(gap.end()) or self._day_at(gap.end(), _BARE_DAY, begin)
        if end is not None:
            self._scan.periods.append(Period(end[0], begin))
            self._at = end[1]
            return True
        starts = _STARTS.match(self._text, self._at)
        if starts is not None:
            self._at = starts.end()
        self._scan.periods.append(Period(begin, starts=came_from or starts is not None))
        return True

    def _found_at(self, at: int) -> tuple[Found, int] | None:
        for pattern, build in _DATES:
            match = pattern.match(self._text, at)
            if match is not None and (found := build(match)) is not None:
                before = not found.exact and not match[0].endswith(("底", "末", "旬", "初", "中", "内", "终"))
                doubt = _BEFORE.match(self._text, match.end()) or _BARE_MONTH.match(self._text, at)
                if before and doubt:
                    found = Found(found.year, found.build, open_before=True)
                return found, match.end()
        return None

    def _begin_at(self, at: int) -> tuple[Found, int] | None:
        """The 7 of 7-9月, which borrows its unit."""
        match = _BEGIN_OF_RANGE.match(self._text, at)
        return (Found(None, _month_part(int(match[1]))), match.end()) if match else None

    def _day_at(
        self, at: int, pattern: re.Pattern[str], after: Found | None = None
    ) -> tuple[Found, int] | None:
        """The 30日 of 9月15日、30日: of the month of the date before it."""
        if after is None and self._scan.periods:
            after = self._scan.periods[-1].end
        match = pattern.match(self._text, at)
        if match is None or after is None:
            return None
        day, month_of = int(match[1]), after.build

        def build(year: int) -> date | None:
            known = month_of(year)
            return _day(year, known.month, day) if known else None

        return Found(after.year, build, exact=True), match.end()

    def _lone_year(self) -> bool:
        match = _LONE_YEAR.match(self._text, self._at)
        if match is None:
            return False
        self._scan.year = int(match[1])
        self._at = match.end()
        return True

    def _word(self) -> bool:
        marker = _MARKER.match(self._text, self._at)
        if marker is not None:
            self._at = marker.end()
            return True
        match = _WORD.match(self._text, self._at)
        if match is None or match.lastgroup is None:
            return False
        self._scan.words.setdefault(_KINDS[match.lastgroup], []).append(match[0])
        self._at = match.end()
        return True

    def _leave(self) -> None:
        sign = self._text[self._at]
        if self._left_to == self._at:
            self._scan.left[-1] += sign
        else:
            self._scan.left.append(sign)
        self._at += 1
        self._left_to = self._at
