"""Cells of the ledger changed where they stand: a table edited, a block pasted, a workbook come back.

Each finding is saved by itself, through the services that its forms go through, so that one refusal leaves the rest
standing; each cell gets its own answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from campaigns.models import CampaignItem, Participation
from infrastructure.audit import acting
from infrastructure.errors import EditConflict, Invalid, Refusal
from organizations.models import Department, StaffMember, User
from organizations.scope import scope_of
from rectification.extension_rules import date_is_set
from rectification.models import Finding, Measure, StateOrigin
from rectification.rights import FindingRight
from rectification.rules.cell_rights import FIELDS, moves_by_extension, not_typed
from rectification.rules.ledger_columns import BY_KEY, Column
from rectification.rules.states import DeadlineKind
from rectification.selectors.import_context import import_context
from rectification.selectors.ledger import ledger_rows
from rectification.selectors.ledger_lines import whole_rows
from rectification.services.extensions import ask_extension
from rectification.services.finding_edits import FindingEdits
from rectification.services.findings import FindingInput
from rectification.services.measure_cells import (
    MEASURE_FIELDS,
    edit_measure_cells,
    measure_words,
    read_measure_cell,
)
from rectification.services.plan_cells import set_causes, set_measures
from rectification.services.work import note_progress
from rectification.workbook.added_lines import holds_lines
from rectification.workbook.cell_values import EDITABLE, CellReader, CellUnreadable, Due, PlaceCode, shown

MOST_CELLS = 10_000
_GONE = "台账中没有这个问题，可能已经合并、作废，或不在您的范围内。"
_MEASURE_GONE = "这条措施已经删去，没有保存。"
_CONFLICT = "别人刚刚改过这一格。"
_APART = "整治要点不在所填的整治内容里。"
_COLUMN_OF = {name: column for column, names in FIELDS.items() for name in names}


@dataclass(frozen=True, slots=True)
class CellEdit:
    """`old`: the words of the cell when the person began, None when nobody has seen them. `new`: what is typed.
    With `measure_id` the cell is that measure's own: its words, department, person or date."""

    finding_id: int
    column: Column
    old: str | None
    new: str
    measure_id: int | None = None


class Result(StrEnum):
    SAVED = "saved"
    ASKED = "asked"  # an extension is asked for, the cell stays until it is granted
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """`now`: the words of the cell after all, `words`: why it was not saved."""

    edit: CellEdit
    result: Result
    words: str = ""
    now: str = ""


@dataclass(frozen=True)
class _Change:
    edit: CellEdit
    value: Any


def save_cells(
    *,
    participation: Participation,
    edits: Sequence[CellEdit],
    by: User,
    now: datetime,
    extension_reason: str = "",
) -> list[CellOutcome]:
    """Save cells, in the order in which they came. With `extension_reason` a later limit of accepted work is asked
    for, without one it is refused. Raises Refusal when there are too many cells."""
    if len(edits) > MOST_CELLS:
        raise Refusal(f"一次最多保存 {MOST_CELLS:,} 格（现有 {len(edits):,} 格），可以分几次保存。")
    return _Saving(participation, by, now, extension_reason).save(edits)


class _Saving:
    def __init__(self, participation: Participation, by: User, now: datetime, reason: str) -> None:
        self._participation, self._by, self._now = participation, by, now
        self._today, self._reason = localdate(now), reason
        self._reader = CellReader(import_context(participation, as_of=self._today))
        hospital = participation.hospital_id
        self._departments = {d.pk: d for d in Department.objects.filter(hospital=hospital)}
        self._staff = {p.pk: p for p in StaffMember.objects.filter(hospital=hospital)}
        items = CampaignItem.objects.filter(campaign=participation.run.campaign_id)
        self._items = {item.code: item for item in items.prefetch_related("checkpoints")}

    def save(self, edits: Sequence[CellEdit]) -> list[CellOutcome]:
        by_finding: dict[int, list[CellEdit]] = defaultdict(list)
        for edit in edits:
            by_finding[edit.finding_id].append(edit)
        scope = scope_of(self._by, FindingRight.VIEW, as_of=self._today)
        seen = ledger_rows(scope=scope, participation=self._participation).filter(pk__in=by_finding)
        outcomes = {edit: CellOutcome(edit, Result.REFUSED, _GONE) for edit in edits}
        with acting(by=self._by):
            # Locked before their words are read: what is compared with `old` is what will be written over.
            self._edits = FindingEdits(list(seen.values_list("pk", flat=True)), by=self._by, now=self._now)
            rows = whole_rows(list(self._edits.findings), self._participation)
            work: list[tuple[Finding, _Change]] = []
            for pk, finding in self._edits.findings.items():
                own = [edit for edit in by_finding[pk] if edit.measure_id is None]
                changes, settled = self._read(finding, own, partial(_words_of, rows[pk]), self._reader.read)
                fields = [c for c in changes if c.edit.column in FIELDS and not self._waits(finding, c)]
                work += [(finding, change) for change in changes if change not in fields]
                settled += self._save_fields(finding, fields)
                outcomes.update((outcome.edit, outcome) for outcome in settled)
            self._edits.write()
            outcomes.update((change.edit, self._work(finding, change)) for finding, change in work)
            for pk, finding in self._edits.findings.items():
                of_measures = [edit for edit in by_finding[pk] if edit.measure_id is not None]
                outcomes.update((one.edit, one) for one in self._save_measures(finding, of_measures))
            return self._as_they_are(edits, outcomes)

    def _as_they_are(
        self, edits: Sequence[CellEdit], outcomes: Mapping[CellEdit, CellOutcome]
    ) -> list[CellOutcome]:
        """With the words that now stand in the saved cells: a date typed in any form is one date."""
        saved = {edit.finding_id for edit, outcome in outcomes.items() if outcome.result is Result.SAVED}
        rows = whole_rows(list(saved), self._participation) if saved else {}

        def told(edit: CellEdit) -> CellOutcome:
            outcome = outcomes[edit]
            if outcome.result is not Result.SAVED:
                return outcome
            own = edit.measure_id is not None
            return replace(outcome, now=edit.new if own else _words_of(rows[edit.finding_id], edit.column))

        return [told(edit) for edit in edits]

    def _read(
        self,
        finding: Finding,
        edits: Sequence[CellEdit],
        current: Callable[[Column], str],
        read: Callable[..., Any],
    ) -> tuple[list[_Change], list[CellOutcome]]:
        """The changes that the cells ask for, and the cells that are settled without one."""
        settled = [*_doubled(edits)]
        changes: list[_Change] = []
        for edit in dict.fromkeys(edits):
            if any(outcome.edit == edit for outcome in settled):
                continue
            outcome = _looked_at(edit, current(edit.column))
            if outcome is not None:
                settled.append(outcome)
                continue
            try:
                near = frozenset({finding.lead_department_id})
                changes.append(_Change(edit, read(edit.column, edit.new, near=near)))
            except CellUnreadable as unreadable:
                settled.append(CellOutcome(edit, Result.REFUSED, unreadable.words))
        return _agreeing(changes, settled), settled

    def _save_fields(self, finding: Finding, changes: list[_Change]) -> list[CellOutcome]:
        return _together(partial(self._edited, finding), changes, _COLUMN_OF)

    def _save_measures(self, finding: Finding, edits: Sequence[CellEdit]) -> list[CellOutcome]:
        if not edits:
            return []
        rows = finding.measures.valid().select_related("department", "person")
        measures = rows.in_bulk({edit.measure_id for edit in edits})
        by_measure: dict[int | None, list[CellEdit]] = defaultdict(list)
        for edit in edits:
            by_measure[edit.measure_id].append(edit)
        outcomes: list[CellOutcome] = []
        for id_, own in by_measure.items():
            measure = measures.get(id_)
            if measure is None:
                outcomes += [CellOutcome(edit, Result.REFUSED, _MEASURE_GONE) for edit in own]
                continue
            read = partial(read_measure_cell, self._reader)
            changes, settled = self._read(finding, own, measure_words(measure).__getitem__, read)
            outcomes += settled
            outcomes += _together(partial(self._measure_edited, measure), changes, MEASURE_FIELDS)
        return outcomes

    def _measure_edited(self, measure: Measure, changes: Iterable[_Change]) -> Refusal | None:
        values = {change.edit.column: change.value for change in changes}
        given: Any = {
            "departments": self._departments,
            "staff": self._staff,
            "by": self._by,
            "now": self._now,
        }
        return self._tried(partial(edit_measure_cells, measure=measure, values=values, **given))

    def _edited(self, finding: Finding, changes: Iterable[_Change]) -> Refusal | None:
        values = self._edits.present(finding.pk)
        for change in changes:
            values |= self._fields(change.edit.column, change.value)
        try:
            self._edits.edit(finding.pk, FindingInput(**values))
        except Refusal as refusal:
            return refusal
        return None

    def _fields(self, column: Column, value: Any) -> Mapping[str, Any]:
        """A cell's value under the names of the form."""
        if isinstance(value, Due):
            kind = DeadlineKind.ONGOING if value.ongoing else DeadlineKind.DATED
            return {"deadline_kind": kind, "due_on": value.on}
        if isinstance(value, PlaceCode):
            item = self._items[value.item]
            point = next((c for c in item.checkpoints.all() if c.code == value.checkpoint), None)
            return {"item": item, "checkpoint": point}
        name = FIELDS[column][0]
        if column is Column.SUPPORTING:
            return {name: [self._departments[pk] for pk in value]}
        if column is Column.LEAD:
            return {name: self._departments[value]}
        if column in (Column.PERSON, Column.LEADER):
            return {name: self._staff[value] if value is not None else None}
        return {name: value}

    @staticmethod
    def _waits(finding: Finding, change: _Change) -> bool:
        """For an extension that has to be asked for."""
        return change.edit.column is Column.DEADLINE and moves_by_extension(
            state=finding.state,
            has_due_date=finding.due_on is not None,
            imported=finding.state_origin == StateOrigin.IMPORTED,
        )

    def _work(self, finding: Finding, change: _Change) -> CellOutcome:
        """What is no field of the form: saved by its own service."""
        if change.edit.column is Column.DEADLINE:
            return self._extension(finding, change)
        given: Any = {"finding": finding, "by": self._by, "now": self._now}
        acts: dict[Column, Any] = {
            Column.CAUSE: partial(set_causes, texts=change.value, **given),
            Column.MEASURE: partial(set_measures, texts=change.value, **given),
            Column.PROGRESS: partial(note_progress, text=change.value, **given),
        }
        refusal = self._tried(acts[change.edit.column])
        return _refused(change, refusal) if refusal else CellOutcome(change.edit, Result.SAVED)

    def _extension(self, finding: Finding, change: _Change) -> CellOutcome:
        due: Due = change.value
        if not self._reason or due.on is None:
            words = date_is_set(finding, self._edits.standing(finding.pk))
            return CellOutcome(change.edit, Result.REFUSED, words)
        on: date = due.on
        refusal = self._tried(
            lambda: ask_extension(
                finding=finding, to_due_on=on, reason=self._reason, by=self._by, now=self._now
            )
        )
        return _refused(change, refusal) if refusal else CellOutcome(change.edit, Result.ASKED)

    @staticmethod
    def _tried(act: Any) -> Refusal | None:
        """A refusal takes back what its finding had begun, and nothing else."""
        try:
            with transaction.atomic():
                act()
        except Refusal as refusal:
            return refusal
        return None


def _words_of(row: Any, column: Column) -> str:
    return shown(BY_KEY[column].of(row))


def _together(
    edited: Callable[[list[_Change]], Refusal | None], changes: list[_Change], names: Mapping[str, Column]
) -> list[CellOutcome]:
    """All together; when something is refused, the cells that it is about stay out and the rest is tried again."""
    outcomes: list[CellOutcome] = []
    while changes:
        refusal = edited(changes)
        if refusal is None:
            return outcomes + [CellOutcome(change.edit, Result.SAVED) for change in changes]
        about = _about(refusal, changes, names)
        if not about and len(changes) > 1:  # which of them it is shows one by one
            return outcomes + [one for change in changes for one in _together(edited, [change], names)]
        outcomes += [_refused(change, refusal, names) for change in about or changes]
        changes = [change for change in changes if change not in (about or changes)]
    return outcomes


def _doubled(edits: Iterable[CellEdit]) -> Iterator[CellOutcome]:
    """Cells that come twice with different words: which of them is meant nobody has said."""
    cells: dict[Column, dict[CellEdit, None]] = defaultdict(dict)
    for edit in edits:
        cells[edit.column][edit] = None
    for column, of_cell in cells.items():
        if len(of_cell) > 1:
            typed = "、".join(f"“{edit.new.strip()[:20]}”" for edit in of_cell)
            words = f"“{BY_KEY[column].heading}”一格来了两次：{typed}，不知道以哪一个为准。"
            yield from (CellOutcome(edit, Result.REFUSED, words) for edit in of_cell)


def _agreeing(changes: list[_Change], settled: list[CellOutcome]) -> list[_Change]:
    """An item and a checkpoint of another one contradict each other; of two that agree the checkpoint says it all."""
    places = {c.edit.column: c for c in changes if isinstance(c.value, PlaceCode)}
    if len(places) < 2:
        return changes
    item, point = places[Column.ITEM], places[Column.CHECKPOINT]
    if item.value.item == point.value.item and item.value.checkpoint in (None, point.value.checkpoint):
        return [replace(c, value=point.value) if c is item else c for c in changes]
    settled += [CellOutcome(c.edit, Result.REFUSED, _APART) for c in (item, point)]
    return [change for change in changes if change not in (item, point)]


def _looked_at(edit: CellEdit, current: str) -> CellOutcome | None:
    """What is settled before anything is read: not to be edited here, unchanged, or changed by somebody else."""
    if edit.column not in EDITABLE:
        return CellOutcome(edit, Result.REFUSED, not_typed(edit.column), current)
    if edit.column is Column.PROGRESS:
        same = holds_lines(current, edit.new)
        return CellOutcome(edit, Result.UNCHANGED, now=current) if same else None
    words = _bare(current)
    if _bare(edit.new) == words:
        return CellOutcome(edit, Result.UNCHANGED, now=current)
    if edit.old is not None and _bare(edit.old) != words:
        return CellOutcome(edit, Result.CONFLICT, _CONFLICT, current)
    return None


def _bare(words: str) -> str:
    """A page has turned every line break into one character."""
    return words.strip().replace("\r\n", "\n")


def _about(refusal: Refusal, changes: Sequence[_Change], names: Mapping[str, Column]) -> list[_Change]:
    """The cells that a refusal names by their fields; none when it says nothing of fields."""
    if not isinstance(refusal, Invalid):
        return []
    columns = {names.get(name) for name in refusal.errors}
    return [change for change in changes if change.edit.column in columns]


def _refused(change: _Change, refusal: Refusal, names: Mapping[str, Column] = _COLUMN_OF) -> CellOutcome:
    if isinstance(refusal, EditConflict):
        return CellOutcome(change.edit, Result.CONFLICT, _CONFLICT)
    words = refusal.message
    if isinstance(refusal, Invalid):
        of_cell = [text for name, text in refusal.errors.items() if names.get(name) is change.edit.column]
        words = "；".join(of_cell) or words
    return CellOutcome(change.edit, Result.REFUSED, words)
