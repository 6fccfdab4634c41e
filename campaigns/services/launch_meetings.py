"""Meetings of a launch: 动员部署会 and 方案宣传培训, with their minutes and photographs (QS25.P1, R3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from campaigns.actions import CampaignAction
from campaigns.models import LaunchMeeting, MeetingFile, Participation
from campaigns.rules.launch_words import MeetingKind
from campaigns.services.launch_office import check_office, lock_launch, works_here
from infrastructure.audit import acting, record
from infrastructure.errors import EditConflict, Refusal, WrongState
from infrastructure.files.services import receive_uploads
from infrastructure.reasons import reason_of, words_of
from organizations.models import StaffMember, User

MOST_PEOPLE = 100_000
MOST_FILES = 20
_VOID = "这次会议已经作废，不能再修改。"


@dataclass(frozen=True)
class MeetingInput:
    kind: str
    held_on: date
    place: str
    chair: StaffMember
    attendance: int
    attendees: str = ""


def hold_meeting(
    *,
    participation: Participation,
    values: MeetingInput,
    files: Sequence[UploadedFile[Any]] = (),
    by: User,
    now: datetime,
) -> LaunchMeeting:
    """Enter a meeting that has been held. Raises NotAllowed, Refusal."""
    today = localdate(now)
    check_office(participation, by=by, as_of=today)
    with acting(by=by):
        meeting = LaunchMeeting(hospital_id=participation.hospital_id, participation=participation)
        _set(meeting, values, today)
        _keep(meeting, files, by, now)
        _record(CampaignAction.MEETING_ADDED, meeting, by, now)
    return meeting


def change_meeting(
    *,
    meeting: LaunchMeeting,
    values: MeetingInput,
    revision: int,
    files: Sequence[UploadedFile[Any]] = (),
    by: User,
    now: datetime,
) -> LaunchMeeting:
    """Change what was entered, and add files. Raises EditConflict when somebody did since it was shown."""
    today = localdate(now)
    check_office(meeting.participation, by=by, as_of=today)
    with acting(by=by):
        locked = _locked(meeting)
        before = words_of_meeting(locked)
        shown = locked.revision
        _set(locked, values, today)
        if shown != revision:
            raise EditConflict(
                "别人刚刚修改了这次会议，请核对后再保存。", current=before, submitted=words_of_meeting(locked)
            )
        _keep(locked, files, by, now)
        after = words_of_meeting(locked)
        changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
        _record(CampaignAction.MEETING_CHANGED, locked, by, now, changed=changed)
    return locked


def void_meeting(*, meeting: LaunchMeeting, reason: str, by: User, now: datetime) -> LaunchMeeting:
    check_office(meeting.participation, by=by, as_of=localdate(now))
    reason = reason_of(reason, most=200, missing="请写明作废的原因。")
    with acting(by=by):
        locked = _locked(meeting)
        locked.void_reason = reason
        locked.revision += 1
        locked.save()
        _record(CampaignAction.MEETING_VOID, locked, by, now, reason=reason)
    return locked


def words_of_meeting(meeting: LaunchMeeting) -> dict[str, str]:
    """As timelines and conflicts speak of it."""
    return {
        "类型": str(meeting.get_kind_display()),
        "日期": str(meeting.held_on),
        "地点": meeting.place,
        "主持人": meeting.chair.name,
        "参加人数": str(meeting.attendance),
        "参加人员": meeting.attendees,
    }


def _locked(meeting: LaunchMeeting) -> LaunchMeeting:
    lock_launch(meeting.participation)
    locked = LaunchMeeting.objects.select_related("participation__run", "chair").get(pk=meeting.pk)
    if locked.void_reason:
        raise WrongState(_VOID)
    return locked


def _set(meeting: LaunchMeeting, values: MeetingInput, today: date) -> None:
    if values.kind not in set(MeetingKind):
        raise Refusal("请从列出的会议类型中选择。", field="kind")
    if values.held_on > today:
        raise Refusal("会议日期不能晚于今天：开过的会才登记。", field="held_on")
    same_chair = meeting.pk is not None and values.chair == meeting.chair
    if not same_chair and not works_here(values.chair, meeting.participation, as_of=values.held_on):
        raise Refusal("主持人须是会议当天的本院在职人员。", field="chair")
    if not 1 <= values.attendance <= MOST_PEOPLE:
        raise Refusal(f"参加人数填 1 至 {MOST_PEOPLE}。", field="attendance")
    meeting.kind, meeting.held_on, meeting.chair = values.kind, values.held_on, values.chair
    meeting.place = words_of(values.place, most=60, missing="请填写地点。", field="place", label="地点")
    meeting.attendance = values.attendance
    meeting.attendees = words_of(values.attendees, most=300, field="attendees", label="参加人员")


def _keep(meeting: LaunchMeeting, files: Sequence[UploadedFile[Any]], by: User, now: datetime) -> None:
    held = meeting.files.count() if meeting.pk else 0
    if held + len(files) > MOST_FILES:
        raise Refusal(f"一次会议最多留 {MOST_FILES} 个文件，现有 {held} 个。", field="papers")
    stored = (
        receive_uploads(uploads=list(files), hospital_id=meeting.hospital_id, by=by, now=now) if files else []
    )
    if meeting.pk is not None:
        meeting.revision += 1
    meeting.save()
    MeetingFile.objects.bulk_create(
        MeetingFile(hospital_id=meeting.hospital_id, meeting=meeting, file=each) for each in stored
    )


def _record(
    action: CampaignAction,
    meeting: LaunchMeeting,
    by: User,
    now: datetime,
    *,
    reason: str = "",
    changed: dict[str, list[str]] | None = None,
) -> None:
    record(
        action=action,
        target=meeting,
        by=by,
        now=now,
        hospital_id=meeting.hospital_id,
        reason=reason,
        detail={"run": meeting.participation.run.code, **(changed or {})},
    )
