"""The transitions of the lifecycle table with what each brings about, as `services.transitions` writes them."""

from __future__ import annotations

from typing import Any

from rectification.lifecycle import TRANSITIONS
from rectification.models import AcceptanceRound, Decision, FindingAct, FindingState, StateOrigin
from workshop.demo.loading.scene import Happening


def move(happening: Happening) -> None:
    transition = TRANSITIONS[happening.act.name]
    finding, signed, reason = happening.finding, happening.signed, happening.act.words.strip()
    if finding.state not in transition.sources:
        raise ValueError(f"{happening.told.plan.key}: {transition.name} from {finding.state}")
    detail = _EFFECTS[transition.name](happening) if transition.name in _EFFECTS else None
    from_state, finding.state = finding.state, transition.target
    finding.state_origin = StateOrigin.SYSTEM
    finding.revision += 1
    _set_moments(happening)
    happening.add(
        FindingAct(
            hospital_id=finding.hospital_id,
            finding=finding,
            name=transition.name,
            round_no=finding.round_no,
            from_state=from_state,
            to_state=finding.state,
            reason=reason,
            at=happening.at,
            **signed.columns(),
        )
    )
    happening.record(
        f"finding.{transition.name}",
        signed=signed,
        from_state=from_state,
        to_state=finding.state,
        reason=reason,
        detail=detail,
    )


def _set_moments(happening: Happening) -> None:
    finding, state = happening.finding, happening.finding.state
    if state == FindingState.DRAFT:
        finding.submitted_at = None
    elif finding.submitted_at is None and state not in (FindingState.MERGED, FindingState.VOID):
        finding.submitted_at = happening.at
    if state == FindingState.ACCEPTED:
        finding.accepted_at = happening.at
    elif state == FindingState.CLOSED:
        finding.closed_at = happening.at
        finding.accepted_at = finding.accepted_at or happening.at
    else:
        finding.accepted_at = finding.closed_at = None


def _submit(happening: Happening) -> None:
    entry = happening.told.entry
    if entry.number is None:
        entry.number = happening.ledger.next_number()


def _request_acceptance(happening: Happening) -> None:
    rounds, signed = happening.told.rounds, happening.signed
    row = AcceptanceRound(
        hospital_id=happening.finding.hospital_id,
        finding=happening.finding,
        no=len(rounds) + 1,
        rectified_by=signed.signatory,
        rectified_dept=happening.finding.lead_department,
        rectified_recorded_by=signed.recorded_by,
        rectified_at=happening.at,
    )
    rounds.append(happening.add(row))


def _fix_on_the_spot(happening: Happening) -> None:
    _submit(happening)
    happening.finding.on_the_spot = True
    happening.finding.due_on = happening.finding.due_on or happening.today
    _request_acceptance(happening)


def _decide(happening: Happening, decision: Decision) -> None:
    row, signed = happening.told.rounds[-1], happening.signed
    row.decision, row.reason, row.decided_at = decision, happening.act.words.strip(), happening.at
    row.accepted_by, row.accepted_recorded_by = signed.signatory, signed.recorded_by
    row.accepted_dept = happening.finding.accepting_department


def _accept(happening: Happening) -> None:
    _decide(happening, Decision.GRANTED)


def _refuse(happening: Happening) -> None:
    _decide(happening, Decision.RETURNED)
    happening.finding.round_no += 1


def _close(happening: Happening) -> None:
    row, signed = happening.told.rounds[-1], happening.signed
    row.closed_by, row.closed_recorded_by, row.closed_at = signed.signatory, signed.recorded_by, happening.at


def _reopen(happening: Happening) -> None:
    happening.finding.round_no += 1
    happening.finding.proof_since_round = happening.finding.round_no


def _merge(happening: Happening) -> dict[str, Any]:
    target = happening.ledger.told[happening.act.into].row
    happening.finding.merged_into = target
    if happening.finding.penalty_barred and not target.penalty_barred:
        target.penalty_barred = True
        target.revision += 1
    return {"into": str(target.uid)}


_EFFECTS: dict[str, Any] = {
    "submit": _submit,
    "request_acceptance": _request_acceptance,
    "fix_on_the_spot": _fix_on_the_spot,
    "accept": _accept,
    "refuse": _refuse,
    "close": _close,
    "reopen": _reopen,
    "merge": _merge,
}
