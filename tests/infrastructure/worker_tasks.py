"""What real workers are given to do in tests: loaded by `celery worker --include`."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from celery import shared_task

from infrastructure.job_progress import Progress
from infrastructure.jobs import JobResult, register_runner
from infrastructure.models import Job
from infrastructure.queues import NOW

HELD = "held_by_a_test"
LONGEST_SECONDS = 120


@shared_task(lane=NOW)
def deliver_notice(path: str) -> None:
    """Stands for a notice: what somebody waits for and what takes a moment."""
    Path(path).touch()


@register_runner(HELD, is_open_to=lambda job, user, as_of: True)
def hold(job: Job, progress: Progress) -> JobResult:
    """Stands for a long import: says that it has begun, leaves a workbook lying about, ends when it is let go."""
    folder = Path(job.parameters["folder"])
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as workbook:
        workbook.write("张三".encode())
    begun = folder / f"begun-{job.pk}-{job.attempts}"
    begun.with_suffix(".draft").write_text(f"{os.getpid()} {workbook.name}")
    begun.with_suffix(".draft").rename(begun)
    deadline, done = time.monotonic() + LONGEST_SECONDS, 0
    while not (folder / "go").exists() and time.monotonic() < deadline:
        done += 1
        progress.report(done, 10_000)
        time.sleep(0.05)
    os.unlink(workbook.name)
    return JobResult()


def started(folder: Path, job: Any, attempt: int = 1) -> Path:
    """The sign that an attempt has begun."""
    return folder / f"begun-{job.pk}-{attempt}"
