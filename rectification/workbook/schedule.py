"""By when a finding is to be repaired, and the days on which something was: the dates of its rows together."""

from dataclasses import dataclass, field
from datetime import date

from rectification.rules.ledger_columns import Column
from rectification.rules.ledger_rows import ON_THE_SPOT, marks_in
from rectification.workbook.dates import Deadline, DeadlineSaid, RunDates, read_day, read_deadline
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.rows import RawCell, RawFinding

_FAR_YEARS = 5  # a deadline so long after the run is a slip of the pen
_REFUSED = (DeadlineSaid.IMPOSSIBLE, DeadlineSaid.UNREADABLE)


@dataclass
class Schedule:
    ongoing: bool = False
    due_on: date | None = None
    on_the_spot: bool = False
    by_row: dict[int, date] = field(default_factory=dict)
    found_on: date | None = None
    accepted_on: date | None = None
    done_on: date | None = None
    original_due_on: date | None = None
    kept: list[str] = field(default_factory=list)  # words of dates that name no day, for the remark


def schedule_of(raw: RawFinding, run: RunDates, log: SheetLog, *, blank_cell: str | None) -> Schedule | None:
    """The finding's dates, or None with an error at the cell. It ends with the last of its measures (DESIGN §6)."""
    said = [
        (row.row, cell, read_deadline(cell.value, run))
        for row in raw.rows
        if (cell := row.cells.get(Column.DEADLINE))
    ]
    schedule = Schedule()
    readable = [_reported(cell, deadline, log, schedule) for _, cell, deadline in said]
    past = [_past_days(raw, column, run, log, schedule) for column in _PAST]
    if not all(readable) or None in past:
        return None
    days = (_chosen(raw, column, days or [], log) for column, days in zip(_PAST, past, strict=True))
    schedule.found_on, schedule.accepted_on, schedule.done_on, schedule.original_due_on = days
    _end_with_the_last(schedule, [(row, deadline) for row, _, deadline in said])
    _settle_original(schedule, raw, log)
    if _marked(raw):
        schedule.on_the_spot = True
    elif blank_cell and all(deadline.said is DeadlineSaid.NOTHING for _, _, deadline in said):
        log.warn(blank_cell, ProblemKind.NO_DEADLINE, "没有写整改时限")
    _check_order(schedule, said[0][1] if said else None, run, log)
    _check_done(schedule, raw, log)
    return schedule


_PAST = (Column.FOUND_ON, Column.ACCEPTED_ON, Column.DONE_ON, Column.ORIGINAL_DEADLINE)
_FIRST_COUNTS = (Column.FOUND_ON, Column.ORIGINAL_DEADLINE)


def _chosen(raw: RawFinding, column: Column, days: list[date], log: SheetLog) -> date | None:
    """Of the days of several rows the first or the last, told."""
    if not days:
        return None
    first = column in _FIRST_COUNTS
    day = min(days) if first else max(days)
    if len(set(days)) > 1:
        problem = f"各行的{column.label}不同，取最{'早' if first else '晚'}的 {day}，请核对"
        log.warn(raw.cells(column)[0].name, ProblemKind.GUESSED_DATE, problem)
    return day


def _settle_original(schedule: Schedule, raw: RawFinding, log: SheetLog) -> None:
    """A date before an extension stands beside the date after it; without one it is only words."""
    if schedule.original_due_on and not schedule.due_on:
        schedule.original_due_on = None
        for cell in raw.cells(Column.ORIGINAL_DEADLINE):
            _keep(schedule, Column.ORIGINAL_DEADLINE, cell)
            problem = f"原时限“{cell.text}”旁边没有整改时限的日期，原文记入备注"
            log.warn(cell.name, ProblemKind.LEFT_OVER, problem)
    elif schedule.original_due_on == schedule.due_on:
        schedule.original_due_on = None


def _marked(raw: RawFinding) -> bool:
    """The mark of 立行立改 as this system writes it (`ledger_rows.marks_of`)."""
    return any(ON_THE_SPOT in marks_in(cell.text) for cell in raw.cells(Column.MARKS))


def _end_with_the_last(schedule: Schedule, said: list[tuple[int, Deadline]]) -> None:
    kinds = {deadline.said for _, deadline in said}
    days = {row: deadline.on for row, deadline in said if deadline.on}
    schedule.ongoing = DeadlineSaid.ONGOING in kinds
    schedule.on_the_spot = DeadlineSaid.ON_THE_SPOT in kinds and not days
    schedule.by_row = days if len(said) > 1 else {}
    if days and not schedule.ongoing:
        schedule.due_on = max(days.values())


def _reported(cell: RawCell, deadline: Deadline, log: SheetLog, schedule: Schedule) -> bool:
    """Whether the deadline can be used; what had to be guessed is told, what names no day kept in words."""
    if deadline.said is DeadlineSaid.IMPOSSIBLE:
        log.error(cell.name, ProblemKind.IMPOSSIBLE_DATE, f"“{cell.text}”不是存在的日期")
    elif deadline.said is DeadlineSaid.UNREADABLE:
        log.error(
            cell.name,
            ProblemKind.UNREADABLE_DATE,
            f"看不懂时限“{cell.text}”，请写成 2025-09-30 这样的日期，或“长期坚持”",
        )
    elif deadline.said is DeadlineSaid.UNDATED:
        log.warn(
            cell.name,
            ProblemKind.UNREADABLE_DATE,
            f"时限“{cell.text}”没有说是哪一天，不设时限导入，原文记入备注",
        )
        _keep(schedule, Column.DEADLINE, cell)
    elif deadline.said is DeadlineSaid.ON_THE_SPOT:
        log.warn(cell.name, ProblemKind.ON_THE_SPOT, f"“{cell.text}”没有日期，按立行立改导入，不设时限")
    elif deadline.note:
        log.warn(cell.name, ProblemKind.GUESSED_DATE, f"{deadline.note}，请核对")
    if deadline.left:
        log.warn(
            cell.name,
            ProblemKind.LEFT_OVER,
            f"时限“{cell.text}”{_taken(deadline)}，“{deadline.left}”没有读入，原文记入备注",
        )
        _keep(schedule, Column.DEADLINE, cell)
    return deadline.said not in _REFUSED


def _taken(deadline: Deadline) -> str:
    if deadline.said is DeadlineSaid.ONGOING:
        return "按长期坚持导入"
    if deadline.said is DeadlineSaid.ON_THE_SPOT:
        return "按立行立改导入"
    return f"按 {deadline.on} 导入"


def _keep(schedule: Schedule, column: Column, cell: RawCell) -> None:
    words = f"{column.label}：{cell.text}"
    if words not in schedule.kept:
        schedule.kept.append(words)


def _past_days(
    raw: RawFinding, column: Column, run: RunDates, log: SheetLog, schedule: Schedule
) -> list[date] | None:
    """Days of finding, acceptance or the end of the work; None where a cell holds a date that no calendar has.
    What does not name a day is left empty, never guessed (DESIGN §6)."""
    days: list[date] = []
    possible = True
    for cell in raw.cells(column):
        deadline = read_day(cell.value, run)
        if deadline.said is DeadlineSaid.IMPOSSIBLE:
            log.error(cell.name, ProblemKind.IMPOSSIBLE_DATE, f"“{cell.text}”不是存在的日期")
            possible = False
        elif deadline.said is DeadlineSaid.UNREADABLE:
            problem = f"{column.label}“{cell.text}”不是某一天，留空导入，原文记入备注"
            log.warn(cell.name, ProblemKind.UNREADABLE_DATE, problem)
            _keep(schedule, column, cell)
        elif deadline.note:
            log.warn(cell.name, ProblemKind.GUESSED_DATE, f"{deadline.note}，请核对")
        if deadline.left:
            problem = (
                f"{column.label}“{cell.text}”按 {deadline.on} 导入，“{deadline.left}”没有读入，原文记入备注"
            )
            log.warn(cell.name, ProblemKind.LEFT_OVER, problem)
            _keep(schedule, column, cell)
        if deadline.on:
            days.append(deadline.on)
    return days if possible else None


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


def _check_done(schedule: Schedule, raw: RawFinding, log: SheetLog) -> None:
    """Late is a fact, not a fault: the finding shows it. Done before it was found, or accepted before done, is one."""
    done = schedule.done_on
    if done is None:
        return
    cell = raw.cells(Column.DONE_ON)[-1]
    if schedule.found_on is not None and done < schedule.found_on:
        problem = f"实际完成时间 {done} 早于发现日期 {schedule.found_on}，请核对"
        log.warn(cell.name, ProblemKind.DATE_ORDER, problem)
    if schedule.accepted_on is not None and schedule.accepted_on < done:
        problem = f"实际完成时间 {done} 晚于验收日期 {schedule.accepted_on}，请核对"
        log.warn(cell.name, ProblemKind.DATE_ORDER, problem)
