"""Who answers for a finding: lead and supporting departments, responsible person, responsible leader."""

from dataclasses import dataclass, field, replace

from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import bare
from rectification.workbook.context import ImportContext, StaffRef
from rectification.workbook.names import (
    DepartmentNames,
    Mention,
    Part,
    bracketed_words,
    joined_names,
    people_names,
)
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.rows import RawCell, RawFinding, RawRow


@dataclass
class Departments:
    lead_id: int
    supporting_ids: tuple[int, ...]
    by_row: dict[int, int]  # where measures have rows of their own: the department of each row
    unmatched: list[str] = field(default_factory=list)


@dataclass
class People:
    person_id: int | None
    leader_id: int | None
    by_row: dict[int, int]
    unmatched: list[str] = field(default_factory=list)


class Responsibility:
    def __init__(self, context: ImportContext) -> None:
        self.departments = DepartmentNames(context.departments)
        self._staff = {bare(name): refs for name, refs in context.staff.items()}
        self._leaders = {bare(name): ids for name, ids in context.leaders.items()}

    def departments_of(
        self, raw: RawFinding, log: SheetLog, *, default_id: int | None, blank_cell: str
    ) -> Departments | None:
        """Lead and supporting departments, or None with an error at the cell."""
        mentions = [(row.row, mention, cell) for row in raw.rows for mention, cell in self._mentions(row)]
        chosen = _lead_of(mentions)
        if chosen is None and default_id is None:
            log.error(blank_cell, ProblemKind.MISSING_LEAD, "没有写牵头（责任）部门")
            return None
        lead_id = default_id
        if chosen is not None:
            mention, cell = chosen
            if mention.id is None:
                log.error(
                    cell.name,
                    ProblemKind.UNKNOWN_LEAD,
                    self._unknown_lead(mention.name),
                    subject=mention.name,
                )
                return None
            lead_id = mention.id
        assert lead_id is not None
        result = Departments(lead_id, (), _departments_by_row(raw, mentions))
        result.supporting_ids = self._supporting(mentions, lead_id, chosen, result.unmatched, log)
        return result

    def _mentions(self, row: RawRow) -> list[tuple[Mention, RawCell]]:
        """What a row says in its department columns; the column says what the cell leaves unsaid."""
        found: list[tuple[Mention, RawCell]] = []
        for column in (Column.LEAD, Column.LEAD_AND_SUPPORTING, Column.SUPPORTING):
            cell = row.cells.get(column)
            if cell is None:
                continue
            for mention in self.departments.read(cell.text):
                if column is Column.SUPPORTING and mention.part is Part.UNSAID:
                    mention = replace(mention, part=Part.SUPPORTING)
                found.append((mention, cell))
        return found

    def _unknown_lead(self, name: str) -> str:
        likely = self.departments.likely(name)
        return f"找不到牵头部门“{name}”" + (f"，是否为“{likely}”？" if likely else "")

    def _supporting(
        self,
        mentions: list[tuple[int, Mention, RawCell]],
        lead_id: int,
        chosen: tuple[Mention, RawCell] | None,
        unmatched: list[str],
        log: SheetLog,
    ) -> tuple[int, ...]:
        ids: dict[int, None] = {}
        for _, mention, cell in mentions:
            if chosen is not None and mention is chosen[0]:
                continue
            if mention.id is not None:
                ids[mention.id] = None
                continue
            problem = f"找不到配合部门“{mention.name}”，已记入备注"
            log.warn(cell.name, ProblemKind.UNKNOWN_SUPPORTING, problem, subject=mention.name)
            unmatched.append(f"配合部门：{mention.name}")
        ids.pop(lead_id, None)
        return tuple(ids)

    def people_of(self, raw: RawFinding, departments: Departments, log: SheetLog) -> People:
        near = frozenset([departments.lead_id, *departments.supporting_ids])
        result = People(None, None, {})
        for row in raw.rows:
            cell = row.cells.get(Column.PERSON)
            if cell is None:
                continue
            own = frozenset([departments.by_row[row.row]]) if row.row in departments.by_row else near
            ids = self._persons(cell, own, near, result.unmatched, log)
            if ids:
                result.by_row[row.row] = ids[0]
                result.person_id = result.person_id or ids[0]
        if sum(1 for row in raw.rows if Column.PERSON in row.cells) < 2:
            result.by_row.clear()
        result.leader_id = self._leader(raw.first.cells.get(Column.LEADER), result.unmatched, log)
        return result

    def _persons(
        self, cell: RawCell, own: frozenset[int], near: frozenset[int], unmatched: list[str], log: SheetLog
    ) -> list[int]:
        """The known people of a cell; one finding has one responsible person, the others go to the remark."""
        ids: list[int] = []
        for name in self._known_names(cell.text):
            refs = self._staff.get(bare(name), ())
            fitting = _in_departments(refs, own) or _in_departments(refs, near) or list(refs)
            if len(fitting) == 1:
                ids.append(fitting[0].id)
                if len(ids) == 1:
                    continue
            elif refs:
                log.warn(
                    cell.name,
                    ProblemKind.AMBIGUOUS_PERSON,
                    f"有 {len(fitting)} 位“{name}”，未指定责任人，已记入备注",
                )
            else:
                problem = f"找不到责任人“{name}”，已记入备注"
                log.warn(cell.name, ProblemKind.UNKNOWN_PERSON, problem, subject=name)
            unmatched.append(f"责任人：{name}")
        return ids

    def _known_names(self, text: str) -> list[str]:
        names: list[str] = []
        for name in people_names(text):
            pieces = joined_names(name) if bare(name) not in self._staff else ()
            names.extend(pieces if any(bare(piece) in self._staff for piece in pieces) else [name])
        return names

    def _leader(self, cell: RawCell | None, unmatched: list[str], log: SheetLog) -> int | None:
        if cell is None or not bare(cell.text):
            return None
        said = [cell.text, *people_names(cell.text), *bracketed_words(cell.text)]
        found = [ids for words in said if (ids := self._leaders.get(bare(words)))]
        if found and len(set(found[0])) == 1:
            return found[0][0]
        if found:
            log.warn(
                cell.name,
                ProblemKind.AMBIGUOUS_PERSON,
                f"有 {len(set(found[0]))} 位院领导符合“{cell.text}”，未指定责任领导，已记入备注",
            )
        else:
            log.warn(cell.name, ProblemKind.UNKNOWN_PERSON, f"找不到责任领导“{cell.text}”，已记入备注")
        unmatched.append(f"责任领导：{cell.text}")
        return None


def _lead_of(mentions: list[tuple[int, Mention, RawCell]]) -> tuple[Mention, RawCell] | None:
    """The one marked as lead, else the first that is not marked as supporting."""
    for wanted in (Part.LEAD, Part.UNSAID):
        for _, mention, cell in mentions:
            if mention.part is wanted:
                return mention, cell
    return None


def _departments_by_row(raw: RawFinding, mentions: list[tuple[int, Mention, RawCell]]) -> dict[int, int]:
    """The first known department of each row, where more rows than the first name one."""
    first_of_row: dict[int, int] = {}
    for row, mention, _ in mentions:
        if mention.id is not None and mention.part is not Part.SUPPORTING:
            first_of_row.setdefault(row, mention.id)
    return first_of_row if set(first_of_row) - {raw.first.row} else {}


def _in_departments(refs: tuple[StaffRef, ...], departments: frozenset[int]) -> list[StaffRef]:
    return [ref for ref in refs if ref.department_ids & departments]
