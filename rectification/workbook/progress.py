"""How far the office says a finding is: words, ticks and stories, and the state that they mean (DESIGN §6).

Imported rows keep the state their office gave them. Nothing is closed without a word of 销号.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rectification.workbook.cells import says_nothing
from rectification.workbook.state_words import Clause, Says, clauses_of


class ImportedState(StrEnum):
    """The values are those of the ledger's states."""

    ANALYSING = "analysing"
    RECTIFYING = "rectifying"
    AWAITING = "awaiting"
    CLOSED = "closed"


class Said(StrEnum):
    """What one cell says."""

    DONE = "done"
    CLOSED = "closed"
    OPEN = "open"  # of 是否销号: not closed, whatever the work is
    WORKING = "working"  # only of 是否销号: the work goes on
    ANALYSING = "analysing"  # the work has not begun
    UNSAID = "unsaid"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Reading:
    said: Said
    left: str = ""  # what of the cell was not understood
    guessed: bool = False  # 已关闭: taken for done, not for closed out


_TICKS = "√✓✔☑✅🗹"
_BULLETS = "■●"  # beside an empty box a tick
_BOXES = "□☐○"
_CROSSES = "×✗✘☒"
_OPTION = re.compile(f"([{_TICKS}{_BULLETS}{_BOXES}])")
_SIGNS = str.maketrans(
    dict.fromkeys(_TICKS, "；√；") | dict.fromkeys(_BULLETS, "；") | dict.fromkeys(_CROSSES, "×")
)
_END = re.compile("[；;。，,、\n]")
_NOUGHT = re.compile("(?<=[一二三四五六七八九零〇○])○|○(?=[一二三四五六七八九零〇年月])")

_WAITS = ("待验收", "待销号")
_FINISHED = frozenset([Says.DONE, Says.CLOSED, Says.SHUT, Says.YES, Says.WAITING])


@lru_cache(maxsize=4096)
def read_completion(text: str) -> Reading:
    """What 完成情况 or 整改进展 says: done only where no clause speaks against it."""
    clauses = _clauses(text)
    if not clauses:
        return Reading(Said.UNSAID)
    says = {clause.says for clause in clauses}
    if (unfinished := _unfinished(clauses, says)) is not None:
        return Reading(unfinished)
    left = _left(clauses)
    if Says.CLOSED in says:
        return Reading(Said.CLOSED, left)
    if says & {Says.DONE, Says.YES}:
        return Reading(Said.DONE, left)
    if Says.WAITING in says:
        return Reading(Said.DONE, left, guessed=not all(c.text in _WAITS for c in clauses))
    if Says.SHUT in says:
        return Reading(Said.DONE, left, guessed=True)
    return Reading(Said.OPEN if says & {Says.ONGOING, Says.NOT_CLOSED} else Said.UNREADABLE)


def _unfinished(clauses: tuple[Clause, ...], says: set[Says]) -> Said | None:
    """Whether a clause speaks against its being done; where that stands beside a word of done it is a doubt."""
    finished = bool(says & _FINISHED)
    if says & {Says.OPEN, Says.NO}:
        unclear = any(clause.left for clause in clauses if clause.says is Says.OPEN)
        return Said.UNREADABLE if finished and unclear else Said.OPEN
    if Says.DOUBTFUL in says:
        return Said.UNREADABLE
    if says == {Says.ANALYSING}:
        return Said.ANALYSING
    if says & {Says.BEGUN, Says.ANALYSING}:
        return Said.UNREADABLE if finished else Said.OPEN
    return None


@lru_cache(maxsize=4096)
def read_closed(text: str) -> Reading:
    """What 是否销号 says. That the work is done or goes on is not yet that it is closed out."""
    if text and not text.strip(_BOXES + " "):
        return Reading(Said.OPEN)
    clauses = _clauses(text)
    if not clauses:
        return Reading(Said.UNSAID)
    says, left = {clause.says for clause in clauses}, _left(clauses)
    if says & {Says.OPEN, Says.BEGUN, Says.ANALYSING}:
        return Reading(Said.WORKING)
    if Says.DOUBTFUL in says:
        return Reading(Said.UNREADABLE)
    if says & {Says.NO, Says.NOT_CLOSED, Says.WAITING}:
        done = bool(says & {Says.DONE, Says.YES}) and Says.NO not in says  # 是（待验收）: the work is done
        return Reading(Said.DONE if done else Said.OPEN, left)
    if says & {Says.CLOSED, Says.YES, Says.AGREED}:
        return Reading(Said.CLOSED, left)
    if says & {Says.DONE, Says.SHUT}:
        return Reading(Said.DONE, left, guessed=Says.DONE not in says)
    return Reading(Said.WORKING if Says.ONGOING in says else Said.UNREADABLE)


def _clauses(text: str) -> tuple[Clause, ...]:
    signs = set(text) & set(_TICKS + _BULLETS + _CROSSES)
    if says_nothing(text) and not signs:
        return ()
    chosen = _chosen(_NOUGHT.sub("〇", text.strip()))
    if signs and not any(each.strip(_BULLETS + " ") for each in chosen):
        return clauses_of("√")
    return tuple(clause for each in chosen for clause in clauses_of(each.translate(_SIGNS)))


def _left(clauses: Iterable[Clause]) -> str:
    return "，".join(clause.text for clause in clauses if clause.left)


def _chosen(text: str) -> list[str]:
    """Of ☑已完成 □推进中 the chosen ones, and what stands around the boxes; a cell without boxes says what it says."""
    if not set(text) & set(_BOXES):
        return [text]
    before, *parts = _OPTION.split(text)
    signs, after = parts[::2], parts[1::2]
    last = after[-1].strip()
    leads = not before.strip() or bool(last and not _END.match(last))  # the box stands before its word
    around, words = ([before], after) if leads else ([after[-1]], [before, *after[:-1]])
    for sign, word in zip(signs, words, strict=True):
        if sign not in _BOXES:
            around.append(word.strip() or "√")
            continue
        # An option that was not chosen goes no further than its clause.
        _, *beyond = _END.split(word, maxsplit=1) if leads else _END.split(word)[::-1]
        around.extend(beyond)
    return [each for each in around if each.strip()]


def imported_state(*, completion: Said, closed: Said, has_measures: bool) -> ImportedState:
    """已完成 without 销号 awaits acceptance; what has measures is being rectified; the rest is being analysed."""
    if Said.CLOSED in (closed, completion):
        return ImportedState.CLOSED
    if completion is Said.DONE:
        return ImportedState.AWAITING
    if completion is Said.ANALYSING:
        return ImportedState.ANALYSING
    return ImportedState.RECTIFYING if has_measures else ImportedState.ANALYSING
