"""Which people answer for a finding: the responsible person, and the responsible leader by name or post."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import bare
from rectification.workbook.context import ImportContext, StaffRef
from rectification.workbook.leaders import Leaders
from rectification.workbook.names import Means, Mention
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.responsibility import (
    OF_DEPARTMENTS,
    Departments,
    Responsibility,
    Said,
    tell_left_over,
)
from rectification.workbook.rows import RawFinding, RawRow


@dataclass
class People:
    person_id: int | None
    leader_id: int | None
    by_row: dict[int, int]
    unmatched: list[str] = field(default_factory=list)


class PeopleFinder:
    def __init__(self, context: ImportContext, responsibility: Responsibility) -> None:
        self._responsibility = responsibility
        self._staff = {bare(name): refs for name, refs in context.staff.items()}
        self._left = {bare(name): day for name, day in context.left.items()}
        self._leaders = Leaders(context.leaders)

    def people_of(self, raw: RawFinding, departments: Departments, log: SheetLog) -> People:
        """One finding has one responsible person, and a measure's row one of its own; the others are told and kept."""
        result = People(None, None, {})
        naming_rows = 0
        for row in raw.rows:
            said = self._said(raw, row)
            naming_rows += bool(said)
            for one in said:
                self._take(one, departments, result, log)
        if naming_rows < 2:
            result.by_row.clear()
        result.leader_id = self._leaders.of(raw, result.unmatched, log)
        return result

    def _said(self, raw: RawFinding, row: RawRow) -> list[Said]:
        """The people of a row: of its own column, and those beside a department."""
        own = RawFinding(raw.header, [row])
        people = [
            one
            for one in self._responsibility.said(own, [Column.PERSON])
            if one.mention.means is not Means.DEPARTMENT or one.mention.id is None
        ]
        beside = self._responsibility.said(own, OF_DEPARTMENTS)
        return people + [one for one in beside if one.mention.means is Means.PERSON]

    def _take(self, said: Said, departments: Departments, result: People, log: SheetLog) -> None:
        if said.mention.means is Means.LEFT_OVER:
            tell_left_over(said, result.unmatched, log)
            return
        known = self._known(said, departments, log)
        if known is None:
            result.unmatched.append(f"责任人：{said.mention.words}")
            return
        chosen = result.by_row.setdefault(said.row, known)
        result.person_id = result.person_id or known
        if chosen != known:
            problem = f"一条问题只有一位责任人，“{said.mention.name}”已记入备注"
            log.warn(said.cell.name, ProblemKind.LEFT_OVER, problem)
            result.unmatched.append(f"责任人：{said.mention.words}")

    def _known(self, said: Said, departments: Departments, log: SheetLog) -> int | None:
        """The one person of this name who fits best, or None with a warning."""
        name = said.mention.name
        refs = self._staff.get(bare(name), ())
        if not refs:
            log.warn(said.cell.name, ProblemKind.UNKNOWN_PERSON, self._unknown(said.mention), subject=name)
            return None
        fitting = next((found for places in _places(said, departments) if (found := _of(refs, places))), refs)
        if len(fitting) > 1:
            problem = f"有 {len(fitting)} 位“{name}”，未指定责任人，已记入备注"
            log.warn(said.cell.name, ProblemKind.AMBIGUOUS_PERSON, problem)
            return None
        beside, posted = said.mention.beside, fitting[0].department_ids
        if beside is not None and posted and beside not in posted:
            problem = f"“{name}”不是所写部门的人员，仍作为责任人导入，请核对"
            log.warn(said.cell.name, ProblemKind.GUESSED, problem)
        return fitting[0].id

    def _unknown(self, mention: Mention) -> str:
        if (day := self._left.get(bare(mention.name))) is not None:
            return f"责任人“{mention.name}”已于 {day.isoformat()} 离开本院，已记入备注"
        return f"找不到责任人“{mention.name}”，已记入备注"


def _places(said: Said, departments: Departments) -> Iterator[frozenset[int]]:
    """Where to look for somebody of this name, the nearest first."""
    if said.mention.beside is not None:
        yield frozenset([said.mention.beside])
    if said.row in departments.by_row:
        yield frozenset([departments.by_row[said.row]])
    yield frozenset([departments.lead_id, *departments.supporting_ids])


def _of(refs: tuple[StaffRef, ...], departments: frozenset[int]) -> tuple[StaffRef, ...]:
    return tuple(ref for ref in refs if ref.department_ids & departments)
