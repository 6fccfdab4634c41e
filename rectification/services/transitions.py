"""Moving a finding along its loop: lock, check the table, change, record – one transaction each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.timezone import localdate

from infrastructure.audit import acting, record
from infrastructure.errors import NotAllowed, Refusal
from organizations.models import User
from organizations.services.signing import Paper, SentPaper, Signed, received, sign
from rectification.finding_facts import facts_for
from rectification.models import (
    AcceptanceRound,
    Decision,
    Finding,
    FindingAct,
    FindingState,
    StateOrigin,
)
from rectification.places import place_of
from rectification.rights import FindingRight
from rectification.round_facts import actor_of, sides_of
from rectification.rules.advice import advised
from rectification.rules.lifecycle import TRANSITIONS, Transition
from rectification.rules.sides import one_side, refusal
from rectification.rules.states import DeadlineKind
from rectification.services.numbering import number_entries
from rectification.standing import right_of, standing_of


def _locked(finding: Finding) -> Finding:
    """With whom it names, so that nobody has to read it again to tell of it."""
    locked: Finding = Finding.objects.lock(finding.pk).with_named().get()
    return locked


def _checked(finding: Finding, name: str, reason: str, *, as_of: date) -> Transition:
    transition = TRANSITIONS[name]
    transition.check(facts_for(transition, finding, as_of=as_of), reason=reason)
    return transition


def move(
    *,
    finding: Finding,
    name: str,
    by: User,
    now: datetime,
    reason: str = "",
    paper: Paper | SentPaper | None = None,
) -> Finding:
    """Carry out a transition of the table that needs nothing but a signature and perhaps a reason.

    Returns the finding as it was written, with its departments and people.
    Raises WrongState (409) when the finding has moved on, Refusal with the guard's reason, NotAllowed.
    """
    effect = _EFFECTS.get(name)
    with acting(by=by):
        paper = received(paper, hospital_id=finding.hospital_id, by=by, now=now)
        locked = _locked(finding)
        transition = _checked(locked, name, reason, as_of=localdate(now))
        signed = sign(
            action=right_of(locked, transition, user=by, as_of=localdate(now)),
            place=place_of(locked, transition),
            by=by,
            as_of=localdate(now),
            paper=paper,
        )
        if effect is not None:
            effect(locked, signed, now, reason)
        _arrive(locked, transition, signed, now, reason)
    return locked


def _arrive(
    finding: Finding,
    transition: Transition,
    signed: Signed,
    now: datetime,
    reason: str,
    detail: dict[str, Any] | None = None,
) -> None:
    from_state, finding.state = finding.state, transition.target
    finding.state_origin = StateOrigin.SYSTEM
    finding.revision += 1
    _set_moments(finding, now)
    finding.save()
    FindingAct.objects.create(
        hospital_id=finding.hospital_id,
        finding=finding,
        name=transition.name,
        round_no=finding.round_no,
        from_state=from_state,
        to_state=finding.state,
        reason=reason.strip(),
        at=now,
        **signed.columns(),
    )
    record(
        action=f"finding.{transition.name}",
        target=finding,
        by=signed.recorded_by,
        now=now,
        hospital_id=finding.hospital_id,
        from_state=from_state,
        to_state=finding.state,
        reason=reason.strip(),
        signature=signed.for_audit(),
        detail=detail,
    )


def _set_moments(finding: Finding, now: datetime) -> None:
    state = finding.state
    if state == FindingState.DRAFT:
        finding.submitted_at = None
    elif finding.submitted_at is None and state not in (FindingState.MERGED, FindingState.VOID):
        finding.submitted_at = now
    if state == FindingState.ACCEPTED:
        finding.accepted_at = now
    elif state == FindingState.CLOSED:
        finding.closed_at = now
        finding.accepted_at = finding.accepted_at or now
    else:
        finding.accepted_at = finding.closed_at = None


def _submit(finding: Finding, signed: Signed, now: datetime, reason: str) -> None:
    number_entries(finding)


def _request_acceptance(finding: Finding, signed: Signed, now: datetime, reason: str) -> None:
    AcceptanceRound.objects.create(
        hospital_id=finding.hospital_id,
        finding=finding,
        no=finding.round_no,
        rectified_by=signed.signatory,
        rectified_dept=finding.lead_department,
        rectified_recorded_by=signed.recorded_by,
        rectified_scan=signed.scan,
        rectified_stand_in=signed.stand_in,
        rectified_at=now,
    )


def _fix_on_the_spot(finding: Finding, signed: Signed, now: datetime, reason: str) -> None:
    number_entries(finding)
    finding.on_the_spot = True
    if finding.deadline_kind == DeadlineKind.DATED and finding.due_on is None:
        planned = finding.measures.valid().aggregate(last=Max("due_on"))["last"]  # never after the finding's
        finding.due_on = max(localdate(now), planned or localdate(now))
    _request_acceptance(finding, signed, now, reason)


def _open_round(finding: Finding) -> AcceptanceRound:
    rounds = AcceptanceRound.objects.select_for_update(of=("self",)).select_related("rectified_stand_in")
    opened = rounds.filter(finding=finding, decision__isnull=True).first()
    return opened or _round_of_import(finding)


def _round_of_import(finding: Finding) -> AcceptanceRound:
    """A row that arrived as 已完成 without 销号 waits for acceptance on the word that its office's clerk entered."""
    if finding.state_origin != StateOrigin.IMPORTED or finding.responsible_person is None:
        raise Refusal("这个问题没有提交验收的记录，请质控办补全责任人后再验收。")
    return AcceptanceRound.objects.create(
        hospital_id=finding.hospital_id,
        finding=finding,
        no=finding.round_no,
        rectified_by=finding.responsible_person,
        rectified_dept=finding.lead_department,
        rectified_recorded_by=finding.created_by,
        rectified_at=finding.created_at,
    )


def _decide(finding: Finding, signed: Signed, now: datetime, reason: str, decision: Decision) -> None:
    opened = _open_round(finding)
    _check_sides("accept", finding, signed, now)
    opened.decision, opened.reason, opened.decided_at = decision, reason.strip(), now
    opened.accepted_by, opened.accepted_recorded_by = signed.signatory, signed.recorded_by
    opened.accepted_dept, opened.accepted_scan = finding.accepting_department, signed.scan
    opened.accepted_stand_in = signed.stand_in
    opened.save()


def _check_sides(act: str, finding: Finding, signed: Signed, now: datetime) -> None:
    words = refusal(act, sides_of(finding, as_of=localdate(now)), actor_of(signed))
    if words:
        raise NotAllowed(words)


def _accept(finding: Finding, signed: Signed, now: datetime, reason: str) -> None:
    lead, other = finding.lead_department, finding.accepting_department
    if other is not None and one_side(lead.pk, lead.parent_id, other.pk, other.parent_id):
        raise Refusal("牵头部门和验收部门现在同属一个科室，不能验收。请退回整改，由质控办另定验收部门。")
    _decide(finding, signed, now, reason, Decision.GRANTED)


def _refuse(finding: Finding, signed: Signed, now: datetime, reason: str) -> None:
    _decide(finding, signed, now, reason, Decision.RETURNED)
    finding.round_no += 1


def _close(finding: Finding, signed: Signed, now: datetime, reason: str) -> None:
    granted = (
        AcceptanceRound.objects.filter(finding=finding, decision=Decision.GRANTED).order_by("-no").first()
    )
    if granted is None:
        raise Refusal("没有验收记录，不能销号。")
    _check_sides("close", finding, signed, now)
    granted.closed_by, granted.closed_recorded_by, granted.closed_at = (
        signed.signatory,
        signed.recorded_by,
        now,
    )
    granted.save()


def _reopen(finding: Finding, signed: Signed, now: datetime, reason: str) -> None:
    finding.round_no += 1
    finding.proof_since_round = finding.round_no


_EFFECTS = {
    "submit": _submit,
    "request_acceptance": _request_acceptance,
    "fix_on_the_spot": _fix_on_the_spot,
    "accept": _accept,
    "refuse": _refuse,
    "close": _close,
    "reopen": _reopen,
}


# Into what is accepted or closed nothing is merged: the open finding would skip its own acceptance.
_MERGE_INTO = (
    FindingState.SUBMITTED,
    FindingState.ANALYSING,
    FindingState.RECTIFYING,
    FindingState.AWAITING,
)
_NO_TARGET = {
    FindingState.DRAFT: "那个问题还是草稿，请提交后再合并。",
    FindingState.MERGED: "那个问题已经合并到别的问题，请直接合并到后者。",
    FindingState.VOID: "那个问题已经作废，请另选一个。",
}


def merge(*, finding: Finding, into: Finding, by: User, now: datetime, reason: str) -> Finding:
    """Merge into another open finding of the same hospital. `penalty_barred` is copied and never lost."""
    with acting(by=by):
        first, second = sorted((finding, into), key=lambda f: f.pk)
        rows = {f.pk: f for f in (_locked(first), _locked(second))}
        locked, target = rows[finding.pk], rows[into.pk]
        if target.hospital_id != locked.hospital_id or target.pk == locked.pk:
            raise Refusal("请选择本院的另一个问题。", field="into")
        if target.state not in _MERGE_INTO:
            standing = standing_of(locked, user=by, as_of=localdate(now))
            imported = locked.state_origin == StateOrigin.IMPORTED
            settled = advised("settled", standing, state=locked.state, imported=imported)
            raise Refusal(_NO_TARGET.get(FindingState(target.state), settled), field="into")
        transition = _checked(locked, "merge", reason, as_of=localdate(now))
        signed = sign(
            action=FindingRight(transition.right),
            place=place_of(locked, transition),
            by=by,
            as_of=localdate(now),
        )
        locked.merged_into = target
        if locked.penalty_barred and not target.penalty_barred:
            target.penalty_barred = True
            target.revision += 1
            target.save()
        _arrive(locked, transition, signed, now, reason, detail={"into": str(target.uid)})
    return locked
