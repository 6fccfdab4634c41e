"""Who had a hand in the repair neither accepts, nor records the acceptance, nor closes out (DESIGN §6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.errors import Invalid, NotAllowed, Refusal
from infrastructure.models import AuditEntry
from organizations.models import Role
from organizations.scope import grants_for
from organizations.services.signing import Paper
from rectification.extension_rules import refusal_to_ask
from rectification.models import AcceptanceRound, Finding
from rectification.rights import FindingRight
from rectification.rules.sides import Actor, Part, RoundSides, refusal
from rectification.selectors.finding_page import actions_of
from rectification.selectors.todo import waiting_for
from rectification.services import evidence, finding_edits, findings, transitions, work
from rectification.standing import standing_of
from tests import factories
from tests.rectification.world import IN_TWO_WEEKS, NOW, TODAY, World

PEOPLE = st.integers(min_value=1, max_value=6)
PARTS = st.lists(
    st.builds(
        Part,
        st.just("做了什么"),
        st.frozensets(PEOPLE, max_size=2),
        st.none() | PEOPLE.map(lambda n: n + 100),
    ),
    max_size=4,
).map(tuple)


@given(PARTS, PARTS, st.frozensets(PEOPLE, min_size=1, max_size=3), PEOPLE)
def test_in_a_random_round_with_random_people_nobody_is_on_two_sides(
    rectified: tuple[Part, ...], accepted: tuple[Part, ...], people: frozenset[int], log_in: int
) -> None:
    actor = Actor(people, log_in + 100)

    def touches(parts: tuple[Part, ...]) -> bool:
        return any(part.people & people or part.log_in == actor.log_in for part in parts)

    sides = RoundSides(rectified, accepted)
    assert bool(refusal("accept", sides, actor)) == touches(rectified)
    assert bool(refusal("refuse", sides, actor)) == touches(rectified)
    assert bool(refusal("close", sides, actor)) == (touches(rectified) or touches(accepted))
    assert refusal("submit", sides, actor) == ""


def _reworded(world: World, finding: Finding, by: object) -> None:
    measure = finding.measures.get()
    values = work.MeasureInput(text="改写后的措施", strength="strong")
    work.edit_measure(measure=measure, values=values, revision=measure.revision, by=by, now=NOW)


def test_whoever_rewrote_the_only_measure_does_not_accept(world: World) -> None:
    finding, _, measure = world.planned()
    factories.grant(world.accepter, Role.LIAISON, world.ward)
    _reworded(world, finding, world.accepter)
    world.prove(finding, measure)
    world.move(finding, "request_acceptance", world.head)
    with pytest.raises(NotAllowed, match="修改过其中的整改措施"):
        world.move(finding, "accept", world.accepter)
    world.move(finding, "accept", world.second_accepter)


def test_whoever_linked_evidence_to_a_measure_does_not_accept(world: World) -> None:
    finding, _, measure = world.planned()
    factories.grant(world.accepter, Role.LIAISON, world.ward)
    world.prove(finding)
    loose = finding.evidence.get()
    evidence.link_measures(evidence=loose, measures=[measure], by=world.accepter, now=NOW)
    world.move(finding, "request_acceptance", world.head)
    with pytest.raises(NotAllowed, match="关联或撤下过本轮佐证材料"):
        world.move(finding, "accept", world.accepter)


def test_a_clerk_who_worked_on_it_records_no_acceptance_from_paper_and_closes_nothing(world: World) -> None:
    finding, _, measure = world.planned()
    _reworded(world, finding, world.clerk)
    world.prove(finding, measure, by=world.clerk)
    world.move(finding, "request_acceptance", world.head)
    paper = Paper(world.accepter.staff, world.stored_file(world.clerk, "验收单.png"))
    with pytest.raises(NotAllowed, match="不能验收"):
        world.move(finding, "accept", world.clerk, paper=paper)
    world.move(finding, "accept", world.accepter)
    with pytest.raises(NotAllowed, match="不能销号"):
        world.move(finding, "close", world.clerk)
    world.move(finding, "close", world.second_clerk)


def test_the_head_of_the_lead_does_not_accept_for_a_second_department(world: World) -> None:
    finding, _, measure = world.planned(responsible_person=world.liaison.staff)
    world.prove(finding, measure)
    factories.grant(world.head, Role.DEPARTMENT_HEAD, world.medical)
    world.move(finding, "request_acceptance", world.liaison)
    with pytest.raises(NotAllowed, match="是牵头部门的负责人"):
        world.move(finding, "accept", world.head)


def test_whoever_accepted_or_saw_it_on_site_does_not_close_out(world: World) -> None:
    finding, _, measure = world.planned()
    viewer = world.member(Role.LIAISON, world.medical, name="查看人")
    evidence.see_on_site(
        finding=finding, measures=[measure], words="看过", seen_on=NOW.date(), by=viewer, now=NOW
    )
    world.move(finding, "request_acceptance", world.head)
    world.move(finding, "accept", world.accepter)
    for user in (viewer, world.accepter):
        factories.grant(user, Role.QUALITY_OFFICE, world.hospital)
        again = type(user).objects.get(pk=user.pk)
        with pytest.raises(NotAllowed, match="不能销号"):
            world.move(finding, "close", again)


def test_the_button_of_close_out_says_why_before_it_is_pressed(world: World) -> None:
    finding = world.accepted()
    factories.grant(world.accepter, Role.QUALITY_OFFICE, world.hospital)
    again = type(world.accepter).objects.get(pk=world.accepter.pk)
    close = next(a for a in actions_of(finding, user=again, as_of=NOW.date()) if a.name == "close")
    assert not close.allowed
    assert "验收了本轮整改" in close.reason


def test_a_unit_of_the_lead_is_no_second_side(world: World) -> None:
    unit = factories.make_department(world.hospital, name="骨科二病区", parent=world.ward)
    values = world.values(accepting_department=unit, accepting_reason="就近")
    with pytest.raises(Invalid, match="上级或下属单元"):
        findings.create_finding(
            participation=world.participation, values=values, by=world.clerk, now=NOW, as_office=True
        )


@pytest.mark.parametrize("who", ["liaison", "staff"])
def test_a_department_names_no_accepter(world: World, who: str) -> None:
    staff = world.member(Role.STAFF, world.ward, name="护士")
    by = world.liaison if who == "liaison" else staff
    with pytest.raises(Invalid, match="需要调整请联系质控办"):
        findings.create_finding(
            participation=world.participation,
            values=world.values(accepting_department=world.other_ward, accepting_reason="就近"),
            by=by,
            now=NOW,
        )


def test_the_office_changes_the_accepter_with_a_reason_that_stands_in_the_timeline(world: World) -> None:
    finding = world.draft()
    values = world.values(accepting_department=world.quality)
    edit = {"finding": finding, "revision": finding.revision, "by": world.clerk, "now": NOW}
    with pytest.raises(Invalid, match="为什么改由这个部门验收"):
        finding_edits.edit_finding(values=values, **edit)
    reasoned = world.values(accepting_department=world.quality, accepting_reason="医务处本次参与整改")
    changed = finding_edits.edit_finding(values=reasoned, **edit)
    assert changed.accepting_department == world.quality
    entry = AuditEntry.objects.filter(target_uid=finding.uid).latest("id")
    assert entry.reason == "医务处本次参与整改"
    assert entry.detail["验收部门"] == ["医务处", "质控办"]


def test_a_reason_for_the_accepter_is_not_kept_of_an_edit_that_leaves_the_accepter(world: World) -> None:
    finding = world.draft()
    values = world.values(text="改过的写法", accepting_reason="没有用到")
    finding_edits.edit_finding(finding=finding, values=values, revision=1, by=world.clerk, now=NOW)
    assert AuditEntry.objects.filter(target_uid=finding.uid).latest("id").reason == ""


def test_what_the_office_chose_stays_when_the_lead_edits_and_else_goes_with_the_checkpoint(
    world: World,
) -> None:
    infection = factories.make_department(
        world.hospital, name="院感科", kind="office", duties=["infection_control"]
    )
    other = world.item.checkpoints.get(code="b")
    followed = world.draft()
    moved = finding_edits.edit_finding(
        finding=followed, values=world.values(checkpoint=other), revision=1, by=world.liaison, now=NOW
    )
    assert moved.accepting_department == infection
    kept = world.draft(text="另一个问题")
    finding_edits.edit_finding(
        finding=kept,
        values=world.values(accepting_department=world.quality, accepting_reason="回避"),
        revision=1,
        by=world.clerk,
        now=NOW,
    )
    edited = finding_edits.edit_finding(
        finding=kept, values=world.values(checkpoint=other), revision=2, by=world.liaison, now=NOW
    )
    assert edited.accepting_department == world.quality


# Roads past the loop.


def test_an_open_finding_is_not_merged_into_an_accepted_one(world: World) -> None:
    done, open_one = world.accepted(), world.draft(text="又见一份缺失")
    world.move(open_one, "submit", world.liaison)
    with pytest.raises(Refusal, match="已经验收") as refused:
        transitions.merge(finding=open_one, into=done, by=world.clerk, now=NOW, reason="同一问题")
    assert refused.value.field == "into"


def test_a_draft_is_not_moved_where_its_author_may_not_register(world: World) -> None:
    draft = world.draft()
    with pytest.raises(NotAllowed, match="不能改到这个部门"):
        finding_edits.edit_finding(
            finding=draft,
            values=world.values(lead_department=world.other_ward),
            revision=1,
            by=world.liaison,
            now=NOW,
        )


def test_a_draft_is_moved_between_departments_where_its_author_may_register(world: World) -> None:
    factories.grant(world.liaison, Role.LIAISON, world.other_ward)
    moved = finding_edits.edit_finding(
        finding=world.draft(),
        values=world.values(lead_department=world.other_ward),
        revision=1,
        by=world.liaison,
        now=NOW,
    )
    assert moved.lead_department == world.other_ward


@pytest.mark.parametrize("field", ["text", "checkpoint", "found_on", "deadline_kind"])
def test_after_taking_up_what_was_found_is_the_offices_to_correct(world: World, field: str) -> None:
    finding, _, _ = world.planned()
    changed = {
        "text": {"text": "改得轻一些"},
        "checkpoint": {"checkpoint": world.item.checkpoints.get(code="b")},
        "found_on": {"found_on": NOW.date() - timedelta(days=9)},
        "deadline_kind": {"deadline_kind": "ongoing", "due_on": None},
    }[field]
    present = {"found_on": finding.found_on}
    edit = {"finding": finding, "revision": finding.revision, "now": NOW}
    with pytest.raises(NotAllowed):
        finding_edits.edit_finding(values=world.values(**(present | changed)), by=world.liaison, **edit)
    finding_edits.edit_finding(values=world.values(**(present | changed)), by=world.clerk, **edit)


def test_repeats_set_by_an_edit_carries_the_bar_on_penalties(world: World) -> None:
    barred = world.draft(text="主动上报引出的问题", penalty_barred=True)
    later = world.draft(text="又出现了")
    edited = finding_edits.edit_finding(
        finding=later,
        values=world.values(text="又出现了", repeats=barred),
        revision=1,
        by=world.liaison,
        now=NOW,
    )
    assert edited.penalty_barred


def test_taken_up_without_a_deadline_the_lead_fills_it_in_and_may_then_ask_for_more(world: World) -> None:
    finding = world.draft(due_on=None)
    world.move(finding, "submit", world.liaison)
    taken = world.move(finding, "take_up", world.clerk)
    standing = standing_of(taken, user=world.liaison, as_of=TODAY)
    assert "先在“修改”里填写" in refusal_to_ask(taken, standing)
    edited = finding_edits.edit_finding(
        finding=taken,
        values=world.values(found_on=taken.found_on),
        revision=taken.revision,
        by=world.liaison,
        now=NOW,
    )
    assert edited.due_on == IN_TWO_WEEKS
    assert refusal_to_ask(edited, standing) == ""


def test_a_findings_date_is_never_set_before_its_measures(world: World) -> None:
    finding, cause, _ = world.planned()
    values = work.MeasureInput(text="采购设备", strength="strong", causes=[cause], due_on=IN_TWO_WEEKS)
    work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
    finding.refresh_from_db()
    with pytest.raises(Invalid, match="不能早于措施的时限"):
        finding_edits.edit_finding(
            finding=finding,
            values=world.values(found_on=finding.found_on, due_on=IN_TWO_WEEKS - timedelta(days=3)),
            revision=finding.revision,
            by=world.clerk,
            now=NOW,
        )


# A person named in something has a road to it.


def test_staff_hands_in_what_it_registered_itself(world: World) -> None:
    staff = world.member(Role.STAFF, world.ward, name="护士")
    finding = findings.create_finding(
        participation=world.participation, values=world.values(), by=staff, now=NOW
    )
    assert world.move(finding, "submit", staff).state == "submitted"
    other = world.draft(text="别人的")
    with pytest.raises(NotAllowed):
        world.move(other, "submit", staff)


def test_a_responsible_person_of_another_ward_sees_plans_and_proves(world: World) -> None:
    nurse = world.member(Role.STAFF, world.other_ward, name="技师")
    finding, cause, measure = world.planned(responsible_person=nurse.staff)
    grants = grants_for(nurse, as_of=NOW.date())
    assert finding in Finding.objects.visible_in(grants.scope(FindingRight.VIEW))
    waiting = waiting_for(user=nurse, grants=grants, hospital_id=world.hospital.pk)
    assert finding in waiting.all
    work.add_measure(
        finding=finding,
        values=work.MeasureInput(text="再加一条", strength="weak", causes=[cause]),
        by=nurse,
        now=NOW,
    )
    world.prove(finding, measure, by=nurse)
    assert not AcceptanceRound.objects.filter(finding=finding).exists()
    stranger = world.member(Role.STAFF, world.other_ward, name="别人")
    with pytest.raises(NotAllowed):
        world.prove(finding, measure, by=stranger)
    strange = grants_for(stranger, as_of=NOW.date()).scope(FindingRight.VIEW)
    assert finding not in Finding.objects.visible_in(strange)
