"""Which departments answer for a finding: the lead, those that support it, and what its cells say beside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import bare
from rectification.workbook.context import ImportContext
from rectification.workbook.names import DepartmentNames, Means, Mention, Part
from rectification.workbook.plan import Answer, ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.rows import RawCell, RawFinding
from rectification.workbook.whose import Whose, sheet_question

OF_DEPARTMENTS = (Column.LEAD, Column.LEAD_AND_SUPPORTING, Column.SUPPORTING)
# Whose workbook it is says which department these are.
_OWN = frozenset(["本科室", "本科", "我科", "全科", "本部门", "我部门", "科内"])


@dataclass
class Departments:
    lead_id: int
    supporting_ids: tuple[int, ...]
    by_row: dict[int, int]  # where measures have rows of their own: the department of each row
    unmatched: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """A mention and where it stands."""

    row: int
    column: Column
    cell: RawCell
    mention: Mention

    def kept(self) -> str:
        """As the remark keeps what found no place."""
        return f"{_KEPT_AS.get(self.column, self.column.label)}：{self.mention.words}"


_KEPT_AS = {Column.LEAD: "配合部门", Column.LEAD_AND_SUPPORTING: "配合部门", Column.SUPPORTING: "配合部门"}


class Responsibility:
    def __init__(self, context: ImportContext) -> None:
        people = [*context.staff, *context.left]
        self.departments = DepartmentNames(context.departments, people, context.ended)
        self._answers = context.answers

    def said(self, raw: RawFinding, columns: Iterable[Column]) -> list[Said]:
        """What the cells of these columns name; the column says what a cell leaves unsaid."""
        return [
            Said(row.row, column, cell, _in_column(self._answered(mention), column))
            for row in raw.rows
            for column in columns
            if (cell := row.cells.get(column)) is not None
            for mention in self.departments.names(cell.text)
        ]

    def _answered(self, mention: Mention) -> Mention:
        """A word that somebody said the department of."""
        if mention.id is not None or mention.means is not Means.UNKNOWN:
            return mention
        return self._as_answered(mention)

    def _as_answered(self, mention: Mention) -> Mention:
        said = self._answers.get(question_key(mention.name, mention.means))
        known = self.departments.find(said) if said else None
        return mention if known is None else replace(mention, id=known, answered=True)

    def departments_of(
        self, raw: RawFinding, log: SheetLog, *, whose: Whose | None, blank_cell: str, has_column: bool
    ) -> Departments | None:
        """Lead and supporting departments, or None with an error at the cell."""
        said, of_people = self._of_departments(raw, log)
        chosen = self._chosen(said)
        lead_id = _lead_id(chosen, whose)
        if not has_column and chosen is None:
            self._ask_of_sheet(blank_cell, log, open_=lead_id is None)
        if lead_id is None:
            if chosen is None:
                log.error(blank_cell, ProblemKind.MISSING_LEAD, _missing_lead(said))
            else:
                self._refuse_lead(chosen, log)
            return None
        result = Departments(lead_id, (), _departments_by_row(raw, said))
        if chosen is not None:
            self._keep_everyone(chosen, result, log)
        if whose is not None and (chosen is None or chosen.mention.id is None):
            self._tell_whose(whose, chosen.cell.name if chosen else blank_cell, log)
        result.supporting_ids = tuple(self._supporting(said, lead_id, chosen, result.unmatched, log))
        _tell_other_departments(of_people, result, log)
        return result

    def _ask_of_sheet(self, cell: str, log: SheetLog, *, open_: bool) -> None:
        key = sheet_question("lead", log.sheet)
        if open_ or key in self._answers:
            answers = [Answer(name, name) for name in self.departments.all]
            question = f"工作表“{log.sheet}”的问题由哪个部门牵头？"
            log.ask(cell, ProblemKind.MISSING_LEAD, question, answers, key=key)

    def _of_departments(self, raw: RawFinding, log: SheetLog) -> tuple[list[Said], list[Said]]:
        """What the columns of departments name; and the departments of the column of people, where those name any."""
        said = self.said(raw, OF_DEPARTMENTS)
        for one in said:
            if one.mention.answered:
                self._ask(one, log)  # an answer can be changed
        of_people = [
            one
            for one in self.said(raw, [Column.PERSON])
            if one.mention.means is Means.DEPARTMENT and one.mention.id is not None
        ]
        if any(one.mention.names_department for one in said):
            return said, of_people
        # 责任人：骨科 张伟, and no column names a department.
        return [*said, *of_people], []

    def _chosen(self, said: list[Said]) -> Said | None:
        """Who leads. Of 全院 an answer says no more than that."""
        chosen = _lead_of(said)
        if chosen is None or chosen.mention.means is not Means.GROUP:
            return chosen
        return replace(chosen, mention=self._as_answered(chosen.mention))

    def _keep_everyone(self, chosen: Said, departments: Departments, log: SheetLog) -> None:
        if chosen.mention.means is Means.GROUP and chosen.mention.answered:
            self._ask(chosen, log)
            departments.unmatched.append(f"{chosen.column.label}：{chosen.mention.words}")

    def _tell_whose(self, whose: Whose, cell: str, log: SheetLog) -> None:
        if whose.guessed:
            name = self.departments.called(whose.department_id)
            problem = f"没有写明牵头（责任）部门，按{whose.guessed}作为“{name}”的问题导入，请核对"
            log.warn(cell, ProblemKind.GUESSED, problem)

    def _refuse_lead(self, said: Said, log: SheetLog) -> None:
        name = said.mention.name
        if said.mention.means is Means.GROUP:
            problem = f"“{name}”不是一个部门，请写明由哪个部门牵头"
            self._ask(said, log)
        else:
            problem = self._unknown("牵头部门", said, log)
        log.error(said.cell.name, ProblemKind.UNKNOWN_LEAD, problem, subject=name)

    def _unknown(self, role: str, said: Said, log: SheetLog) -> str:
        """What is told of a name that no department bears; one near to it is asked, never taken in silence."""
        name = said.mention.name
        ended = self.departments.ended(name)
        problem = f"{role}“{name}”已于 {ended.on.isoformat()} 停用" if ended else f"找不到{role}“{name}”"
        near = self._ask(said, log)
        return f"{problem}，是否为{_choices(near)}？" if near else problem

    def _ask(self, said: Said, log: SheetLog) -> tuple[str, ...]:
        """Once in a workbook for each word; the departments that are offered."""
        name = said.mention.name
        key = question_key(name, said.mention.means)
        if said.mention.means is Means.GROUP:
            question = f"“{name}”的问题由哪个部门牵头？"
            log.ask(said.cell.name, ProblemKind.EVERYONE, question, key=key, subject=name)
            return ()
        near = self._near(name)
        question = f"“{name}”是否为{_choices(near)}？" if near else f"“{name}”是本院哪个部门？"
        answers = [Answer(known, known) for known in near]
        log.ask(said.cell.name, ProblemKind.UNKNOWN_LEAD, question, answers, key=key, subject=name)
        return near

    def _near(self, name: str) -> tuple[str, ...]:
        """What is proposed for a name: what took it over where it has ended, else what is called alike."""
        ended = self.departments.ended(name)
        if ended is not None:
            return (ended.successor,) if ended.successor else ()
        return self.departments.near(name)

    def _supporting(
        self, said: list[Said], lead_id: int, chosen: Said | None, unmatched: list[str], log: SheetLog
    ) -> Iterator[int]:
        met = {lead_id}
        for one in said:
            mention = one.mention
            if mention.guessed:
                _tell_guess(one, log)
            if mention.means is Means.LEFT_OVER:
                tell_left_over(one, unmatched, log)
            elif not mention.names_department or _is_chosen(one, chosen):
                continue
            elif mention.id is None:
                self._keep_unknown(one, unmatched, log)
            elif mention.id not in met:
                met.add(mention.id)
                _tell_supporting(one, chosen, log)
                yield mention.id

    def _keep_unknown(self, said: Said, unmatched: list[str], log: SheetLog) -> None:
        name = said.mention.name
        unmatched.append(said.kept())
        if said.mention.means is Means.GROUP:
            problem = f"“{name}”不是一个部门，已记入备注"
            log.warn(said.cell.name, ProblemKind.UNKNOWN_SUPPORTING, problem)
            return
        problem = self._unknown("配合部门", said, log)
        problem += "已记入备注" if problem.endswith("？") else "，已记入备注"
        log.warn(said.cell.name, ProblemKind.UNKNOWN_SUPPORTING, problem, subject=name)


def question_key(name: str, means: Means) -> str:
    """Of the question which department a word means: one in a workbook."""
    return f"{'everyone' if means is Means.GROUP else 'department'}:{bare(name)}"


def _choices(near: tuple[str, ...]) -> str:
    return "或".join(f"“{known}”" for known in near)


def tell_left_over(said: Said, unmatched: list[str], log: SheetLog) -> None:
    problem = f"“{said.mention.words}”看不出是哪个部门或人员，已记入备注"
    log.warn(said.cell.name, ProblemKind.LEFT_OVER, problem)
    unmatched.append(f"{said.column.label}：{said.mention.words}")


def _in_column(mention: Mention, column: Column) -> Mention:
    if column is Column.SUPPORTING and mention.part is Part.UNSAID:
        return replace(mention, part=Part.SUPPORTING)
    return mention


def _lead_of(said: list[Said]) -> Said | None:
    """The one marked as lead, else the first that is not marked as supporting."""
    for wanted in (Part.LEAD, Part.UNSAID):
        for one in said:
            if one.mention.part is wanted and one.mention.names_department:
                return one
    return None


def _lead_id(chosen: Said | None, whose: Whose | None) -> int | None:
    own = whose.department_id if whose is not None else None
    if chosen is None:
        return own
    return own if chosen.mention.id is None and bare(chosen.mention.name) in _OWN else chosen.mention.id


def _is_chosen(one: Said, chosen: Said | None) -> bool:
    return chosen is not None and one.cell is chosen.cell and one.mention.name == chosen.mention.name


def _missing_lead(said: list[Said]) -> str:
    people = [one.mention.name for one in said if one.mention.means is Means.PERSON]
    supporting = [one.mention.name for one in said if one.mention.part is Part.SUPPORTING]
    others = [one.mention.words for one in said if one.mention.means is Means.LEFT_OVER]
    if people:
        return f"没有写牵头（责任）部门，只写了人员“{'、'.join(people)}”"
    if supporting:
        return f"没有写牵头（责任）部门，只写了配合部门“{'、'.join(supporting)}”"
    if others:
        return f"没有写牵头（责任）部门，只写了“{'、'.join(others)}”"
    return "没有写牵头（责任）部门"


def _tell_guess(said: Said, log: SheetLog) -> None:
    problem = (
        f"“{' '.join(said.cell.text.split())}”中没有分隔，“{said.mention.name}”作为另一个部门导入，请核对"
    )
    log.warn(said.cell.name, ProblemKind.GUESSED, problem)


def _tell_supporting(said: Said, chosen: Said | None, log: SheetLog) -> None:
    """What the words of a supporting department say beyond that."""
    name = said.mention.name
    if said.mention.oversees:
        problem = f"“{name}”写的是“{said.mention.oversees}”，作为配合部门导入，请核对"
        log.warn(said.cell.name, ProblemKind.GUESSED, problem)
    also_leads = (
        said.column is Column.LEAD
        and said.mention.part is Part.UNSAID
        and not (said.mention.guessed or said.mention.oversees)
        and chosen is not None
        and chosen.cell is said.cell
    )
    if said.mention.part is Part.LEAD or also_leads:
        problem = f"写了几个牵头部门，“{name}”作为配合部门导入，请核对"
        log.warn(said.cell.name, ProblemKind.GUESSED, problem)


def _tell_other_departments(said: list[Said], departments: Departments, log: SheetLog) -> None:
    """A department in the column of people that none of the others names."""
    for one in said:
        if one.mention.id in (departments.lead_id, *departments.supporting_ids):
            continue
        problem = f"责任人一列写的“{one.mention.name}”不是牵头或配合部门，已记入备注"
        log.warn(one.cell.name, ProblemKind.LEFT_OVER, problem)
        departments.unmatched.append(one.kept())


def _departments_by_row(raw: RawFinding, said: list[Said]) -> dict[int, int]:
    """The first known department of each row, where more rows than the first name one."""
    first_of_row: dict[int, int] = {}
    for one in said:
        if one.mention.id is not None and one.mention.part is not Part.SUPPORTING:
            first_of_row.setdefault(one.row, one.mention.id)
    return first_of_row if set(first_of_row) - {raw.first.row} else {}
