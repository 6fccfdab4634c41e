"""By when a finding is to be repaired, and the days on which something was: the dates of its rows together."""

from dataclasses import dataclass, field
from datetime import date

from rectification.rules.ledger_columns import Column
from rectification.workbook.dates import Deadline, DeadlineSaid, RunDates, read_day, read_deadline
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.rows import RawCell, RawFinding

_FAR_YEARS = 5  # a deadline so long after the run is a slip of the pen


@dataclass
class Schedule:
    ongoing: bool = False
    due_on: date | None = None
    on_the_spot: bool = False
    by_row: dict[int, date] = field(default_factory=dict)
    found_on: date | None = None
    accepted_on: date | None = None
    kept: list[str] = field(default_factory=list)  # words of dates that name no day, for the remark


def schedule_of(raw: RawFinding, run: RunDates, log: SheetLog, *, blank_cell: str | None) -> Schedule | None:
    """The finding's dates, or None with an error at the cell. It ends with the last of its measures (DESIGN §6)."""
    said = [
        (row.row, cell, read_deadline(cell.value, run))
        for row in raw.rows
        if (cell := row.cells.get(Column.DEADLINE))
    ]
    readable = [_reported(cell, deadline, log) for _, cell, deadline in said]
    found_on, accepted_on = (
        _past_day(raw, column, run, log) for column in (Column.FOUND_ON, Column.ACCEPTED_ON)
    )
    if not all(readable) or DeadlineSaid.IMPOSSIBLE in (found_on.said, accepted_on.said):
        return None
    schedule = Schedule(
        ongoing=any(deadline.said is DeadlineSaid.ONGOING for _, _, deadline in said),
        on_the_spot=any(deadline.said is DeadlineSaid.ON_THE_SPOT for _, _, deadline in said),
        by_row={row: deadline.on for row, _, deadline in said if deadline.on} if len(said) > 1 else {},
        found_on=found_on.on,
        accepted_on=accepted_on.on,
    )
    days = [deadline.on for _, _, deadline in said if deadline.on]
    if days and not schedule.ongoing:
        schedule.due_on = max(days)
    if days:
        schedule.on_the_spot = False
    if blank_cell and all(deadline.said is DeadlineSaid.NOTHING for _, _, deadline in said):
        log.warn(blank_cell, ProblemKind.NO_DEADLINE, "没有写整改时限")
    _check_order(schedule, said[0][1] if said else None, run, log)
    return schedule


def _reported(cell: RawCell, deadline: Deadline, log: SheetLog) -> bool:
    """Whether the deadline can be used; what had to be guessed is told."""
    if deadline.said is DeadlineSaid.IMPOSSIBLE:
        log.error(cell.name, ProblemKind.IMPOSSIBLE_DATE, f"“{cell.text}”不是存在的日期")
    elif deadline.said is DeadlineSaid.UNREADABLE:
        log.error(
            cell.name,
            ProblemKind.UNREADABLE_DATE,
            f"看不懂时限“{cell.text}”，请写成 2025-09-30 这样的日期，或“长期坚持”",
        )
    elif deadline.said is DeadlineSaid.ON_THE_SPOT:
        log.warn(cell.name, ProblemKind.ON_THE_SPOT, f"“{cell.text}”没有日期，按立行立改导入，不设时限")
    elif deadline.note:
        log.warn(cell.name, ProblemKind.GUESSED_DATE, f"{deadline.note}，请核对")
    return deadline.said not in (DeadlineSaid.IMPOSSIBLE, DeadlineSaid.UNREADABLE)


def _past_day(raw: RawFinding, column: Column, run: RunDates, log: SheetLog) -> Deadline:
    """A day of finding or acceptance. What does not name a day is left empty, never guessed (DESIGN §6)."""
    cell = raw.first.cells.get(column)
    if cell is None:
        return Deadline(DeadlineSaid.NOTHING)
    deadline = read_day(cell.value, run)
    if deadline.said is DeadlineSaid.IMPOSSIBLE:
        log.error(cell.name, ProblemKind.IMPOSSIBLE_DATE, f"“{cell.text}”不是存在的日期")
    elif deadline.said is DeadlineSaid.UNREADABLE:
        log.warn(cell.name, ProblemKind.UNREADABLE_DATE, f"{column.label}“{cell.text}”不是某一天，留空导入")
    elif deadline.note:
        log.warn(cell.name, ProblemKind.GUESSED_DATE, f"{deadline.note}，请核对")
    return deadline


def _check_order(schedule: Schedule, cell: RawCell | None, run: RunDates, log: SheetLog) -> None:
    due = schedule.due_on
    if due is None or cell is None:
        return
    problem = ""
    if schedule.found_on is not None and due < schedule.found_on:
        problem = f"整改时限 {due} 早于发现日期 {schedule.found_on}"
    elif due < run.start:
        problem = f"整改时限 {due} 早于专项开始日期 {run.start}"
    elif due.year > run.end.year + _FAR_YEARS:
        problem = f"整改时限 {due} 远晚于专项结束日期 {run.end}"
    if problem:
        log.warn(cell.name, ProblemKind.DATE_ORDER, f"{problem}，请核对")
