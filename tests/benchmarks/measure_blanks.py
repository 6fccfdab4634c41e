"""The ledger into a superior's form."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.http import QueryDict
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import Settings

from infrastructure.jobs import run_job
from rectification.services import blank_filling
from tests.access.site_blanks import bound_blank
from tests.benchmarks.filling import fill
from tests.benchmarks.report import Bench
from tests.infrastructure.workbooks.blanks import blank
from tests.rectification.world import World
from tests.workshop.demo.conftest import storages_in


def measure_blank_of_2_000(live_database: str, bench: Bench, tmp_path: Path, settings: Settings) -> None:
    """From the rows of the ledger to the bytes of a superior's form; the floor only loads, writes and saves it."""
    settings.STORAGES = storages_in(tmp_path)
    world = World()
    fill(world, 2_000, world.ward)
    found = bound_blank(world)
    job = blank_filling.request_fill(
        blank=found,
        participation=world.participation,
        query=QueryDict(),
        sort="number",
        by=world.clerk,
        now=timezone.now(),
    )
    mine = bench.seconds(lambda: run_job(job_id=job.pk, clock=timezone.now))
    job.refresh_from_db()
    assert job.result["rows"] == 2_000, job.problem
    floor = bench.seconds(lambda: _blank_by_openpyxl(tmp_path / "floor.xlsx", 2_000))
    note = "the floor loses text box and shapes, reads no database"
    bench.tell("a superior's blank of 2,000 rows", mine, "s", floor=floor, aim="≤ 3 s", note=note)


def _blank_by_openpyxl(path: Path, amount: int) -> None:
    book = load_workbook(BytesIO(blank()))
    sheet = book["附件2"]
    sheet.insert_rows(10, amount - 5)
    for row in range(5, 5 + amount):
        for column in range(1, 7):
            cell = sheet.cell(row, column, f"第 {row} 个问题：记录不完整")
            cell._style = sheet.cell(5, column)._style
    book.save(path)
