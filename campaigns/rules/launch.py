"""What a launch still lacks: one checklist, each line leading to the place where it is mended (QS25.P1, R1, R3).

Nothing is blocked by it: a hospital that mobilises late goes on with its self-inspection all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from campaigns.rules.launch_words import GroupPost, MeetingKind

_MOST_NAMED = 4


@dataclass(frozen=True)
class PersonFacts:
    """Somebody named in the launch; `to_on`: the last day of the employment."""

    name: str
    to_on: date | None = None

    def left(self, as_of: date) -> bool:
        return self.to_on is not None and self.to_on < as_of


@dataclass(frozen=True)
class DepartmentFacts:
    name: str
    to_on: date | None = None

    def ended(self, as_of: date) -> bool:
        return self.to_on is not None and self.to_on < as_of


@dataclass(frozen=True)
class MemberFacts:
    person: PersonFacts
    post: str


@dataclass(frozen=True)
class DutyFacts:
    """One item with what has been settled for it."""

    number: int
    leader: PersonFacts | None = None
    department: DepartmentFacts | None = None
    liaison: PersonFacts | None = None
    supporting: tuple[DepartmentFacts, ...] = ()

    @property
    def lacks(self) -> list[str]:
        settled = (("责任领导", self.leader), ("归口部门", self.department), ("联络员", self.liaison))
        return [label for label, value in settled if value is None]


@dataclass(frozen=True)
class MeetingFacts:
    kind: str
    held_on: date


@dataclass(frozen=True)
class LaunchFacts:
    """`unread`: departments whose heads have not confirmed the plan in force; `asked`: how many have to."""

    plan_on: date | None = None
    group: Sequence[MemberFacts] = ()
    duties: Sequence[DutyFacts] = ()
    meetings: Sequence[MeetingFacts] = ()
    asked: int = 0
    unread: Collection[str] = ()


@dataclass(frozen=True)
class LaunchLine:
    """One line of the checklist. `lacks` says what is missing; `told` what is odd and may well be right."""

    key: str
    label: str
    done: bool
    lacks: str = ""
    told: str = ""


@dataclass(frozen=True)
class Checklist:
    lines: tuple[LaunchLine, ...] = field(default=())

    @property
    def complete(self) -> bool:
        return all(line.done for line in self.lines)

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def missing(self) -> list[LaunchLine]:
        return [line for line in self.lines if not line.done]


def checklist(facts: LaunchFacts, *, as_of: date) -> Checklist:
    """The five things that a launch consists of."""
    return Checklist(
        (
            _plan(facts),
            _group(facts, as_of),
            _duties(facts, as_of),
            _meeting(facts),
            _confirmations(facts),
        )
    )


def _plan(facts: LaunchFacts) -> LaunchLine:
    done = facts.plan_on is not None
    return LaunchLine("plan", "实施方案", done, "" if done else "还没有上传本院实施方案")


def _group(facts: LaunchFacts, as_of: date) -> LaunchLine:
    lacks = []
    if not facts.group:
        lacks.append("还没有登记工作组成员")
    elif all(member.post != GroupPost.HEAD for member in facts.group):
        lacks.append("没有组长")
    if gone := [member.person.name for member in facts.group if member.person.left(as_of)]:
        lacks.append(f"{named(gone)}已离岗")
    return LaunchLine("group", "工作组", not lacks, "；".join(lacks))


def _duties(facts: LaunchFacts, as_of: date) -> LaunchLine:
    """Every item with its three; whoever has left, and departments that have ended, by name."""
    open_items = [duty for duty in facts.duties if duty.lacks]
    lacks = []
    if not facts.duties:
        lacks.append("方案没有整治内容")
    elif len(open_items) == len(facts.duties) and all(len(duty.lacks) == 3 for duty in open_items):
        lacks.append(f"{len(facts.duties)} 项整治内容都还没有分工")
    else:
        lacks += [f"第 {duty.number} 项缺{'、'.join(duty.lacks)}" for duty in open_items[:_MOST_NAMED]]
        if len(open_items) > _MOST_NAMED:
            lacks.append(f"另有 {len(open_items) - _MOST_NAMED} 项没有分工到人")
    lacks += [words for duty in facts.duties for words in gone_from(duty, as_of=as_of)]
    return LaunchLine("duties", "职责分工表", not lacks, "；".join(lacks))


def gone_from(duty: DutyFacts, *, as_of: date) -> list[str]:
    """Who of an item is no longer there: 第 3 项的联络员李某已离岗."""
    people = (("责任领导", duty.leader), ("联络员", duty.liaison))
    gone = [
        f"第 {duty.number} 项的{label}{person.name}已离岗"
        for label, person in people
        if person is not None and person.left(as_of)
    ]
    places = (("归口部门", duty.department), *(("配合部门", each) for each in duty.supporting))
    return gone + [
        f"第 {duty.number} 项的{label}{place.name}已撤销"
        for label, place in places
        if place is not None and place.ended(as_of)
    ]


def _meeting(facts: LaunchFacts) -> LaunchLine:
    held = [meeting.held_on for meeting in facts.meetings if meeting.kind == MeetingKind.MOBILISATION]
    told = ""
    if held and facts.plan_on is not None and max(held) < facts.plan_on:
        told = f"动员部署会（{max(held)}）早于方案印发日期（{facts.plan_on}）"
    return LaunchLine("meetings", "动员部署会", bool(held), "" if held else "还没有登记动员部署会", told)


def _confirmations(facts: LaunchFacts) -> LaunchLine:
    if facts.plan_on is None:
        lacks = "上传方案后由各科室负责人确认"
    elif not facts.asked:
        lacks = "本院还没有科室"
    else:
        lacks = f"{named(sorted(facts.unread))}还没有确认" if facts.unread else ""
    label = f"科室负责人确认 {facts.asked - len(facts.unread)}/{facts.asked}"
    return LaunchLine("confirmations", label, not lacks, lacks)


def named(names: Sequence[str]) -> str:
    """The first few by name, the rest by number."""
    shown = "、".join(names[:_MOST_NAMED])
    return f"{shown} 等 {len(names)} 个" if len(names) > _MOST_NAMED else shown
