"""延期: asked for with a reason, decided by another person; both dates stay visible. At most two granted."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from infrastructure.audit import acting, record
from infrastructure.errors import Invalid, NotAllowed, Refusal, WrongState
from infrastructure.reasons import reason_of
from organizations.models import User
from organizations.places import Place
from organizations.services.signing import Paper, Signed, sign
from rectification.actions import FindingAction
from rectification.extension_rules import MAX_GRANTED, refusal_to_ask
from rectification.models import Decision, Extension, Finding
from rectification.rights import FindingRight
from rectification.rules.acceptance import is_one_recorder
from rectification.rules.finding_rights import EXTENDABLE
from rectification.services.children import lock_finding
from rectification.standing import sign_work, standing_of


def ask_extension(*, finding: Finding, to_due_on: date, reason: str, by: User, now: datetime) -> Extension:
    """Ask for a later date, with a reason."""
    today = localdate(now)
    with acting(by=by):
        locked = lock_finding(finding, act="ask_extension", by=by, as_of=today)
        refusal = refusal_to_ask(locked, standing_of(locked, user=by, as_of=today))
        if refusal:
            raise WrongState(refusal)
        _check(locked, to_due_on, reason, today)
        signed = sign_work(locked, right=FindingRight.PLAN, by=by, as_of=today)
        extension = Extension.objects.create(
            hospital_id=locked.hospital_id,
            finding=locked,
            from_due_on=locked.due_on or today,  # refusal_to_ask has seen a date
            to_due_on=to_due_on,
            reason=reason.strip(),
            asked_by=signed.signatory,
            asked_recorded_by=by,
            asked_at=now,
        )
        _record(locked, FindingAction.EXTENSION_ASKED, extension, signed, now, reason)
    return extension


def _check(finding: Finding, to_due_on: date, reason: str, today: date) -> None:
    errors = {}
    if finding.due_on is not None and to_due_on <= finding.due_on:
        errors["to_due_on"] = f"延期后的时限要晚于现在的时限（{finding.due_on}）。"
    elif to_due_on < today:
        errors["to_due_on"] = "延期后的时限不能早于今天。"
    if not reason.strip():
        errors["reason"] = "请写明延期的原因。"
    elif len(reason) > 500:
        errors["reason"] = "延期原因不超过 500 字。"
    if errors:
        raise Invalid(errors)


def decide_extension(
    *,
    extension: Extension,
    grant: bool,
    by: User,
    now: datetime,
    reason: str = "",
    paper: Paper | None = None,
) -> Extension:
    """Grant or refuse, by another person than the one who asked. A granted one moves the finding's date."""
    why = reason_of(reason, most=500, missing="" if grant else "请写明不同意的原因。")
    with acting(by=by):
        locked = Finding.objects.select_for_update(of=("self",)).get(pk=extension.finding_id)
        row = Extension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
        if row.decision is not None:
            raise WrongState("这个延期申请已经审批过了。")
        if locked.state not in EXTENDABLE:
            raise WrongState(f"问题现在是“{locked.get_state_display()}”，不再需要延期。")
        place = Place(locked.hospital_id, None)
        signed = sign(
            action=FindingRight.DECIDE_EXTENSION, place=place, by=by, as_of=localdate(now), paper=paper
        )
        _check_other_person(row, signed)
        row.decided_by, row.decided_recorded_by, row.decided_scan = signed.signatory, by, signed.scan
        row.decided_at, row.decision_reason = now, why
        row.decision = Decision.GRANTED if grant else Decision.RETURNED
        if grant:
            _grant(locked, row)
        row.save()
        action = FindingAction.EXTENSION_GRANTED if grant else FindingAction.EXTENSION_REFUSED
        _record(locked, action, row, signed, now, reason)
    return row


def _check_other_person(extension: Extension, signed: Signed) -> None:
    if extension.asked_by_id in (signed.signatory.pk, signed.principal_id):
        raise NotAllowed("申请延期的人不能自己审批，请由另一人审批。")
    asked_by, decided_by = extension.asked_recorded_by, signed.recorded_by
    if is_one_recorder(decided_by.pk, decided_by.staff_id, asked_by.pk, asked_by.staff_id):
        raise NotAllowed("延期申请由您登记，请由另一人审批。")


def _grant(finding: Finding, extension: Extension) -> None:
    granted = Extension.objects.filter(finding=finding, decision=Decision.GRANTED).count()
    if granted >= MAX_GRANTED:
        raise Refusal("已经延期两次，不能再延期。")
    extension.granted_no = granted + 1
    finding.original_due_on = finding.original_due_on or finding.due_on
    finding.due_on = extension.to_due_on
    finding.revision += 1
    finding.save()


def _record(
    finding: Finding, action: FindingAction, extension: Extension, signed: Signed, now: datetime, reason: str
) -> None:
    record(
        action=action,
        target=finding,
        by=signed.recorded_by,
        now=now,
        hospital_id=finding.hospital_id,
        reason=reason.strip(),
        signature=signed.for_audit(),
        detail={"from": str(extension.from_due_on), "to": str(extension.to_due_on)},
    )
