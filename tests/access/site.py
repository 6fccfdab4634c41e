"""Two hospitals with everything in them: what access tests ask about really exists.

Built once a run through the services, committed to a database of its own; tests roll back what they change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from openpyxl import Workbook
from PIL import Image

from campaigns.models import Checkpoint, Participation
from campaigns.rules.phases import PhaseDates
from campaigns.services.overlays import OverlayInput, set_overlay
from campaigns.services.runs import open_run
from infrastructure import audit
from infrastructure.files.kinds import XLSX
from infrastructure.files.previews import build_previews
from infrastructure.files.services import receive_upload
from infrastructure.idempotency import Answer, carry_out_once
from infrastructure.jobs import run_job
from inspections.models import InspectionSheet
from inspections.services import sheets
from inspections.services.missing_sheets import add_missing_sheets
from inspections.services.sheet_findings import register_from_line
from organizations.models import Hospital, Region, RegionLevel, ResetKind, Role, User
from organizations.services import (
    account_resets,
    accounts,
    api_tokens,
    departments,
    own_email,
    people,
    stand_ins,
)
from organizations.services.signing import Paper
from policy_texts.vocabulary import Duty
from rectification.models import Finding
from rectification.selectors.ledger import DEFAULT_SORT
from rectification.services import evidence, exports, extensions, transitions, work
from rectification.services.origin_labels import set_origin_labels
from tests import factories
from tests.access.both_stacks import HANDLER
from tests.access.imports_of_site import add_imports
from tests.rectification.world import NOW, PHASES, TODAY, World, make_campaign

# The fourteen roles, then people who are out of reach. Two letters or more: the columns of the matrix.
ANONYMOUS, FOREIGN = "anonymous", "foreign_quality"
ACCEPTER, OTHER_LIAISON = "accepting_liaison", "other_liaison"
ROLES = [role.value for role in Role]
WHO = [ANONYMOUS, *ROLES, ACCEPTER, OTHER_LIAISON, FOREIGN]
BY_DEPARTMENT = (Role.STAFF, Role.LIAISON, Role.DEPARTMENT_HEAD)
ABOVE = (Role.SUPERVISOR, Role.PROVINCE_ADMINISTRATOR)


def picture(name: str = "现场.png", colour: str = "teal") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def workbook(*rows: list[str], name: str = "台账.xlsx") -> SimpleUploadedFile:
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue(), XLSX.content_type)


def make_regions() -> tuple[Region, Region]:
    """The province and the city that supervises every hospital of the factories."""
    province = factories.make_region("360000", name="江西省", level=RegionLevel.PROVINCE)
    return province, factories.make_region("360100", parent=province)


def make_checkpoints() -> None:
    """Beside the world's two for the wards: one for the technical departments, two for the whole hospital.

    The last one belongs to an office that the hospitals here have not named.
    """
    item = make_campaign().items.get()
    for code, audience, duty in (
        ("c", "medical_technical", Duty.MEDICAL_AFFAIRS),
        ("d", "hospital", Duty.MEDICAL_AFFAIRS),
        ("e", "hospital", Duty.FINANCE),
    ):
        Checkpoint.objects.get_or_create(
            item=item,
            code=code,
            defaults={
                "clause": f"TST.I1.{code}",
                "text": f"要点{code}",
                "audiences": [audience],
                "duty": duty,
                "hospital_level": audience == "hospital",
            },
        )


@dataclass
class Site:
    """One hospital in full. `rows` names what addresses and forms point at."""

    world: World
    users: dict[str, User] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    @property
    def hospital(self) -> Hospital:
        return self.world.hospital

    def __getitem__(self, name: str) -> Any:
        return self.rows[name]

    def client(self, who: str) -> Client:
        """A browser in which this person has logged in, or nobody."""
        client = Client()
        client.handler = HANDLER
        if who != ANONYMOUS:
            client.cookies["sessionid"] = self.sessions[who]
        return client

    def log_everybody_in(self) -> None:
        for who, user in self.users.items():
            client = Client()
            client.force_login(user)
            client.get(
                "/account/alive/"
            )  # the time of the last click is noted: the next requests write nothing
            self.sessions[who] = client.cookies["sessionid"].value


def build_site(*, name: str = "江西省第一人民医院", code: str = "first") -> Site:
    province, city = make_regions()
    make_checkpoints()
    world = World(hospital=factories.make_hospital(code, name=name, region=city))
    site = Site(world)
    _people(site, province, city)
    _findings(site)
    _sheets(site)
    _settings(site)
    _files(site)
    _call_once(site)
    return site


def _people(site: Site, province: Region, city: Region) -> None:
    world, users = site.world, site.users
    users[Role.LIAISON] = world.liaison
    users[Role.DEPARTMENT_HEAD] = world.head
    users[Role.QUALITY_OFFICE] = world.clerk
    users[Role.HOSPITAL_LEADER] = world.leader
    users[Role.STAFF] = world.member(Role.STAFF, world.ward, name="何护士")
    users[ACCEPTER] = world.accepter
    users[OTHER_LIAISON] = world.member(Role.LIAISON, world.other_ward, name="罗技师")
    for role in Role:
        if role in ABOVE:
            place = province if role == Role.PROVINCE_ADMINISTRATOR else city
            users[role] = factories.make_user(username=f"{role}-{world.hospital.code}")
            factories.grant(users[role], role, place)
        elif role not in users:
            users[role] = world.member(role, world.hospital, name=f"{role.label}人"[:8], posted=world.quality)


def _findings(site: Site) -> None:
    world, rows = site.world, site.rows
    set_origin_labels(hospital=world.hospital, labels={"complaint": "来信来访"}, by=world.clerk, now=NOW)
    rows["draft"] = world.draft(text="交接班记录缺少时间", remark="下周复查")
    rows["submitted"] = world.move(world.draft(text="抢救车药品过期未清理"), "submit", world.liaison)
    analysing = world.move(world.draft(text="危急值报告未闭环"), "submit", world.liaison)
    rows["analysing"] = world.move(analysing, "take_up", world.clerk)
    rows["planned"], rows["cause"], rows["measure"] = world.planned(text="术前讨论记录不全")
    rows["analysing_planned"] = _planned_not_started(world)
    rows["proved"], _, measure = world.planned(text="患者身份识别不规范")
    world.prove(rows["proved"], measure)
    rows["awaiting"] = world.awaiting(text="手术部位未标记")
    rows["accepted"] = world.accepted()
    rows["closed"] = world.move(world.accepted(), "close", world.clerk)
    void = world.draft(text="重复登记的问题")
    rows["void"] = world.move(void, "void", world.clerk, reason="与另一条重复")
    rows["merged"] = _merged(world, rows["planned"])
    rows["spot"] = _on_the_spot(world)
    rows["awaiting_spot"] = world.move(_draft_on_the_spot(world), "fix_on_the_spot", world.head)
    with_extension, _, rows["measure_of_extension"] = world.planned(text="设备未到位")
    rows["extended"] = with_extension
    rows["extension"] = extensions.ask_extension(
        finding=with_extension,
        to_due_on=with_extension.due_on + timedelta(days=10),
        reason="设备下月到货",
        by=world.head,
        now=NOW,
    )
    work.note_progress(finding=with_extension, text="已联系供应商", by=world.liaison, now=NOW)


def _planned_not_started(world: World) -> Finding:
    finding = world.move(world.draft(text="输血核查单缺签名"), "submit", world.liaison)
    world.move(finding, "take_up", world.clerk)
    cause = work.add_cause(finding=finding, category="people", text="夜班单人", by=world.liaison, now=NOW)
    values = work.MeasureInput(text="双人核对", strength="medium", causes=[cause])
    work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
    return finding


def _merged(world: World, into: Finding) -> Finding:
    finding = world.move(world.draft(text="同一件事"), "submit", world.liaison)
    return transitions.merge(finding=finding, into=into, by=world.clerk, now=NOW, reason="同一问题")


def _on_the_spot(world: World) -> Finding:
    """A draft that can go straight to acceptance: allowed here, with cause, measure and photo."""
    point = world.item.checkpoints.get(code="b")
    set_overlay(
        hospital=world.hospital,
        checkpoint=point,
        values=OverlayInput(functional_department=world.medical, on_the_spot_allowed=True),
        revision=0,
        by=world.clerk,
        now=NOW,
    )
    return _draft_on_the_spot(world)


def _draft_on_the_spot(world: World) -> Finding:
    point = world.item.checkpoints.get(code="b")
    finding = world.draft(text="治疗车上放有私人物品", checkpoint=point)
    cause = work.add_cause(
        finding=finding, category="environment", text="没有储物柜", by=world.liaison, now=NOW
    )
    measure = work.add_measure(
        finding=finding,
        values=work.MeasureInput(text="当场清理", strength="medium", causes=[cause]),
        by=world.liaison,
        now=NOW,
    )
    world.prove(finding, measure)
    return finding


def _sheets(site: Site) -> None:
    world, rows = site.world, site.rows
    add_missing_sheets(participation=world.participation, by=world.clerk, now=NOW)
    every = InspectionSheet.objects.filter(participation=world.participation)
    rows["ward_sheet"] = every.get(department=world.ward)
    rows["hospital_sheet"] = every.get(department=None)
    rows["paper_sheet"] = every.get(department=world.other_ward)
    rows["line"] = rows["ward_sheet"].lines.select_related("checkpoint__item").get(checkpoint__code="b")
    rows["hospital_line"] = rows["hospital_sheet"].lines.get(checkpoint__code="d")
    rows["open_line"] = rows["hospital_sheet"].lines.get(checkpoint__code="e")
    found = rows["ward_sheet"].lines.get(checkpoint__code="a")
    register_from_line(
        line=found, text="晨会没有学习记录", by=world.liaison, now=NOW, photos=[picture("晨会.png")]
    )
    _confirm_on_paper(world, rows["paper_sheet"])
    rows["ready_sheet"], rows["second_ledger"] = _second_run(world)


def _second_run(world: World) -> tuple[InspectionSheet, Participation]:
    """Another run of the same campaign: a second ledger, and a sheet that waits for its confirmation."""
    run = open_run(
        campaign=world.campaign,
        code=f"{world.run.code}-second",
        title="第二次自查",
        owner=world.hospital,
        phases=[PhaseDates(kind, first, last) for kind, first, last in PHASES],
        by=world.clerk,
        now=NOW,
    )
    ledger = Participation.objects.get(run=run, hospital=world.hospital)
    sheet = InspectionSheet.objects.get(participation=ledger, department=world.ward)
    sheets.rest_in_order(sheet=sheet, by=world.clerk, now=NOW)
    sheet.refresh_from_db()
    return sheet, ledger


def _confirm_on_paper(world: World, sheet: InspectionSheet) -> None:
    head = factories.make_staff(world.hospital, department=world.other_ward, name="严主任")
    line = sheet.lines.get()
    answer = sheets.LineAnswer("not_applicable", "本科室没有这项业务", line.revision)
    sheets.answer_lines(sheet=sheet, answers={line.uid: answer}, by=world.clerk, now=NOW)
    sheet.refresh_from_db()
    with audit.acting(by=world.clerk):
        scan = receive_upload(
            upload=picture("签字.png", "white"), hospital_id=world.hospital.pk, by=world.clerk, now=NOW
        )
        sheets.confirm_sheet(
            sheet=sheet, revision=sheet.revision, by=world.clerk, now=NOW, paper=Paper(head, scan)
        )


def _settings(site: Site) -> None:
    world, rows, system = site.world, site.rows, site.users[Role.SYSTEM_ADMINISTRATOR]
    hospital = world.hospital
    rows["person"] = factories.make_staff(hospital, department=world.ward, name="程医师")
    rows["posting"] = rows["person"].postings.get()
    rows["account"] = factories.make_user(staff=rows["person"])
    closed = factories.make_user(staff=factories.make_staff(hospital, department=world.ward, name="停用者"))
    rows["closed_account"] = accounts.deactivate(user=closed, by=system, now=NOW, reason="调离")
    rows["membership"] = factories.grant(rows["account"], Role.STAFF, world.ward)
    rows["leaver"] = factories.make_staff(hospital, department=world.other_ward, name="退休者")
    people.end_employment(person=rows["leaver"], last_day=TODAY - timedelta(days=1), by=system, now=NOW)
    rows["department"] = factories.make_department(hospital, name="眼科")
    departments.add_alias(department=rows["department"], name="眼科门诊", by=system, now=NOW)
    rows["ended_department"] = factories.make_department(
        hospital, name="旧门诊", active_to=TODAY - timedelta(days=1)
    )
    rows["stand_in"] = stand_ins.appoint(
        principal=world.second_accepter.staff,
        substitute=world.accepter.staff,
        from_on=TODAY,
        to_on=TODAY + timedelta(days=7),
        reason="外出进修",
        by=site.users[Role.SECURITY_ADMINISTRATOR],
        now=NOW,
    )
    rows["token"] = api_tokens.create(user=world.clerk, days=30, now=NOW)
    unit = people.PostingFields(department=world.ward, from_on=TODAY, appraisal_unit="骨科护理组")
    fields = people.PersonFields(
        name="护理组员", employee_no="70001", kind="nurse", post="护士", is_leader=False, employed_from=TODAY
    )
    people.create_person(hospital=hospital, fields=fields, posting=unit, by=system, now=NOW)
    rows["without_account"] = factories.make_staff(hospital, department=world.ward, name="未开通者")
    rows["link_user"] = factories.make_user(
        staff=factories.make_staff(hospital, department=world.ward, name="新职工"), password=None
    )
    rows["link"] = account_resets.hand_over_by_operator(user=rows["link_user"], now=NOW, reason="首位管理员")
    rows["link_reset"] = rows["link"].reset
    _resets(site)


def _resets(site: Site) -> None:
    """Accounts that wait: for a second administrator, for their person with both halves of a slip, and the clerk's."""
    world, rows = site.world, site.rows
    system, security = site.users[Role.SYSTEM_ADMINISTRATOR], site.users[Role.SECURITY_ADMINISTRATOR]
    password = {"kind": ResetKind.PASSWORD, "by": system, "now": NOW, "reason": "忘记密码"}
    TOTPDevice.objects.create(user=rows["account"], name="手机", confirmed=True)
    for name in ("waiting", "slip"):
        person = factories.make_staff(site.hospital, department=world.ward, name=f"{name}者"[:4])
        rows[f"{name}_user"] = factories.make_user(staff=person)
        rows[f"{name}_first"] = account_resets.ask(user=rows[f"{name}_user"], **password)
        rows[f"{name}_reset"] = rows[f"{name}_first"].reset
    rows["slip_second"] = account_resets.agree(reset=rows["slip_reset"], by=security, now=NOW)
    own_email.change(
        user=world.clerk,
        email="clerk@example.cn",
        password=factories.PASSWORD,
        link=lambda token: rows.setdefault("clerk_email", token),
        now=NOW,
    )
    rows["clerk_reset"] = account_resets.ask(user=world.clerk, **password).reset


def _call_once(site: Site) -> None:
    """A request of a program that was answered and is remembered."""
    answer = Answer(201, {"uid": str(site["draft"].uid)})
    carry_out_once(
        by=site.world.clerk, key="first-call", request_hash="0" * 64, as_of=TODAY, act=lambda: answer
    )


def _files(site: Site) -> None:
    world, rows = site.world, site.rows
    with audit.acting(by=world.liaison):
        stored = receive_upload(
            upload=picture("整改后.png"), hospital_id=world.hospital.pk, by=world.liaison, now=NOW
        )
        rows["evidence"] = evidence.add_files(
            finding=rows["planned"],
            files=[stored],
            measures=[rows["measure"]],
            words="整改后的现场",
            by=world.liaison,
            now=NOW,
        ).evidence[0]
    build_previews(file_id=stored.pk, now=NOW)
    add_imports(world, rows, workbook)
    rows["job"] = exports.request_export(
        participation=world.participation,
        query=QueryDict(),
        sort=DEFAULT_SORT,
        by=world.clerk,
        now=NOW,
    )
    assert run_job(job_id=rows["job"].pk, clock=lambda: NOW)
    rows["job"].refresh_from_db()
    assert rows["job"].result_file is not None
