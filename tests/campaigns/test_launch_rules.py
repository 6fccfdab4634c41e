"""What a launch still lacks, by the rules alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from campaigns.rules.launch import (
    DepartmentFacts,
    DutyFacts,
    LaunchFacts,
    MeetingFacts,
    MemberFacts,
    PersonFacts,
    checklist,
    named,
)

TODAY = date(2026, 11, 21)
YESTERDAY = date(2026, 11, 20)
LEADER, CONTACT = PersonFacts("黄院长"), PersonFacts("王丽华")
OFFICE = DepartmentFacts("医务处")
DUTIES = [DutyFacts(number, LEADER, OFFICE, CONTACT) for number in (1, 2)]
COMPLETE = LaunchFacts(
    plan_on=date(2026, 11, 2),
    group=[MemberFacts(LEADER, "head"), MemberFacts(CONTACT, "liaison")],
    duties=DUTIES,
    meetings=[MeetingFacts("mobilisation", date(2026, 11, 5))],
    asked=3,
)


def lacks(**changes: object) -> dict[str, str]:
    """What is missing of a complete launch with something taken from it."""
    found = checklist(replace(COMPLETE, **changes), as_of=TODAY)  # type: ignore[arg-type]
    return {line.key: line.lacks for line in found.missing}


@pytest.mark.clause("QS25.P1")
def test_a_launch_with_everything_lacks_nothing() -> None:
    found = checklist(COMPLETE, as_of=TODAY)
    assert (found.complete, found.done, found.missing) == (True, 5, [])
    assert [line.key for line in found.lines] == ["plan", "group", "duties", "meetings", "confirmations"]


@pytest.mark.clause("QS25.P1")
def test_nothing_at_all_is_five_lines_each_with_what_is_missing() -> None:
    found = checklist(LaunchFacts(duties=[DutyFacts(1), DutyFacts(2)], asked=3, unread=["骨科"]), as_of=TODAY)
    assert {line.key: line.lacks for line in found.lines} == {
        "plan": "还没有上传本院实施方案",
        "group": "还没有登记工作组成员",
        "duties": "2 项整治内容都还没有分工",
        "meetings": "还没有登记动员部署会",
        "confirmations": "上传方案后由各科室负责人确认",
    }


def test_a_group_has_a_head_and_nobody_who_has_left() -> None:
    assert lacks(group=[MemberFacts(CONTACT, "member")]) == {"group": "没有组长"}
    gone = MemberFacts(PersonFacts("李某", to_on=YESTERDAY), "member")
    assert lacks(group=[*COMPLETE.group, gone]) == {"group": "李某已离岗"}
    last_day = MemberFacts(PersonFacts("李某", to_on=TODAY), "member")
    assert lacks(group=[*COMPLETE.group, last_day]) == {}


@pytest.mark.clause("QS25.R1")
@pytest.mark.parametrize(
    ("duty", "words"),
    [
        (DutyFacts(2, None, OFFICE, CONTACT), "第 2 项缺责任领导"),
        (DutyFacts(2, LEADER, None, None), "第 2 项缺归口部门、联络员"),
        (DutyFacts(2, PersonFacts("李某", YESTERDAY), OFFICE, CONTACT), "第 2 项的责任领导李某已离岗"),
        (
            DutyFacts(2, LEADER, DepartmentFacts("旧门诊", YESTERDAY), CONTACT),
            "第 2 项的归口部门旧门诊已撤销",
        ),
        (
            DutyFacts(2, LEADER, OFFICE, CONTACT, (DepartmentFacts("旧病区", YESTERDAY),)),
            "第 2 项的配合部门旧病区已撤销",
        ),
    ],
)
def test_every_item_has_its_leader_department_and_contact(duty: DutyFacts, words: str) -> None:
    assert lacks(duties=[DUTIES[0], duty]) == {"duties": words}


def test_many_open_items_are_counted_not_listed() -> None:
    words = lacks(duties=[DUTIES[0], *(DutyFacts(number, LEADER) for number in range(2, 9))])["duties"]
    assert words.startswith("第 2 项缺归口部门、联络员；第 3 项")
    assert words.endswith("另有 3 项没有分工到人")


@pytest.mark.clause("QS25.R3")
def test_training_alone_is_no_mobilisation() -> None:
    training = MeetingFacts("training", date(2026, 11, 5))
    assert lacks(meetings=[training]) == {"meetings": "还没有登记动员部署会"}
    assert lacks(meetings=[*COMPLETE.meetings, training]) == {}


def test_a_meeting_before_the_plan_is_told_and_counts() -> None:
    early = checklist(
        replace(COMPLETE, meetings=[MeetingFacts("mobilisation", date(2026, 11, 1))]), as_of=TODAY
    )
    line = next(line for line in early.lines if line.key == "meetings")
    assert line.done
    assert line.told == "动员部署会（2026-11-01）早于方案印发日期（2026-11-02）"


@pytest.mark.clause("QS25.R3")
def test_confirmations_are_counted_and_who_is_missing_is_named() -> None:
    found = checklist(replace(COMPLETE, unread=["骨科"]), as_of=TODAY)
    line = found.missing[0]
    assert (line.label, line.lacks) == ("科室负责人确认 2/3", "骨科还没有确认")


def test_a_hospital_without_departments_is_no_finished_launch() -> None:
    assert lacks(asked=0) == {"confirmations": "本院还没有科室"}


def test_five_names_are_four_and_a_number() -> None:
    assert named(["甲", "乙", "丙", "丁", "戊"]) == "甲、乙、丙、丁 等 5 个"
    assert named(["甲", "乙", "丙", "丁"]) == "甲、乙、丙、丁"
