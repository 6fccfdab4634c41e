"""One finding of a table turned into what would be entered: every cell read, every doubt named by its cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rectification.rules.identity import finding_key
from rectification.rules.ledger_columns import Column
from rectification.workbook.account import (
    LONGEST_LABEL,
    LONGEST_REMARK,
    kept_words,
    remark_cell,
    remark_of,
    tell_personal_data,
)
from rectification.workbook.cells import bare, is_sign, says_nothing, short
from rectification.workbook.context import ImportContext
from rectification.workbook.in_order import contradicts_itself, is_in_order, tell_not_entered
from rectification.workbook.items import ItemNames, Place
from rectification.workbook.lists import split_list
from rectification.workbook.origins import origin_of
from rectification.workbook.people import People, PeopleFinder
from rectification.workbook.personal_data import personal_data
from rectification.workbook.placing import Placing
from rectification.workbook.plan import Answer, NoProblemRow, PlannedFinding, PlannedMeasure, ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.progress import ImportedState
from rectification.workbook.responsibility import Departments, Responsibility
from rectification.workbook.rows import RawCell, RawFinding
from rectification.workbook.schedule import Schedule, schedule_of
from rectification.workbook.several import several_problems
from rectification.workbook.standing import standing_of
from rectification.workbook.whose import Whose

_LONGEST_TEXT = 2_000
_LONGEST_ENTRY = 1_000  # of one cause or measure
_GONE = frozenset(["已作废", "作废", "已合并", "已撤销"])
_VOID = re.compile("(?:[此本该][条项]|[此本该]问题)?(?:已|予以)?(?:作废|撤销|取消|删除)(?:处理)?")
_TYPED = (Column.FINDING, Column.CAUSE, Column.MEASURE, Column.PROGRESS, Column.COMPLETION, Column.REMARK)


@dataclass(frozen=True)
class SheetPlace:
    """What a sheet says of all its rows: by its name or above the header."""

    place: Place | None
    whose: Whose | None


class FindingPlanner:
    def __init__(self, context: ImportContext, items: ItemNames, responsibility: Responsibility) -> None:
        self._context = context
        self._placing = Placing(items, context.answers)
        self._responsibility = responsibility
        self._people = PeopleFinder(context, responsibility)

    def no_problem(self, raw: RawFinding, on: SheetPlace, log: SheetLog) -> NoProblemRow | None:
        """The row as 无 / 未发现问题, if that is what it says."""
        if not is_in_order(raw):
            return None
        tell_not_entered(raw, log)
        place = self._placing.find(raw, on.place, log.sheet)
        mentions = self._responsibility.departments.read(
            raw.first.text(Column.LEAD) or raw.first.text(Column.LEAD_AND_SUPPORTING)
        )
        own = on.whose.department_id if on.whose is not None else None
        return NoProblemRow(
            sheet=log.sheet,
            row=raw.first.row,
            item_code=place.item.code if place else None,
            checkpoint_code=place.checkpoint.code if place and place.checkpoint else None,
            lead_department_id=mentions[0].id if mentions else own,
        )

    def plan(self, raw: RawFinding, on: SheetPlace, log: SheetLog) -> PlannedFinding | None:
        """The finding, or None with an error at each cell that is wrong: all of them, not only the first."""
        if not _is_live(raw, log) or not self._is_wanted(raw, log):
            return None
        unmatched: list[str] = []
        texts_fit = self._check_texts(raw, on, log)
        place = self._placing.place(
            raw,
            on.place,
            log,
            blank_cell=_blank_cell(raw, Column.ITEM),
            has_column=raw.header.at(Column.ITEM) is not None,
            unmatched=unmatched,
        )
        departments = self._responsibility.departments_of(
            raw,
            log,
            whose=on.whose,
            blank_cell=_blank_cell(raw, Column.LEAD, Column.LEAD_AND_SUPPORTING),
            has_column=any(raw.header.at(column) for column in (Column.LEAD, Column.LEAD_AND_SUPPORTING)),
        )
        deadline_column = raw.header.at(Column.DEADLINE)
        blank_deadline = raw.header.cell_of(raw.first.row, deadline_column) if deadline_column else None
        schedule = schedule_of(raw, self._context.run, log, blank_cell=blank_deadline)
        if not texts_fit or place is None or departments is None or schedule is None:
            return None
        people = self._people.people_of(raw, departments, log)
        unmatched += departments.unmatched + people.unmatched + schedule.kept
        return self._planned(raw, on, place, departments, schedule, people, unmatched, log)

    def _is_wanted(self, raw: RawFinding, log: SheetLog) -> bool:
        """A remark that the line is void is asked about: it may be meant of something else."""
        void = next((cell for cell in raw.cells(Column.REMARK) if _VOID.fullmatch(bare(cell.text))), None)
        if void is None:
            return True
        key = f"void:{log.sheet}!{void.name}"
        question = f"备注写明“{short(void.text)}”，第 {raw.first.row} 行的问题还要导入吗？"
        answers = (Answer("skip", "不导入"), Answer("enter", "照常导入"))
        log.ask(void.name, ProblemKind.NOT_READ, question, answers, key=key)
        said = self._context.answers.get(key)
        if said == "skip":
            log.warn(void.name, ProblemKind.NOT_READ, f"备注写明“{short(void.text)}”，按您的选择没有导入")
        elif said != "enter":
            log.error(void.name, ProblemKind.NOT_READ, f"备注写明“{short(void.text)}”，要不要导入请先回答")
        return said == "enter"

    def _planned(
        self,
        raw: RawFinding,
        on: SheetPlace,
        place: Place,
        departments: Departments,
        schedule: Schedule,
        people: People,
        unmatched: list[str],
        log: SheetLog,
    ) -> PlannedFinding | None:
        text = raw.first.text(Column.FINDING)
        origin = next((cell.text for cell in raw.cells(Column.ORIGIN)), "")
        measures = tuple(_measures(raw, departments, schedule, people))
        standing = standing_of(raw, log, raw.header, has_measures=bool(measures))
        if schedule.accepted_on and standing.state is not ImportedState.CLOSED:
            unmatched.append(f"{raw.named(Column.ACCEPTED_ON)}：{schedule.accepted_on}")
        _tell_days_against_state(raw, schedule, standing.state, log)
        if (remark := remark_of(raw, kept_words(raw, unmatched), log)) is None:
            return None
        return PlannedFinding(
            sheet=log.sheet,
            row=raw.first.row,
            last_row=raw.last_row,
            number=raw.first.text(Column.SEQUENCE),
            text=text,
            item_code=place.item.code,
            checkpoint_code=place.checkpoint.code if place.checkpoint else None,
            key=finding_key(place=place.code, lead_department_id=departments.lead_id, text=text),
            state=standing.state,
            origin=self._context.origins.get(bare(origin)) or origin_of(origin),
            origin_label="" if says_nothing(origin) else origin[:LONGEST_LABEL],
            causes=tuple(_entries(raw, Column.CAUSE)),
            measures=measures,
            lead_department_id=departments.lead_id,
            supporting_ids=departments.supporting_ids,
            person_id=people.person_id,
            leader_id=people.leader_id,
            ongoing=schedule.ongoing,
            due_on=schedule.due_on,
            on_the_spot=schedule.on_the_spot,
            found_on=schedule.found_on,
            accepted_on=schedule.accepted_on,
            done_on=schedule.done_on,
            original_due_on=schedule.original_due_on,
            progress=standing.progress,
            remark=remark,
            cells=raw.first.cells,
            remark_cell=remark_cell(raw),
        )

    def _check_texts(self, raw: RawFinding, on: SheetPlace, log: SheetLog) -> bool:
        cells = [cell for column in _TYPED for cell in _cells(raw, column)]
        for cell in cells:
            if found := personal_data(cell.text):
                shown = "、".join(found)
                log.warn(cell.name, ProblemKind.PERSONAL_DATA, f"疑似患者或个人信息（{shown}），建议删去")
        tell_personal_data(raw, log)
        fits = [self._has_text(raw, on, log)]
        _warn_of_several(raw, log)
        for column in _TYPED:
            fits.extend(_fits(cell, column, log) for cell in _cells(raw, column))
        return all(fits)

    def _has_text(self, raw: RawFinding, on: SheetPlace, log: SheetLog) -> bool:
        cell = _blank_cell(raw, Column.FINDING)
        if contradicts_itself(raw):
            problem = f"检查结果是“{short(raw.first.text(Column.RESULT))}”，存在问题却没有写"
            log.error(cell, ProblemKind.MISSING_TEXT, problem)
            return False
        if is_sign(text := raw.first.text(Column.FINDING)):
            log.error(cell, ProblemKind.MISSING_TEXT, f"“{text}”没有写出是什么问题，请写明")
            return False
        if text:
            return True
        log.error(cell, ProblemKind.MISSING_TEXT, "存在问题为空（没有计算结果的公式也读作空）")
        return False


def _is_live(raw: RawFinding, log: SheetLog) -> bool:
    """What was void or merged where it comes from is no open finding here."""
    gone = [cell for cell in raw.cells(Column.COMPLETION) if bare(cell.text) in _GONE]
    for cell in gone:
        log.warn(cell.name, ProblemKind.NOT_READ, f"写明“{cell.text}”，这一条不导入")
    return not gone


def _tell_days_against_state(
    raw: RawFinding, schedule: Schedule, state: ImportedState, log: SheetLog
) -> None:
    """A day of closing or of the end of the work, where the row does not say that it is closed or done."""
    if schedule.accepted_on and state is not ImportedState.CLOSED:
        cell = raw.cells(Column.ACCEPTED_ON)[-1]
        problem = f"写有{raw.named(Column.ACCEPTED_ON)}，却没有写明已销号，按未销号导入，日期记入备注，请核对"
        log.warn(cell.name, ProblemKind.STATE_CONFLICT, problem)
    says_how_far = any(not says_nothing(cell.text) for cell in raw.cells(Column.COMPLETION))
    if schedule.done_on and says_how_far and state in (ImportedState.ANALYSING, ImportedState.RECTIFYING):
        cell = raw.cells(Column.DONE_ON)[-1]
        problem = f"写有{raw.named(Column.DONE_ON)}，完成情况却不是已完成，按未完成导入，请核对"
        log.warn(cell.name, ProblemKind.STATE_CONFLICT, problem)


def _warn_of_several(raw: RawFinding, log: SheetLog) -> None:
    for cell in _cells(raw, Column.FINDING):
        if (count := several_problems(cell.text)) > 1:
            problem = f"这一格像是 {count} 个问题，按一个问题导入；要分开销号的请分成 {count} 行"
            log.warn(cell.name, ProblemKind.SEVERAL_FINDINGS, problem)


def _cells(raw: RawFinding, column: Column) -> list[RawCell]:
    return [cell for row in raw.rows if (cell := row.cells.get(column)) is not None]


def _blank_cell(raw: RawFinding, *columns: Column) -> str:
    """The cell that should have said it; without such a column the header is named, once for the whole sheet."""
    for column in columns:
        if (place := raw.header.at(column)) is not None:
            return raw.header.cell_of(raw.first.row, place)
    return raw.header.heading_cell(raw.header.at(Column.FINDING) or 1)


def _fits(cell: RawCell, column: Column, log: SheetLog) -> bool:
    lists = column in (Column.CAUSE, Column.MEASURE)
    if len(cell.text) <= LONGEST_REMARK:
        return True
    limit = LONGEST_REMARK if column is Column.REMARK else _LONGEST_ENTRY if lists else _LONGEST_TEXT
    longest = max((len(entry) for entry in split_list(cell.text)), default=0) if lists else len(cell.text)
    if longest <= limit:
        return True
    log.error(cell.name, ProblemKind.TOO_LONG, f"{column.label}不超过 {limit} 字（现有 {longest} 字）")
    return False


def _entries(raw: RawFinding, column: Column) -> Iterator[str]:
    seen: set[str] = set()
    for cell in _cells(raw, column):
        for entry in () if says_nothing(cell.text) else split_list(cell.text):
            if entry not in seen:
                seen.add(entry)
                yield entry


def _measures(
    raw: RawFinding, departments: Departments, schedule: Schedule, people: People
) -> Iterator[PlannedMeasure]:
    for row in raw.rows:
        text = row.text(Column.MEASURE)
        for entry in () if says_nothing(text) else split_list(text):
            yield PlannedMeasure(
                text=entry,
                department_id=departments.by_row.get(row.row),
                person_id=people.by_row.get(row.row),
                due_on=schedule.by_row.get(row.row),
            )
