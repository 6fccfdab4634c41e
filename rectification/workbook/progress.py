"""How far the office says a finding is: words, ticks and stories, and the state that they mean (DESIGN §6).

Imported rows keep the state their office gave them. Nothing is closed without a word of 销号.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from rectification.workbook.cells import bare


class ImportedState(StrEnum):
    """The values are those of the ledger's states."""

    ANALYSING = "analysing"
    RECTIFYING = "rectifying"
    AWAITING = "awaiting"
    CLOSED = "closed"


class Said(StrEnum):
    """What one cell says: done, not done, or nothing that could be read."""

    DONE = "done"
    CLOSED = "closed"
    OPEN = "open"
    UNSAID = "unsaid"
    UNREADABLE = "unreadable"


_TICKS = frozenset("√✓✔☑■●✅")
_CROSSES = frozenset("×✗✘☒xX")
_CHOSEN = re.compile(r"[√✓✔☑■✅]\s*([^\s□☐○√✓✔☑■✅]+)")
_EMPTY_BOX = re.compile(r"[□☐○]")

_OPEN_WORDS = re.compile(
    r"^(?:未|没|尚|基本|部分|大部分|初步|阶段性|拟|计划|预计|准备|正在|推进|持续|长期|进行|整改中|落实中|有序|待|否|不|暂|已启动|已开始|"
    r"已部署|已制定|已安排|逐步|按计划|按期推进|已基本|已部分|已初步|已阶段)"
)
_PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?\s*%")
_CLOSED_WORDS = re.compile(r"^(?:已销号|同意销号|予以销号|准予销号|销号|已办结并销号|已闭环|已销)")
_DONE_WORDS = re.compile(
    r"^(?:是$|已(?:全部|全面|按期|按时|如期|提前|于[^，。；]{0,12})?(?:完成|整改|落实|办结|到位|修订|改正|纠正|解决)|(?:全部|按期|按时)?完成(?:整改)?$|整改完成|"
    r"完成整改|整改完毕|整改到位|已经(?:完成|整改)|全部(?:完成|整改)|全面完成|办结|立行立改已完成|立行立改$|立整立改$|落实到位|done$)"
)
_YES = re.compile(r"^(?:是|已|同意|予以|准予|销号|办结|闭环|y|yes|ok)")
_NO = re.compile(r"^(?:否|未|不|没|暂|待|拟|申请|尚|n$|no$)")


@lru_cache(maxsize=4096)
def read_completion(text: str) -> Said:
    """What 完成情况 or 整改进展 says; a story is judged by how it begins."""
    if not text:
        return Said.UNSAID
    stripped = _chosen(text)
    sign = stripped[:1]
    if sign in _TICKS:
        return Said.DONE
    if sign in _CROSSES and len(stripped) == 1:
        return Said.OPEN
    words = bare(stripped)
    if not words:
        return Said.UNSAID
    first = bare(re.split(r"[。；;，,\n（(：:]", stripped, maxsplit=1)[0])
    return _judged(first or words, _PERCENT.search(unicodedata.normalize("NFKC", stripped)))


def _judged(words: str, percent: re.Match[str] | None) -> Said:
    if percent is not None and int(percent[1]) < 100 and not words.startswith("已销号"):
        return Said.OPEN
    if _CLOSED_WORDS.match(words):
        return Said.CLOSED
    if _OPEN_WORDS.match(words):
        return Said.OPEN
    if _DONE_WORDS.match(words) or (percent is not None and int(percent[1]) == 100):
        return Said.DONE
    return Said.UNREADABLE


@lru_cache(maxsize=4096)
def read_closed(text: str) -> Said:
    """What 是否销号 says."""
    stripped = _chosen(text)
    if not stripped or stripped[:1] in _CROSSES or _EMPTY_BOX.match(stripped):
        return Said.UNSAID if not stripped else Said.OPEN
    if stripped[:1] in _TICKS:
        return Said.CLOSED
    words = bare(stripped)
    if not words:
        return Said.UNSAID
    if _NO.match(words):
        return Said.OPEN
    return Said.CLOSED if _YES.match(words) else Said.UNREADABLE


def _chosen(text: str) -> str:
    """Of ☑已完成 □推进中 the chosen one; a cell of one word is that word."""
    stripped = text.strip()
    if _EMPTY_BOX.search(stripped) and (chosen := _CHOSEN.search(stripped)):
        return chosen[1]
    return stripped


def imported_state(*, completion: Said, closed: Said, has_measures: bool) -> ImportedState:
    """已完成 without 销号 awaits acceptance; what has measures is being rectified; the rest is being analysed."""
    if Said.CLOSED in (closed, completion):
        return ImportedState.CLOSED
    if completion is Said.DONE:
        return ImportedState.AWAITING
    return ImportedState.RECTIFYING if has_measures else ImportedState.ANALYSING
