"""Real workers, started as `make run` and compose start them: what kills or keeps one of them harms no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hospital_qs.workers import WORKERS, worker_command
from infrastructure.files.services import receive_upload
from infrastructure.job_progress import view_of
from infrastructure.models import Job, StoredFile
from infrastructure.tasks import draw_next_preview, run_job
from organizations.models import User
from tests import factories
from tests.infrastructure.files import samples
from tests.infrastructure.worker_tasks import HELD, deliver_notice, started
from tests.plugins.engines import current_addresses
from tests.repository.sources import ROOT
from tests.workshop.embedded.processes import until

pytestmark = pytest.mark.slow
Start = Callable[..., None]
STARTS_WITHIN = 60
NOTICE_WITHIN = 5


@pytest.fixture
def start(live_database: str, child_environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Starts workers by name, and beat; all end with the test."""
    environment = {
        **child_environment,
        **current_addresses(),
        "TMPDIR": str(tmp_path),
        "FILES_DIR": str(settings.STORAGES["default"]["OPTIONS"]["location"]),
        "JOB_LEASE_SECONDS": "4",
    }
    commands = {
        name: [
            *worker_command(name),
            "--include",
            "tests.infrastructure.worker_tasks",
            "--hostname",
            f"{name}@%h",
        ]
        for name in WORKERS
    }
    schedule = str(tmp_path / "schedule")
    commands["beat"] = ["celery", "-A", "hospital_qs", "beat", "--schedule", schedule, "--pidfile", ""]
    with ExitStack() as stack:

        def start_all(*names: str) -> None:
            for name in names:
                stack.enter_context(running(commands[name], environment, tmp_path / f"{name}.log"))
            ready = [tmp_path / f"{name}.log" for name in names if name != "beat"]
            assert until(lambda: all(" ready." in log.read_text() for log in ready), STARTS_WITHIN), [
                log.read_text() for log in ready
            ]

        yield start_all


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def held_job(user: User, folder: Path) -> Job:
    return Job.objects.create(
        kind=HELD,
        title="导入台账",
        hospital_id=user.hospital_id,
        requested_by=user,
        parameters={"folder": str(folder)},
    )


def seconds_until(reached: Callable[[], Any], limit: float) -> float:
    began = time.monotonic()
    assert until(reached, limit)
    return time.monotonic() - began


def test_long_jobs_delay_neither_notices_nor_previews(start: Start, tmp_path: Path) -> None:
    user = factories.make_user(factories.make_hospital())
    start(*WORKERS)
    jobs = [held_job(user, tmp_path) for _ in range(3)]
    for job in jobs:
        run_job.delay(job.pk)
    assert until(lambda: sum(started(tmp_path, job).exists() for job in jobs) == 2)
    deliver_notice.delay(str(tmp_path / "delivered"))
    assert seconds_until((tmp_path / "delivered").exists, NOTICE_WITHIN) < NOTICE_WITHIN
    picture = SimpleUploadedFile("现场.jpg", samples.picture())
    receive_upload(upload=picture, hospital_id=user.hospital_id, by=user, now=timezone.now())
    draw_next_preview.delay()
    assert until(lambda: StoredFile.objects.get().preview_state == "ready")
    assert Job.objects.filter(state="done").count() == 0
    (tmp_path / "go").touch()
    assert until(lambda: Job.objects.filter(state="done", attempts=1).count() == 3)


def test_a_killed_worker_s_job_is_taken_up_again_and_leaves_no_workbook(start: Start, tmp_path: Path) -> None:
    job = held_job(factories.make_user(factories.make_hospital()), tmp_path)
    start("worker-work", "beat")
    assert until(started(tmp_path, job).exists)
    pid, workbook = started(tmp_path, job).read_text().split(" ", 1)
    assert Path(workbook).is_relative_to(tmp_path)
    time.sleep(5)  # longer than the lease: the heartbeat holds it
    assert not started(tmp_path, job, 2).exists()
    os.kill(int(pid), signal.SIGKILL)
    taken_up = seconds_until(started(tmp_path, job, 2).exists, 60)
    assert taken_up < 30, "four seconds of lease, three of poll, and a busy machine"
    assert not Path(workbook).exists()
    job.refresh_from_db()
    assert view_of(job, now=timezone.now()).sentence.startswith(
        "导入台账：处理中断，已自动重新开始（第 2 次）。"
    )
    (tmp_path / "go").touch()
    assert until(lambda: Job.objects.filter(state="done", attempts=2).exists())
    assert not list(tmp_path.rglob("*.xlsx"))
