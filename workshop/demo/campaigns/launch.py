"""How the hospital in full launches its own run: plan, group, duties, meetings, heads who confirm, check entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from campaigns.models import CampaignItem, Checkpoint, LaunchPlan, Participation
from campaigns.rules.launch_words import CheckMethod, GroupPost, MeetingKind
from campaigns.services.check_entries import EntryInput, add_entry
from campaigns.services.duties import DutyInput, save_duties
from campaigns.services.launch_group import join_group
from campaigns.services.launch_meetings import MeetingInput, hold_meeting
from campaigns.services.launch_plans import PlanInput, add_plan
from campaigns.services.plan_confirmations import confirm_plan
from organizations.models import Department, Membership, Posting, Role, StaffMember, User
from workshop.demo.plan import RunPlan
from workshop.demo.rectification.contents import content_of
from workshop.demo.stage import Act, Stage

_STILL_READING = ("骨科", "骨科病区", "产科病区", "核医学科", "物业服务中心")
_ENTRIES = (
    ("QS25.I3.a", "核心制度执行有无检查记录和整改", CheckMethod.DOCUMENTS, 5, "份质控月报", "18 项核心制度"),
    (
        "QS25.I6.b",
        "入院、手术、抢救记录是否在时限内完成",
        CheckMethod.RECORDS,
        20,
        "份运行病历",
        "病历书写基本规范",
    ),
    ("QS25.I7.a", "洗手、消毒、隔离是否规范", CheckMethod.ON_SITE, 10, "人次操作", ""),
)


def acts_of_launch(run: RunPlan, stage: Stage) -> Iterator[Act]:
    """Over the first days of the run, of a hospital that opened it itself."""
    steps = ((1, "plan"), (1, "group"), (2, "duties"), (2, "entries"), (3, "mobilisation"), (5, "training"))
    launch = DemoLaunch(run, stage)
    for days, name in (*steps, (6, "confirmations")):
        at = run.opened_at + timedelta(days=days)
        yield Act(at, partial(getattr(launch, name), at))


@dataclass(frozen=True)
class DemoLaunch:
    run: RunPlan
    stage: Stage

    @property
    def part(self) -> Participation:
        return self.stage.runs[self.run.code].participations[self.run.owner_hospital]

    @property
    def officer(self) -> User:
        held = Membership.objects.filter(hospital=self.part.hospital, role=Role.QUALITY_OFFICE)
        return held.select_related("user").order_by("user__username")[0].user

    @property
    def leaders(self) -> list[StaffMember]:
        return list(
            StaffMember.objects.filter(hospital=self.part.hospital, is_leader=True).order_by("employee_no")
        )

    def plan(self, at: datetime) -> None:
        day = localdate(at)
        values = PlanInput(f"赣江医〔{day.year}〕36 号", f"{self.run.title}实施方案", day, _paper("实施方案"))
        add_plan(participation=self.part, values=values, by=self.officer, now=at)

    def group(self, at: datetime) -> None:
        leaders = self.leaders
        heads = [self._first(self._office("medical_affairs")), self._first(self._office("nursing"))]
        posts = (GroupPost.HEAD, GroupPost.HEAD, GroupPost.DEPUTY, GroupPost.MEMBER, GroupPost.MEMBER)
        for person, post in zip([*leaders[:3], *heads], posts, strict=True):
            self._join(person, post, at)
        if self.officer.staff is not None:
            self._join(self.officer.staff, GroupPost.LIAISON, at)

    def _join(self, person: StaffMember, post: GroupPost, at: datetime) -> None:
        join_group(
            participation=self.part, staff=person, post=post, from_on=localdate(at), by=self.officer, now=at
        )

    def duties(self, at: datetime) -> None:
        items = CampaignItem.objects.filter(campaign=self.part.run.campaign).order_by("number")
        leaders = self.leaders
        rows = {}
        for number, item in enumerate(items):
            duty = item.checkpoints.order_by("code")[0].duty
            office = self._office(duty)
            other = self._office("nursing" if duty != "nursing" else "medical_affairs")
            rows[item.code] = DutyInput(
                leaders[number % len(leaders)],
                office,
                self._first(office),
                [other] if other != office else [],
            )
        save_duties(participation=self.part, rows=rows, by=self.officer, now=at)

    def entries(self, at: datetime) -> None:
        points = Checkpoint.objects.filter(item__campaign=self.part.run.campaign)
        for clause, *values in _ENTRIES:
            add_entry(
                owner=self.part.hospital,
                checkpoint=points.get(clause=clause),
                values=EntryInput(*values),  # type: ignore[arg-type]
                by=self.officer,
                now=at,
            )

    def mobilisation(self, at: datetime) -> None:
        self._meet(
            MeetingKind.MOBILISATION,
            "学术报告厅",
            126,
            "院领导、全体中层干部、各科室联络员",
            "动员部署会纪要",
            at,
        )

    def training(self, at: datetime) -> None:
        self._meet(MeetingKind.TRAINING, "教学楼三楼", 438, "全院职工，分三场", "培训签到汇总", at)

    def _meet(self, kind: MeetingKind, place: str, people: int, whom: str, paper: str, at: datetime) -> None:
        values = MeetingInput(kind, localdate(at), place, self.leaders[0], people, whom)
        hold_meeting(participation=self.part, values=values, files=[_paper(paper)], by=self.officer, now=at)

    def confirmations(self, at: datetime) -> None:
        plan = LaunchPlan.objects.get(participation=self.part, replaced_at=None)
        heads = Membership.objects.filter(hospital=self.part.hospital, role=Role.DEPARTMENT_HEAD)
        for row in heads.exclude(department__name__in=_STILL_READING).select_related("user", "department"):
            confirm_plan(plan=plan, departments=[row.department], by=row.user, now=at)

    def _office(self, duty: str) -> Department:
        """The department that holds the duty, else the quality office."""
        rows = Department.objects.filter(hospital=self.part.hospital)
        return rows.filter(duties__contains=[duty]).first() or rows.get(duties__contains=["quality"])

    def _first(self, department: Department) -> StaffMember:
        return Posting.objects.filter(department=department).select_related("staff").order_by("pk")[0].staff


def _paper(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.pdf", content_of(f"{name}.pdf").data)
