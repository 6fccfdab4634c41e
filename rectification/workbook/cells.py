"""What a cell says, as text; and the words by which people say that there is nothing."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from infrastructure.workbooks.grid import CellError, CellValue, Percent

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_UNUSUAL = re.compile("[\u200b-\u200f\u2060\ufeff\x00-\x09\x0b-\x1f\u00a0\u3000]|^=")
_OTHER_SPACES = re.compile("[\u00a0\u3000\t]")
# WPS keeps a picture in a cell as this formula: there is nothing to read in it.
_PICTURE = "=DISPIMG("

_NO_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]")
# A tick, a cross, a star or 〃 (as above) is an answer, though no word; □ is a box that nobody ticked.
_SIGN = re.compile('[√✓✔☑☒×✗✘○●◎◯△▲▽▼■◇◆☆★〃″"]')
_LONGEST_DENIAL = 60

_NOTHING = frozenset(["", "无", "没有", "暂无", "空", "na", "n/a", "none", "不涉及", "未填", "略"])

_LOOKED = r"(?:经|通过|全面|认真|逐项|逐条|此次|本次|对照|检查|自查|自纠|排查|核查|梳理|检视|督查|后|均|目前|结果为?)*"
_WHO = r"(?:本(?:科室?|部门|院|项|条)|我(?:科|院)|该项|科室|部门|全科|全院)*"
_NONE = (
    r"(?:暂|尚|均|并|目前)*(?:无|没有|没有发现|(?:未|不)存在|未(?:发现|发生|有)|未见|未查(?:见|出|到)|未检出)"
)
_TROUBLE = (
    r"(?:存在|有|任何|相关|明显|此类|该类|上述|以上|类似|其他|突出|重大|的|方面|不符合|不规范|违规|违反|质量|安全)*"
    r"(?:问题|情况|情形|隐患|异常|现象|缺陷|不足|违规行为)"
)
_NO_PROBLEM = re.compile(
    rf"{_LOOKED}{_WHO}{_LOOKED}{_NONE}{_TROUBLE}"
    # Without the word for trouble only what cannot be a finding itself: 部门不存在 is one.
    rf"|{_LOOKED}(?:暂|尚|均|目前)*(?:无|没有|未发现|没有发现|未查出|未检出)"
    rf"|{_LOOKED}{_WHO}(?:不|无|未)涉及(?:此|该|本|以上|相关|类|项|的)*(?:业务|内容|工作|情况|问题)?"
    r"|无(?:此|该|本)(?:项|类)(?:业务|内容|工作|情况)?"
)
_IN_ORDER = frozenset(
    ["符合", "符合要求", "合格", "正常", "达标", "均符合", "均符合要求", "已落实到位无问题", "无问题"]
)


def cell_words(value: CellValue) -> str:
    """The text of a cell as a person reads it; blank cells and pictures read as nothing, an error as its code."""
    if not isinstance(value, str):
        return "" if value is None else _words_of(value)
    text = value.strip()
    if not _UNUSUAL.search(text):
        return text
    if text.startswith(_PICTURE):
        return ""
    return _OTHER_SPACES.sub(" ", _INVISIBLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def _words_of(value: float | date | CellError) -> str:
    """`float` takes in bool, int and Percent."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return _moment_words(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, Percent):
        return value.words
    return _number_words(value) if isinstance(value, float) else str(value)


def _moment_words(value: datetime) -> str:
    """With the time of day, where one was typed: 发生时间 2025-08-12 03:20 is kept as it stands."""
    day, time = value.date().isoformat(), value.time()
    if time == time.min:
        return day
    return f"{day} {time.isoformat('seconds' if time.second else 'minutes')}"


def _number_words(value: float) -> str:
    """As the program shows it: fifteen digits are what a workbook keeps, more are the computer's own."""
    if not isfinite(value):
        return str(value)
    return f"{Decimal(f'{value:.15g}'):f}"


def short(text: str) -> str:
    """The beginning of a text on one line, as a sentence quotes it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 30 else f"{flat[:29]}…"


@lru_cache(maxsize=16_384)
def bare(text: str) -> str:
    """Only letters and digits, one width, one case: the form in which words are compared."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def says_nothing(text: str) -> bool:
    """A cell that only fills its place: 无, /, ——."""
    words = bare(text) if len(text) <= 6 else ""
    return words in _NOTHING if words else _WORD.search(text) is None and not _SIGN.search(text)


def is_sign(text: str) -> bool:
    """√, ×, ★, 〃: an answer without a word."""
    return _WORD.search(text) is None and _SIGN.search(text) is not None


def says_no_problem(text: str) -> bool:
    """无, 未发现问题, 经自查未发现问题, /: the department looked and found nothing."""
    if not text:
        return False
    words = bare(text) if len(text) <= _LONGEST_DENIAL else text
    if not words:
        return not is_sign(text)
    return words in _IN_ORDER or (len(words) <= 40 and _NO_PROBLEM.fullmatch(words) is not None)
