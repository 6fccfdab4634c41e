"""Cells of the ledger changed where they stand: a table edited, a block pasted, a workbook come back.

Each finding is saved by itself, through the services that its forms go through, so that one refusal leaves the rest
standing; each cell gets its own answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from rectification.extension_rules import refusal_to_ask
from rectification.models import Finding, StateOrigin
from rectification.rights import FindingRight
from rectification.rules.advice import advised
from rectification.rules.finding_rights import EXTENDABLE
from rectification.rules.ledger_columns import BY_KEY, Column
from rectification.rules.ledger_rows import LedgerRow
from rectification.rules.states import DeadlineKind
from rectification.selectors.import_context import import_context
from rectification.selectors.ledger import ledger_rows
from rectification.selectors.ledger_lines import whole_rows
from rectification.services.extensions import ask_extension
from rectification.services.finding_edits import edit_finding
from rectification.services.findings import FindingInput, input_of
from rectification.services.plan_cells import set_causes, set_measures
from rectification.services.work import note_progress
from rectification.standing import standing_of
from rectification.workbook.cell_values import EDITABLE, CellReader, CellUnreadable, Due, PlaceCode, shown

MOST_CELLS = 10_000
_GONE = "台账中没有这个问题，可能已经合并、作废，或不在您的范围内。"
_CONFLICT = "别人刚刚改过这一格。"
# What of the form a cell is, to find the cell that a refusal is about.
_FIELDS = {
    "text": Column.FINDING,
    "item": Column.ITEM,
    "checkpoint": Column.CHECKPOINT,
    "lead_department": Column.LEAD,
    "supporting": Column.SUPPORTING,
    "responsible_person": Column.PERSON,
    "responsible_leader": Column.LEADER,
    "due_on": Column.DEADLINE,
    "found_on": Column.FOUND_ON,
    "remark": Column.REMARK,
}


@dataclass(frozen=True, slots=True)
class CellEdit:
    """`old`: the words of the cell when the person began, None when nobody has seen them. `new`: what is typed."""

    finding_id: int
    column: Column
    old: str | None
    new: str


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
        outcomes: dict[CellEdit, CellOutcome] = {}
        with acting(by=self._by):
            # Locked before their words are read: what is compared with `old` is what will be written over.
            locked = Finding.objects.select_for_update(of=("self",)).filter(pk__in=seen.values("pk"))
            findings = {finding.pk: finding for finding in locked.order_by("pk")}
            rows = whole_rows(list(findings), self._participation)
            for id_, cells in sorted(by_finding.items()):
                if id_ not in findings:
                    outcomes.update((e, CellOutcome(e, Result.REFUSED, _GONE)) for e in cells)
                    continue
                outcomes.update((o.edit, o) for o in self._save_finding(findings[id_], rows[id_], cells))
        return [outcomes[edit] for edit in edits]

    def _save_finding(self, finding: Finding, row: LedgerRow, edits: list[CellEdit]) -> Iterable[CellOutcome]:
        changes: list[_Change] = []
        for edit in edits:
            outcome = _looked_at(edit, shown(BY_KEY[edit.column].of(row)))
            if outcome is not None:
                yield outcome
                continue
            try:
                near = frozenset({finding.lead_department_id})
                changes.append(_Change(edit, self._reader.read(edit.column, edit.new, near=near)))
            except CellUnreadable as unreadable:
                yield CellOutcome(edit, Result.REFUSED, unreadable.words)
        fields = [change for change in changes if change.edit.column in _FIELDS.values()]
        waiting = [change for change in fields if self._needs_extension(finding, change)]
        yield from self._save_fields(finding, [change for change in fields if change not in waiting])
        for change in changes:
            if change in waiting:
                yield self._extension(finding, change)
            elif change not in fields:
                yield self._save_one(finding, change)

    def _save_fields(self, finding: Finding, changes: list[_Change]) -> Iterable[CellOutcome]:
        """All together; when something is refused, the cells that it is about stay out and the rest is tried again."""
        while changes:
            refusal = self._tried(partial(self._edit, finding, changes))
            if refusal is None:
                yield from (CellOutcome(c.edit, Result.SAVED, now=c.edit.new) for c in changes)
                return
            about = _about(refusal, changes)
            if not about and len(changes) > 1:  # which of them it is shows one by one
                for change in changes:
                    yield from self._save_fields(finding, [change])
                return
            for change in about or changes:
                yield _refused(change, refusal)
            changes = [change for change in changes if change not in (about or changes)]

    def _edit(self, finding: Finding, changes: list[_Change]) -> None:
        fresh = Finding.objects.select_related(
            "lead_department", "accepting_department", "responsible_person", "responsible_leader", "repeats"
        ).get(pk=finding.pk)
        entry = fresh.entries.select_related("item", "checkpoint").get(primary=True)
        values: dict[str, Any] = input_of(fresh, entry)
        for change in changes:
            values |= self._fields(change.edit.column, change.value)
        edit_finding(
            finding=fresh, values=FindingInput(**values), revision=fresh.revision, by=self._by, now=self._now
        )

    def _fields(self, column: Column, value: Any) -> Mapping[str, Any]:
        """A cell's value under the names of the form."""
        if isinstance(value, Due):
            kind = DeadlineKind.ONGOING if value.ongoing else DeadlineKind.DATED
            return {"deadline_kind": kind, "due_on": value.on}
        if isinstance(value, PlaceCode):
            item = self._items[value.item]
            point = next((c for c in item.checkpoints.all() if c.code == value.checkpoint), None)
            return {"item": item, "checkpoint": point}
        name = next(field for field, of in _FIELDS.items() if of is column)
        if column is Column.SUPPORTING:
            return {name: [self._departments[pk] for pk in value]}
        if column is Column.LEAD:
            return {name: self._departments[value]}
        if column in (Column.PERSON, Column.LEADER):
            return {name: self._staff[value] if value is not None else None}
        return {name: value}

    def _needs_extension(self, finding: Finding, change: _Change) -> bool:
        """History taken over from a workbook follows the workbook until its first step here."""
        ours = finding.state_origin != StateOrigin.IMPORTED
        dated = finding.due_on is not None and finding.state in EXTENDABLE
        return change.edit.column is Column.DEADLINE and dated and ours

    def _extension(self, finding: Finding, change: _Change) -> CellOutcome:
        due: Due = change.value
        if not self._reason or due.on is None:
            standing = standing_of(finding, user=self._by, as_of=self._today)
            possible = not refusal_to_ask(finding, standing)
            words = advised("date_is_set", standing, state=finding.state, possible=possible)
            return CellOutcome(change.edit, Result.REFUSED, words)
        on: date = due.on
        refusal = self._tried(
            lambda: ask_extension(
                finding=finding, to_due_on=on, reason=self._reason, by=self._by, now=self._now
            )
        )
        return _refused(change, refusal) if refusal else CellOutcome(change.edit, Result.ASKED)

    def _save_one(self, finding: Finding, change: _Change) -> CellOutcome:
        acts = {Column.CAUSE: set_causes, Column.MEASURE: set_measures}
        act = acts.get(change.edit.column)

        def save() -> None:
            if act is None:
                note_progress(finding=finding, text=change.value, by=self._by, now=self._now)
            else:
                act(finding=finding, texts=change.value, by=self._by, now=self._now)

        refusal = self._tried(save)
        return (
            _refused(change, refusal)
            if refusal
            else CellOutcome(change.edit, Result.SAVED, now=change.edit.new)
        )

    @staticmethod
    def _tried(act: Any) -> Refusal | None:
        """A refusal takes back what its finding had begun, and nothing else."""
        try:
            with transaction.atomic():
                act()
        except Refusal as refusal:
            return refusal
        return None


def _looked_at(edit: CellEdit, current: str) -> CellOutcome | None:
    """What is settled before anything is read: not to be edited here, unchanged, or changed by somebody else."""
    if edit.column not in EDITABLE:
        label = BY_KEY[edit.column].heading
        return CellOutcome(edit, Result.REFUSED, f"“{label}”由办理过程产生，不能在表格里改。", current)
    if edit.column is Column.PROGRESS:
        same = edit.new.strip() in ("", *current.split("\n"), current)
        return CellOutcome(edit, Result.UNCHANGED, now=current) if same else None
    if edit.new.strip() == current.strip():
        return CellOutcome(edit, Result.UNCHANGED, now=current)
    if edit.old is not None and edit.old.strip() != current.strip():
        return CellOutcome(edit, Result.CONFLICT, _CONFLICT, current)
    return None


def _about(refusal: Refusal, changes: Sequence[_Change]) -> list[_Change]:
    """The cells that a refusal names by their fields; none when it says nothing of fields."""
    if not isinstance(refusal, Invalid):
        return []
    columns = {_FIELDS.get(name) for name in refusal.errors}
    return [change for change in changes if change.edit.column in columns]


def _refused(change: _Change, refusal: Refusal) -> CellOutcome:
    if isinstance(refusal, EditConflict):
        return CellOutcome(change.edit, Result.CONFLICT, _CONFLICT)
    words = refusal.message
    if isinstance(refusal, Invalid):
        of_cell = [text for name, text in refusal.errors.items() if _FIELDS.get(name) is change.edit.column]
        words = "；".join(of_cell) or words
    return CellOutcome(change.edit, Result.REFUSED, words)
