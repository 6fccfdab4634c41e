"""The writes of a launch: who may, what is refused, what stays (QS25.P1, R1, R3)."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from campaigns.models import HeadConfirmation, LaunchPlan, SupportingDuty, WorkingGroupMember
from campaigns.services.launch_group import leave_group
from campaigns.services.launch_meetings import change_meeting, void_meeting
from campaigns.services.plan_confirmations import confirm_plan
from infrastructure.audit import acting
from infrastructure.errors import EditConflict, Invalid, NotAllowed, Refusal, WrongState
from infrastructure.models import AuditEntry, StoredFile
from organizations.models import Department, Role, User
from organizations.services.signing import SentPaper
from organizations.services.stand_ins import appoint
from tests import factories
from tests.campaigns.launch_place import HELD_ON, LaunchPlace, paper
from tests.inspections.hospital import NOW, TODAY

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(scope="module")
def module_place(module_transaction: None) -> LaunchPlace:
    with time_machine.travel(NOW):
        return LaunchPlace()


@pytest.fixture
def place(module_place: LaunchPlace) -> Iterator[LaunchPlace]:
    with time_machine.travel(NOW, tick=False):
        yield copy.deepcopy(module_place)


def confirm(place: LaunchPlace, plan: LaunchPlan, *keys: str, by: User, **values: Any) -> Any:
    departments = [place.place.departments[key] for key in keys]
    return confirm_plan(plan=plan, departments=departments, by=by, now=NOW, **values)


@pytest.mark.clause("QS25.P1")
def test_a_hospital_is_launched_step_by_step(place: LaunchPlace) -> None:
    assert place.launch.checklist.done == 0
    plan = place.add_plan()
    place.join(place.leader)
    items = [row.item.code for row in place.launch.duties]
    place.save(**{code: place.duty() for code in items})
    place.hold(files=[paper("会议纪要.xlsx")])
    assert [line.key for line in place.launch.checklist.missing] == ["confirmations"]
    for department in place.launch.unread:
        head = factories.make_member(Role.DEPARTMENT_HEAD, department)
        confirm_plan(plan=plan, departments=[department], by=head, now=NOW)
    assert place.launch.checklist.complete
    acts = AuditEntry.objects.filter(hospital_id=place.place.hospital.pk).values_list("action", flat=True)
    assert {"launch_plan.added", "launch_group.joined", "duties.changed", "launch_meeting.added"} <= set(acts)


def test_a_new_plan_replaces_the_old_and_everybody_is_asked_anew(place: LaunchPlace) -> None:
    first = place.add_plan()
    confirm(place, first, "clinical", by=place.head)
    asked = len(place.launch.asked)
    assert len(place.launch.unread) == asked - 1
    second = place.add_plan("赣医〔2026〕40 号")
    launch = place.launch
    assert (launch.plan, launch.earlier_plans) == (second, (first,))
    assert len(launch.unread) == asked
    assert HeadConfirmation.objects.get().plan == first, "who had read the old one stays on record"
    with pytest.raises(WrongState, match="已经更换"):
        confirm(place, first, "clinical", by=place.head)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "题" * 101}, "title"),
        ({"issued_on": TOMORROW}, "issued_on"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_its_file_not_kept(
    place: LaunchPlace, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        place.add_plan(**values)
    assert refusal.value.field == field
    assert not StoredFile.objects.exists()


WRITES: list[Callable[[LaunchPlace, User], object]] = [
    lambda p, by: p.add_plan(by=by),
    lambda p, by: p.join(p.leader, by=by),
    lambda p, by: p.save(by, I1=p.duty()),
    lambda p, by: p.hold(by),
]


@pytest.mark.parametrize("write", WRITES)
def test_only_the_quality_office_launches(
    place: LaunchPlace, write: Callable[[LaunchPlace, User], object]
) -> None:
    for user in (
        place.head,
        place.place.member(Role.HOSPITAL_LEADER),
        factories.make_member(Role.QUALITY_OFFICE, factories.make_hospital()),
    ):
        with pytest.raises(NotAllowed):
            write(place, user)


@pytest.mark.clause("QS25.R1")
def test_the_group_keeps_who_left_it(place: LaunchPlace) -> None:
    member = place.join(place.contact, "member")
    with pytest.raises(Refusal, match="已经是工作组成员"):
        place.join(place.contact, "member")
    place.join(place.contact, "liaison")
    posts = WorkingGroupMember.objects.order_by("pk").values_list("post", "to_on")
    assert list(posts) == [("member", TODAY), ("liaison", None)]
    with pytest.raises(WrongState):
        leave_group(member=member, by=place.office, now=NOW)
    leave_group(member=WorkingGroupMember.objects.get(to_on=None), by=place.office, now=NOW)
    assert (place.launch.group, len(place.launch.former)) == ((), 2)


def test_strangers_and_people_who_left_join_no_group(place: LaunchPlace) -> None:
    gone = factories.make_staff(place.place.hospital, employed_to=date(2026, 11, 20))
    for staff in (gone, factories.make_staff(factories.make_hospital())):
        with pytest.raises(Refusal) as refusal:
            place.join(staff)
        assert refusal.value.field == "staff"
    with pytest.raises(Refusal) as refusal:
        place.join(place.leader, "chief")
    assert refusal.value.field == "post"


@pytest.mark.clause("QS25.R1")
def test_duties_are_kept_item_by_item(place: LaunchPlace) -> None:
    nursing, infection = (place.place.departments[key] for key in ("nursing", "infection_control"))
    place.save(I1=place.duty(supporting=[nursing, infection]), I2=place.duty(liaison=None))
    first, second = place.launch.duties[:2]
    assert {each.name for each in first.supporting} == {"护理部", "院感科"}
    assert first.duty is not None
    assert first.duty.liaison == place.contact
    assert second.facts.lacks == ["联络员"]
    assert place.line("duties").startswith("第 2 项缺联络员；第 3 项缺责任领导、归口部门、联络员")
    changed = place.save(
        I1=place.duty(supporting=[infection], revision=1), I2=place.duty(liaison=None, revision=1)
    )
    assert [duty.item.code for duty in changed] == ["I1"], "the row that stayed the same is not written"
    assert SupportingDuty.objects.get().department == infection
    told = AuditEntry.objects.filter(action="duties.changed").latest("pk").detail
    assert "配合 护理部、院感科" in str(told)
    assert "配合 院感科" in str(told)


def test_two_who_change_one_item_see_both_and_other_items_are_no_matter(place: LaunchPlace) -> None:
    place.save(I1=place.duty())
    with pytest.raises(EditConflict) as conflict:
        place.save(I1=place.duty(liaison=None), I2=place.duty())
    assert "联络员 王丽华" in next(iter(conflict.value.current.values()))
    assert place.launch.duties[1].duty is None, "nothing half done"
    place.save(I1=place.duty(), I2=place.duty())


def test_who_cannot_bear_a_duty_is_refused_at_the_cell(place: LaunchPlace) -> None:
    foreign = factories.make_hospital()
    ended = factories.make_department(place.place.hospital, active_to=date(2026, 11, 20))
    cases: list[tuple[dict[str, Any], str]] = [
        ({"leader": place.contact}, "I1-leader"),
        ({"liaison": factories.make_staff(foreign)}, "I1-liaison"),
        ({"department": ended}, "I1-department"),
        ({"department": factories.make_department(foreign)}, "I1-department"),
        ({"supporting": [ended]}, "I1-supporting"),
        ({"supporting": [place.place.departments["medical_affairs"]]}, "I1-supporting"),
    ]
    for values, field in cases:
        with pytest.raises(Invalid) as refusal:
            place.save(I1=place.duty(**values))
        assert set(refusal.value.errors) == {field}
    with pytest.raises(Invalid):
        place.save(I99=place.duty())


def test_whoever_has_left_stays_where_he_stands_until_replaced(place: LaunchPlace) -> None:
    place.save(I1=place.duty())
    with acting(by=None):
        place.contact.employed_to = date(2026, 11, 20)
        place.contact.save()
    assert place.launch.duties[0].gone == ("第 1 项的联络员王丽华已离岗",)
    place.save(
        I1=place.duty(liaison=place.contact, supporting=[place.place.departments["nursing"]], revision=1)
    )
    with pytest.raises(Invalid):
        place.save(I2=place.duty())


@pytest.mark.clause("QS25.R3")
def test_the_plan_is_taught_and_the_training_kept_with_its_papers(place: LaunchPlace) -> None:
    place.hold(kind="training", attendance=412, files=[paper("签到表.xlsx"), paper("课件.xlsx")])
    meeting = place.launch.meetings[0]
    assert (meeting.get_kind_display(), meeting.attendance) == ("方案宣传培训", 412)
    assert sorted(each.file.original_name for each in meeting.files.all()) == ["签到表.xlsx", "课件.xlsx"]
    assert place.line("meetings") == "还没有登记动员部署会"


def test_a_meeting_is_changed_against_what_was_seen_and_void_with_a_reason(place: LaunchPlace) -> None:
    meeting = place.hold()
    change_meeting(
        meeting=meeting,
        values=place.meeting(attendance=90),
        revision=1,
        files=[paper("纪要.xlsx")],
        by=place.office,
        now=NOW,
    )
    told = AuditEntry.objects.get(action="launch_meeting.changed").detail
    assert told["参加人数"] == ["86", "90"]
    with pytest.raises(EditConflict) as conflict:
        change_meeting(
            meeting=meeting, values=place.meeting(attendance=91), revision=1, by=place.office, now=NOW
        )
    assert (conflict.value.current["参加人数"], conflict.value.submitted["参加人数"]) == ("90", "91")
    with pytest.raises(Refusal, match="作废的原因"):
        void_meeting(meeting=meeting, reason=" ", by=place.office, now=NOW)
    void_meeting(meeting=meeting, reason="登记重复", by=place.office, now=NOW)
    assert place.launch.meetings == ()
    with pytest.raises(WrongState):
        void_meeting(meeting=meeting, reason="再作废", by=place.office, now=NOW)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"held_on": TOMORROW}, "held_on"),
        ({"place": ""}, "place"),
        ({"attendance": 0}, "attendance"),
        ({"attendees": "人" * 301}, "attendees"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(place: LaunchPlace, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        place.hold(**values)
    assert refusal.value.field == field


def test_whoever_was_not_there_that_day_did_not_chair(place: LaunchPlace) -> None:
    new = factories.make_staff(place.place.hospital, employed_from=HELD_ON + timedelta(days=1))
    with pytest.raises(Refusal, match="主持人"):
        place.hold(chair=new)


@pytest.mark.clause("QS25.R3")
def test_heads_confirm_for_their_own_department_alone(place: LaunchPlace) -> None:
    plan = place.add_plan()
    with pytest.raises(NotAllowed):
        confirm(place, plan, "nursing_unit", by=place.head)
    with pytest.raises(NotAllowed):
        confirm(place, plan, "clinical", by=place.office)
    with pytest.raises(NotAllowed):
        confirm(place, plan, "clinical", by=place.place.member(Role.LIAISON, "clinical"))
    made = confirm(place, plan, "clinical", by=place.head)
    assert [each.signatory for each in made] == [place.head.staff]
    assert confirm(place, plan, "clinical", by=place.head) == [], "a second press changes nothing"
    assert HeadConfirmation.objects.count() == 1


def test_a_stand_in_confirms_and_both_names_are_kept(place: LaunchPlace) -> None:
    plan = place.add_plan()
    other = factories.make_member(Role.DEPARTMENT_HEAD, place.place.departments["nursing_unit"])
    assert place.head.staff is not None
    assert other.staff is not None
    appoint(
        principal=place.head.staff,
        substitute=other.staff,
        from_on=TODAY,
        to_on=TOMORROW,
        reason="外出",
        by=place.place.member(Role.SECURITY_ADMINISTRATOR),
        now=NOW,
    )
    confirm(place, plan, "clinical", by=other)
    kept = HeadConfirmation.objects.get()
    assert kept.signatory == other.staff
    assert kept.stand_in is not None
    assert kept.stand_in.principal == place.head.staff


def test_a_signed_paper_is_recorded_by_the_office(place: LaunchPlace) -> None:
    plan = place.add_plan()
    assert place.head.staff is not None
    sent = SentPaper(place.head.staff, paper("签字.xlsx"))
    confirm(place, plan, "clinical", by=place.office, paper=sent)
    kept = HeadConfirmation.objects.get()
    assert (kept.signatory, kept.recorded_by) == (place.head.staff, place.office)
    assert kept.scan is not None
    with pytest.raises(Refusal, match="不在应签署的部门"):
        confirm(place, plan, "logistics", by=place.office, paper=sent)


def test_leaders_and_ended_departments_are_not_asked(place: LaunchPlace) -> None:
    plan = place.add_plan()
    leaders = Department.objects.get(hospital=place.place.hospital, kind="leadership")
    ended = factories.make_department(place.place.hospital, active_to=date(2026, 11, 20))
    asked = {each.department for each in place.launch.asked}
    assert not asked & {leaders, ended}
    for department in (leaders, ended):
        with pytest.raises(Refusal):
            confirm_plan(plan=plan, departments=[department], by=place.head, now=NOW)
