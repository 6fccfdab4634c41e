"""One small hospital with a ledger: what tests of the closed loop start from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from campaigns.models import Campaign, CampaignItem, CampaignRun, Checkpoint, RunPhase
from infrastructure import audit
from infrastructure.models import StoredFile
from organizations.models import Department, DepartmentKind, Hospital, Role, User
from policy_texts.vocabulary import CauseCategory, Duty, PhaseKind
from rectification.models import Cause, Finding, Measure
from rectification.services import evidence, findings, transitions, work
from tests import factories

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
TODAY = date(2026, 11, 21)
IN_TWO_WEEKS = TODAY + timedelta(days=14)
PHASES = (
    (PhaseKind.LAUNCH, date(2026, 9, 1), date(2026, 9, 30)),
    (PhaseKind.SELF_INSPECTION, date(2026, 10, 1), date(2026, 12, 28)),
    (PhaseKind.CONCENTRATED, date(2026, 12, 29), date(2027, 3, 31)),
    (PhaseKind.EVALUATION, date(2027, 4, 1), date(2027, 5, 31)),
)


def as_(user: User) -> Client:
    """A browser in which this person has logged in."""
    client = Client()
    client.force_login(user)
    return client


def make_campaign() -> Campaign:
    """A campaign of one item with two checkpoints, the first for the medical affairs office to accept."""
    campaign = Campaign.objects.filter(code="TST").first()
    if campaign is None:
        campaign = factories.make_version("TST", title="测试整治")
        item = CampaignItem.objects.create(
            campaign=campaign, code="I1", clause="TST.I1", number=1, title="科室制度落实", short_title="科室"
        )
        for code, duty in (("a", Duty.MEDICAL_AFFAIRS), ("b", Duty.INFECTION_CONTROL)):
            Checkpoint.objects.create(
                item=item,
                code=code,
                clause=f"TST.I1.{code}",
                text=f"要点{code}",
                audiences=["clinical"],
                duty=duty,
                hospital_level=False,
            )
    return campaign


@dataclass
class World:
    """A ward leads, medical affairs accepts, the quality office closes out."""

    hospital: Hospital = field(default_factory=factories.make_hospital)

    def __post_init__(self) -> None:
        make = factories.make_department
        office = DepartmentKind.OFFICE
        self.ward = make(self.hospital, name="骨科")
        self.other_ward = make(self.hospital, name="检验科", kind=DepartmentKind.MEDICAL_TECHNICAL)
        self.medical = make(self.hospital, name="医务处", kind=office, duties=[Duty.MEDICAL_AFFAIRS])
        self.quality = make(self.hospital, name="质控办", kind=office, duties=[Duty.QUALITY])
        self.leaders = make(self.hospital, name="院领导", kind=DepartmentKind.LEADERSHIP)
        self.head = self.member(Role.DEPARTMENT_HEAD, self.ward, name="吴海")
        self.liaison = self.member(Role.LIAISON, self.ward, name="郑洁")
        self.accepter = self.member(Role.LIAISON, self.medical, name="陈思远")
        self.second_accepter = self.member(Role.DEPARTMENT_HEAD, self.medical, name="周强")
        self.clerk = self.member(Role.QUALITY_OFFICE, self.hospital, name="王敏", posted=self.quality)
        self.second_clerk = self.member(Role.QUALITY_OFFICE, self.hospital, name="孙丽", posted=self.quality)
        self.leader = self.member(
            Role.HOSPITAL_LEADER, self.hospital, name="李建国", posted=self.leaders, is_leader=True
        )
        self.campaign = make_campaign()
        self.item = self.campaign.items.get(code="I1")
        self.checkpoint = self.item.checkpoints.get(code="a")
        with audit.acting(by=None):
            self.run = CampaignRun.objects.create(
                campaign=self.campaign,
                code=f"run-{self.hospital.pk}",
                title="2026 年度常态化自查",
                owner_hospital=self.hospital,
                opened_at=NOW,
            )
            for number, (kind, first, last) in enumerate(PHASES, start=1):
                RunPhase.objects.create(run=self.run, number=number, kind=kind, from_on=first, to_on=last)
            self.participation = factories.take_part(self.hospital, self.run)

    def member(
        self,
        role: Role,
        place: Hospital | Department,
        *,
        name: str,
        posted: Department | None = None,
        **staff: Any,
    ) -> User:
        department = posted or (place if isinstance(place, Department) else None)
        person = factories.make_staff(self.hospital, department=department, name=name, **staff)
        user = factories.make_user(staff=person)
        factories.grant(user, role, place)
        return user

    def values(self, **changes: Any) -> findings.FindingInput:
        """A complete form of the ward."""
        filled: dict[str, Any] = {
            "text": "抽查 10 份四级手术病历，3 份无术前多学科讨论记录",
            "item": self.item,
            "checkpoint": self.checkpoint,
            "lead_department": self.ward,
            "responsible_person": self.head.staff,
            "responsible_leader": self.leader.staff,
            "due_on": IN_TWO_WEEKS,
        }
        return findings.FindingInput(**(filled | changes))

    def draft(self, **changes: Any) -> Finding:
        return findings.create_finding(
            participation=self.participation, values=self.values(**changes), by=self.liaison, now=NOW
        )

    def move(self, finding: Finding, name: str, by: User, **more: Any) -> Finding:
        return transitions.move(finding=finding, name=name, by=by, now=NOW, **more)

    def planned(self, **changes: Any) -> tuple[Finding, Cause, Measure]:
        """Taken up, with one cause and one measure, in rectification."""
        finding = self.draft(**changes)
        self.move(finding, "submit", self.liaison)
        self.move(finding, "take_up", self.clerk)
        cause = work.add_cause(
            finding=finding, category=CauseCategory.PROCESS, text="系统没有强制", by=self.liaison, now=NOW
        )
        measure = work.add_measure(
            finding=finding,
            values=work.MeasureInput(text="术前讨论记录设为必填", strength="strong", causes=[cause]),
            by=self.liaison,
            now=NOW,
        )
        return self.move(finding, "start", self.liaison), cause, measure

    def prove(self, finding: Finding, *measures: Measure, by: User | None = None) -> None:
        by = by or self.liaison
        evidence.add_files(finding=finding, files=[self.stored_file(by)], measures=measures, by=by, now=NOW)

    def stored_file(self, by: User, name: str = "上线截图.png") -> StoredFile:
        """A row that stands for received bytes; the bytes themselves do not matter to the closed loop."""
        number = StoredFile.objects.count()
        return StoredFile.objects.create(
            hospital_id=self.hospital.pk,
            storage_name=f"files/2026/11/21/{number:032x}",
            original_name=name,
            content_type="image/png",
            size=10,
            sha256=f"{number:064x}",
            state="stored",
            uploaded_by=by,
            uploaded_at=NOW,
        )

    def awaiting(self, **changes: Any) -> Finding:
        """Proved by the liaison and handed in by the head."""
        finding, _, measure = self.planned(**changes)
        self.prove(finding, measure)
        return self.move(finding, "request_acceptance", self.head)

    def accepted(self) -> Finding:
        return self.move(self.awaiting(), "accept", self.accepter)
