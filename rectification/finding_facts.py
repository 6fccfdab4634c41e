"""Reads once what the guards of the lifecycle need to know of a finding."""

from __future__ import annotations

from datetime import date

from campaigns.models import CheckpointOverlay
from organizations.models import Department
from rectification.models import (
    Evidence,
    EvidenceMeasure,
    Extension,
    Finding,
    MeasureCause,
    StateOrigin,
)
from rectification.querysets import proving
from rectification.rules.lifecycle import FindingFacts, MeasureFacts, Transition
from rectification.rules.sides import one_side


def facts_for(transition: Transition, finding: Finding, *, as_of: date) -> FindingFacts:
    """The facts that one transition asks for: without guards it is the state alone, and nothing is read."""
    return facts_of(finding, as_of=as_of) if transition.guards else FindingFacts(state=finding.state)


def facts_of(finding: Finding, *, as_of: date) -> FindingFacts:
    """The facts of one finding: at most six queries, whatever it holds."""
    causes = list(finding.causes.valid())
    measures = list(finding.measures.valid())
    counted = Evidence.objects.filter(proving(), finding=finding)
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
        has_accepting_department=_has_accepter(finding),
        ended_accepter=accepter.name if (accepter := ended_accepter(finding, as_of=as_of)) else "",
        uncategorised_causes=sum(1 for cause in causes if not cause.category),
        causes=tuple(number.values()),
        unanswered_causes=tuple(number[cause.pk] for cause in causes if cause.pk not in answered),
        measures=tuple(MeasureFacts(index, m.pk in proved) for index, m in enumerate(measures, 1)),
        on_the_spot_allowed=_on_the_spot_allowed(finding),
        evidence_count=len(evidence_ids),
        undecided_extension=Extension.objects.filter(finding=finding, decision__isnull=True).exists(),
        imported=finding.state_origin == StateOrigin.IMPORTED,
    )


def ended_accepter(finding: Finding, *, as_of: date) -> Department | None:
    """The accepting department, when its last day is over."""
    accepter = finding.accepting_department
    return accepter if accepter and accepter.active_to and accepter.active_to < as_of else None


def _has_accepter(finding: Finding) -> bool:
    """One on the lead's own side, since a department was moved under another, is none."""
    lead, other = finding.lead_department, finding.accepting_department
    return other is not None and not one_side(lead.pk, lead.parent_id, other.pk, other.parent_id)


def _on_the_spot_allowed(finding: Finding) -> bool:
    if finding.state != "draft":
        return False
    return CheckpointOverlay.objects.filter(
        hospital=finding.hospital_id,
        on_the_spot_allowed=True,
        checkpoint__entries__finding=finding,
        checkpoint__entries__primary=True,
    ).exists()
