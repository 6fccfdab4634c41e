"""What a service of the loop refuses is said whole, and at the field where it can be put right; who did it is kept."""

from __future__ import annotations

from typing import Any

import pytest

from infrastructure.errors import Invalid, NotAllowed, Refusal
from infrastructure.models import AuditEntry
from organizations.services.signing import Paper
from rectification.actions import FindingAction
from rectification.models import Evidence
from rectification.services import evidence, transitions
from tests.rectification.world import NOW, World

ELSEWHERE = "请选择本院的部门、人员或问题。"
NAMED = {
    "lead_department": lambda other: other.ward,
    "supporting": lambda other: [other.ward],
    "accepting_department": lambda other: other.ward,
    "responsible_person": lambda other: other.head.staff,
    "responsible_leader": lambda other: other.leader.staff,
    "repeats": lambda other: other.draft(),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_is_of_another_hospital_is_an_error_at_its_field(world: World, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.draft(**{name: NAMED[name](World())})
    assert refused.value.errors == {name: ELSEWHERE}


@pytest.mark.parametrize(
    ("text", "words"), [(" ", "请填写存在问题。"), ("长" * 2001, "存在问题不超过 2000 字（现有 2001 字）。")]
)
def test_a_text_that_is_none_or_too_long_is_an_error_at_its_field(
    world: World, text: str, words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        world.draft(text=text)
    assert refused.value.errors == {"text": words}


def test_evidence_is_of_the_findings_own_measures_and_is_withdrawn_with_a_reason(world: World) -> None:
    finding, _, measure = world.planned()
    _, _, foreign = world.planned(text="另一个问题")
    with pytest.raises(Invalid) as refused:
        world.prove(finding, foreign)
    assert refused.value.errors == {"measures": "请选择本问题的措施。"}
    world.prove(finding, measure)
    with pytest.raises(Refusal) as refused_too:
        evidence.void_evidence(evidence=Evidence.objects.get(), reason=" ", by=world.liaison, now=NOW)
    assert (refused_too.value.field, refused_too.value.message) == ("reason", "请写明撤下的原因。")


def test_who_is_no_clerk_of_papers_is_told_so(world: World) -> None:
    finding = world.draft()
    paper = Paper(signatory=world.head.staff, scan=world.stored_file(world.liaison))
    with pytest.raises(NotAllowed) as refused:
        transitions.move(finding=finding, name="submit", by=world.liaison, now=NOW, paper=paper)
    assert refused.value.message == "您没有代录签字盖章件的权限。"


def test_whoever_plans_stands_in_the_audit_log(world: World) -> None:
    finding, _, _ = world.planned()
    written: Any = AuditEntry.objects.filter(
        target_uid=finding.uid, action__in=[FindingAction.CAUSE_ADDED, FindingAction.MEASURE_ADDED]
    )
    assert [one.actor_id for one in written] == [world.liaison.pk] * 2
