"""How a finding comes into the ledger: entered by a department, registered by the office, or from a workbook."""

from __future__ import annotations

from django.utils.timezone import localdate

from rectification.actions import FindingAction
from rectification.models import (
    Cause,
    DeadlineKind,
    Finding,
    FindingState,
    LedgerEntry,
    Measure,
    MeasureCause,
    StateOrigin,
    SupportingDepartment,
)
from rectification.rules.identity import finding_key
from rectification.services.findings import place_code
from workshop.demo.loading.scene import Happening, Ledger, Told
from workshop.demo.loading.uids import derived_uid
from workshop.demo.plan import ActPlan, FindingPlan

_IMPORT = "import_"
_WORKBOOK = "2026年科室问题台账"


def begin(ledger: Ledger, plan: FindingPlan, act: ActPlan, *, finding_id: int) -> Told:
    """The finding's first act."""
    if act.name.startswith(_IMPORT):
        return _take_over(ledger, plan, act, finding_id)
    return _create(ledger, plan, act, finding_id)


def _create(ledger: Ledger, plan: FindingPlan, act: ActPlan, finding_id: int) -> Told:
    """As `create_finding` does: a draft, or (of the office) at once at analysing and with its number."""
    as_office = act.name == "register"
    finding = _finding(ledger, plan, act, finding_id)
    repeats = ledger.earlier.get(plan.repeats)
    finding.found_on = plan.found_on or localdate(act.at)
    finding.origin_key = ledger.origin_keys.get(plan.key, "")
    finding.penalty_barred = plan.penalty_barred or bool(repeats and repeats.penalty_barred)
    finding.repeats = repeats
    if as_office:
        finding.state, finding.submitted_at = FindingState.ANALYSING, act.at
    number = ledger.next_number() if as_office else None
    told = _keep(ledger, plan, act, finding, number)
    Happening(ledger, told, act).record(
        FindingAction.CREATED, to_state=finding.state, detail={"number": number} if number else {}
    )
    return told


def _finding(ledger: Ledger, plan: FindingPlan, act: ActPlan, finding_id: int) -> Finding:
    return Finding(
        pk=finding_id,
        uid=derived_uid(act.at, "finding", ledger.place.row.code, plan.key),
        hospital=ledger.place.row,
        text=plan.text.strip(),
        origin=plan.origin,
        lead_department=ledger.department(plan.lead),
        accepting_department=ledger.department(plan.accepting),
        responsible_person=ledger.person(plan.responsible_person),
        responsible_leader=ledger.person(plan.responsible_leader),
        deadline_kind=DeadlineKind.ONGOING if plan.ongoing else DeadlineKind.DATED,
        due_on=plan.due_on,
        created_by=ledger.place.users[act.by],
        created_at=act.at,
    )


def _keep(ledger: Ledger, plan: FindingPlan, act: ActPlan, finding: Finding, number: int | None) -> Told:
    checkpoint = ledger.checkpoints[plan.clause]
    entry = LedgerEntry(
        hospital=ledger.place.row,
        finding=finding,
        participation=ledger.participation,
        item=checkpoint.item,
        checkpoint=checkpoint,
        number=number,
        key=finding_key(
            place=place_code(checkpoint.item, checkpoint),
            lead_department_id=finding.lead_department_id,
            text=plan.text,
        ),
    )
    told = Told(plan, ledger.rows.add(finding, at=act.at), ledger.rows.add(entry, at=act.at))
    supporting = [name for name in dict.fromkeys(plan.supporting) if name != plan.lead]
    for position, name in enumerate(supporting):
        department = ledger.department(name)
        ledger.rows.add(
            SupportingDepartment(
                hospital=ledger.place.row, finding=finding, department=department, position=position
            ),
            at=act.at,
        )
    return told


def _take_over(ledger: Ledger, plan: FindingPlan, act: ActPlan, finding_id: int) -> Told:
    """As the import does: the state that the office gave, causes not yet sorted, each measure answering them all."""
    finding = _finding(ledger, plan, act, finding_id)
    finding.state = act.name.removeprefix(_IMPORT)
    finding.state_origin = StateOrigin.IMPORTED
    finding.imported_progress = act.words
    number = ledger.next_number()
    told = _keep(ledger, plan, act, finding, number)
    happening = Happening(ledger, told, act)
    for position, cause in enumerate(plan.causes, 1):
        row = Cause(hospital=ledger.place.row, finding=finding, text=cause.text, position=position)
        told.causes.append(happening.add(row))
    for position, measure in enumerate(plan.measures, 1):
        told.measures.append(
            happening.add(
                Measure(
                    hospital=ledger.place.row,
                    finding=finding,
                    text=measure.text,
                    department=ledger.department(measure.department),
                    person=ledger.person(measure.person),
                    due_on=measure.due_on,
                    position=position,
                    created_by=finding.created_by,
                )
            )
        )
    for answering in told.measures:
        for answered in told.causes:
            happening.add(MeasureCause(hospital=ledger.place.row, measure=answering, cause=answered))
    happening.record(
        FindingAction.IMPORTED,
        to_state=finding.state,
        detail={"names": [f"{_WORKBOOK} 第 {number + 2} 行"]},
    )
    return told
