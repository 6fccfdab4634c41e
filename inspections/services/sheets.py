"""Filling in, confirming and reopening a self-inspection sheet. The row lock on the sheet orders all its writers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils.timezone import localdate

from campaigns.rights import RunRight
from infrastructure.audit import acting, record
from infrastructure.errors import EditConflict, Invalid, NotAllowed, Refusal, WrongState
from infrastructure.reasons import reason_of
from inspections.actions import SheetAction
from inspections.models import Answer, InspectionSheet, SheetLevel, SheetLine
from inspections.rights import SheetRight
from inspections.rules.sheet_progress import LineFacts, Progress, answer_problem, progress
from inspections.selectors.sheets import registered_lines
from organizations.models import User
from organizations.places import Place, may
from organizations.rights import Right
from organizations.services.signing import Paper, SentPaper, Signed, received, sign

MOST_WORDS = 500
_CHANGED = "您打开这页之后，别人修改了这张自查表。请核对现在的内容后再确认。"


@dataclass(frozen=True)
class LineAnswer:
    """What was chosen and typed for one line, and the revision that it was chosen against."""

    answer: str
    note: str
    revision: int


def lock_open_sheet(sheet: InspectionSheet) -> InspectionSheet:
    """The sheet's row, locked. Raises WrongState once it is confirmed."""
    locked = (
        InspectionSheet.objects.select_for_update(of=("self",))
        .select_related("department", "participation", "confirmed_by")
        .get(pk=sheet.pk)
    )
    if locked.confirmed_at is not None:
        signatory = locked.confirmed_by.name if locked.confirmed_by else ""
        raise WrongState(f"自查表已由{signatory}确认。需要修改的，请确认人或质控办先重新打开填写。")
    return locked


def answer_lines(
    *, sheet: InspectionSheet, answers: Mapping[UUID, LineAnswer], by: User, now: datetime
) -> list[SheetLine]:
    """Keep the answers, all or none; returns the lines that changed.

    Raises Invalid with `<uid>-answer` or `<uid>-note`, EditConflict when somebody answered a line differently since.
    """
    with acting(by=by):
        locked = lock_open_sheet(sheet)
        lines = {line.uid: line for line in _lines(locked).filter(uid__in=list(answers))}
        changed = _changed(lines, answers)
        _check_may_answer(locked, changed, by, localdate(now))
        _check_answers(locked, answers, lines, changed)
        for line in changed:
            _set(line, answers[line.uid].answer, answers[line.uid].note, by, now)
        _save(locked, changed, by, now)
    return changed


def rest_in_order(*, sheet: InspectionSheet, by: User, now: datetime) -> list[SheetLine]:
    """其余均符合: every line without an answer that this user may answer."""
    today = localdate(now)
    with acting(by=by):
        locked = lock_open_sheet(sheet)
        unanswered = list(_lines(locked).filter(answer=""))
        mine = [line for line in unanswered if may_answer(locked, line.department_id, by=by, as_of=today)]
        if unanswered and not mine:
            raise NotAllowed("您只能填写本部门的要点。")
        for line in mine:
            _set(line, Answer.IN_ORDER, line.note, by, now)
        _save(locked, mine, by, now)
    return mine


def may_answer(sheet: InspectionSheet, department_id: int | None, *, by: User, as_of: date) -> bool:
    """The department of the line answers it; the quality office any, and those without a department."""
    place = Place(sheet.hospital_id, department_id)
    return may(action=SheetRight.ANSWER, place=place, by=by, as_of=as_of)


def _lines(sheet: InspectionSheet):  # type: ignore[no-untyped-def]
    return sheet.lines.select_related("checkpoint__item").order_by(
        "checkpoint__item__number", "checkpoint__code"
    )


def _changed(lines: Mapping[UUID, SheetLine], answers: Mapping[UUID, LineAnswer]) -> list[SheetLine]:
    unknown = [uid for uid in answers if uid not in lines]
    if unknown:
        raise Invalid({f"{uid}-answer": "这个要点不在这张自查表上，请刷新页面后再填。" for uid in unknown})
    return [
        line
        for uid, line in lines.items()
        if (line.answer, line.note) != (answers[uid].answer, answers[uid].note.strip())
    ]


def _check_may_answer(sheet: InspectionSheet, lines: Iterable[SheetLine], by: User, as_of: date) -> None:
    for department_id in {line.department_id for line in lines}:
        if not may_answer(sheet, department_id, by=by, as_of=as_of):
            raise NotAllowed("您只能填写本部门的要点。")


def _check_answers(
    sheet: InspectionSheet,
    answers: Mapping[UUID, LineAnswer],
    lines: Mapping[UUID, SheetLine],
    changed: Iterable[SheetLine],
) -> None:
    changed = list(changed)
    stale = [line for line in changed if line.revision != answers[line.uid].revision]
    if stale:
        raise EditConflict(
            "别人刚刚填写了同一个要点。下面是现在的内容和您填写的内容，请核对后再保存。",
            current={line.checkpoint.text: _words(line.answer, line.note) for line in stale},
            submitted={
                line.checkpoint.text: _words(answers[line.uid].answer, answers[line.uid].note)
                for line in stale
            },
        )
    registered = registered_lines(sheet.hospital_id, [line.uid for line in changed])
    errors = {}
    for line in changed:
        given = answers[line.uid]
        problem = answer_problem(answer=given.answer, note=given.note)
        if problem is not None:
            errors[f"{line.uid}-{problem[0]}"] = problem[1]
        elif given.answer != Answer.FINDING and line.uid in registered:
            errors[f"{line.uid}-answer"] = (
                "这个要点已登记问题，不能改选。登记有误的，请质控办作废问题后再改。"
            )
    if errors:
        raise Invalid(errors)


def _words(answer: str, note: str) -> str:
    label = Answer(answer).label if answer in Answer.values else "未填写"
    return f"{label}（{note.strip()}）" if note.strip() else label


def _set(line: SheetLine, answer: str, note: str, by: User, now: datetime) -> None:
    line.answer, line.note = answer, note.strip()
    line.answered_by, line.answered_at = by, now
    line.revision += 1


def _save(sheet: InspectionSheet, lines: list[SheetLine], by: User, now: datetime) -> None:
    if not lines:
        return
    SheetLine.objects.bulk_update(lines, ["answer", "note", "answered_by", "answered_at", "revision"])
    InspectionSheet.objects.filter(pk=sheet.pk).update(revision=F("revision") + 1)
    record(
        action=SheetAction.ANSWERED,
        target=sheet,
        by=by,
        now=now,
        hospital_id=sheet.hospital_id,
        detail={line.checkpoint.clause: _words(line.answer, line.note) for line in lines},
    )


def mark_found(*, line: SheetLine, by: User, now: datetime) -> None:
    """A finding was registered from this line: the answer says so. Runs under the sheet's lock."""
    if line.answer != Answer.FINDING:
        _set(line, Answer.FINDING, line.note, by, now)
        _save(line.sheet, [line], by, now)


def sheet_progress(sheet: InspectionSheet) -> Progress:
    """Progress of the whole sheet, from its rows."""
    rows = list(_lines(sheet))
    registered = registered_lines(
        sheet.hospital_id, [line.uid for line in rows if line.answer == Answer.FINDING]
    )
    return progress(
        [LineFacts(line.checkpoint.item.short_title, line.answer, line.uid in registered) for line in rows]
    )


def confirming_place(sheet: InspectionSheet) -> tuple[Right, Place]:
    """The department itself confirms its sheet, a leader the hospital's."""
    if sheet.level == SheetLevel.HOSPITAL:
        return SheetRight.CONFIRM_HOSPITAL, Place(sheet.hospital_id, None)
    return SheetRight.CONFIRM, Place(sheet.hospital_id, sheet.department_id, departments_only=True)


def confirm_sheet(
    *,
    sheet: InspectionSheet,
    revision: int,
    by: User,
    now: datetime,
    paper: Paper | SentPaper | None = None,
) -> InspectionSheet:
    """Confirm in the system, as a dated stand-in, or as the clerk of a signed paper.

    What is confirmed is what was on the screen: an answer given since raises EditConflict. Raises WrongState when it
    is confirmed already, Refusal with the reason that stands under the button, NotAllowed.
    """
    with acting(by=by):
        paper = received(paper, hospital_id=sheet.hospital_id, by=by, now=now)
        locked = lock_open_sheet(sheet)
        right, place = confirming_place(locked)
        signed = sign(action=right, place=place, by=by, as_of=localdate(now), paper=paper)
        found = sheet_progress(locked)
        if found.refusal:
            raise Refusal(found.refusal)
        if locked.revision != revision:
            raise EditConflict(_CHANGED, current={"已填写": found.words}, submitted={})
        _confirm(locked, signed, now)
        record(
            action=SheetAction.CONFIRMED,
            target=locked,
            by=by,
            now=now,
            hospital_id=locked.hospital_id,
            signature=signed.for_audit(),
            detail={"answered": found.words, "findings": found.findings},
        )
    return locked


def _confirm(sheet: InspectionSheet, signed: Signed, now: datetime) -> None:
    sheet.confirmed_by, sheet.confirmed_recorded_by = signed.signatory, signed.recorded_by
    sheet.confirmed_scan, sheet.confirmed_stand_in = signed.scan, signed.stand_in
    sheet.confirmed_at = now
    sheet.revision += 1
    sheet.save()


def may_reopen(sheet: InspectionSheet, *, by: User, as_of: date) -> bool:
    """Whoever confirms it, and the quality office."""
    right, place = confirming_place(sheet)
    office = Place(sheet.hospital_id, None)
    return may(action=right, place=place, by=by, as_of=as_of) or may(
        action=RunRight.MANAGE, place=office, by=by, as_of=as_of
    )


def reopen_sheet(*, sheet: InspectionSheet, reason: str, by: User, now: datetime) -> InspectionSheet:
    """Take the confirmation back with a reason, so that answers can be changed. The audit keeps who had confirmed."""
    reason = reason_of(reason, most=MOST_WORDS, missing="请写明重新填写的原因。")
    with acting(by=by):
        locked = (
            InspectionSheet.objects.select_for_update(of=("self",))
            .select_related("confirmed_by", "department")
            .get(pk=sheet.pk)
        )
        if locked.confirmed_at is None:
            raise WrongState("这张自查表没有确认，可以直接填写。")
        if not may_reopen(locked, by=by, as_of=localdate(now)):
            raise NotAllowed("重新打开由确认人或质控办办理，您的角色没有这项权限。")
        before = {"confirmed_by": locked.confirmed_by.name, "confirmed_at": locked.confirmed_at.isoformat()}
        locked.confirmed_by = locked.confirmed_recorded_by = locked.confirmed_at = None
        locked.confirmed_scan = locked.confirmed_stand_in = None
        locked.revision += 1
        locked.save()
        record(
            action=SheetAction.REOPENED,
            target=locked,
            by=by,
            now=now,
            hospital_id=locked.hospital_id,
            reason=reason,
            detail=before,
        )
    return locked
