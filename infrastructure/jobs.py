"""Long work outside the request: a row is the truth, a lease says who is at it, the broker only nudges.

A kind of job is registered by the app that can run it. A runner gets the job and a `Progress`, works in
transactions of its own, may run twice, and returns the job's result.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction

from infrastructure.errors import Refusal
from infrastructure.models import Job, JobState, StoredFile

LEASE = timedelta(minutes=20)  # longer than CELERY_TASK_TIME_LIMIT: a live worker never loses its job
MAX_ATTEMPTS = 3
_PROGRESS_SECONDS = 3600
_WRITE_EVERY_SECONDS = 0.5

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class JobResult:
    """What a runner leaves: figures and words, and perhaps a file of the job's hospital."""

    values: dict[str, Any] = field(default_factory=dict)
    file: StoredFile | None = None


class Progress:
    """How far a job is. Kept in the cache: outside every transaction, seen at once, lost without harm."""

    def __init__(self, job: Job) -> None:
        self._key = _progress_key(job)
        self._written = 0.0

    def report(self, done: int, total: int, words: str = "") -> None:
        """Say how much is done; written at most twice a second, and always at the end."""
        now = time.monotonic()
        if done < total and now - self._written < _WRITE_EVERY_SECONDS:
            return
        self._written = now
        cache.set(self._key, {"done": done, "total": total, "words": words}, _PROGRESS_SECONDS)


Runner = Callable[[Job, Progress], JobResult]
_RUNNERS: dict[str, Runner] = {}


def register_runner(kind: str) -> Callable[[Runner], Runner]:
    """Make a function the runner of a kind of job."""

    def registered(runner: Runner) -> Runner:
        if _RUNNERS.setdefault(kind, runner) is not runner:
            raise ValueError(f"job kind {kind!r} is registered twice")
        return runner

    return registered


def request_job(*, kind: str, title: str, hospital_id: int, parameters: dict[str, Any], by: Any) -> Job:
    """Write the job's row inside the caller's transaction. Whoever polls finds it; a view may nudge after commit."""
    if kind not in _RUNNERS:
        raise LookupError(f"no runner for job kind {kind!r}")
    return Job.objects.create(
        kind=kind, title=title, hospital_id=hospital_id, parameters=parameters, requested_by=by
    )


def open_jobs(now: datetime) -> models.QuerySet[Job]:
    """Jobs that wait, and running ones whose lease has lapsed."""
    lapsed = models.Q(state=JobState.RUNNING, lease_until__lt=now)
    return Job.objects.filter(models.Q(state=JobState.QUEUED) | lapsed).order_by("id")


def _take(job_id: int, now: datetime) -> Job | None:
    with transaction.atomic():
        job = open_jobs(now).select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is None:
            return None
        if job.attempts >= MAX_ATTEMPTS:
            _finish(job, JobState.FAILED, now, problem="多次中断，没有完成。请重新提交；数据没有改变。")
            return None
        job.state, job.lease_until, job.attempts = JobState.RUNNING, now + LEASE, job.attempts + 1
        job.save(update_fields=["state", "lease_until", "attempts"])
        return job


def run_job(*, job_id: int, clock: Callable[[], datetime]) -> bool:
    """Run one job if nobody else is at it. Returns whether it was run."""
    job = _take(job_id, clock())
    if job is None:
        return False
    try:
        result = _RUNNERS[job.kind](job, Progress(job))
    except Refusal as refusal:
        _finish(job, JobState.FAILED, clock(), problem=refusal.message[:300])
    except Exception:
        logger.exception("job %s of kind %s failed", job.uid, job.kind)
        _finish(
            job,
            JobState.FAILED,
            clock(),
            problem="系统出错，没有完成；数据没有改变。请稍后重试或联系管理员。",
        )
        if settings.DEBUG_PROPAGATE_EXCEPTIONS:
            raise
    else:
        _finish(job, JobState.DONE, clock(), result=result)
    return True


def _finish(
    job: Job, state: JobState, now: datetime, *, problem: str = "", result: JobResult | None = None
) -> None:
    job.state, job.finished_at, job.lease_until, job.problem = state, now, None, problem
    if result is not None:
        job.result, job.result_file = result.values, result.file
    job.save(update_fields=["state", "finished_at", "lease_until", "problem", "result", "result_file"])


def _progress_key(job: Job) -> str:
    return f"job-progress:{job.uid}"


@dataclass(frozen=True)
class JobView:
    """A job as the progress piece of a page shows it."""

    label: str
    percent: int
    sentence: str
    finished: bool
    failed: bool


def view_of(job: Job) -> JobView:
    """The job's state in words."""
    if job.state == JobState.DONE:
        return JobView(job.title, 100, f"{job.title}：已完成。", True, False)
    if job.state == JobState.FAILED:
        return JobView(job.title, 100, f"{job.title}：{job.problem}", True, True)
    seen = cache.get(_progress_key(job)) or {}
    done, total = seen.get("done", 0), seen.get("total", 0)
    percent = int(100 * done / total) if total else 0
    words = f"已处理 {done} / {total}" if total else "排队中，页面会自动更新"
    return JobView(job.title, percent, f"{job.title}：{seen.get('words') or words}", False, False)
