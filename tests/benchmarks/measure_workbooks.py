"""The ledger out to a workbook, and in from one as the job that people wait for."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook
from pytest_django import Settings

from infrastructure.files.kinds import XLSX
from infrastructure.job_progress import view_of
from infrastructure.models import Job
from infrastructure.tasks import run_job
from rectification.models import Finding
from rectification.services import import_jobs, ledger_import
from tests.benchmarks.clients import analyse
from tests.benchmarks.filling import fill
from tests.benchmarks.report import Bench
from tests.plugins.engines import current_addresses
from tests.rectification.world import World
from tests.repository.sources import ROOT
from tests.workshop.demo.conftest import storages_in


def measure_xlsx_of_2_000(live_database: str, bench: Bench, tmp_path: Path) -> None:
    _measure_out(bench, tmp_path, 2_000, pairs=9)


def measure_xlsx_of_100_000(live_database: str, bench: Bench, tmp_path: Path) -> None:
    _measure_out(bench, tmp_path, 100_000, pairs=5)


def _measure_out(bench: Bench, folder: Path, amount: int, *, pairs: int) -> None:
    """A process each, in pairs; who goes first changes, so that a drifting machine touches both alike."""
    world = World()
    fill(world, amount, world.ward)
    analyse()
    sides = "ours", "floor"
    seconds: dict[str, list[float]] = {side: [] for side in sides}
    grown: list[float] = []
    for turn in range(pairs):
        for side in sides if turn % 2 else reversed(sides):
            taken, more = _written_once(side, world, folder / f"{side}.xlsx")
            seconds[side].append(taken)
            if side == "ours":
                grown.append(more)
    ratios = [mine / floor for mine, floor in zip(*seconds.values(), strict=True)]
    bench.tell(
        f"xlsx of {amount:,} rows",
        statistics.median(seconds["ours"]),
        "s",
        floor=statistics.median(seconds["floor"]),
        ratio=statistics.median(ratios),
        aim="≤ 1.3×",
        note=f"{pairs} pairs, {min(ratios):.2f}–{max(ratios):.2f}; memory grew {max(grown):.0f} MB",
    )


def _written_once(side: str, world: World, path: Path) -> tuple[float, float]:
    words = [side, str(world.clerk.pk), str(world.participation.pk), str(path)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.xlsx_once", *words],
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


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
    environment = _environment() | {"FILES_DIR": str(files)}
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


def _environment() -> dict[str, str]:
    return {**os.environ, **current_addresses(), "DJANGO_SETTINGS_MODULE": "hospital_qs.settings.test"}
