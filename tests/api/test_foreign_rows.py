"""Another hospital's rows: in an address a 404, in a body an error at the field. Both tables are complete by test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from infrastructure.api.references import ManyUidsField, references
from infrastructure.api.strict import json_of
from infrastructure.audit import acting
from inspections.models import InspectionSheet, SheetLine
from organizations.models import Membership, Role, StandIn
from organizations.services import memberships
from rectification.models import Evidence, LedgerImport
from rectification.services import exports, extensions
from tests.api.caller import Caller, problem
from tests.api.routes import routes
from tests.rectification.world import IN_TWO_WEEKS, NOW, TODAY, World

pytestmark = pytest.mark.slow

NOBODY = "00000000-0000-7000-8000-000000000000"
OF_HOSPITAL = (
    "hospital hospital-names standings login-policy departments departments-import staff staff-import memberships"
    " stand-ins audit-entries access-entries ledgers todo extensions-to-decide"
)
OF_DEPARTMENT = "department department-end department-reopen aliases"
OF_LEDGER = "ledger launch items missing-sheets board sheets findings cells exports templates imports"
OF_FINDING = (
    "finding finding-ledgers finding-next finding-timeline finding-rounds extensions causes measures evidence"
    " on-site-views notes"
)


@dataclass
class Rows:
    """One row of every kind in a hospital."""

    world: World

    def __post_init__(self) -> None:
        world = self.world
        self.administrators = [
            world.member(role, world.hospital, name=name)
            for role, name in (
                (Role.SYSTEM_ADMINISTRATOR, "系统员"),
                (Role.SECURITY_ADMINISTRATOR, "安全员"),
                (Role.AUDIT_ADMINISTRATOR, "审计员"),
            )
        ]
        self.finding, self.cause, self.measure = world.planned()
        world.prove(self.finding, self.measure)
        self.evidence = Evidence.objects.get(finding=self.finding)
        self.extension = extensions.ask_extension(
            finding=self.finding,
            to_due_on=IN_TWO_WEEKS + timedelta(days=9),
            reason="厂家排期",
            by=world.liaison,
            now=NOW,
        )
        self.sheet, self.line = make_sheet(world)
        self.stand_in: StandIn = memberships.grant_stand_in(
            principal=world.head.staff,
            substitute=world.liaison.staff,
            from_on=TODAY,
            to_on=IN_TWO_WEEKS,
            reason="进修",
            by=self.administrators[1],
            now=NOW,
        )
        self.membership = Membership.objects.get(user=world.liaison)
        self._begin_jobs()

    def _begin_jobs(self) -> None:
        world = self.world
        self.imported = LedgerImport.objects.create(
            hospital=world.hospital,
            participation=world.participation,
            file=world.stored_file(world.clerk, "台账.xlsx"),
            cells=1,
            created_by=world.clerk,
            created_at=NOW,
        )
        self.job = exports.request_export(
            participation=world.participation, query=QueryDict(""), sort="", by=world.clerk, now=NOW
        )

    def addresses(self) -> dict[str, dict[str, Any]]:
        """Route → the parts of its address."""
        world, finding = self.world, {"uid": self.finding.uid}
        evidence, person = finding | {"item": self.evidence.uid}, {"uid": world.head.staff.uid}
        ledger, sheet = {"uid": world.participation.uid}, {"uid": self.sheet.uid}
        department = {"uid": world.ward.uid}
        parts: list[tuple[str, dict[str, Any]]] = [
            (OF_HOSPITAL, {"code": world.hospital.code}),
            ("region-hospitals region-runs", {"code": world.hospital.supervised_by.code}),
            (OF_DEPARTMENT, department),
            ("alias", department | {"name": "骨一科"}),
            ("person accounts postings leave leave-take-back", person),
            ("posting", person | {"posting": world.head.staff.postings.get().uid}),
            ("account-close account-reopen account-second-factor-off", {"uid": world.head.uid}),
            ("membership-end", {"uid": self.membership.uid}),
            ("stand-in-end", {"uid": self.stand_in.uid}),
            (OF_LEDGER, ledger),
            ("checkpoint-settings", ledger | {"clause": "TST.I1.a"}),
            ("sheet sheet-answers sheet-rest sheet-confirm sheet-reopen sheet-scan", sheet),
            ("sheet-line-findings", sheet | {"line": self.line.uid}),
            (OF_FINDING, finding),
            ("finding-transition", finding | {"name": "submit"}),
            ("extension-decision", finding | {"extension": self.extension.uid}),
            ("cause", finding | {"cause": self.cause.uid}),
            ("measure", finding | {"measure": self.measure.uid}),
            ("evidence-replacements evidence-void evidence-measures evidence-file", evidence),
            ("evidence-preview", evidence | {"page": 1}),
            (
                "import import-columns import-departments import-decisions import-preview import-enter",
                {"uid": self.imported.uid},
            ),
            ("job job-file", {"uid": self.job.uid}),
        ]
        return {f"api-{name}": where for names, where in parts for name in names.split()}

    def foreign(self) -> dict[str, str]:
        """Kind of reference → the key of a row of this hospital."""
        world = self.world
        return {
            "departments": str(world.ward.uid),
            "future_departments": str(world.ward.uid),
            "people": str(world.leader.staff.uid),
            "future_people": str(world.leader.staff.uid),
            "accounts": str(world.leader.uid),
            "findings": str(self.finding.uid),
            "causes": str(self.cause.uid),
            "measures": str(self.measure.uid),
            "ledgers": str(world.participation.uid),
        }


def make_sheet(world: World) -> tuple[InspectionSheet, SheetLine]:
    with acting(by=None):
        sheet = InspectionSheet.objects.create(
            hospital=world.hospital,
            participation=world.participation,
            level="department",
            department=world.ward,
        )
        lines = [
            SheetLine.objects.create(
                hospital=world.hospital, sheet=sheet, checkpoint=point, department=world.ward
            )
            for point in world.item.checkpoints.all()
        ]
    return sheet, lines[0]


@pytest.fixture
def rows(world: World) -> Rows:
    return Rows(world)


@pytest.fixture
def others(other: World) -> Rows:
    return Rows(other)


def asked_why(name: str) -> str:
    """The logs are read with a reason."""
    return "?reason=月度核查" if name in ("api-audit-entries", "api-access-entries") else ""


FOR_SUPERVISORS = {"api-region-hospitals", "api-region-runs"}  # test_administration, test_regions_and_todo
WITHOUT_PLACE = {"api-tokens", "api-token", "api-me", "api-hospitals"}


def test_every_address_of_another_hospital_is_a_404(rows: Rows, others: Rows) -> None:
    """Asked with every right that the own hospital can give, for rows that do exist."""
    callers = [Caller(user) for user in (rows.world.clerk, rows.world.head, *rows.administrators)]
    addresses = others.addresses()
    asked = {route.name for route in routes()} - WITHOUT_PLACE
    assert asked == set(addresses)
    for route in routes():
        if route.name in WITHOUT_PLACE:
            continue
        path = reverse(route.name, kwargs=addresses[route.name])
        for caller in callers:
            form = isinstance(route.handler.body, dict)
            problem(caller.call(route.method.upper(), path + asked_why(route.name), {}, files=form), 404)


def test_those_addresses_do_exist_for_their_own_hospital(others: Rows) -> None:
    """Else the 404 above would prove nothing."""
    callers = [Caller(user) for user in (others.world.clerk, others.world.head, *others.administrators)]
    # No bytes stand behind these rows.
    without = {"api-sheet-scan", "api-job-file", "api-evidence-file", "api-evidence-preview"}
    without |= {"api-import-preview"}
    without |= FOR_SUPERVISORS
    for route in routes():
        if route.method != "get" or route.name in WITHOUT_PLACE | without:
            continue
        path = reverse(route.name, kwargs=others.addresses()[route.name])
        found = {caller.get(path + asked_why(route.name)).status_code for caller in callers}
        assert found & {200, 202, 400}, (route.name, found)


# Who may send a body; everything else is the quality office's.
SENDERS = {
    "api-departments": 0,
    "api-department": 0,
    "api-department-end": 0,
    "api-staff": 0,
    "api-postings": 0,
    "api-memberships": 1,
    "api-stand-ins": 1,
}


def test_a_foreign_row_in_a_body_is_an_error_at_its_field(rows: Rows, others: Rows) -> None:
    """Every field of every body that names a row, also with what is nobody's key and what is no key at all."""
    administrators, clerk = [Caller(user) for user in rows.administrators], Caller(rows.world.clerk)
    addresses, foreign = rows.addresses(), others.foreign()
    tried, kept = 0, []
    for route in (each for each in routes() if each.body and each.name not in FOR_SUPERVISORS):
        as_form = json_of(route.body) is not route.body
        for field, reference in references(route.body().fields.values()):
            caller = administrators[SENDERS[route.name]] if route.name in SENDERS else clerk
            path = reverse(route.name, kwargs=addresses[route.name])
            theirs = foreign.get(reference.rows.name, "I99")
            for value in (theirs, NOBODY, "不是编号", 5, {"uid": theirs}, "x" * 100_000, "\x00"):
                many = isinstance(field, ManyUidsField)
                typed = {field.field_name: [value] if many else value}
                answer = caller.call(route.method.upper(), path, typed, files=as_form)
                # With nothing else amiss it is the rows that say no, not the schema.
                status = 409 if answer.status_code == 409 and reference.rows.normal(value) else 400
                told = problem(answer, status)["errors"]
                tried += 1
                if (f"{field.field_name}.0" if many else field.field_name) not in told:
                    kept.append((route.method, route.name, field.field_name, str(value)[:40], told))
    assert kept == []
    assert tried > 300
