"""定稿: the quality office releases a ledger, and takes the release back with a reason."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict
from django.utils.timezone import localdate

from campaigns.models import Participation
from infrastructure.audit import acting, record
from infrastructure.errors import Refusal, WrongState
from infrastructure.reasons import reason_of
from organizations.models import User
from organizations.places import Place
from organizations.scope import scope_of
from organizations.services.signing import Signed, sign
from rectification.actions import FindingAction
from rectification.models import LedgerFinal
from rectification.rights import FindingRight
from rectification.rules.ledger_final import fixed
from rectification.selectors.finals import final_of
from rectification.selectors.leaving import leaving_of
from rectification.selectors.ledger import PAPER_SORT, listed
from rectification.selectors.ledger_lines import export_rows


def set_final(*, participation: Participation, by: User, now: datetime) -> LedgerFinal:
    """Release the whole ledger as it stands; earlier releases stay where they are."""
    with acting(by=by):
        held = _locked(participation)
        signed = _signed(held, by, now)
        scope = scope_of(by, FindingRight.FINALIZE, as_of=localdate(now)).within(held.hospital_id)
        found = listed(QueryDict(), scope=scope, participation=participation, as_of=localdate(now))
        ledger = fixed(export_rows(leaving_of(found).rows, participation, PAPER_SORT))
        if not ledger.lines:
            raise Refusal("台账里还没有编号的问题，不能定稿。")
        last = final_of(held)
        if last is not None and last.sha256 == ledger.sha256:
            raise WrongState("台账与上次定稿相同，不必再次定稿。")
        written = LedgerFinal.objects.create(
            hospital_id=held.hospital_id,
            participation=held,
            sha256=ledger.sha256,
            lines=ledger.lines,
            count=len(ledger.lines),
            at=now,
            **signed.columns(),
        )
        _record(written, FindingAction.LEDGER_FINAL, signed, now)
    return written


def withdraw_final(*, final: LedgerFinal, reason: str, by: User, now: datetime) -> None:
    """The ledger is a draft again; the release and why it went stay in the history."""
    why = reason_of(reason, most=200, missing="请写明撤回定稿的原因。")
    with acting(by=by):
        held = _locked(final.participation)
        signed = _signed(held, by, now)
        row = final_of(held)
        if row is None or row.pk != final.pk:
            raise WrongState("这次定稿已经撤回，或已被新的定稿取代。")
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now, by, why
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        _record(row, FindingAction.FINAL_WITHDRAWN, signed, now, why)


def _locked(participation: Participation) -> Participation:
    """Who releases and who takes back queue here."""
    return Participation.objects.select_for_update(of=("self",), no_key=True).get(pk=participation.pk)


def _signed(participation: Participation, by: User, now: datetime) -> Signed:
    office = Place(participation.hospital_id, None)
    return sign(action=FindingRight.FINALIZE, place=office, by=by, as_of=localdate(now))


def _record(
    final: LedgerFinal, action: FindingAction, signed: Signed, now: datetime, reason: str = ""
) -> None:
    record(
        action=action,
        target=final.participation,
        by=signed.recorded_by,
        now=now,
        hospital_id=final.hospital_id,
        signature=signed.for_audit(),
        reason=reason,
        detail={"final": str(final.uid), "count": final.count, "sha256": final.sha256},
    )
