"""Reads once what the guards of the lifecycle need to know of a finding."""

from __future__ import annotations

from campaigns.models import CheckpointOverlay
from rectification.lifecycle import FindingFacts, MeasureFacts
from rectification.models import (
    AcceptanceRound,
    Evidence,
    EvidenceMeasure,
    Extension,
    Finding,
    MeasureCause,
    StateOrigin,
)
from rectification.rules.acceptance import RoundFacts


def facts_of(finding: Finding) -> FindingFacts:
    """The facts of one finding: at most six queries, whatever it holds."""
    causes = list(finding.causes.valid())
    measures = list(finding.measures.valid())
    counted = Evidence.objects.valid().filter(
        finding=finding, round_no__gte=finding.proof_since_round, replaced_by__isnull=True
    )
    evidence_ids = list(counted.values_list("pk", flat=True))
    proved = set(
        EvidenceMeasure.objects.filter(evidence__in=evidence_ids).values_list("measure_id", flat=True)
    )
    answered = set(MeasureCause.objects.filter(measure__in=measures).values_list("cause_id", flat=True))
    number = {cause.pk: index for index, cause in enumerate(causes, 1)}
    return FindingFacts(
        state=finding.state,
        deadline_kind=finding.deadline_kind,
        has_due_date=finding.due_on is not None,
        has_person=finding.responsible_person_id is not None,
        has_leader=finding.responsible_leader_id is not None,
        has_accepting_department=finding.accepting_department_id is not None,
        uncategorised_causes=sum(1 for cause in causes if not cause.category),
        causes=tuple(number.values()),
        unanswered_causes=tuple(number[cause.pk] for cause in causes if cause.pk not in answered),
        measures=tuple(MeasureFacts(index, m.pk in proved) for index, m in enumerate(measures, 1)),
        on_the_spot_allowed=_on_the_spot_allowed(finding),
        evidence_count=len(evidence_ids),
        undecided_extension=Extension.objects.filter(finding=finding, decision__isnull=True).exists(),
        imported=finding.state_origin == StateOrigin.IMPORTED,
    )


def _on_the_spot_allowed(finding: Finding) -> bool:
    if finding.state != "draft":
        return False
    return CheckpointOverlay.objects.filter(
        hospital=finding.hospital_id,
        on_the_spot_allowed=True,
        checkpoint__entries__finding=finding,
        checkpoint__entries__primary=True,
    ).exists()


def round_facts(finding: Finding, open_round: AcceptanceRound) -> RoundFacts:
    """The people of the round that waits for acceptance."""
    measures = list(finding.measures.valid().select_related("created_by"))
    evidence = Evidence.objects.valid().filter(
        finding=finding, round_no__gte=finding.proof_since_round, kind="file"
    )
    rows = list(evidence.values_list("signatory_id", "recorded_by_id", "stand_in__principal_id"))
    stand_in = open_round.rectified_stand_in
    people = {m.person_id for m in measures} | {finding.responsible_person_id}
    return RoundFacts(
        rectified_by=open_round.rectified_by_id,
        rectified_recorded_by=open_round.rectified_recorded_by_id,
        rectified_principal=stand_in.principal_id if stand_in else None,
        rectified_recorder_person=open_round.rectified_recorded_by.staff_id,
        measure_people=frozenset(pk for pk in people if pk is not None),
        measure_authors=frozenset(
            m.created_by.staff_id for m in measures if m.created_by.staff_id is not None
        ),
        evidence_people=frozenset(pk for row in rows for pk in (row[0], row[2]) if pk is not None),
        evidence_recorders=frozenset(row[1] for row in rows),
    )
