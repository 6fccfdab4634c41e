"""Four eyes, tried by people who look like two: through the service, and where a CHECK stands, straight in SQL.

Each refusal is preceded or followed by the same act of somebody who really is another person.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from campaigns.models import CampaignItem
from infrastructure import audit
from infrastructure.errors import NotAllowed, Refusal
from organizations.models import Department, Role, User
from organizations.services import stand_ins
from organizations.services.signing import Paper
from rectification.models import AcceptanceRound, Finding
from rectification.services import evidence, extensions, findings, work
from rectification.services.acceptance_offices import accepting_department_for
from tests import factories
from tests.rectification.world import IN_TWO_WEEKS, NOW, TODAY, World

pytestmark = pytest.mark.usefixtures("world")


def second_log_in(world: World, user: User, role: Role, place: Any) -> User:
    """Another log-in of the same member of staff."""
    again = factories.make_user(staff=user.staff)
    factories.grant(again, role, place)
    return again


def stand_in(world: World, principal: User, substitute: User) -> None:
    stand_ins.appoint(
        principal=principal.staff,
        substitute=substitute.staff,
        from_on=TODAY,
        to_on=TODAY + timedelta(days=7),
        reason="外出进修",
        by=world.member(Role.SECURITY_ADMINISTRATOR, world.hospital, name="安全员", posted=world.quality),
        now=NOW,
    )


def on_paper(world: World, signatory: User, recorder: User) -> dict[str, Any]:
    return {"by": recorder, "paper": Paper(signatory.staff, world.stored_file(recorder, "验收单.png"))}


def refused(world: World, finding: Finding, name: str, words: str, by: User, **more: Any) -> None:
    """The act is refused with these words and the finding stays where it is."""
    before = Finding.objects.get(pk=finding.pk).state
    with pytest.raises(NotAllowed, match=words):
        world.move(finding, name, by, **more)
    assert Finding.objects.get(pk=finding.pk).state == before


def as_application(statement: str, *values: Any) -> None:
    """What a bug in our own code could send at worst: the application's role, past every service."""
    with audit.acting(by=None), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def test_one_person_with_two_log_ins_does_not_accept(world: World) -> None:
    finding = world.awaiting()
    again = second_log_in(world, world.head, Role.LIAISON, world.medical)
    for decision in ("accept", "refuse"):
        refused(world, finding, decision, "提交验收的人不能自己验收", again, reason="不符")
    world.move(finding, "accept", world.accepter)


def test_one_person_with_two_log_ins_does_not_close_out(world: World) -> None:
    finding = world.accepted()
    again = second_log_in(world, world.head, Role.QUALITY_OFFICE, world.hospital)
    refused(world, finding, "close", "提交验收的人不能销号", again)
    world.move(finding, "close", world.clerk)


def test_the_author_of_the_only_measure_does_not_accept(world: World) -> None:
    factories.grant(world.accepter, Role.LIAISON, world.ward)
    finding, cause, measure = world.planned()
    work.void_measure(measure=measure, by=world.liaison, now=NOW)
    values = work.MeasureInput(text="质控组每周抽查", strength="medium", causes=[cause])
    own = work.add_measure(finding=finding, values=values, by=world.accepter, now=NOW)
    world.prove(finding, own)
    world.move(finding, "request_acceptance", world.head)
    refused(world, finding, "accept", "制定了其中的整改措施", world.accepter)
    refused(world, finding, "accept", "制定了其中的整改措施", **on_paper(world, world.accepter, world.clerk))
    world.move(finding, "accept", world.second_accepter)


def test_who_answers_for_a_measure_does_not_accept(world: World) -> None:
    finding, cause, measure = world.planned()
    values = work.MeasureInput(
        text="医务处每月通报", strength="medium", causes=[cause], person=world.accepter.staff
    )
    theirs = work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
    world.prove(finding, measure, theirs)
    world.move(finding, "request_acceptance", world.head)
    refused(world, finding, "accept", "负责其中的整改措施", world.accepter)
    again = second_log_in(world, world.accepter, Role.DEPARTMENT_HEAD, world.medical)
    refused(world, finding, "accept", "负责其中的整改措施", again)
    world.move(finding, "accept", world.second_accepter)


def test_the_responsible_person_does_not_accept(world: World) -> None:
    finding = world.awaiting(responsible_person=world.accepter.staff)
    refused(world, finding, "accept", "负责其中的整改措施", world.accepter)
    world.move(finding, "accept", world.second_accepter)


def test_who_brought_evidence_does_not_accept(world: World) -> None:
    finding, _, measure = world.planned()
    again = second_log_in(world, world.accepter, Role.LIAISON, world.ward)
    world.prove(finding, measure, by=again)
    world.move(finding, "request_acceptance", world.head)
    refused(world, finding, "accept", "提供了本轮佐证材料", world.accepter)
    world.move(finding, "accept", world.second_accepter)


def test_evidence_replaced_by_another_does_not_free_who_brought_it(world: World) -> None:
    finding, _, measure = world.planned()
    factories.grant(world.accepter, Role.LIAISON, world.ward)
    world.prove(finding, measure, by=world.accepter)
    brought = finding.evidence.get()
    newer = world.stored_file(world.liaison, "新版.png")
    evidence.replace_file(evidence=brought, stored=newer, by=world.liaison, now=NOW)
    world.move(finding, "request_acceptance", world.head)
    refused(world, finding, "accept", "提供了本轮佐证材料", world.accepter)


def test_the_stand_in_who_said_it_is_repaired_does_not_accept(world: World) -> None:
    substitute = world.member(Role.LIAISON, world.medical, name="代办人")
    stand_in(world, world.head, substitute)
    finding, _, measure = world.planned()
    world.prove(finding, measure)
    world.move(finding, "request_acceptance", substitute)
    opened = AcceptanceRound.objects.get(finding=finding)
    assert (opened.rectified_by, opened.rectified_stand_in.principal) == (substitute.staff, world.head.staff)
    refused(world, finding, "accept", "提交验收的人不能自己验收", substitute)
    world.move(finding, "accept", world.accepter)


def test_the_principal_of_the_stand_in_does_not_accept_or_close_out(world: World) -> None:
    """甲代乙 said it is repaired: 乙 is not another person."""
    substitute = world.member(Role.STAFF, world.medical, name="代办人")
    stand_in(world, world.head, substitute)
    finding, _, measure = world.planned()
    world.prove(finding, measure)
    world.move(finding, "request_acceptance", substitute)
    factories.grant(world.head, Role.LIAISON, world.medical)
    factories.grant(world.head, Role.QUALITY_OFFICE, world.hospital)
    world.head = User.objects.get(pk=world.head.pk)
    refused(world, finding, "accept", "提交验收的人不能自己验收", world.head)
    world.move(finding, "accept", world.accepter)
    refused(world, finding, "close", "提交验收的人不能销号", world.head)
    world.move(finding, "close", world.clerk)


def test_a_stand_in_of_the_rectifier_does_not_accept_in_the_rectifiers_name(world: World) -> None:
    factories.grant(world.head, Role.LIAISON, world.medical)
    substitute = world.member(Role.STAFF, world.quality, name="代办人")
    stand_in(world, world.head, substitute)
    finding = world.awaiting()
    refused(world, finding, "accept", "提交验收的人不能自己验收", substitute)


def test_a_stand_in_of_the_accepter_who_brought_evidence_does_not_accept(world: World) -> None:
    """In somebody else's name one stays oneself, and the principal's own part counts as well."""
    factories.grant(world.second_accepter, Role.LIAISON, world.ward)
    stand_in(world, world.second_accepter, world.accepter)
    finding, _, measure = world.planned()
    world.prove(finding, measure, by=world.second_accepter)
    world.move(finding, "request_acceptance", world.head)
    refused(world, finding, "accept", "提供了本轮佐证材料", world.second_accepter)
    # The accepter has the right himself: he signs for himself, not for the one who brought the evidence.
    world.move(finding, "accept", world.accepter)
    assert AcceptanceRound.objects.get(finding=finding).accepted_stand_in is None


def test_after_a_reopening_the_new_round_has_its_own_people(world: World) -> None:
    """Who accepted the first round brings evidence for the second: he may not accept that one."""
    factories.grant(world.accepter, Role.LIAISON, world.ward)
    finding = world.accepted()
    world.move(finding, "reopen", world.clerk, reason="复查又见缺失")
    world.prove(finding, *finding.measures.all(), by=world.accepter)
    world.move(finding, "request_acceptance", world.head)
    refused(world, finding, "accept", "提供了本轮佐证材料", world.accepter)
    world.move(finding, "accept", world.second_accepter)
    rounds = AcceptanceRound.objects.filter(finding=finding).order_by("no")
    assert [each.accepted_by.name for each in rounds] == ["陈思远", "周强"]


def test_after_a_return_the_same_evidence_still_counts(world: World) -> None:
    """A returned round goes on with the evidence of before, and with those who brought it."""
    factories.grant(world.accepter, Role.LIAISON, world.ward)
    finding, _, measure = world.planned()
    world.prove(finding, measure, by=world.accepter)
    world.move(finding, "request_acceptance", world.head)
    world.move(finding, "refuse", world.second_accepter, reason="照片看不清")
    world.move(finding, "request_acceptance", world.head)
    refused(world, finding, "accept", "提供了本轮佐证材料", world.accepter)


@pytest.mark.parametrize("log_in", ["same", "another"])
def test_a_clerk_does_not_record_both_sides_on_paper(world: World, log_in: str) -> None:
    """代录: who records one side does not record the other, with whatever log-in."""
    finding, _, measure = world.planned()
    world.prove(finding, measure)
    world.move(finding, "request_acceptance", **on_paper(world, world.head, world.clerk))
    clerk = world.clerk
    if log_in == "another":
        clerk = second_log_in(world, world.clerk, Role.QUALITY_OFFICE, world.hospital)
    words = "提交验收由您登记"
    refused(world, finding, "accept", words, **on_paper(world, world.accepter, clerk))
    world.move(finding, "accept", **on_paper(world, world.accepter, world.second_clerk))
    refused(world, finding, "close", words, clerk)
    refused(world, finding, "close", "验收了本轮整改", world.second_clerk)
    third = world.member(Role.QUALITY_OFFICE, world.hospital, name="第三人", posted=world.quality)
    world.move(finding, "close", third)


def test_nobody_records_his_own_signature_as_paper(world: World) -> None:
    finding = world.awaiting()
    factories.grant(world.accepter, Role.QUALITY_OFFICE, world.hospital)
    with pytest.raises(Refusal, match="自己签署请直接在系统中办理"):
        world.move(finding, "accept", **on_paper(world, world.accepter, world.accepter))


def test_a_paper_signed_by_somebody_of_the_wrong_office_is_refused(world: World) -> None:
    finding = world.awaiting()
    with pytest.raises(Refusal, match="当前不在应签署的部门"):
        world.move(finding, "accept", **on_paper(world, world.liaison, world.clerk))


def test_the_lead_department_never_accepts_its_own_work(world: World) -> None:
    """Medical affairs leads: the quality office accepts, and medical affairs has no way to."""
    values = world.values(lead_department=world.medical, responsible_person=world.second_accepter.staff)
    finding = findings.create_finding(
        participation=world.participation, values=values, by=world.clerk, now=NOW, as_office=True
    )
    assert finding.accepting_department == world.quality
    with pytest.raises(Refusal, match="验收部门不能是牵头部门"):
        findings.create_finding(
            participation=world.participation,
            values=world.values(lead_department=world.medical, accepting_department=world.medical),
            by=world.clerk,
            now=NOW,
            as_office=True,
        )


def test_where_no_checkpoint_names_a_duty_the_quality_office_accepts(world: World) -> None:
    item = CampaignItem.objects.create(
        campaign=factories.make_version("BARE"), code="I1", clause="BARE.I1", number=1, title="无要点"
    )
    found = accepting_department_for(
        hospital_id=world.hospital.pk, checkpoint=None, item=item, lead=world.ward
    )
    assert found == world.quality


def test_who_asks_for_an_extension_does_not_decide_it(world: World) -> None:
    finding, _, _ = world.planned()
    asked = _asked(finding, world.head)
    again = second_log_in(world, world.head, Role.QUALITY_OFFICE, world.hospital)
    with pytest.raises(NotAllowed, match="申请延期的人不能自己审批"):
        extensions.decide_extension(extension=asked, grant=True, by=again, now=NOW)
    extensions.decide_extension(extension=asked, grant=True, by=world.clerk, now=NOW)


@pytest.mark.parametrize("log_in", ["same", "another"])
def test_a_clerk_who_asked_does_not_record_the_decision(world: World, log_in: str) -> None:
    finding, _, _ = world.planned()
    asked = _asked(finding, world.clerk)
    clerk = world.clerk
    if log_in == "another":
        clerk = second_log_in(world, world.clerk, Role.QUALITY_OFFICE, world.hospital)
    with pytest.raises(NotAllowed, match="由您登记"):
        extensions.decide_extension(
            extension=asked, grant=True, now=NOW, **on_paper(world, world.leader, clerk)
        )
    extensions.decide_extension(
        extension=asked, grant=True, now=NOW, **on_paper(world, world.leader, world.second_clerk)
    )


def _asked(finding: Finding, by: User) -> Any:
    later = IN_TWO_WEEKS + timedelta(days=10)
    return extensions.ask_extension(finding=finding, to_due_on=later, reason="设备未到", by=by, now=NOW)


ROUND = "UPDATE rectification_acceptanceround SET {} WHERE finding_id = %s"
IN_SQL: dict[str, Callable[[World], tuple[str, tuple[Any, ...]]]] = {
    "round_two_people": lambda w: (
        ROUND.format("accepted_by_id = rectified_by_id"),
        (w.accepted().pk,),
    ),
    "round_two_departments": lambda w: (
        ROUND.format("accepted_dept_id = rectified_dept_id"),
        (w.accepted().pk,),
    ),
    "round_two_recorders": lambda w: (
        ROUND.format("accepted_recorded_by_id = rectified_recorded_by_id"),
        (w.accepted().pk,),
    ),
    "round_not_closed_by_rectifier": lambda w: (
        ROUND.format("closed_by_id = rectified_by_id, closed_recorded_by_id = %s, closed_at = now()"),
        (w.clerk.pk, w.accepted().pk),
    ),
    "round_not_closed_by_recorder": lambda w: (
        ROUND.format(
            "closed_recorded_by_id = rectified_recorded_by_id, closed_by_id = %s, closed_at = now()"
        ),
        (w.clerk.staff_id, w.accepted().pk),
    ),
    "round_two_sides": lambda w: (
        ROUND.format("accepted_dept_id = %s"),
        (_unit_of(w, w.ward).pk, w.accepted().pk),
    ),
    "round_not_closed_by_accepter": lambda w: (
        ROUND.format("closed_by_id = accepted_by_id, closed_recorded_by_id = %s, closed_at = now()"),
        (w.clerk.pk, w.accepted().pk),
    ),
    "round_not_closed_by_acceptance_recorder": lambda w: (
        ROUND.format("closed_recorded_by_id = accepted_recorded_by_id, closed_by_id = %s, closed_at = now()"),
        (w.clerk.staff_id, w.accepted().pk),
    ),
    "finding_two_sides": lambda w: (
        "UPDATE rectification_finding SET accepting_department_id = %s WHERE id = %s",
        (_unit_of(w, w.ward).pk, w.draft().pk),
    ),
    "finding_accepted_by_another": lambda w: (
        "UPDATE rectification_finding SET accepting_department_id = lead_department_id WHERE id = %s",
        (w.draft().pk,),
    ),
    "extension_two_people": lambda w: (
        "UPDATE rectification_extension SET decision = 'returned', decided_by_id = asked_by_id,"
        " decided_recorded_by_id = %s, decided_at = now() WHERE finding_id = %s",
        (w.clerk.pk, _extended(w).pk),
    ),
    "extension_two_recorders": lambda w: (
        "UPDATE rectification_extension SET decision = 'returned', decided_by_id = %s,"
        " decided_recorded_by_id = asked_recorded_by_id, decided_at = now() WHERE finding_id = %s",
        (w.clerk.staff_id, _extended(w).pk),
    ),
}


def _unit_of(world: World, department: Department) -> Department:
    return factories.make_department(world.hospital, name="骨科二病区", parent=department)


def _extended(world: World) -> Finding:
    finding, _, _ = world.planned()
    _asked(finding, world.head)
    return finding


@pytest.mark.parametrize("name", IN_SQL)
def test_the_database_itself_compares_the_people(world: World, name: str) -> None:
    statement, values = IN_SQL[name](world)
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        as_application(statement, *values)
