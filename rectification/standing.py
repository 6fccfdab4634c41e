"""Reads where a user stands towards a finding, for `rules.finding_rights`; and who signs for work on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from infrastructure.errors import NotAllowed
from organizations.models import User
from organizations.places import Place, may
from organizations.rights import Right
from organizations.services.signing import Signed, sign
from rectification.finding_facts import ended_accepter
from rectification.models import Finding, Measure, SupportingDepartment
from rectification.places import place_of
from rectification.rights import FindingRight
from rectification.rules import lifecycle
from rectification.rules.finding_rights import Standing
from rectification.rules.lifecycle import Transition


def standing_of(finding: Finding, *, user: User, as_of: date) -> Standing:
    """At most two queries; the grants are read once a request."""
    return standings_of([finding], user=user, as_of=as_of)[finding.pk]


def standings_of(findings: Sequence[Finding], *, user: User, as_of: date) -> dict[int, Standing]:
    """Towards several findings, with their accepting departments in hand: two queries, however many there are."""
    proves = {f.pk: may(action=FindingRight.EVIDENCE, place=_lead(f), by=user, as_of=as_of) for f in findings}
    helping: dict[int, list[int]] = defaultdict(list)
    if not all(proves.values()):
        rows = SupportingDepartment.objects.filter(
            finding__in=[pk for pk, does in proves.items() if not does]
        )
        for finding_id, department_id in rows.values_list("finding_id", "department_id"):
            helping[finding_id].append(department_id)
    own = [f.pk for f in findings if user.staff_id is not None and user.hospital_id == f.hospital_id]
    answering: set[int] = set()
    if own:
        measures = Measure.objects.valid().filter(finding__in=own, person=user.staff_id)
        answering = set(measures.values_list("finding_id", flat=True))
    return {
        finding.pk: _standing(finding, helping[finding.pk], finding.pk in answering, user, as_of)
        for finding in findings
    }


def _lead(finding: Finding) -> Place:
    return Place(finding.hospital_id, finding.lead_department_id)


def _standing(
    finding: Finding, supporting: Iterable[int], has_measure: bool, user: User, as_of: date
) -> Standing:
    def at(right: Right, department_id: int | None = finding.lead_department_id) -> bool:
        return may(action=right, place=Place(finding.hospital_id, department_id), by=user, as_of=as_of)

    accepts = finding.accepting_department_id is not None and may(
        action=FindingRight.ACCEPT,
        place=place_of(finding, lifecycle.TRANSITIONS["accept"]),
        by=user,
        as_of=as_of,
    )
    named = user.staff_id is not None and user.hospital_id == finding.hospital_id
    return Standing(
        office=at(FindingRight.TRIAGE, None),
        submits=at(FindingRight.SUBMIT),
        plans=at(FindingRight.PLAN),
        proves=at(FindingRight.EVIDENCE) or any(at(FindingRight.EVIDENCE, pk) for pk in supporting),
        accepts=accepts,
        decides_extensions=at(FindingRight.DECIDE_EXTENSION, None),
        author=finding.created_by_id == user.pk,
        responsible=named and finding.responsible_person_id == user.staff_id,
        accepter_ended=ended_accepter(finding, as_of=as_of) is not None,
        has_measure=has_measure,
    )


def right_of(finding: Finding, transition: Transition, *, user: User, as_of: date) -> FindingRight:
    """The right that a transition asks for. Whoever registered a draft may hand it in as well."""
    if transition.name == "submit" and finding.created_by_id == user.pk:
        place = Place(finding.hospital_id, finding.lead_department_id)
        if not may(action=FindingRight.SUBMIT, place=place, by=user, as_of=as_of):
            return FindingRight.CREATE
    return FindingRight(transition.right)


def sign_work(finding: Finding, *, right: Right, by: User, as_of: date) -> Signed:
    """The signature under work on a finding: of its lead, of a supporting department, or of a person named in it.

    Planning stays with the lead department and the responsible person. Raises NotAllowed.
    """
    departments = [finding.lead_department_id]
    if right is FindingRight.EVIDENCE:
        departments += finding.supporting.values_list("department_id", flat=True)
    for department in departments:
        place = Place(finding.hospital_id, department)
        if may(action=right, place=place, by=by, as_of=as_of):
            return sign(action=right, place=place, by=by, as_of=as_of)
    if by.staff is None or by.hospital_id != finding.hospital_id:
        raise NotAllowed("您的账号没有关联本院职工，不能签署。")
    return Signed(signatory=by.staff, recorded_by=by)
