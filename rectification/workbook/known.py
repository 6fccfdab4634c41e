"""A newer copy of a known ledger: what it says otherwise, cell by cell, and the rows that are nearly known.

Nothing is changed here: a known row is never entered twice, and never written over the ledger in silence.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz, process

from rectification.rules.identity import normalise_text
from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import bare, says_nothing, short
from rectification.workbook.document import Names
from rectification.workbook.plan import (
    Answer,
    CellChange,
    CellProblem,
    ImportPlan,
    PlannedFinding,
    ProblemKind,
    Question,
)
from rectification.workbook.progress import ImportedState

_ALIKE, _ALIKE_WITH_NUMBER = (
    85,
    70,
)  # per cent of the words; the lower where 序号 and department are the same too
_COUNTS = re.compile(r"[0-9]+|[一二三四五六七八九十百两]+")
SAME, NEW = "same", "new"


@dataclass(frozen=True, slots=True)
class LedgerText:
    """A line of the ledger, as far as it is needed to find it again."""

    id: int
    number: str
    keys: tuple[str, ...]  # of its words today, and of the row of a workbook it once came from
    lead_department_id: int
    text: str


@dataclass(frozen=True, slots=True)
class LedgerFinding:
    """What the ledger says of a finding, in the shape in which a workbook says it."""

    id: int
    number: str
    lead_department_id: int
    text: str
    state: str
    state_label: str
    due_on: date | None
    ongoing: bool
    found_on: date | None
    done_on: date | None
    person_id: int | None
    leader_id: int | None
    supporting_ids: tuple[int, ...]
    causes: tuple[str, ...]
    measures: tuple[str, ...]
    remark: str
    told: tuple[str, ...]  # notes of progress, and what an earlier import said


_OPEN = frozenset(["draft", "submitted", "returned", "analysing", "rectifying"])
_OF_STATE = {
    ImportedState.ANALYSING: _OPEN,
    ImportedState.RECTIFYING: _OPEN,
    ImportedState.AWAITING: frozenset(["awaiting", "accepted"]),
    ImportedState.CLOSED: frozenset(["closed"]),
}


Told = Callable[[Collection[int]], Mapping[int, LedgerFinding]]


def compare(
    plan: ImportPlan, ledger: Sequence[LedgerText], told: Told, names: Names, answers: Mapping[str, str]
) -> ImportPlan:
    """The plan with its known rows compared, and with rows that are nearly known asked about.

    `ledger`: the lines with the plan's keys and those of its departments. `told` gives the whole of some of them.
    """
    by_key = {key: line.id for line in ledger for key in line.keys}
    pairs = [(planned, by_key[planned.key]) for planned in plan.known if planned.key in by_key]
    search = _Nearly(ledger, settled={id_ for _, id_ in pairs})
    fresh: list[PlannedFinding] = []
    questions: list[Question] = []
    for planned in plan.findings:
        near = search.of(planned)
        question = _question(planned, near) if near else None
        answer = answers.get(question.key, "") if question else NEW
        if near and answer == SAME:
            pairs.append((planned, near.id))
        elif question and answer != NEW:
            questions.append(question)
        else:
            fresh.append(planned)
    whole = told({id_ for _, id_ in pairs})
    doubts = (CellProblem(each.sheet, each.cell, each.question, each.kind) for each in questions)
    return replace(
        plan,
        findings=tuple(fresh),
        questions=(*plan.questions, *questions),
        warnings=(*plan.warnings, *doubts),
        changes=tuple(c for planned, id_ in pairs for c in _changes(planned, whole[id_], names)),
    )


def _question(planned: PlannedFinding, near: LedgerText) -> Question:
    cell = planned.cells[Column.FINDING].name
    words = f"与台账序号 {near.number} 的问题很像（台账：“{short(near.text)}”），是同一个问题吗？"
    answers = (
        Answer(SAME, f"是序号 {near.number} 的问题，内容有变化"),
        Answer(NEW, "是另一个问题，照常导入"),
    )
    key = f"{ProblemKind.NEARLY_KNOWN.value}:{planned.sheet}!{cell}"
    return Question(planned.sheet, cell, words, ProblemKind.NEARLY_KNOWN, key, answers)


class _Nearly:
    """Finds for a row the line of the ledger that it may be in other words. What another row of the file is
    word for word stands for no second one, and other counts (3 份, 4 份) are another finding."""

    def __init__(self, ledger: Iterable[LedgerText], *, settled: set[int]) -> None:
        self._by_lead: dict[int, dict[int, str]] = defaultdict(dict)
        self._by_text: dict[str, LedgerText] = {}
        self._lines: dict[int, LedgerText] = {}
        for line in ledger:
            if line.id in settled:
                continue
            text = normalise_text(line.text)
            self._lines[line.id] = line
            self._by_lead[line.lead_department_id][line.id] = text
            self._by_text.setdefault(text, line)

    def of(self, planned: PlannedFinding) -> LedgerText | None:
        """The nearest, or None. The same words under another department or item are near."""
        text = normalise_text(planned.text)
        if (same := self._by_text.get(text)) is not None:
            return same
        candidates = self._by_lead.get(planned.lead_department_id)
        if not candidates:
            return None
        for _, score, id_ in process.extract(
            text, candidates, scorer=fuzz.ratio, score_cutoff=_ALIKE_WITH_NUMBER, limit=5
        ):
            line = self._lines[id_]
            same_number = bool(planned.number) and planned.number == line.number
            alike = score >= (_ALIKE_WITH_NUMBER if same_number else _ALIKE)
            if alike and _counts(planned.text) == _counts(line.text):
                return line
        return None


def _counts(text: str) -> list[str]:
    return _COUNTS.findall(text)


def _changes(planned: PlannedFinding, known: LedgerFinding, names: Names) -> Iterator[CellChange]:
    """Cells that say something, and something else than the ledger. An empty cell changes nothing."""
    for column, compared in _COMPARED.items():
        cell = planned.cells.get(column)
        if cell is None or says_nothing(cell.text):
            continue
        if (differs := compared(planned, known, names)) is not None:
            old, new = differs[0], differs[1] or cell.text
            if not _said_already(column, old, new, known):
                yield CellChange(planned.sheet, cell.name, known.id, known.number, column, old, new)
    if planned.remark_cell and not _holds(known.remark, planned.remark):
        yield CellChange(
            planned.sheet,
            planned.remark_cell,
            known.id,
            known.number,
            Column.REMARK,
            known.remark,
            planned.remark,
        )


def _said_already(column: Column, old: str, new: str, known: LedgerFinding) -> bool:
    """What tells how far the work is becomes a note: one that says so may be there, whatever the state is."""
    if column not in _TOLD:
        return old.strip() == new.strip()
    return any((bare(new) or new) == (bare(words) or words) for words in (old, *known.told))


Differs = tuple[str, str] | None  # old and new in words


def _text(planned: PlannedFinding, known: LedgerFinding, _: Names) -> Differs:
    same = normalise_text(planned.text) == normalise_text(known.text)
    return None if same else (known.text, planned.text)


def _lead(planned: PlannedFinding, known: LedgerFinding, names: Names) -> Differs:
    if planned.lead_department_id == known.lead_department_id:
        return None
    return _name(names.departments, known.lead_department_id), _name(
        names.departments, planned.lead_department_id
    )


def _supporting(planned: PlannedFinding, known: LedgerFinding, names: Names) -> Differs:
    if not planned.supporting_ids or set(planned.supporting_ids) == set(known.supporting_ids):
        return None
    return _listed(names, known.supporting_ids), _listed(names, planned.supporting_ids)


def _person(planned: PlannedFinding, known: LedgerFinding, names: Names) -> Differs:
    if planned.person_id in (None, known.person_id):
        return None
    return _name(names.people, known.person_id), _name(names.people, planned.person_id)


def _leader(planned: PlannedFinding, known: LedgerFinding, names: Names) -> Differs:
    if planned.leader_id in (None, known.leader_id):
        return None
    return _name(names.people, known.leader_id), _name(names.people, planned.leader_id)


def _deadline(planned: PlannedFinding, known: LedgerFinding, _: Names) -> Differs:
    if planned.due_on is None and not planned.ongoing:
        return None
    if (planned.due_on, planned.ongoing) == (known.due_on, known.ongoing):
        return None
    return _day(known.due_on, known.ongoing), _day(planned.due_on, planned.ongoing)


def _found(planned: PlannedFinding, known: LedgerFinding, _: Names) -> Differs:
    if planned.found_on in (None, known.found_on):
        return None
    return _day(known.found_on, ongoing=False), _day(planned.found_on, ongoing=False)


def _done(planned: PlannedFinding, known: LedgerFinding, _: Names) -> Differs:
    """The day is history of an import: another one is told as progress."""
    if planned.done_on in (None, known.done_on):
        return None
    words = f"{Column.DONE_ON.label}：{_day(planned.done_on, ongoing=False)}"
    return None if words in known.told else (_day(known.done_on, ongoing=False), words)


def _causes(planned: PlannedFinding, known: LedgerFinding, _: Names) -> Differs:
    return _entries(planned.causes, known.causes)


def _measures(planned: PlannedFinding, known: LedgerFinding, _: Names) -> Differs:
    return _entries([measure.text for measure in planned.measures], known.measures)


def _state(planned: PlannedFinding, known: LedgerFinding, names: Names) -> Differs:
    told_there = planned.state is ImportedState.CLOSED and Column.CLOSED in planned.cells
    if told_there or known.state in _OF_STATE[planned.state]:
        return _progress(planned, known, names)
    return "；".join(known.told[-1:]) or known.state_label, ""


def _closing(planned: PlannedFinding, known: LedgerFinding, names: Names) -> Differs:
    """是否销号 tells that it is closed out; where no other column does, it also tells how far the work is."""
    was_closed = known.state == "closed"
    if planned.state is ImportedState.CLOSED and not was_closed:
        return known.state_label, ""
    tells_more = was_closed or planned.state is ImportedState.AWAITING or planned.progress
    return _state(planned, known, names) if tells_more and not _WORK & set(planned.cells) else None


def _story(planned: PlannedFinding, known: LedgerFinding, names: Names) -> Differs:
    """整改进展 beside 完成情况 only tells; alone it says the state too."""
    compared = _progress if Column.COMPLETION in planned.cells else _state
    return compared(planned, known, names)


def _both(planned: PlannedFinding, known: LedgerFinding, names: Names) -> Differs:
    return _lead(planned, known, names) or _supporting(planned, known, names)


def _progress(planned: PlannedFinding, known: LedgerFinding, _: Names) -> Differs:
    if not planned.progress:
        return None
    told = [bare(words) for words in known.told]
    new = bare(planned.progress)
    return None if any(new in words for words in told) else ("；".join(known.told[-1:]), "")


def _holds(remark: str, words: str) -> bool:
    """Whether the ledger's remark says all that the workbook keeps: its remark and its columns without a meaning."""
    said = bare(remark)
    return all(bare(piece) in said for piece in words.split("；"))


_WORK = {Column.PROGRESS, Column.COMPLETION}
_TOLD = {*_WORK, Column.CLOSED, Column.DONE_ON}
_COMPARED: Mapping[Column, Callable[[PlannedFinding, LedgerFinding, Names], Differs]] = {
    Column.FINDING: _text,
    Column.CAUSE: _causes,
    Column.MEASURE: _measures,
    Column.LEADER: _leader,
    Column.LEAD: _lead,
    Column.LEAD_AND_SUPPORTING: _both,
    Column.SUPPORTING: _supporting,
    Column.PERSON: _person,
    Column.DEADLINE: _deadline,
    Column.FOUND_ON: _found,
    Column.DONE_ON: _done,
    Column.PROGRESS: _story,
    Column.COMPLETION: _state,
    Column.CLOSED: _closing,
}


def _entries(said: Sequence[str], known: Sequence[str]) -> Differs:
    if not said or [bare(each) for each in said] == [bare(each) for each in known]:
        return None
    return "；".join(known), "；".join(said)


def _name(names: Mapping[int, str], id_: int | None) -> str:
    return names.get(id_, "") if id_ is not None else ""


def _listed(names: Names, ids: Iterable[int]) -> str:
    return "、".join(_name(names.departments, each) for each in ids)


def _day(due_on: date | None, ongoing: bool) -> str:
    return "长期坚持" if ongoing else due_on.isoformat() if due_on else ""
