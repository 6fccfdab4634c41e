"""Everything that a launch consists of, and what it still lacks, in a number of queries that does not grow with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from campaigns.models import (
    CampaignItem,
    Duty,
    HeadConfirmation,
    LaunchMeeting,
    LaunchPlan,
    MeetingFile,
    Participation,
    WorkingGroupMember,
)
from campaigns.rules.launch import (
    Checklist,
    DepartmentFacts,
    DutyFacts,
    LaunchFacts,
    MeetingFacts,
    MemberFacts,
    PersonFacts,
    checklist,
    gone_from,
)
from campaigns.rules.launch_words import GroupPost
from campaigns.selectors.duties import duties_of
from infrastructure.models import StoredFile
from organizations.models import Department, DepartmentKind, StaffMember


@dataclass(frozen=True)
class DutyRow:
    """One line of the table of duties. `gone`: whom it names and who is no longer there."""

    item: CampaignItem
    duty: Duty | None
    facts: DutyFacts
    gone: tuple[str, ...]

    @property
    def supporting(self) -> list[Department]:
        return [each.department for each in self.duty.supporting.all()] if self.duty else []


@dataclass(frozen=True)
class Asked:
    """A department whose head is asked to confirm, and what came of it."""

    department: Department
    confirmation: HeadConfirmation | None


@dataclass(frozen=True)
class Launch:
    participation: Participation
    plan: LaunchPlan | None
    earlier_plans: tuple[LaunchPlan, ...]
    group: tuple[WorkingGroupMember, ...]
    former: tuple[WorkingGroupMember, ...]
    duties: tuple[DutyRow, ...]
    meetings: tuple[LaunchMeeting, ...]
    asked: tuple[Asked, ...]
    checklist: Checklist

    @property
    def unread(self) -> list[Department]:
        return [each.department for each in self.asked if each.confirmation is None]


def launch_of(participation: Participation, *, as_of: date) -> Launch:
    """Nine queries."""
    plans = list(LaunchPlan.objects.filter(participation=participation).select_related("file", "added_by"))
    plan = next((each for each in plans if each.replaced_at is None), None)
    members = _members(participation)
    group = tuple(member for member in members if member.to_on is None)
    duties = duty_rows(participation, as_of=as_of)
    meetings = tuple(_meetings(participation))
    asked = _asked(participation, plan, as_of)
    facts = LaunchFacts(
        plan_on=plan.issued_on if plan else None,
        group=[MemberFacts(_person(member.staff), member.post) for member in group],
        duties=[row.facts for row in duties],
        meetings=[MeetingFacts(each.kind, each.held_on) for each in meetings],
        asked=len(asked),
        unread=[each.department.name for each in asked if each.confirmation is None],
    )
    return Launch(
        participation=participation,
        plan=plan,
        earlier_plans=tuple(each for each in plans if each is not plan),
        group=group,
        former=tuple(member for member in members if member.to_on is not None),
        duties=duties,
        meetings=meetings,
        asked=asked,
        checklist=checklist(facts, as_of=as_of),
    )


def duty_rows(participation: Participation, *, as_of: date) -> tuple[DutyRow, ...]:
    """Every item with its duty, also where nothing is settled yet. Three queries."""
    held = duties_of(participation)
    rows = []
    items = CampaignItem.objects.filter(campaign=participation.run.campaign_id).order_by("number")
    for item in items:
        duty = held.get(item.code)
        facts = _duty_facts(item, duty)
        rows.append(DutyRow(item, duty, facts, tuple(gone_from(facts, as_of=as_of))))
    return tuple(rows)


def _duty_facts(item: CampaignItem, duty: Duty | None) -> DutyFacts:
    if duty is None:
        return DutyFacts(item.number)
    return DutyFacts(
        number=item.number,
        leader=_person(duty.leader) if duty.leader else None,
        department=_department(duty.department) if duty.department else None,
        liaison=_person(duty.liaison) if duty.liaison else None,
        supporting=tuple(_department(each.department) for each in duty.supporting.all()),
    )


def _person(person: StaffMember) -> PersonFacts:
    return PersonFacts(person.name, person.employed_to)


def _department(department: Department) -> DepartmentFacts:
    return DepartmentFacts(department.name, department.active_to)


def _members(participation: Participation) -> list[WorkingGroupMember]:
    """By the order of the posts: 组长 first."""
    rank = Case(*(When(post=post, then=Value(place)) for place, post in enumerate(GroupPost)))
    rows = WorkingGroupMember.objects.filter(participation=participation).select_related("staff")
    return list(rows.order_by(rank, "from_on", "pk"))


def _meetings(participation: Participation) -> QuerySet[LaunchMeeting]:
    rows = LaunchMeeting.objects.filter(participation=participation, void_reason="")
    return rows.select_related("chair").prefetch_related("files__file").order_by("held_on", "pk")


def asked_departments(hospital_id: int, *, as_of: date) -> QuerySet[Department]:
    """Whose heads confirm: every department that is there today, but not the leaders themselves."""
    return (
        Department.objects.active(as_of)
        .filter(hospital=hospital_id)
        .exclude(kind=DepartmentKind.LEADERSHIP)
        .order_by("kind", "name_pinyin", "pk")
    )


def _asked(participation: Participation, plan: LaunchPlan | None, as_of: date) -> tuple[Asked, ...]:
    rows: Iterable[HeadConfirmation] = ()
    if plan is not None:
        rows = plan.confirmations.select_related("signatory", "recorded_by", "stand_in__principal", "scan")
    read = {row.department_id: row for row in rows}
    departments = asked_departments(participation.hospital_id, as_of=as_of)
    return tuple(Asked(each, read.get(each.pk)) for each in departments)


def file_of_launch(participation: Participation, uid: UUID) -> StoredFile | None:
    """A file that belongs to this launch: a plan, something of a meeting, a signed paper."""
    plans = LaunchPlan.objects.filter(participation=participation).values("file")
    of_meetings = MeetingFile.objects.filter(meeting__in=_meetings(participation)).values("file")
    papers = HeadConfirmation.objects.filter(plan__participation=participation).values("scan")
    owned = Q(pk__in=plans) | Q(pk__in=of_meetings) | Q(pk__in=papers)
    return StoredFile.objects.filter(owned, uid=uid).first()
