"""The ledger out to a workbook, and in from one as the job that people wait for."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from pytest_django import Settings

from infrastructure.files.kinds import XLSX
from infrastructure.job_progress import view_of
from infrastructure.models import Job
from infrastructure.tasks import run_job
from organizations.scope import scope_of
from rectification.models import Finding
from rectification.rights import FindingRight
from rectification.rules.ledger_columns import WRITTEN
from rectification.selectors import ledger
from rectification.selectors.leaving import Leaving
from rectification.selectors.ledger_lines import export_rows
from rectification.services import import_jobs, ledger_import
from rectification.services.exports import write_ledger
from tests.benchmarks.filling import fill
from tests.benchmarks.report import Bench, peak_megabytes
from tests.plugins.engines import current_addresses
from tests.rectification.world import TODAY, World
from tests.repository.sources import ROOT
from tests.workshop.demo.conftest import storages_in


def measure_xlsx_of_2_000(live_database: str, bench: Bench, tmp_path: Path) -> None:
    _measure_out(bench, tmp_path, 2_000)


def measure_xlsx_of_100_000(live_database: str, bench: Bench, tmp_path: Path) -> None:
    _measure_out(bench, tmp_path, 100_000)


def _measure_out(bench: Bench, folder: Path, amount: int) -> None:
    world = World()
    fill(world, amount, world.ward)
    scope = scope_of(world.clerk, FindingRight.EXPORT, as_of=TODAY)
    rows = ledger.ledger_rows(scope=scope, participation=world.participation)
    before = peak_megabytes()
    mine = bench.seconds(
        lambda: write_ledger(
            path=folder / "ours.xlsx",
            going=Leaving(rows, asked=False),
            participation=world.participation,
            sort="number",
            as_of=TODAY,
        )
    )
    grown = peak_megabytes() - before
    lines = export_rows(rows, world.participation, "number")
    kept = [[column.of(line) for column in WRITTEN] for line in lines]
    floor = bench.seconds(lambda: _plain_openpyxl(folder / "floor.xlsx", kept))
    note = f"memory grew {grown:.0f} MB; the floor has its rows in hand"
    bench.tell(f"xlsx of {amount:,} rows", mine, "s", floor=floor, aim="≤ 1.3×", note=note)


def _plain_openpyxl(path: Path, rows: list[list[Any]]) -> None:
    """The floor: openpyxl write-only, the same cells; their style is made once and named by each."""
    side = Side(style="thin", color="FF808080")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("问题台账")
    styled = WriteOnlyCell(sheet)
    styled.font, styled.border = (
        Font(name="宋体", size=10),
        Border(left=side, right=side, top=side, bottom=side),
    )
    styled.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    style = styled._style
    for row in [[column.heading for column in WRITTEN], *rows]:
        sheet.append([Cell(sheet, row=1, column=1, value=value, style_array=style) for value in row])
    book.save(path)


IN_HEADINGS = "序号、整治内容、存在问题、原因分析、整改措施、牵头部门、配合部门、责任人、整改时限、完成情况"


def _write_ledger_to_import(path: Path, amount: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(IN_HEADINGS.split("、"))
    for n in range(amount):
        words = [
            f"第 {n} 个问题：记录不完整",
            "制度未细化",
            "1.修订制度；2.培训考核",
            "骨科",
            "检验科",
            "吴海",
        ]
        sheet.append([n + 1, "科室制度落实", *words, "2026-12-20", "推进中"])
    book.save(path)


def measure_import_as_a_job(live_database: str, bench: Bench, tmp_path: Path, settings: Settings) -> None:
    """From the click to the last row: broker, worker, progress in the cache – what the page tells meanwhile."""
    settings.STORAGES = storages_in(tmp_path)
    world, path = World(), tmp_path / "in.xlsx"
    _write_ledger_to_import(path, 20_000)
    opened = ledger_import.upload_workbook(
        participation=world.participation,
        upload=SimpleUploadedFile("台账.xlsx", path.read_bytes(), XLSX.content_type),
        by=world.clerk,
        now=timezone.now(),
    )
    told: set[str] = set()
    with _worker(tmp_path):
        job = import_jobs.request_import(opened=opened, all_or_none=True, by=world.clerk, now=timezone.now())
        began = time.perf_counter()
        run_job.delay(job.pk)
        while not (seen := view_of(Job.objects.get(pk=job.pk), now=timezone.now())).finished:
            told.add(seen.sentence)
            time.sleep(0.2)
        taken = time.perf_counter() - began
    assert not seen.failed, seen.sentence
    assert Finding.objects.count() == 20_000
    note = f"{len(told)} sentences of progress were seen"
    bench.tell("import of 20,000 rows as a job", taken, "s", aim="≤ 45 s, in the background", note=note)


@contextmanager
def _worker(files: Path) -> Iterator[None]:
    """As production starts it for jobs, on the files of this measurement."""
    environment = {
        **os.environ,
        **current_addresses(),
        "DJANGO_SETTINGS_MODULE": "hospital_qs.settings.test",
        "FILES_DIR": str(files),
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "hospital_qs",
        "worker",
        "--pool",
        "solo",
        "--loglevel",
        "ERROR",
    ]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            yield
        finally:
            process.terminate()
