"""What leaves the house is what its asker may see, in every form; a long workbook becomes a job."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.http import QueryDict
from django.test import Client

from infrastructure.jobs import run_job
from infrastructure.models import AuditEntry
from infrastructure.models.access import AccessEntry, AccessKind
from organizations.models import Role, User
from rectification.models import Finding
from rectification.selectors.ledger import PAPER_SORT
from rectification.services import exports, findings
from tests import factories
from tests.access.asking import body_of
from tests.benchmarks.filling import fill
from tests.rectification.world import NOW, World, as_
from tests.workshop.demo.conftest import storages_in

pytestmark = pytest.mark.usefixtures("world")
OURS, THEIRS = "骨科自己的问题", "检验科的问题"


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> World:
    """One numbered finding of the ward, and one with which the ward has nothing to do."""
    world = World()
    world.planned(text=OURS)
    values = world.values(text=THEIRS, lead_department=world.other_ward, responsible_person=None)
    foreign = findings.create_finding(
        participation=world.participation, values=values, by=world.clerk, now=NOW
    )
    world.move(foreign, "submit", world.clerk)
    return world


def download(world: World, by: User, form: str) -> str:
    client = Client()
    client.force_login(by)
    answer: Any = client.get(f"/h/{world.hospital.code}/ledger/{'export' if form == 'xlsx' else form}/")
    assert answer.status_code == 200
    content = body_of(answer)
    return text_of(content) if form == "xlsx" else content.decode()


def text_of(workbook: bytes) -> str:
    sheet: Any = openpyxl.load_workbook(BytesIO(workbook)).active
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


@pytest.mark.parametrize("form", ["xlsx", "csv", "print"])
def test_a_liaison_takes_away_the_own_department_only(world: World, form: str) -> None:
    of_liaison, of_office = (download(world, by, form) for by in (world.liaison, world.clerk))
    assert (OURS in of_liaison, THEIRS in of_liaison) == (True, False)
    assert (OURS in of_office, THEIRS in of_office) == (True, True)


def test_the_job_of_a_liaison_writes_the_own_department_only(
    world: World, settings: Any, tmp_path: Path
) -> None:
    settings.STORAGES = storages_in(tmp_path)
    job = exports.request_export(
        participation=world.participation, query=QueryDict(), sort=PAPER_SORT, by=world.liaison, now=NOW
    )
    assert run_job(job_id=job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    assert job.result_file is not None
    with default_storage.open(job.result_file.storage_name) as stream:
        seen = text_of(stream.read())
    assert (OURS in seen, THEIRS in seen) == (True, False)


def test_who_only_looks_into_another_department_takes_nothing_of_it_away(
    world: World, settings: Any, tmp_path: Path
) -> None:
    settings.STORAGES = storages_in(tmp_path)
    factories.grant(world.liaison, Role.STAFF, world.other_ward)
    by = User.objects.get(pk=world.liaison.pk)
    assert THEIRS in as_(by).get(f"/h/{world.hospital.code}/ledger/").content.decode()
    for form in ("xlsx", "csv", "print"):
        assert THEIRS not in download(world, by, form)
    job = exports.request_export(
        participation=world.participation, query=QueryDict(), sort=PAPER_SORT, by=by, now=NOW
    )
    assert run_job(job_id=job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    with default_storage.open(job.result_file.storage_name) as stream:
        seen = text_of(stream.read())
    assert (OURS in seen, THEIRS in seen) == (True, False)


@pytest.mark.slow
def test_two_thousand_rows_come_at_once_and_one_more_is_a_job(world: World) -> None:
    fill(world, 2_000 - Finding.objects.in_ledger(world.participation.pk).count(), world.ward, first=10)
    client, address = Client(), f"/h/{world.hospital.code}/ledger/export/"
    client.force_login(world.clerk)
    assert body_of(client.get(address))[:2] == b"PK"
    fill(world, 1, world.ward, first=5_000)
    assert client.get(address).status_code == 302
    answer = client.post(
        f"/api/v1/ledgers/{world.participation.uid}/exports/", headers={"Idempotency-Key": "export"}
    )
    assert (answer.status_code, answer.json()["state"]) == (201, "queued")


def test_the_log_names_the_campaign_whose_ledger_left_the_house(world: World) -> None:
    client = Client()
    client.force_login(world.clerk)
    assert client.get(f"/h/{world.hospital.code}/ledger/csv/").status_code == 200
    entry = AuditEntry.objects.get(action="ledger.exported")
    assert entry.target_name == world.participation.run.title
    left = AccessEntry.objects.get(kind=AccessKind.EXPORTED)
    assert (left.user, left.target_uid) == (world.clerk, world.participation.uid)
