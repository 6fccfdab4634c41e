"""The hospital's setting draws who is looking over pages, prints and workbooks; without it nothing is drawn."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from openpyxl import load_workbook

from infrastructure.jobs import run_job
from organizations.services.hospitals import LoginPolicy, edit_policy
from rectification.selectors.ledger import DEFAULT_SORT
from rectification.services import exports
from tests import factories
from tests.rectification.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("on", [True, False])
def test_pages_prints_and_workbooks(on: bool) -> None:
    world = World()
    edit_policy(hospital=world.hospital, policy=LoginPolicy(30, on), by=world.clerk, now=NOW)
    finding, client = world.awaiting(), Client()
    with time_machine.travel(NOW, tick=False):
        client.force_login(world.clerk)
        base = f"/h/{world.hospital.code}/"
        pages = [
            base,
            f"{base}ledger/",
            f"/findings/{finding.uid}/",
            f"/findings/{finding.uid}/print/notice/",
        ]
        answers = [client.get(address) for address in [*pages, f"{base}ledger/print/"]]
        book = load_workbook(BytesIO(b"".join(client.get(f"{base}ledger/export/"))))
    assert world.clerk.staff
    words = f"王敏 {world.clerk.staff.employee_no} {TODAY.isoformat()}"
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert [words in answer.content.decode() for answer in answers] == [on] * len(answers)
    assert book.active.oddHeader.left.text == (words if on else None)


def test_a_long_export_names_who_asked_for_it(django_capture_on_commit_callbacks: Any) -> None:
    """It runs in the worker, where nobody is at the screen."""
    world, client = World(factories.make_hospital(watermark=True)), Client()
    world.awaiting()
    asked = {"participation": world.participation, "query": QueryDict(), "sort": DEFAULT_SORT}
    with django_capture_on_commit_callbacks(execute=True):
        job = exports.request_export(**asked, by=world.clerk, now=NOW)
        run_job(job_id=job.pk, clock=lambda: NOW)
    with time_machine.travel(NOW, tick=False):
        client.force_login(world.clerk)
        book = load_workbook(BytesIO(b"".join(client.get(f"/jobs/{job.uid}/file/"))))
    assert book.active.oddHeader.left.text.startswith("王敏 ")


def test_the_setting_is_the_hospitals_own() -> None:
    """What another hospital has switched on draws nothing here; before the log-in there is nobody to name."""
    world, client = World(), Client()
    factories.make_hospital(watermark=True)
    assert "hq-watermark-words" not in client.get("/login/").content.decode()
    client.force_login(world.clerk)
    assert "hq-watermark-words" not in client.get("/account/").content.decode()
