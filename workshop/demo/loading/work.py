"""The work between the transitions, as the services write it: plan, evidence, notes, extensions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rectification.actions import FindingAction
from rectification.models import (
    Cause,
    Decision,
    Evidence,
    EvidenceKind,
    EvidenceMeasure,
    Extension,
    Measure,
    MeasureCause,
    ProgressNote,
)
from workshop.demo.loading.files import evidence_file
from workshop.demo.loading.scene import Happening
from workshop.demo.plan import MeasurePlan

_TOLD = 200  # how much of a text the audit repeats
_SEEN = 100


def plan(happening: Happening) -> None:
    """All causes, then all measures with the causes that they answer."""
    told = happening.told
    for cause in told.plan.causes:
        told.causes.append(
            happening.add(
                Cause(
                    hospital_id=happening.finding.hospital_id,
                    finding=happening.finding,
                    category=cause.category,
                    text=cause.text.strip(),
                    position=len(told.causes) + 1,
                )
            )
        )
        happening.record(FindingAction.CAUSE_ADDED, detail={"text": cause.text[:_TOLD]})
    for measure in told.plan.measures:
        told.measures.append(_measure(happening, measure))
        happening.record(FindingAction.MEASURE_ADDED, detail={"text": measure.text[:_TOLD]})


def _measure(happening: Happening, measure: MeasurePlan) -> Measure:
    ledger, told = happening.ledger, happening.told
    row = happening.add(
        Measure(
            hospital_id=happening.finding.hospital_id,
            finding=happening.finding,
            text=measure.text.strip(),
            strength=measure.strength,
            department=ledger.department(measure.department),
            person=ledger.person(measure.person),
            due_on=measure.due_on,
            position=len(told.measures) + 1,
            created_by=ledger.place.users[happening.act.by],
        )
    )
    answered = [told.causes[position - 1] for position in measure.answers]
    if not answered and len(told.causes) == 1:
        answered = told.causes
    for cause in answered:
        happening.add(MeasureCause(hospital_id=row.hospital_id, measure=row, cause=cause))
    return row


def evidence(happening: Happening) -> None:
    """One file after the other, each with the measures that it proves."""
    for file in happening.act.files:
        stored = happening.add(evidence_file(file.name, by=happening.signed.recorded_by, at=happening.at))
        row = happening.add(
            Evidence(
                hospital_id=happening.finding.hospital_id,
                finding=happening.finding,
                round_no=happening.finding.round_no,
                kind=EvidenceKind.FILE,
                file=stored,
                at=happening.at,
                **happening.signed.columns(),
            )
        )
        _prove(happening, row, [happening.told.measures[position - 1] for position in file.proves])
        happening.record(FindingAction.EVIDENCE_ADDED, detail={"names": [file.name]})


def see_on_site(happening: Happening) -> None:
    """The accepter saw every measure carried out."""
    words = happening.act.words
    row = happening.add(
        Evidence(
            hospital_id=happening.finding.hospital_id,
            finding=happening.finding,
            round_no=happening.finding.round_no,
            kind=EvidenceKind.ON_SITE,
            words=words.strip(),
            seen_on=happening.today,
            at=happening.at,
            **happening.signed.columns(),
        )
    )
    _prove(happening, row, happening.told.measures)
    happening.record(FindingAction.SEEN_ON_SITE, detail={"names": [words[:_SEEN]]})


def _prove(happening: Happening, row: Evidence, measures: Sequence[Measure]) -> None:
    for measure in measures:
        happening.add(EvidenceMeasure(hospital_id=row.hospital_id, evidence=row, measure=measure))


def note(happening: Happening) -> None:
    happening.add(
        ProgressNote(
            hospital_id=happening.finding.hospital_id,
            finding=happening.finding,
            text=happening.act.words.strip(),
            on=happening.today,
            at=happening.at,
            **happening.signed.columns(),
        )
    )
    happening.record(FindingAction.NOTED, detail={"text": happening.act.words[:_TOLD]})


def _said(day: date | None) -> date:
    """A day that the plan always gives here."""
    if day is None:
        raise ValueError("the demo plan asks for an extension without a date")
    return day


def ask_extension(happening: Happening) -> None:
    signed = happening.signed
    row = happening.add(
        Extension(
            hospital_id=happening.finding.hospital_id,
            finding=happening.finding,
            from_due_on=_said(happening.finding.due_on),
            to_due_on=_said(happening.act.to_due_on),
            reason=happening.act.words.strip(),
            asked_by=signed.signatory,
            asked_recorded_by=signed.recorded_by,
            asked_at=happening.at,
        )
    )
    happening.told.extensions.append(row)
    _record_extension(happening, row, FindingAction.EXTENSION_ASKED)


def grant_extension(happening: Happening) -> None:
    """Both dates stay; the finding's moves."""
    row = _decide(happening, Decision.GRANTED)
    finding = happening.finding
    row.granted_no = sum(one.decision == Decision.GRANTED for one in happening.told.extensions)
    finding.original_due_on = finding.original_due_on or finding.due_on
    finding.due_on = row.to_due_on
    finding.revision += 1
    _record_extension(happening, row, FindingAction.EXTENSION_GRANTED)


def refuse_extension(happening: Happening) -> None:
    _record_extension(happening, _decide(happening, Decision.RETURNED), FindingAction.EXTENSION_REFUSED)


def _decide(happening: Happening, decision: Decision) -> Extension:
    row, signed = happening.told.extensions[-1], happening.signed
    row.decided_by, row.decided_recorded_by = signed.signatory, signed.recorded_by
    row.decided_at, row.decision_reason = happening.at, happening.act.words.strip()
    row.decision = decision
    return row


def _record_extension(happening: Happening, row: Extension, action: FindingAction) -> None:
    happening.record(
        action,
        signed=happening.signed,
        reason=happening.act.words.strip(),
        detail={"from": str(row.from_due_on), "to": str(row.to_due_on)},
    )


WORK = {
    "plan": plan,
    "evidence": evidence,
    "see_on_site": see_on_site,
    "note": note,
    "ask_extension": ask_extension,
    "grant_extension": grant_extension,
    "refuse_extension": refuse_extension,
}
