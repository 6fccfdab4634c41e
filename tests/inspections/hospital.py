"""A hospital with a department of every kind and an office for every duty that QS25 names, and a run in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from campaigns.models import Campaign, CampaignRun, Participation
from campaigns.rules.phases import PhaseDates
from campaigns.services.campaigns import sync_campaigns
from campaigns.services.runs import open_run
from inspections.models import InspectionSheet, SheetLine
from organizations.models import Department, DepartmentKind, Hospital, User
from policy_texts.loading import load_campaign
from policy_texts.vocabulary import PhaseKind
from tests import factories

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # 09:00 in the hospital
TODAY = date(2026, 11, 21)
PHASES = [
    PhaseDates(PhaseKind.LAUNCH, date(2026, 11, 1), date(2026, 11, 10)),
    PhaseDates(PhaseKind.SELF_INSPECTION, date(2026, 11, 11), date(2026, 12, 28)),
    PhaseDates(PhaseKind.CONCENTRATED, date(2026, 12, 29), date(2027, 3, 31)),
    PhaseDates(PhaseKind.EVALUATION, date(2027, 4, 1), date(2027, 4, 30)),
]
OFFICES = {
    "quality": "质控办",
    "general_office": "院办",
    "medical_affairs": "医务处",
    "performance": "绩效办",
    "records": "病案室",
    "infection_control": "院感科",
    "nursing": "护理部",
    "information": "信息科",
    "ethics": "医德医风办",
    "discipline": "纪检办",
}
OWN = {
    DepartmentKind.CLINICAL: "骨科",
    DepartmentKind.MEDICAL_TECHNICAL: "检验科",
    DepartmentKind.NURSING_UNIT: "骨科护理单元",
    DepartmentKind.LOGISTICS: "保障部",
}


def qs25() -> Campaign:
    """The newest version of QS25, synced."""
    sync_campaigns(by=None, now=NOW)
    return Campaign.objects.filter(code="QS25").latest("version")


@dataclass
class Place:
    """A hospital that takes part in one run."""

    hospital: Hospital
    run: CampaignRun
    departments: dict[str, Department] = field(default_factory=dict)  # by kind and by duty

    @property
    def participation(self) -> Participation:
        return Participation.objects.select_related("hospital", "run__campaign").get(
            run=self.run, hospital=self.hospital
        )

    def sheet(self, key: str | None) -> InspectionSheet:
        """The sheet of the department of this kind or duty; None: the hospital's."""
        department = self.departments[key] if key else None
        return InspectionSheet.objects.select_related("hospital", "department", "participation").get(
            participation=self.participation, department=department
        )

    def lines(self, key: str | None) -> dict[str, SheetLine]:
        """Lines of a sheet by clause."""
        rows = self.sheet(key).lines.select_related("checkpoint__item", "department", "sheet")
        return {line.checkpoint.clause: line for line in rows}

    def member(self, role: str, key: str | None = None, *, name: str = "") -> User:
        return factories.make_member(role, self.departments[key] if key else self.hospital, name=name)


def make_place(code: str = "", *, run_code: str = "QS25-2026Q4") -> Place:
    """The hospital with its departments, and its own run whose self-inspection contains TODAY."""
    campaign = qs25()
    hospital = factories.make_hospital(code)
    departments: dict[str, Department] = {}
    for kind, name in OWN.items():
        departments[kind] = factories.make_department(hospital, name=name, kind=kind)
    for duty, name in OFFICES.items():
        departments[duty] = factories.make_department(
            hospital, name=name, kind=DepartmentKind.OFFICE, duties=[duty]
        )
    departments["office"] = departments["information"]
    factories.make_department(hospital, name="院领导", kind=DepartmentKind.LEADERSHIP)
    run = open_run(
        campaign=campaign,
        code=run_code,
        title="2026年第四季度自查",
        owner=hospital,
        phases=PHASES,
        by=None,
        now=NOW,
    )
    return Place(hospital, run, departments)


def all_checkpoints() -> list[tuple[str, tuple[str, ...], str]]:
    """(clause, audiences, duty) of the 35 checkpoints, from the official text."""
    return [
        (point.clause, tuple(point.audiences), point.duty.value)
        for point in load_campaign("QS25").checkpoints()
    ]
