"""A job's page leads back to where it was asked for, and the rows that come back say who took them out and when."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone
from openpyxl import load_workbook

from infrastructure import audit, jobs
from infrastructure.models import Job
from organizations.models import Hospital
from rectification.selectors.ledger import DEFAULT_SORT
from rectification.services import exports, import_jobs
from tests.rectification.test_import_pages import BAD, SampleHospital, upload
from tests.rectification.world import NOW, as_

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("large", [False, True])
def test_rows_that_come_back_are_marked_and_lead_back(
    large: bool, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    world = SampleHospital()
    with audit.acting(by=None):
        Hospital.objects.filter(pk=world.hospital.pk).update(watermark=True)
    clerk = as_(world.clerk)
    opened = upload(clerk, world, BAD.read_bytes())
    monkeypatch.setattr(import_jobs, "MANY_CELLS", 10 if large else 10_000)
    back = clerk.get(opened.url + "failed/")
    if large:
        job = Job.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            jobs.run_job(job_id=job.pk, clock=timezone.now)
        assert f'<a href="{opened.url}">回到导入 台账.xlsx</a>' in clerk.get(back.url).content.decode()
        back = clerk.get(f"/jobs/{job.uid}/file/")
    book = load_workbook(BytesIO(b"".join(back)))
    assert world.clerk.staff
    assert {sheet.oddHeader.left.text.rsplit(" ", 1)[0] for sheet in book} == {
        f"王敏 {world.clerk.staff.employee_no}"
    }


def test_a_long_export_leads_back_to_the_list_as_it_was_filtered() -> None:
    world = SampleHospital()
    query = QueryDict("run=QS25&state=rectifying")
    job = exports.request_export(
        participation=world.ledger, query=query, sort=DEFAULT_SORT, by=world.clerk, now=NOW
    )
    page = as_(world.clerk).get(f"/jobs/{job.uid}/").content.decode()
    address = f"/h/{world.hospital.code}/ledger/?run=QS25&amp;state=rectifying"
    assert f'<a href="{address}">回到{world.ledger.run.title}问题台账</a>' in page
