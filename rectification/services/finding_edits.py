"""Editing a finding's own fields: who may change what, conflicts, and what the timeline says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max, Min
from django.utils.timezone import localdate

from infrastructure.audit import acting, record
from infrastructure.errors import EditConflict, Invalid, NotAllowed, WrongState
from organizations.models import Department, User
from organizations.places import Place, may
from rectification.actions import FindingAction
from rectification.extension_rules import refusal_to_ask
from rectification.models import Finding, LedgerEntry, StateOrigin
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
from rectification.services.finding_words import changes, saved_words, typed_words
from rectification.services.findings import (
    FindingInput,
    check,
    columns_of,
    other_departments,
    place_code,
    write_supporting,
)
from rectification.services.origin_labels import own_labels
from rectification.services.parts import keep_answered_until_edit
from rectification.standing import standing_of


def _set_supporting(finding: Finding, departments: Sequence[Department]) -> None:
    wanted = other_departments(finding, departments)
    if list(finding.supporting.values_list("department_id", flat=True)) != [d.pk for d in wanted]:
        finding.supporting.all().delete()
        write_supporting(finding, wanted)


def edit_finding(
    *, finding: Finding, values: FindingInput, revision: int, by: User, now: datetime
) -> Finding:
    """Change the finding's own fields. An edit against an older revision raises EditConflict with both versions."""
    with acting(by=by):
        locked = (
            Finding.objects.select_for_update(of=("self",))
            .select_related("hospital", "lead_department", "accepting_department", "repeats")
            .get(pk=finding.pk)
        )
        entry = locked.entries.select_related("participation__run", "item", "checkpoint").get(primary=True)
        check(
            values=values, hospital=locked.hospital, participation=entry.participation, as_of=localdate(now)
        )
        standing = standing_of(locked, user=by, as_of=localdate(now))
        _check_may_edit(locked, entry, values, standing, by, localdate(now))
        _check_measures_due(locked, values, standing)
        before = saved_words(locked, entry)
        if locked.revision != revision:
            raise EditConflict(
                "别人刚刚保存了这个问题。下面是现在的内容和您填写的内容，请核对后再保存。",
                current=before,
                submitted=typed_words(values, locked, entry),
            )
        keep_answered_until_edit(row=locked, named=values.responsible_person, finding=locked, by=by)
        _apply(locked, entry, values, by, localdate(now))
        locked.revision += 1
        locked.save()
        _move_entry(entry, values)
        _set_supporting(locked, values.supporting)
        changed = changes(before, saved_words(locked, entry))
        record(
            action=FindingAction.EDITED,
            target=locked,
            by=by,
            now=now,
            hospital_id=locked.hospital_id,
            reason=values.accepting_reason.strip() if "验收部门" in changed else "",
            detail=changed,
        )
    return locked


def _check_measures_due(finding: Finding, values: FindingInput, standing: Standing) -> None:
    """A measure's date is between the finding's two (DESIGN §6): whichever of them is set last."""
    dates = finding.measures.valid().aggregate(first=Min("due_on"), last=Max("due_on"))
    first, last = dates["first"], dates["last"]
    errors = {}
    if last is not None and values.due_on is not None and last > values.due_on:
        errors["due_on"] = advised("before_measures", standing, state=finding.state, last=last)
    found, moved = values.found_on, values.found_on != finding.found_on
    if first is not None and found is not None and moved and found > first:
        errors["found_on"] = f"发现日期不能晚于措施的时限（最早 {first}）。"
    if errors:
        raise Invalid(errors)


def _apply(finding: Finding, entry: LedgerEntry, values: FindingInput, by: User, as_of: date) -> None:
    """Put the form into the row. Where it came from is never edited; the barring of penalties only ever comes."""
    finding.accepting_department = accepter_after_edit(finding, entry, values, by=by, as_of=as_of)
    barred = finding.penalty_barred
    if values.origin != finding.origin:
        finding.origin_label = own_labels(finding.hospital_id).get(values.origin, "")
    for name, value in columns_of(values).items():
        if name not in ("origin_key", "origin_label"):
            setattr(finding, name, value)
    finding.penalty_barred = barred or finding.penalty_barred
    finding.found_on = values.found_on


def check_open(finding: Finding, standing: Standing) -> None:
    """Raises WrongState or NotAllowed when this user may not edit the finding at all now."""
    imported = finding.state_origin == StateOrigin.IMPORTED
    words = refusal_to_edit(standing, state=finding.state, imported=imported)
    if words:
        in_state = open_in("edit", finding.state, imported=imported, standing=standing)
        raise NotAllowed(words) if in_state else WrongState(words)


def _check_may_edit(
    finding: Finding, entry: LedgerEntry, values: FindingInput, standing: Standing, by: User, as_of: date
) -> None:
    check_open(finding, standing)
    frozen = frozen_fields(
        standing,
        state=finding.state,
        has_due_date=finding.due_on is not None,
        imported=finding.state_origin == StateOrigin.IMPORTED,
    )
    date_is_set = advised(
        "date_is_set", standing, state=finding.state, possible=not refusal_to_ask(finding, standing)
    )
    changed = frozen & _changed(finding, entry, values)
    words = refusal_to_change(changed, state=finding.state, date_is_set=date_is_set)
    if words:
        raise NotAllowed(words)
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


def _changed(finding: Finding, entry: LedgerEntry, values: FindingInput) -> frozenset[str]:
    """The fields that the form would change. An accepter that was not named is no change."""
    changed = {name for name in _COMPARED if getattr(values, name) != getattr(finding, name)}
    if values.text.strip() == finding.text:
        changed.discard("text")
    if values.item.pk != entry.item_id:
        changed.add("item")
    if (values.checkpoint.pk if values.checkpoint else None) != entry.checkpoint_id:
        changed.add("checkpoint")
    helpers = {one.pk for one in other_departments(finding, values.supporting)}
    if helpers != set(finding.supporting.values_list("department_id", flat=True)):
        changed.add("supporting")
    asked = values.accepting_department
    if asked is not None and asked.pk != finding.accepting_department_id:
        changed.add("accepting_department")
    return frozenset(changed)


def _move_entry(entry: LedgerEntry, values: FindingInput) -> None:
    entry.item, entry.checkpoint = values.item, values.checkpoint
    entry.key = finding_key(
        place=place_code(values.item, values.checkpoint),
        lead_department_id=values.lead_department.pk,
        text=values.text,
    )
    entry.save(update_fields=["item", "checkpoint", "key"])
