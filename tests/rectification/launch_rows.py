"""Rows of a launch and of check entries, one of each kind, for tests of what the database holds."""

from __future__ import annotations

from typing import Any

from campaigns.models import (
    CheckEntry,
    Duty,
    HeadConfirmation,
    LaunchMeeting,
    LaunchPlan,
    MeetingFile,
    SupportingDuty,
    WorkingGroupMember,
)
from tests.rectification.world import NOW, TODAY, World


def _of_launch(world: World, model: Any, **values: Any) -> Any:
    return model.objects.create(hospital=world.hospital, participation=world.participation, **values)


def launch_plan(world: World) -> LaunchPlan:
    columns = {"document_no": "1 号", "title": "方案", "issued_on": TODAY, "added_by": world.clerk}
    file = world.stored_file(world.clerk, "方案.xlsx")
    plan: LaunchPlan = _of_launch(world, LaunchPlan, file=file, added_at=NOW, **columns)
    return plan


def launch_member(world: World) -> WorkingGroupMember:
    member: WorkingGroupMember = _of_launch(
        world, WorkingGroupMember, staff=world.head.staff, post="member", from_on=TODAY
    )
    return member


def launch_duty(world: World) -> Duty:
    duty: Duty = _of_launch(world, Duty, item=world.item)
    return duty


def launch_supporting(world: World) -> SupportingDuty:
    return SupportingDuty.objects.create(
        hospital=world.hospital, duty=launch_duty(world), department=world.ward
    )


def launch_meeting(world: World) -> LaunchMeeting:
    columns = {"kind": "mobilisation", "held_on": TODAY, "place": "会议室", "attendance": 1}
    meeting: LaunchMeeting = _of_launch(world, LaunchMeeting, chair=world.leader.staff, **columns)
    return meeting


def launch_meeting_file(world: World) -> MeetingFile:
    file = world.stored_file(world.clerk, "纪要.xlsx")
    return MeetingFile.objects.create(hospital=world.hospital, meeting=launch_meeting(world), file=file)


def launch_confirmation(world: World) -> HeadConfirmation:
    signed = {"signatory": world.head.staff, "recorded_by": world.head, "at": NOW}
    return HeadConfirmation.objects.create(
        hospital=world.hospital, plan=launch_plan(world), department=world.ward, **signed
    )


def launch_check_entry(world: World) -> CheckEntry:
    return CheckEntry.objects.create(
        hospital=world.hospital, checkpoint=world.checkpoint, text="看记录", method="records", from_at=NOW
    )
