"""工作组: who joins it and who leaves it. Nobody is deleted: whoever left stays with the dates (QS25.R1)."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from campaigns.actions import CampaignAction
from campaigns.models import Participation, WorkingGroupMember
from campaigns.rules.launch_words import GroupPost
from campaigns.services.launch_office import check_office, lock_launch, works_here
from infrastructure.audit import acting, record
from infrastructure.errors import Refusal, WrongState
from organizations.models import StaffMember, User


def join_group(
    *,
    participation: Participation,
    staff: StaffMember,
    post: str,
    from_on: date,
    by: User,
    now: datetime,
) -> WorkingGroupMember:
    """Take somebody into the working group, or give a member another post from a day on."""
    today = localdate(now)
    check_office(participation, by=by, as_of=today)
    _check(participation, staff, post, from_on, today)
    with acting(by=by):
        lock_launch(participation)
        before = _present(participation).filter(staff=staff).first()
        if before is not None:
            if before.post == post:
                raise Refusal(f"{staff.name}已经是工作组{before.get_post_display()}。", field="staff")
            _leave(before, max(before.from_on, from_on), by, now)
        member = WorkingGroupMember.objects.create(
            hospital_id=participation.hospital_id,
            participation=participation,
            staff=staff,
            post=post,
            from_on=from_on,
        )
        _record(CampaignAction.GROUP_JOINED, member, by, now)
    return member


def leave_group(*, member: WorkingGroupMember, by: User, now: datetime) -> WorkingGroupMember:
    """From tomorrow on no longer in the group. Raises WrongState for somebody who has left it already."""
    today = localdate(now)
    check_office(member.participation, by=by, as_of=today)
    with acting(by=by):
        lock_launch(member.participation)
        present = _present(member.participation).filter(pk=member.pk).first()
        if present is None:
            raise WrongState(f"{member.staff.name}已经不在工作组。")
        _leave(present, max(today, present.from_on), by, now)
    return present


def _present(participation: Participation) -> QuerySet[WorkingGroupMember]:
    return WorkingGroupMember.objects.select_related("staff", "participation__run").filter(
        participation=participation, to_on__isnull=True
    )


def _leave(member: WorkingGroupMember, to_on: date, by: User, now: datetime) -> None:
    member.to_on = to_on
    member.save(update_fields=["to_on"])
    _record(CampaignAction.GROUP_LEFT, member, by, now)


def _record(action: CampaignAction, member: WorkingGroupMember, by: User, now: datetime) -> None:
    record(
        action=action,
        target=member,
        by=by,
        now=now,
        hospital_id=member.hospital_id,
        detail={"run": member.participation.run.code, "post": member.get_post_display()},
    )


def _check(participation: Participation, staff: StaffMember, post: str, from_on: date, today: date) -> None:
    if post not in set(GroupPost):
        raise Refusal("请从列出的组内职务中选择。", field="post")
    if not works_here(staff, participation, as_of=today):
        raise Refusal("请选择本院在职人员。", field="staff")
    if from_on > today:
        raise Refusal("加入日期不能晚于今天。", field="from_on")
