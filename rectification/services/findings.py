"""Registering and editing findings. A finding is created with its primary line in one ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from campaigns.models import CampaignItem, Checkpoint, Participation
from infrastructure.audit import acting, record
from infrastructure.errors import Invalid, NotAllowed, WrongState
from organizations.models import Department, Hospital, StaffMember, User
from organizations.places import Place, may
from policy_texts.vocabulary import FindingOrigin
from rectification.actions import FindingAction
from rectification.models import Finding, FindingState, LedgerEntry, SupportingDepartment
from rectification.rights import FindingRight
from rectification.rules.identity import finding_key
from rectification.rules.sides import one_side
from rectification.rules.states import DeadlineKind
from rectification.services.acceptance_choice import accepter_at_registering
from rectification.services.numbering import next_number
from rectification.services.origin_labels import own_labels


@dataclass(frozen=True)
class FindingInput:
    """The fields of the form. Rows are already of the right hospital or fail in `check`."""

    text: str
    item: CampaignItem
    lead_department: Department
    checkpoint: Checkpoint | None = None
    origin: str = FindingOrigin.SELF_INSPECTION
    origin_label: str = ""
    found_on: date | None = None
    supporting: Sequence[Department] = ()
    accepting_department: Department | None = None
    accepting_reason: str = ""  # why another department accepts than the checkpoint's duty says
    responsible_person: StaffMember | None = None
    responsible_leader: StaffMember | None = None
    deadline_kind: str = DeadlineKind.DATED
    due_on: date | None = None
    remark: str = ""
    repeats: Finding | None = None
    penalty_barred: bool = False
    origin_key: str = ""


def check(*, values: FindingInput, hospital: Hospital, participation: Participation, as_of: date) -> None:
    """Everything that can be wrong with the fields together; raises `Invalid` with a message at each field."""
    errors = _word_errors(values)
    if values.item.campaign_id != participation.run.campaign_id:
        errors["item"] = "这项整治内容不属于所选台账。"
    if values.checkpoint is not None and values.checkpoint.item_id != values.item.pk:
        errors["checkpoint"] = "这个要点不属于所选整治内容。"
    errors |= _foreign(values, hospital.pk)
    errors |= _date_errors(values, as_of)
    if values.responsible_leader is not None and not values.responsible_leader.is_leader:
        errors.setdefault("responsible_leader", "责任领导须是院领导。")
    if values.accepting_department is not None and _same_side(values):
        errors["accepting_department"] = "验收部门不能是牵头部门，也不能是它的上级或下属单元。"
    if errors:
        raise Invalid(errors)


def _word_errors(values: FindingInput) -> dict[str, str]:
    errors = {}
    if not values.text.strip():
        errors["text"] = "请填写存在问题。"
    elif len(values.text) > 2000:
        errors["text"] = f"存在问题不超过 2000 字（现有 {len(values.text)} 字）。"
    if len(values.remark) > 500:
        errors["remark"] = f"备注不超过 500 字（现有 {len(values.remark)} 字）。"
    return errors


def _same_side(values: FindingInput) -> bool:
    lead, other = values.lead_department, values.accepting_department
    return other is not None and one_side(lead.pk, lead.parent_id, other.pk, other.parent_id)


def _foreign(values: FindingInput, hospital_id: int) -> dict[str, str]:
    named: dict[str, list[Any]] = {
        "lead_department": [values.lead_department],
        "supporting": list(values.supporting),
        "accepting_department": [values.accepting_department],
        "responsible_person": [values.responsible_person],
        "responsible_leader": [values.responsible_leader],
        "repeats": [values.repeats],
    }
    return {
        name: "请选择本院的部门、人员或问题。"
        for name, rows in named.items()
        if any(row is not None and row.hospital_id != hospital_id for row in rows)
    }


def _date_errors(values: FindingInput, as_of: date) -> dict[str, str]:
    errors = {}
    if values.found_on is not None and values.found_on > as_of:
        errors["found_on"] = "发现日期不能晚于今天。"
    if values.deadline_kind == DeadlineKind.ONGOING and values.due_on is not None:
        errors["due_on"] = "持续推进的问题不填整改时限。"
    if values.found_on is not None and values.due_on is not None and values.due_on < values.found_on:
        errors["due_on"] = "整改时限不能早于发现日期。"
    return errors


@dataclass(frozen=True)
class Registered:
    """A new finding with what was written beside it, so that nobody has to read it again."""

    finding: Finding
    entry: LedgerEntry
    supporting: list[Department]


def create_finding(
    *, participation: Participation, values: FindingInput, by: User, now: datetime, as_office: bool = False
) -> Finding:
    """`register_finding` for those who need the finding alone."""
    return register_finding(
        participation=participation, values=values, by=by, now=now, as_office=as_office
    ).finding


def register_finding(
    *, participation: Participation, values: FindingInput, by: User, now: datetime, as_office: bool = False
) -> Registered:
    """Register a finding: a draft, or (of the office, of rounds, of supervision) at once at analysing.

    Raises NotAllowed when the user has no right in the lead department, Invalid with an error at each field.
    """
    hospital = participation.hospital
    as_of = localdate(now)
    right = FindingRight.REGISTER if as_office else FindingRight.CREATE
    # Before the dates are held against each other.
    values = replace(values, found_on=values.found_on or as_of)
    check(values=values, hospital=hospital, participation=participation, as_of=as_of)
    place = Place(hospital.pk, values.lead_department.pk)
    if not may(action=right, place=place, by=by, as_of=as_of):
        raise NotAllowed("您只能登记本科室的问题。")
    with acting(by=by):
        finding = Finding(
            hospital=hospital,
            created_by=by,
            created_at=now,
            found_on=values.found_on,
            **columns_of(values),
        )
        finding.origin_label = values.origin_label or own_labels(hospital.pk).get(values.origin, "")
        if as_office:
            finding.state, finding.submitted_at = FindingState.ANALYSING, now
        finding.accepting_department = accepter_at_registering(values, hospital.pk, by=by, as_of=as_of)
        finding.save(force_insert=True)
        number = next_number(participation.pk) if as_office else None
        entry = _add_entry(finding, participation, values, number)
        supporting = other_departments(finding, values.supporting)
        write_supporting(finding, supporting)
        record(
            action=FindingAction.CREATED,
            target=finding,
            by=by,
            now=now,
            hospital_id=hospital.pk,
            to_state=finding.state,
            reason=values.accepting_reason.strip(),
            detail={"number": number} if number else {},
        )
    return Registered(finding, entry, supporting)


def columns_of(values: FindingInput) -> dict[str, Any]:
    """The form as columns of the finding; the number of departments and the ledger line are written beside."""
    return {
        "text": values.text.strip(),
        "origin": values.origin,
        "origin_label": values.origin_label,
        "origin_key": values.origin_key,
        "penalty_barred": values.penalty_barred or bool(values.repeats and values.repeats.penalty_barred),
        "lead_department": values.lead_department,
        "responsible_person": values.responsible_person,
        "responsible_leader": values.responsible_leader,
        "deadline_kind": values.deadline_kind,
        "due_on": values.due_on,
        "remark": values.remark,
        "repeats": values.repeats,
    }


def input_of(
    finding: Finding, entry: LedgerEntry, supporting: Sequence[Department] | None = None
) -> dict[str, Any]:
    """The finding's present values under the names of the body: what an edit is laid over. `supporting`: those that
    help, where they are in hand."""
    own = ("text", "origin", "found_on", "deadline_kind", "due_on", "remark", "repeats")
    people = ("lead_department", "accepting_department", "responsible_person", "responsible_leader")
    if supporting is None:
        supporting = [row.department for row in finding.supporting.select_related("department")]
    return {name: getattr(finding, name) for name in (*own, *people)} | {
        "item": entry.item,
        "checkpoint": entry.checkpoint,
        "origin_label": finding.origin_label,
        "supporting": list(supporting),
    }


def place_code(item: CampaignItem, checkpoint: Checkpoint | None) -> str:
    """The part of a row's key that says where it belongs: I5.a with a checkpoint, else I5."""
    return f"{item.code}.{checkpoint.code}" if checkpoint else item.code


def _add_entry(
    finding: Finding, participation: Participation, values: FindingInput, number: int | None
) -> LedgerEntry:
    return LedgerEntry.objects.create(
        hospital=finding.hospital,
        finding=finding,
        participation=participation,
        item=values.item,
        checkpoint=values.checkpoint,
        number=number,
        key=finding_key(
            place=place_code(values.item, values.checkpoint),
            lead_department_id=values.lead_department.pk,
            text=values.text,
        ),
    )


def other_departments(finding: Finding, departments: Sequence[Department]) -> list[Department]:
    """The supporting departments: each once, the lead is none of them."""
    return [d for d in dict.fromkeys(departments) if d.pk != finding.lead_department_id]


def write_supporting(finding: Finding, departments: Sequence[Department]) -> None:
    """Write the supporting departments in their order."""
    write_all_supporting([(finding, departments)])


def write_all_supporting(rows: Iterable[tuple[Finding, Sequence[Department]]]) -> None:
    """Write those of several findings, each in their order."""
    SupportingDepartment.objects.bulk_create(
        SupportingDepartment(hospital_id=finding.hospital_id, finding=finding, department=d, position=i)
        for finding, departments in rows
        for i, d in enumerate(departments)
    )


def also_count(
    *, finding: Finding, participation: Participation, item: CampaignItem, by: User, now: datetime
) -> LedgerEntry:
    """同时计入: count the finding in a second ledger of the same hospital; it stays one finding."""
    as_of = localdate(now)
    if not may(action=FindingRight.TRIAGE, place=Place(finding.hospital_id, None), by=by, as_of=as_of):
        raise NotAllowed("同时计入其他台账由质控办办理。")
    if participation.hospital_id != finding.hospital_id or item.campaign_id != participation.run.campaign_id:
        raise Invalid({"item": "请选择本院参加的台账和其中的整治内容。"})
    with acting(by=by):
        locked = Finding.objects.select_for_update().get(pk=finding.pk)
        if locked.entries.filter(participation=participation).exists():
            raise WrongState("这个问题已经计入该台账。")
        number = next_number(participation.pk) if locked.state != FindingState.DRAFT else None
        entry = LedgerEntry.objects.create(
            hospital_id=locked.hospital_id,
            finding=locked,
            participation=participation,
            item=item,
            primary=False,
            number=number,
            key=finding_key(place=item.code, lead_department_id=locked.lead_department_id, text=locked.text),
        )
        record(
            action=FindingAction.ALSO_COUNTED,
            target=locked,
            by=by,
            now=now,
            hospital_id=locked.hospital_id,
            detail={"run": participation.run.title, "item": item.title},
        )
    return entry
