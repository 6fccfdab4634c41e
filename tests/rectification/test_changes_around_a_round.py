"""What happens around a round – people and departments change – puts nobody on both sides and leaves nothing stuck."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from campaigns.services.overlays import OverlayInput, set_overlay
from infrastructure import audit
from infrastructure.errors import NotAllowed, Refusal
from organizations.models import Department, DepartmentKind, Role, User
from organizations.services import departments, handover, stand_ins
from rectification.models import AcceptanceRound, Finding, FindingState
from rectification.selectors.finding_page import actions_of
from rectification.services import evidence, finding_edits, findings, work
from tests import factories
from tests.rectification.world import NOW, TODAY, World

pytestmark = pytest.mark.usefixtures("world")
IN_A_MONTH = TODAY + timedelta(days=30)


def put_under(world: World, child: Department, parent: Department) -> None:
    """What the system administrator does when the hospital is reorganised."""
    administrator = world.member(
        Role.SYSTEM_ADMINISTRATOR, world.hospital, name="系统员", posted=world.quality
    )
    row = Department.objects.get(pk=child.pk)
    fields = replace(departments.fields_of(row), parent=parent)
    departments.edit_department(
        department=row, fields=fields, revision=row.revision, by=administrator, now=NOW
    )


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def name_accepter(world: World, finding: Finding, office: Department) -> None:
    finding_edits.edit_finding(
        finding=finding,
        values=world.values(accepting_department=office, accepting_reason="科室合并"),
        revision=Finding.objects.get(pk=finding.pk).revision,
        by=world.clerk,
        now=NOW,
    )


def test_a_lead_moved_under_its_accepter_is_sent_back_and_accepted_by_another(world: World) -> None:
    finding = world.awaiting()
    put_under(world, world.ward, world.medical)
    with pytest.raises(Refusal, match="同属一个科室，不能验收。请退回整改，由质控办另定验收部门"):
        world.move(finding, "accept", world.accepter)
    world.move(finding, "refuse", world.accepter, reason="科室合并，另行验收")
    with pytest.raises(Refusal, match="请质控办指定"):
        world.move(finding, "request_acceptance", world.head)
    name_accepter(world, finding, world.quality)
    world.move(finding, "request_acceptance", world.head)
    other = world.member(Role.DEPARTMENT_HEAD, world.quality, name="高原")
    assert world.move(finding, "accept", other).state == FindingState.ACCEPTED
    assert list(AcceptanceRound.objects.order_by("no").values_list("decision", flat=True)) == [
        "returned",
        "granted",
    ]


def test_a_lead_moved_under_its_accepter_is_still_made_void(world: World) -> None:
    finding = world.awaiting()
    put_under(world, world.ward, world.medical)
    assert world.move(finding, "void", world.clerk, reason="重复").state == FindingState.VOID


def test_what_was_accepted_before_the_move_is_closed_out_and_reopened(world: World) -> None:
    finding = world.accepted()
    put_under(world, world.ward, world.medical)
    assert world.move(finding, "close", world.clerk).state == FindingState.CLOSED
    assert world.move(finding, "reopen", world.clerk, reason="复发").state == FindingState.RECTIFYING


def test_a_draft_whose_department_was_moved_is_handed_in(world: World) -> None:
    finding = world.draft()
    put_under(world, world.ward, world.medical)
    assert world.move(finding, "submit", world.liaison).state == FindingState.SUBMITTED


def test_who_answered_for_a_measure_until_the_handover_does_not_accept(world: World) -> None:
    """The leaver works on until the last day; another name on the measure makes nobody free to accept it."""
    finding, cause, measure = world.planned()
    values = work.MeasureInput("医务处每月通报", "medium", causes=[cause], person=world.accepter.staff)
    theirs = work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
    world.prove(finding, measure, theirs)
    world.move(finding, "request_acceptance", world.head)
    handover.hand_over(
        person=world.accepter.staff,
        successor=world.liaison.staff,
        last_day=IN_A_MONTH,
        by=world.clerk,
        now=NOW,
    )
    with pytest.raises(NotAllowed, match="此前负责其中的整改措施"):
        world.move(finding, "accept", again(world.accepter))
    world.move(finding, "accept", world.second_accepter)
    world.move(finding, "close", world.clerk)  # who wrote the handover down repaired nothing


def test_another_name_written_on_a_measure_makes_nobody_free_to_accept_it(world: World) -> None:
    """What a handover may not do, an edit while the work goes on may not do either."""
    finding, cause, measure = world.planned()
    values = work.MeasureInput("医务处每月通报", "medium", causes=[cause], person=world.accepter.staff)
    theirs = work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
    renamed = replace(values, person=world.head.staff)
    work.edit_measure(measure=theirs, values=renamed, revision=1, by=world.liaison, now=NOW)
    world.prove(finding, measure, theirs)
    world.move(finding, "request_acceptance", world.head)
    with pytest.raises(NotAllowed, match="此前负责其中的整改措施，不能验收"):
        world.move(finding, "accept", again(world.accepter))
    world.move(finding, "accept", world.second_accepter)


@pytest.mark.parametrize("started", [True, False])
def test_the_responsible_person_until_an_edit_does_not_accept_once_the_work_has_begun(
    world: World, started: bool
) -> None:
    """A name that is corrected while the plan is made bars nobody."""
    finding = world.draft(responsible_person=world.accepter.staff)
    world.move(finding, "submit", world.liaison)
    world.move(finding, "take_up", world.clerk)
    cause = work.add_cause(finding=finding, category="process", text="没有强制", by=world.liaison, now=NOW)
    values = work.MeasureInput("设为必填", "strong", causes=[cause])
    measure = work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
    if started:
        world.move(finding, "start", world.liaison)
    row = Finding.objects.get(pk=finding.pk)
    named = world.values(found_on=row.found_on)
    finding_edits.edit_finding(finding=row, values=named, revision=row.revision, by=world.head, now=NOW)
    if not started:
        world.move(finding, "start", world.liaison)
    world.prove(finding, measure)
    world.move(finding, "request_acceptance", world.head)
    if started:
        with pytest.raises(NotAllowed, match="此前负责其中的整改措施，不能验收"):
            world.move(finding, "accept", again(world.accepter))
    else:
        assert world.move(finding, "accept", again(world.accepter)).state == FindingState.ACCEPTED


def test_of_imported_history_that_waits_the_former_responsible_person_does_not_accept_either(
    world: World,
) -> None:
    finding = world.awaiting(responsible_person=world.accepter.staff)
    with audit.acting(by=None):
        Finding.objects.filter(pk=finding.pk).update(state_origin="imported")
    row = Finding.objects.get(pk=finding.pk)
    named = world.values(found_on=row.found_on)
    finding_edits.edit_finding(finding=row, values=named, revision=row.revision, by=world.clerk, now=NOW)
    actions = actions_of(Finding.objects.get(pk=finding.pk), user=again(world.accepter), as_of=TODAY)
    (told,) = [action.reason for action in actions if action.name == "accept"]
    assert told == "您（或被代理人）此前负责其中的整改措施，不能验收，请由另一人验收。"
    with pytest.raises(NotAllowed, match="此前负责其中的整改措施，不能验收"):
        world.move(finding, "accept", again(world.accepter))


def test_the_responsible_person_until_the_handover_neither_accepts_nor_closes(world: World) -> None:
    finding = world.awaiting(responsible_person=world.second_clerk.staff)
    world.move(finding, "accept", world.accepter)
    handover.hand_over(
        person=world.second_clerk.staff,
        successor=world.head.staff,
        last_day=IN_A_MONTH,
        by=world.clerk,
        now=NOW,
    )
    with pytest.raises(NotAllowed, match="此前负责其中的整改措施"):
        world.move(finding, "close", again(world.second_clerk))
    world.move(finding, "close", world.clerk)


def test_who_stands_in_for_the_head_of_the_lead_does_not_accept(world: World) -> None:
    stand_ins.appoint(
        principal=world.head.staff,
        substitute=world.accepter.staff,
        from_on=TODAY,
        to_on=IN_A_MONTH,
        reason="外出进修",
        by=world.member(Role.SECURITY_ADMINISTRATOR, world.hospital, name="安全员", posted=world.quality),
        now=NOW,
    )
    finding, _, measure = world.planned()
    world.prove(finding, measure)
    world.move(finding, "request_acceptance", world.liaison)
    with pytest.raises(NotAllowed, match="正代理牵头部门的负责人，不能验收"):
        world.move(finding, "accept", world.accepter)
    world.move(finding, "accept", world.second_accepter)


@pytest.mark.parametrize("unit_leads", [False, True])
def test_whoever_heads_a_unit_of_the_lead_does_not_accept(world: World, unit_leads: bool) -> None:
    """A department and its units are one side, whichever of them leads."""
    first, second = (
        factories.make_department(world.hospital, name=name, parent=world.ward)
        for name in ("一病区", "二病区")
    )
    factories.grant(world.accepter, Role.DEPARTMENT_HEAD, first)
    finding = world.awaiting(lead_department=second if unit_leads else world.ward)
    with pytest.raises(NotAllowed, match="是牵头部门的负责人，不能验收"):
        world.move(finding, "accept", again(world.accepter))
    world.move(finding, "accept", world.second_accepter)


def test_an_office_that_was_closed_accepts_nothing_new(world: World) -> None:
    """The hospital's own reading names it still: the duty decides, as for checkpoints without one."""
    office = factories.make_department(world.hospital, name="医疗安全办", kind=DepartmentKind.OFFICE)
    own = OverlayInput(functional_department=office)
    set_overlay(
        hospital=world.hospital, checkpoint=world.checkpoint, values=own, revision=0, by=world.clerk, now=NOW
    )
    assert world.draft().accepting_department == office
    administrator = world.member(
        Role.SYSTEM_ADMINISTRATOR, world.hospital, name="系统员", posted=world.quality
    )
    departments.end_department(department=office, to_on=TODAY, successor=None, by=administrator, now=NOW)
    assert world.draft(text="另一个问题").accepting_department == world.medical


@pytest.mark.parametrize("proves", [False, True])
def test_who_photographed_what_was_found_closes_out_unless_the_photo_proves_a_measure(
    world: World, proves: bool
) -> None:
    """The office registers on its round, with a photo: no hand in the repair, until somebody proves one with it."""
    finding = findings.create_finding(
        participation=world.participation, values=world.values(), by=world.clerk, now=NOW, as_office=True
    )
    photo = world.stored_file(world.clerk, "现场.png")
    taken = evidence.attach_photos(finding=finding, files=[photo], by=world.clerk, now=NOW).evidence[0]
    cause = work.add_cause(finding=finding, category="process", text="没有强制", by=world.liaison, now=NOW)
    values = work.MeasureInput("设为必填", "strong", causes=[cause])
    measure = work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
    world.move(finding, "start", world.liaison)
    world.prove(finding, measure)
    if proves:
        evidence.link_measures(evidence=taken, measures=[measure], by=world.liaison, now=NOW)
    world.move(finding, "request_acceptance", world.head)
    world.move(finding, "accept", world.accepter)
    if proves:
        with pytest.raises(NotAllowed, match="提供了本轮佐证材料，不能销号"):
            world.move(finding, "close", world.clerk)
    else:
        assert world.move(finding, "close", world.clerk).state == FindingState.CLOSED
