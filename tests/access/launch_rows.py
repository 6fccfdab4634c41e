"""The launch of a full hospital: what its addresses point at, and what is sent to them."""

from __future__ import annotations

from typing import Any

from campaigns.services.check_entries import EntryInput, add_entry
from campaigns.services.duties import DutyInput, save_duties
from campaigns.services.launch_group import join_group
from campaigns.services.launch_meetings import MeetingInput, hold_meeting
from campaigns.services.launch_plans import PlanInput, add_plan
from tests.access.site import Site, workbook
from tests.rectification.world import NOW, TODAY


def add_launch(site: Site) -> None:
    world, rows = site.world, site.rows
    whole: dict[str, Any] = {"participation": world.participation, "by": world.clerk, "now": NOW}
    file = workbook(["方案"], name="方案.xlsx")
    rows["launch_plan"] = add_plan(values=PlanInput("赣医〔2026〕36 号", "实施方案", TODAY, file), **whole)
    rows["group_member"] = join_group(staff=world.liaison.staff, post="liaison", from_on=TODAY, **whole)
    duty = DutyInput(world.leader.staff, world.medical, world.accepter.staff, [world.ward])
    rows["duty"] = save_duties(rows={"I1": duty}, **whole)[0]
    meeting = MeetingInput("mobilisation", TODAY, "学术报告厅", world.leader.staff, 86, "全体中层干部")
    rows["launch_meeting"] = hold_meeting(
        values=meeting, files=[workbook(["纪要"], name="纪要.xlsx")], **whole
    )
    entry = EntryInput("有无讨论记录", "records", 20, "份运行病历", "病历书写规范")
    rows["check_entry"] = add_entry(
        owner=world.hospital, checkpoint=world.checkpoint, values=entry, by=world.clerk, now=NOW
    )


def entry_form(site: Site, who: str) -> dict[str, Any]:
    return {"text": "看交接班本", "method": "documents", "sample_size": 5, "sample_of": "本"}


def meeting_form(site: Site, who: str, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "training",
        "held_on": str(TODAY),
        "place": "三号会议室",
        "chair": str(site.world.leader.staff.uid),
        "attendance": 40,
        "attendees": "各科室联络员",
        **changes,
    }


LAUNCH_PAYLOADS: dict[str, Any] = {
    "POST check-entry-new": entry_form,
    "POST region-entry-new": entry_form,
    "POST check-entry": entry_form,
    "POST check-entry-end": lambda site, who: {},
    "POST launch-plan": lambda site, who: {
        "document_no": "赣医〔2026〕40 号",
        "title": "新的实施方案",
        "issued_on": str(TODAY),
        "file": workbook(["新方案"], name="新方案.xlsx"),
    },
    "POST launch-member-new": lambda site, who: {
        "staff": str(site.world.head.staff.uid),
        "post": "member",
        "from_on": str(TODAY),
    },
    "POST launch-member-end": lambda site, who: {},
    "POST launch-duties": lambda site, who: {
        "I1-leader": str(site.world.leader.staff.uid),
        "I1-department": str(site.world.medical.uid),
        "I1-liaison": str(site.world.liaison.staff.uid),
        "I1-supporting": [str(site.world.other_ward.uid)],
        "I1-revision": 1,
    },
    "POST launch-meeting-new": meeting_form,
    "POST launch-meeting": lambda site, who: meeting_form(site, who, revision=1),
    "POST launch-meeting-void": lambda site, who: {"reason": "登记重复"},
    "POST launch-confirm": lambda site, who: {},
    "POST launch-paper": lambda site, who: {
        "department": str(site.world.ward.uid),
        "signatory": str(site.world.head.staff.uid),
        "scan": workbook(["签字"], name="签字.xlsx"),
    },
}
