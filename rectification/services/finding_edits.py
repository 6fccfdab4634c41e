"""Editing a finding's own fields: who may change what, conflicts, and what the timeline says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min
from django.utils.timezone import localdate

from infrastructure.audit import acting, record_many
from infrastructure.audit import entry as audit_entry
from infrastructure.errors import EditConflict, Invalid, NotAllowed, WrongState
from infrastructure.models import AuditEntry
from organizations.models import Department, User
from organizations.places import Place, may
from rectification.actions import FindingAction
from rectification.extension_rules import date_is_set
from rectification.models import (
    DeadlineKind,
    Finding,
    FindingState,
    LedgerEntry,
    Measure,
    RoundPart,
    StateOrigin,
    SupportingDepartment,
)
from rectification.rights import FindingRight
from rectification.rules.advice import advised
from rectification.rules.finding_rights import (
    Standing,
    frozen_fields,
    open_in,
    refusal_to_change,
    refusal_to_edit,
)
from rectification.rules.identity import finding_key
from rectification.services.acceptance_choice import accepter_after_edit
from rectification.services.acceptance_offices import OfficesByDuty
from rectification.services.finding_words import changes, saved_words, typed_words
from rectification.services.findings import (
    FindingInput,
    check,
    columns_of,
    input_of,
    other_departments,
    place_code,
    write_all_supporting,
)
from rectification.services.origin_labels import own_labels
from rectification.services.parts import answered_until_edit, keep_parts
from rectification.standing import standings_of


def edit_finding(
    *, finding: Finding, values: FindingInput, revision: int, by: User, now: datetime
) -> Finding:
    """Change the finding's own fields. An edit against an older revision raises EditConflict with both versions."""
    with acting(by=by):
        edits = FindingEdits([finding.pk], by=by, now=now)
        edits.edit(finding.pk, values, revision=revision)
        edits.write()
    return edits.findings[finding.pk]


@dataclass
class _Open:
    """A finding that is being edited, with what its edit asks of other tables."""

    finding: Finding
    entry: LedgerEntry
    standing: Standing
    supporting: list[Department]


class FindingEdits:
    """Edits of several findings of one hospital, decided one by one and written together: the number of queries does
    not grow with them. The rows are locked from the beginning; used inside `acting`."""

    def __init__(self, ids: Sequence[int], *, by: User, now: datetime) -> None:
        self._by, self._now, self._as_of = by, now, localdate(now)
        rows = (
            Finding.objects.lock(*ids)
            .select_related("hospital", *_NAMED, "repeats")
            .prefetch_related("repeats__entries", "extensions")
        )
        self.findings: dict[int, Finding] = {row.pk: row for row in rows.order_by("pk")}
        entries = LedgerEntry.objects.filter(finding__in=self.findings, primary=True)
        entries = entries.select_related("participation__run", "item", "checkpoint")
        lines = {entry.finding_id: entry for entry in entries}
        standings = standings_of(list(self.findings.values()), user=by, as_of=self._as_of)
        helping = _supporting(self.findings)
        self._open = {
            pk: _Open(row, lines[pk], standings[pk], helping[pk]) for pk, row in self.findings.items()
        }
        dated = Measure.objects.valid().filter(finding__in=self.findings).order_by().values("finding")
        dates = dated.annotate(first=Min("due_on"), last=Max("due_on"))
        self._measures = {row["finding"]: (row["first"], row["last"]) for row in dates}
        self._offices = {row.hospital_id: OfficesByDuty(row.hospital_id) for row in self.findings.values()}
        self._columns: set[str] = set()
        self._changed: set[int] = set()
        self._moved: set[int] = set()
        self._helped: set[int] = set()
        self._parts: list[RoundPart] = []
        self._entries: list[AuditEntry] = []

    def standing(self, pk: int) -> Standing:
        return self._open[pk].standing

    def present(self, pk: int) -> dict[str, Any]:
        """The fields of a finding as they are now, under the names of the form."""
        one = self._open[pk]
        return input_of(one.finding, one.entry, one.supporting)

    def edit(self, pk: int, values: FindingInput, *, revision: int | None = None) -> None:
        """Decide an edit and make it in memory. A refusal changes nothing; `write` keeps the others."""
        one = self._open[pk]
        finding, entry = one.finding, one.entry
        participation = entry.participation
        check(values=values, hospital=finding.hospital, participation=participation, as_of=self._as_of)
        _check_may_edit(one, values, self._by, self._as_of)
        _check_held(finding, values)
        _check_measures_due(finding, values, one.standing, *self._measures.get(pk, (None, None)))
        before = saved_words(finding, entry, one.supporting)
        if revision is not None and finding.revision != revision:
            raise EditConflict(
                "别人刚刚保存了这个问题。下面是现在的内容和您填写的内容，请核对后再保存。",
                current=before,
                submitted=typed_words(values, finding, entry),
            )
        offices = self._offices[finding.hospital_id]
        accepter = accepter_after_edit(
            finding, entry, values, offices=offices, by=self._by, as_of=self._as_of
        )
        self._parts += answered_until_edit(
            row=finding, named=values.responsible_person, finding=finding, by=self._by
        )
        self._apply(one, values, accepter)
        changed = changes(before, saved_words(finding, entry, one.supporting))
        self._entries.append(
            audit_entry(
                action=FindingAction.EDITED,
                target=finding,
                by=self._by,
                now=self._now,
                hospital_id=finding.hospital_id,
                reason=values.accepting_reason.strip() if "验收部门" in changed else "",
                detail=changed,
            )
        )

    def _apply(self, one: _Open, values: FindingInput, accepter: Department | None) -> None:
        finding = one.finding
        columns = _columns(finding, values) | {"accepting_department": accepter}
        for name, value in columns.items():
            if getattr(finding, name) != value:
                setattr(finding, name, value)
                self._columns.add(name)
        finding.revision += 1
        self._changed.add(finding.pk)
        if _move_entry(one.entry, values):
            self._moved.add(finding.pk)
        wanted = other_departments(finding, values.supporting)
        if wanted != one.supporting:
            one.supporting = wanted
            self._helped.add(finding.pk)

    def write(self) -> None:
        """Write what was decided."""
        findings = [self.findings[pk] for pk in sorted(self._changed)]
        if not findings:
            return
        keep_parts(self._parts)
        Finding.objects.bulk_update(findings, [*sorted(self._columns), "revision"], batch_size=500)
        lines = [self._open[pk].entry for pk in sorted(self._moved)]
        LedgerEntry.objects.bulk_update(lines, ["item", "checkpoint", "key"], batch_size=500)
        SupportingDepartment.objects.filter(finding__in=self._helped).delete()
        write_all_supporting([(self.findings[pk], self._open[pk].supporting) for pk in sorted(self._helped)])
        record_many(self._entries)


_NAMED = ("lead_department", "accepting_department", "responsible_person", "responsible_leader")


def _supporting(ids: Iterable[int]) -> dict[int, list[Department]]:
    found: dict[int, list[Department]] = {pk: [] for pk in ids}
    for row in SupportingDepartment.objects.filter(finding__in=found).select_related("department"):
        found[row.finding_id].append(row.department)
    return found


# What the database holds of work that has begun, in words; history from a workbook is exempt until its first step.
def _check_held(finding: Finding, values: FindingInput) -> None:
    errors = {}
    if finding.state == FindingState.RECTIFYING and finding.state_origin != StateOrigin.IMPORTED:
        if values.responsible_person is None:
            errors["responsible_person"] = "整改中的问题不能没有责任人。"
        if values.deadline_kind == DeadlineKind.DATED and values.due_on is None:
            errors["due_on"] = "整改中的问题不能没有整改时限。"
    if finding.original_due_on is not None and values.due_on is None:
        errors["due_on"] = "延期过的问题不能没有整改时限。"
    if errors:
        raise Invalid(errors)


def _check_measures_due(
    finding: Finding, values: FindingInput, standing: Standing, first: date | None, last: date | None
) -> None:
    """A measure's date is between the finding's two (DESIGN §6): whichever of them is set last."""
    errors = {}
    if last is not None and values.due_on is not None and last > values.due_on:
        errors["due_on"] = advised("before_measures", standing, state=finding.state, last=last)
    found, moved = values.found_on, values.found_on != finding.found_on
    if first is not None and found is not None and moved and found > first:
        errors["found_on"] = f"发现日期不能晚于措施的时限（最早 {first}）。"
    if errors:
        raise Invalid(errors)


def _columns(finding: Finding, values: FindingInput) -> dict[str, Any]:
    """The form as columns of the row. Where it came from is never edited; the barring of penalties only ever comes."""
    columns = columns_of(values) | {"found_on": values.found_on}
    del columns["origin_key"], columns["origin_label"]
    if values.origin != finding.origin:
        columns["origin_label"] = own_labels(finding.hospital_id).get(values.origin, "")
    columns["penalty_barred"] = finding.penalty_barred or columns["penalty_barred"]
    return columns


def check_open(finding: Finding, standing: Standing) -> None:
    """Raises WrongState or NotAllowed when this user may not edit the finding at all now."""
    imported = finding.state_origin == StateOrigin.IMPORTED
    words = refusal_to_edit(standing, state=finding.state, imported=imported)
    if words:
        in_state = open_in("edit", finding.state, imported=imported, standing=standing)
        raise NotAllowed(words) if in_state else WrongState(words)


def _check_may_edit(one: _Open, values: FindingInput, by: User, as_of: date) -> None:
    finding, standing = one.finding, one.standing
    check_open(finding, standing)
    frozen = frozen_fields(
        standing,
        state=finding.state,
        has_due_date=finding.due_on is not None,
        imported=finding.state_origin == StateOrigin.IMPORTED,
    )
    changed = frozen & _changed(one, values)
    if changed:
        told = date_is_set(finding, standing)
        raise NotAllowed(refusal_to_change(changed, state=finding.state, date_is_set=told))
    moved = values.lead_department.pk != finding.lead_department_id
    place = Place(finding.hospital_id, values.lead_department.pk)
    if moved and not may(action=FindingRight.CREATE, place=place, by=by, as_of=as_of):
        raise NotAllowed("您只能登记本科室的问题，不能改到这个部门。")


_COMPARED = (
    "text",
    "origin",
    "found_on",
    "lead_department",
    "deadline_kind",
    "due_on",
    "repeats",
    "responsible_person",
    "responsible_leader",
    "remark",
)


def _changed(one: _Open, values: FindingInput) -> frozenset[str]:
    """The fields that the form would change. An accepter that was not named is no change."""
    finding, entry = one.finding, one.entry
    changed = {name for name in _COMPARED if getattr(values, name) != getattr(finding, name)}
    if values.text.strip() == finding.text:
        changed.discard("text")
    if values.item.pk != entry.item_id:
        changed.add("item")
    if (values.checkpoint.pk if values.checkpoint else None) != entry.checkpoint_id:
        changed.add("checkpoint")
    helpers = {one.pk for one in other_departments(finding, values.supporting)}
    if helpers != {department.pk for department in one.supporting}:
        changed.add("supporting")
    asked = values.accepting_department
    if asked is not None and asked.pk != finding.accepting_department_id:
        changed.add("accepting_department")
    return frozenset(changed)


def _move_entry(entry: LedgerEntry, values: FindingInput) -> bool:
    """Whether its line says something else now."""
    key = finding_key(
        place=place_code(values.item, values.checkpoint),
        lead_department_id=values.lead_department.pk,
        text=values.text,
    )
    before = (entry.item, entry.checkpoint, entry.key)
    entry.item, entry.checkpoint, entry.key = values.item, values.checkpoint, key
    return before != (entry.item, entry.checkpoint, entry.key)
