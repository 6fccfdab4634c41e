"""Dates of work: the quarterly note that ongoing work owes (DESIGN §6). Pure; the day is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


def quarter_start(day: date) -> date:
    """First day of the quarter that holds the day."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarter_end(day: date) -> date:
    """Last day of the quarter that holds the day."""
    start = quarter_start(day)
    following = date(start.year + 1, 1, 1) if start.month == 10 else date(start.year, start.month + 3, 1)
    return following - timedelta(days=1)


@dataclass(frozen=True)
class NoteOwed:
    """The next quarterly note: until when, and whether it is late already."""

    by: date
    late: bool

    @property
    def words(self) -> str:
        return f"季度进展逾期（应于 {self.by:%m-%d} 前）" if self.late else f"季度进展 {self.by:%m-%d} 前"


def quarterly_note(*, since: date, last_note_on: date | None, as_of: date) -> NoteOwed | None:
    """What ongoing work owes. None when this quarter's note is written.

    The quarter in which the finding was registered owes one too, like every later one.
    """
    this_quarter = quarter_start(as_of)
    if last_note_on is not None and last_note_on >= this_quarter:
        return None
    previous_end = this_quarter - timedelta(days=1)
    missed = since <= previous_end and (last_note_on is None or last_note_on < quarter_start(previous_end))
    return NoteOwed(previous_end, True) if missed else NoteOwed(quarter_end(as_of), False)
