"""A hospital with a run, and what its launch needs: leaders, people, papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from campaigns.models import LaunchMeeting, LaunchPlan, Participation
from campaigns.selectors.launch import Launch, launch_of
from campaigns.services.duties import DutyInput, save_duties
from campaigns.services.launch_group import join_group
from campaigns.services.launch_meetings import MeetingInput, hold_meeting
from campaigns.services.launch_plans import PlanInput, add_plan
from organizations.models import Role, StaffMember, User
from tests import factories
from tests.inspections.hospital import NOW, TODAY, Place, make_place

HELD_ON = date(2026, 11, 5)


@cache
def _workbook() -> bytes:
    content = BytesIO()
    Workbook().save(content)
    return content.getvalue()


def paper(name: str = "实施方案.xlsx") -> SimpleUploadedFile:
    """A workbook: of all files that a hospital sends the one that is looked at without a child process."""
    return SimpleUploadedFile(name, _workbook())


@dataclass
class LaunchPlace:
    place: Place = field(default_factory=lambda: make_place("own"))

    def __post_init__(self) -> None:
        hospital = self.place.hospital
        self.office: User = self.place.member(Role.QUALITY_OFFICE, name="周质控")
        self.leader: StaffMember = factories.make_staff(hospital, name="黄院长", is_leader=True, post="院长")
        self.contact: StaffMember = factories.make_staff(
            hospital, department=self.place.departments["medical_affairs"], name="王丽华"
        )
        self.head: User = self.place.member(Role.DEPARTMENT_HEAD, "clinical", name="严主任")

    @property
    def participation(self) -> Participation:
        return self.place.participation

    @property
    def launch(self) -> Launch:
        return launch_of(self.participation, as_of=TODAY)

    def line(self, key: str) -> str:
        """What the checklist says is missing."""
        return next(line.lacks for line in self.launch.checklist.lines if line.key == key)

    def add_plan(
        self, document_no: str = "赣医〔2026〕36 号", *, by: User | None = None, **values: Any
    ) -> LaunchPlan:
        values = {"title": "专项整治实施方案", "issued_on": date(2026, 11, 2), "upload": paper()} | values
        return add_plan(
            participation=self.participation,
            values=PlanInput(document_no, **values),
            by=by or self.office,
            now=NOW,
        )

    def join(self, staff: StaffMember, post: str = "head", **values: Any) -> Any:
        values = {"from_on": TODAY, "by": self.office, "now": NOW} | values
        return join_group(participation=self.participation, staff=staff, post=post, **values)

    def save(self, by: User | None = None, **rows: DutyInput) -> Any:
        return save_duties(participation=self.participation, rows=rows, by=by or self.office, now=NOW)

    def duty(self, **values: Any) -> DutyInput:
        whole = {
            "leader": self.leader,
            "department": self.place.departments["medical_affairs"],
            "liaison": self.contact,
        }
        return DutyInput(**(whole | values))

    def meeting(self, **values: Any) -> MeetingInput:
        whole = {
            "kind": "mobilisation",
            "held_on": HELD_ON,
            "place": "学术报告厅",
            "chair": self.leader,
            "attendance": 86,
        }
        return MeetingInput(**(whole | values))

    def hold(self, by: User | None = None, files: Any = (), **values: Any) -> LaunchMeeting:
        return hold_meeting(
            participation=self.participation,
            values=self.meeting(**values),
            files=files,
            by=by or self.office,
            now=NOW,
        )
