"""Reads who had which part in a round: what the four-eyes rule compares (`rules.sides`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q

from organizations.models import Membership, Role, StandIn
from organizations.services.signing import Signed
from rectification.models import (
    AcceptanceRound,
    Evidence,
    EvidenceKind,
    EvidenceMeasure,
    Finding,
    PartKind,
    RoundPart,
)
from rectification.rules.sides import Actor, Part, RoundSides


def actor_of(signed: Signed) -> Actor:
    """Everybody who speaks in a signed act. On paper the clerk speaks as well: he must be on no side either."""
    people = (signed.signatory.pk, signed.principal_id, signed.recorded_by.staff_id)
    return Actor(_known(people), signed.recorded_by.pk)


def sides_of(finding: Finding, *, as_of: date) -> RoundSides:
    """The sides of the finding's present round: at most seven queries."""
    last = (
        AcceptanceRound.objects.filter(finding=finding)
        .select_related(
            "rectified_stand_in",
            "rectified_recorded_by",
            "accepted_stand_in",
            "accepted_recorded_by",
        )
        .order_by("-no")
        .first()
    )
    evidence = list(
        Evidence.objects.filter(
            _of_the_repair(), finding=finding, round_no__gte=finding.proof_since_round
        ).select_related("recorded_by", "stand_in")
    )
    rectified = [
        *_rectifier(last),
        *_measures(finding),
        *_bringers([row for row in evidence if row.kind == EvidenceKind.FILE]),
        *_parts(finding),
        *_heads(finding, as_of),
    ]
    accepted = [*_accepter(last), *_viewers([row for row in evidence if row.kind == EvidenceKind.ON_SITE])]
    return RoundSides(tuple(rectified), tuple(accepted))


def _of_the_repair() -> Q:
    """A photo that proves no measure shows what was found: the office that took it on its round may close out."""
    return Q(kind=EvidenceKind.ON_SITE) | Q(Exists(EvidenceMeasure.objects.filter(evidence=OuterRef("pk"))))


def _known(people: Iterable[int | None]) -> frozenset[int]:
    return frozenset(pk for pk in people if pk is not None)


def _rectifier(last: AcceptanceRound | None) -> list[Part]:
    if last is None:
        return []
    stand_in, recorder = last.rectified_stand_in, last.rectified_recorded_by
    handed_in = Part(
        "提交了验收",
        _known((last.rectified_by_id, stand_in.principal_id if stand_in else None)),
        words=(
            ("accept", "提交验收的人不能自己验收，请由另一人验收。"),
            ("refuse", "提交验收的人不能自己验收，请由另一人验收。"),
            ("close", "提交验收的人不能销号，请由另一人销号。"),
        ),
    )
    recorded = Part(
        "登记了提交验收",
        _known((recorder.staff_id,)),
        recorder.pk,
        words=(
            ("accept", "提交验收由您登记，验收请由另一人登记。"),
            ("refuse", "提交验收由您登记，验收请由另一人登记。"),
            ("close", "提交验收由您登记，销号请由另一人办理。"),
        ),
    )
    return [handed_in, recorded]


def _measures(finding: Finding) -> list[Part]:
    measures = list(finding.measures.valid().select_related("created_by"))
    answering = _known([m.person_id for m in measures] + [finding.responsible_person_id])
    written = [
        Part("制定了其中的整改措施", _known((m.created_by.staff_id,)), m.created_by_id) for m in measures
    ]
    return [Part("负责其中的整改措施", answering), *written]


def _bringers(files: Iterable[Evidence]) -> list[Part]:
    return [
        Part(
            "提供了本轮佐证材料",
            _known(
                (
                    row.signatory_id,
                    row.stand_in.principal_id if row.stand_in else None,
                    row.recorded_by.staff_id,
                )
            ),
            row.recorded_by_id,
        )
        for row in files
    ]


_DID = {
    PartKind.MEASURE: "修改过其中的整改措施",
    PartKind.EVIDENCE: "关联或撤下过本轮佐证材料",
    PartKind.ANSWERED: "此前负责其中的整改措施",
}


def _parts(finding: Finding) -> list[Part]:
    """Of this round, and of every measure that still counts, whenever it was changed."""
    rows = RoundPart.objects.filter(
        Q(round_no__gte=finding.proof_since_round)
        | Q(measure__voided_at__isnull=True, measure__isnull=False),
        finding=finding,
    ).select_related("recorded_by")
    return [_part(row) for row in rows]


def _part(row: RoundPart) -> Part:
    did = _DID[PartKind(row.kind)]
    if row.kind == PartKind.ANSWERED:
        return Part(did, _known((row.staff_id,)))
    return Part(did, _known((row.staff_id, row.recorded_by.staff_id)), row.recorded_by_id)


def _heads(finding: Finding, as_of: date) -> list[Part]:
    """Whoever heads the lead department, the one above it or a unit of it, today or as a stand-in: one side."""
    lead = finding.lead_department
    side = lead.parent_id or lead.pk
    heads = list(
        Membership.objects.in_force(as_of)
        .filter(
            Q(department=side) | Q(department__parent=side),
            role=Role.DEPARTMENT_HEAD,
            hospital=finding.hospital_id,
        )
        .values_list("user__staff_id", "user_id")
    )
    people = [staff for staff, _ in heads if staff is not None]
    substitutes = StandIn.objects.in_force(as_of).filter(principal__in=people)
    return [
        *(Part("是牵头部门的负责人", _known((staff,)), log_in) for staff, log_in in heads),
        Part("正代理牵头部门的负责人", frozenset(substitutes.values_list("substitute_id", flat=True))),
    ]


def _accepter(last: AcceptanceRound | None) -> list[Part]:
    if last is None or last.accepted_by_id is None:
        return []
    stand_in, recorder = last.accepted_stand_in, last.accepted_recorded_by
    people = (
        last.accepted_by_id,
        stand_in.principal_id if stand_in else None,
        recorder.staff_id if recorder else None,
    )
    return [Part("验收了本轮整改", _known(people), recorder.pk if recorder else None)]


def _viewers(seen: Iterable[Evidence]) -> list[Part]:
    return [
        Part("登记了本轮现场查看", _known((row.signatory_id, row.recorded_by.staff_id)), row.recorded_by_id)
        for row in seen
    ]
