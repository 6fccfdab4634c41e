"""Causes and the measures that answer them (many to many), and progress notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from infrastructure.audit import acting, record
from infrastructure.errors import Invalid
from organizations.models import Department, StaffMember, User
from policy_texts.vocabulary import CauseCategory
from rectification.actions import FindingAction
from rectification.models import Cause, Finding, Measure, MeasureCause, PartKind, ProgressNote, Strength
from rectification.rights import FindingRight
from rectification.services.children import (
    check_revision,
    lock_finding,
    next_position,
)
from rectification.services.parts import keep_answered_until_edit, take_part
from rectification.standing import sign_work

_CATEGORIES = frozenset(category.value for category in CauseCategory)


def _record(finding: Finding, action: FindingAction, by: User, now: datetime, text: str) -> None:
    record(
        action=action,
        target=finding,
        by=by,
        now=now,
        hospital_id=finding.hospital_id,
        detail={"text": text[:200]},
    )


def _check_text(text: str, name: str, errors: dict[str, str]) -> None:
    if not text.strip():
        errors["text"] = f"请填写{name}。"
    elif len(text) > 1000:
        errors["text"] = f"{name}不超过 1000 字（现有 {len(text)} 字）。"


def add_cause(
    *, finding: Finding, category: str, text: str, by: User, now: datetime, unsorted: bool = False
) -> Cause:
    """Add a cause in one of the six categories."""
    _check_cause(category, text, unsorted=unsorted)
    with acting(by=by):
        locked = lock_finding(finding, act="plan", by=by, as_of=localdate(now))
        cause = Cause.objects.create(
            hospital_id=locked.hospital_id,
            finding=locked,
            category=category,
            text=text.strip(),
            position=next_position(locked.causes),
        )
        _record(locked, FindingAction.CAUSE_ADDED, by, now, text)
    return cause


def _check_cause(category: str, text: str, *, unsorted: bool) -> None:
    """`unsorted`: typed in a cell of a table, which asks for no category."""
    errors: dict[str, str] = {}
    _check_text(text, "原因", errors)
    if category not in _CATEGORIES and not (unsorted and not category):
        errors["category"] = "请选择原因类别。"
    if errors:
        raise Invalid(errors)


def edit_cause(
    *,
    cause: Cause,
    category: str,
    text: str,
    revision: int,
    by: User,
    now: datetime,
    unsorted: bool = False,
) -> Cause:
    """Change a cause; its own revision guards it."""
    _check_cause(category, text, unsorted=unsorted)
    with acting(by=by):
        locked = lock_finding(cause.finding, act="plan", by=by, as_of=localdate(now))
        row = Cause.objects.select_for_update().get(pk=cause.pk)
        check_revision(row, revision, current={"原因": row.text}, submitted={"原因": text})
        row.category, row.text, row.revision = category, text.strip(), row.revision + 1
        row.save()
        _record(locked, FindingAction.CAUSE_EDITED, by, now, text)
    return row


def void_cause(*, cause: Cause, by: User, now: datetime) -> None:
    """Take a cause out of the plan; the history keeps it."""
    with acting(by=by):
        locked = lock_finding(cause.finding, act="plan", by=by, as_of=localdate(now))
        row = Cause.objects.select_for_update().get(pk=cause.pk)
        if row.voided_at is None:
            row.voided_at, row.revision = now, row.revision + 1
            row.save()
            MeasureCause.objects.filter(cause=row).delete()
            _record(locked, FindingAction.CAUSE_VOIDED, by, now, row.text)


@dataclass(frozen=True)
class MeasureInput:
    """The fields of a measure. `causes` are those it answers; without any it answers the only one, if there is one."""

    text: str
    strength: str
    causes: Sequence[Cause] = ()
    department: Department | None = None
    person: StaffMember | None = None
    due_on: date | None = None
    unrated: bool = False  # typed in a cell of a table, which asks for no strength


def _check_measure(finding: Finding, values: MeasureInput, *, kept: date | None = None) -> None:
    """`kept`: the date that the measure has already; history brought some from before its finding."""
    errors: dict[str, str] = {}
    _check_text(values.text, "措施", errors)
    if values.strength not in list(Strength) and not (values.unrated and not values.strength):
        errors["strength"] = "请选择措施强度。"
    if values.due_on is not None and finding.due_on is not None and values.due_on > finding.due_on:
        errors["due_on"] = f"措施的时限不能晚于问题的整改时限（{finding.due_on}）。"
    found = finding.found_on
    if values.due_on is not None and found is not None and values.due_on < found and values.due_on != kept:
        errors["due_on"] = f"措施的时限不能早于问题的发现日期（{found}）。"
    if any(cause.finding_id != finding.pk or cause.voided_at for cause in values.causes):
        errors["causes"] = "请选择本问题的原因。"
    for name in ("department", "person"):
        row = getattr(values, name)
        if row is not None and row.hospital_id != finding.hospital_id:
            errors[name] = "请选择本院的部门和人员。"
    if errors:
        raise Invalid(errors)


def _answered(finding: Finding, causes: Sequence[Cause]) -> Iterable[Cause]:
    if causes:
        return causes
    only = list(finding.causes.valid()[:2])
    return only if len(only) == 1 else []


def _set_answers(measure: Measure, causes: Iterable[Cause]) -> None:
    MeasureCause.objects.filter(measure=measure).delete()
    MeasureCause.objects.bulk_create(
        MeasureCause(hospital_id=measure.hospital_id, measure=measure, cause=cause) for cause in causes
    )


def add_measure(*, finding: Finding, values: MeasureInput, by: User, now: datetime) -> Measure:
    """Add a measure and the causes that it answers."""
    with acting(by=by):
        locked = lock_finding(finding, act="plan", by=by, as_of=localdate(now))
        _check_measure(locked, values)
        measure = Measure.objects.create(
            hospital_id=locked.hospital_id,
            finding=locked,
            text=values.text.strip(),
            strength=values.strength,
            department=values.department,
            person=values.person,
            due_on=values.due_on,
            position=next_position(locked.measures),
            created_by=by,
        )
        _set_answers(measure, _answered(locked, values.causes))
        take_part(finding=locked, kind=PartKind.MEASURE, by=by, measure=measure)
        _record(locked, FindingAction.MEASURE_ADDED, by, now, values.text)
    return measure


def edit_measure(
    *, measure: Measure, values: MeasureInput, revision: int, by: User, now: datetime
) -> Measure:
    """Change a measure; its own revision guards it."""
    with acting(by=by):
        locked = lock_finding(measure.finding, act="plan", by=by, as_of=localdate(now))
        row = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
        _check_measure(locked, values, kept=row.due_on)
        check_revision(row, revision, current={"措施": row.text}, submitted={"措施": values.text})
        keep_answered_until_edit(row=row, named=values.person, finding=locked, by=by)
        row.text, row.strength = values.text.strip(), values.strength
        row.department, row.person, row.due_on = values.department, values.person, values.due_on
        row.revision += 1
        row.save()
        _set_answers(row, _answered(locked, values.causes))
        take_part(finding=locked, kind=PartKind.MEASURE, by=by, measure=row)
        _record(locked, FindingAction.MEASURE_EDITED, by, now, values.text)
    return row


def void_measure(*, measure: Measure, by: User, now: datetime) -> None:
    """Take a measure out of the plan; the history keeps it."""
    with acting(by=by):
        locked = lock_finding(measure.finding, act="plan", by=by, as_of=localdate(now))
        row = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
        if row.voided_at is None:
            row.voided_at, row.revision = now, row.revision + 1
            row.save()
            MeasureCause.objects.filter(measure=row).delete()
            take_part(finding=locked, kind=PartKind.MEASURE, by=by, measure=row)
            _record(locked, FindingAction.MEASURE_VOIDED, by, now, row.text)


def note_progress(*, finding: Finding, text: str, by: User, now: datetime) -> ProgressNote:
    """Write a progress note; an ONGOING finding owes one every quarter."""
    errors: dict[str, str] = {}
    _check_text(text, "整改进展", errors)
    if errors:
        raise Invalid(errors)
    today = localdate(now)
    with acting(by=by):
        locked = lock_finding(finding, act="note", by=by, as_of=today)
        signed = sign_work(locked, right=FindingRight.EVIDENCE, by=by, as_of=today)
        note = ProgressNote.objects.create(
            hospital_id=locked.hospital_id,
            finding=locked,
            text=text.strip(),
            on=today,
            at=now,
            **signed.columns(),
        )
        _record(locked, FindingAction.NOTED, by, now, text)
    return note
