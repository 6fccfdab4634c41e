"""Long work outside the request: a row is the truth, a lease says who is at it, the broker only nudges.

A kind of job is registered by the app that can run it, together with who may read what came of it. A runner gets the
job and a `Progress`, works in transactions of its own, may run twice, and returns the job's result.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import localdate

from infrastructure.errors import NotAllowed, Refusal
from infrastructure.files.kinds import FileKind
from infrastructure.files.services import discard_file, keep_generated_file
from infrastructure.job_leases import LEASE, Heartbeat, LeaseLost
from infrastructure.job_progress import Progress
from infrastructure.models import Job, JobState

MAX_ATTEMPTS = 3
CRASHED = "系统出错，没有完成；数据没有改变。请稍后重试或联系管理员。"
INTERRUPTED = "多次中断，没有完成。请重新提交；数据没有改变。"
TOO_LONG = "超过 {minutes} 分钟没有完成，已停止；数据没有改变。{advice}"
SMALLER = "可以缩小范围后再提交，或由信息科调大 JOB_TIME_LIMIT_MINUTES。"
NOT_ALLOWED_ANY_MORE = "您的权限在提交之后有变化，任务没有执行。"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class JobResult:
    """What a runner leaves beside its file (`keep_result_file`): figures and words.

    `needs` says what a reader must hold to see it, where that is not what the request already said.
    """

    values: dict[str, Any] = field(default_factory=dict)
    needs: dict[str, Any] | None = None


Runner = Callable[[Job, Progress], JobResult]
Reader = Callable[[Job, Any, date], bool]
Forgetter = Callable[[Job], None]


@dataclass(frozen=True)
class JobKind:
    """How it is run, and whether a user may read it today: a role that has ended closes what came of it.

    `forget` takes away what a runner keeps in tables of its app, when the days of the result are over. `too_long`
    says what helps when the time of a job was not enough.
    """

    run: Runner
    is_open_to: Reader
    forget: Forgetter | None = None
    too_long: str = SMALLER


_KINDS: dict[str, JobKind] = {}


def register_runner(
    kind: str, *, is_open_to: Reader, forget: Forgetter | None = None, too_long: str = SMALLER
) -> Callable[[Runner], Runner]:
    """Make a function the runner of a kind of job."""

    def registered(runner: Runner) -> Runner:
        if _KINDS.setdefault(kind, JobKind(runner, is_open_to, forget, too_long)).run is not runner:
            raise ValueError(f"job kind {kind!r} is registered twice")
        return runner

    return registered


def request_job(
    *,
    kind: str,
    title: str,
    parameters: dict[str, Any],
    needs: dict[str, Any],
    by: Any,
    hospital_id: int | None = None,
    region_id: int | None = None,
) -> Job:
    """Write the job's row inside the caller's transaction. Whoever polls finds it; a view may nudge after commit."""
    if kind not in _KINDS:
        raise LookupError(f"no runner for job kind {kind!r}")
    return Job.objects.create(
        kind=kind,
        title=title,
        hospital_id=hospital_id,
        region_id=region_id,
        parameters=parameters,
        needs=needs,
        requested_by=by,
    )


def own_job(*, uid: UUID, by: Any, as_of: date) -> Job | None:
    """A job of one's own, as long as one still holds what its content needs."""
    job = Job.objects.select_related("result_file").filter(uid=uid, requested_by=by).first()
    return job if job is not None and is_open_to(job, by, as_of) else None


def is_open_to(job: Job, user: Any, as_of: date) -> bool:
    """Whether the user holds today what the job's content needs."""
    kind = _KINDS.get(job.kind)
    return kind is not None and kind.is_open_to(job, user, as_of)


def forget_elsewhere(job: Job) -> None:
    """Have the job's kind take away what its runner kept beside the job's own row and file."""
    kind = _KINDS.get(job.kind)
    if kind is not None and kind.forget is not None:
        kind.forget(job)


def open_jobs(now: datetime) -> models.QuerySet[Job]:
    """Jobs that wait, and running ones whose lease has lapsed."""
    lapsed = models.Q(state=JobState.RUNNING, lease_until__lt=now)
    return Job.objects.filter(models.Q(state=JobState.QUEUED) | lapsed).order_by("id")


def run_next_job(*, clock: Callable[[], datetime]) -> bool:
    """Run the first job that waits and that nobody else takes. Returns whether there was one."""
    waiting = open_jobs(clock()).values_list("id", flat=True)[:20]
    return any(run_job(job_id=job_id, clock=clock) for job_id in waiting)


def run_job(*, job_id: int, clock: Callable[[], datetime]) -> bool:
    """Run one job if nobody else is at it. Returns whether it was run."""
    job = _take(job_id, clock())
    if job is None:
        return False
    with Heartbeat(job, clock) as heartbeat:
        progress = Progress(job, heartbeat)
        progress.begin()
        _run(job, progress, clock)
    return True


def _take(job_id: int, now: datetime) -> Job | None:
    with transaction.atomic():
        job = open_jobs(now).select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is None:
            return None
        if job.attempts >= MAX_ATTEMPTS:
            _finish(job, JobState.FAILED, now, problem=INTERRUPTED)
            return None
        job.state, job.lease_until, job.attempts = JobState.RUNNING, now + LEASE, job.attempts + 1
        job.save(update_fields=["state", "lease_until", "attempts"])
        return job


def _run(job: Job, progress: Progress, clock: Callable[[], datetime]) -> None:
    try:
        if not is_open_to(job, job.requested_by, localdate(clock())):
            raise NotAllowed(NOT_ALLOWED_ANY_MORE)
        result = _KINDS[job.kind].run(job, progress)
    except LeaseLost:
        logger.warning("job %s: another worker has taken it up, attempt %s ends here", job.uid, job.attempts)
    except SoftTimeLimitExceeded:
        logger.warning("job %s of kind %s was given no more time", job.uid, job.kind)
        minutes = settings.CELERY_TASK_SOFT_TIME_LIMIT // 60
        words = TOO_LONG.format(minutes=minutes, advice=_KINDS[job.kind].too_long)
        _finish(job, JobState.FAILED, clock(), problem=words)
    except Refusal as refusal:
        _finish(job, JobState.FAILED, clock(), problem=refusal.message[:300])
    except Exception:
        logger.exception("job %s of kind %s failed", job.uid, job.kind)
        _finish(job, JobState.FAILED, clock(), problem=CRASHED)
    else:
        _finish(job, JobState.DONE, clock(), result=result)


def _finish(
    job: Job, state: JobState, now: datetime, *, problem: str = "", result: JobResult | None = None
) -> None:
    """Only the attempt that holds the job ends it, and a job that failed keeps no file."""
    found = result or JobResult()
    with transaction.atomic():
        held = _held(job)
        if held is None:
            return
        if state == JobState.FAILED and held.result_file is not None:
            discard_file(stored=held.result_file, now=now)
            held.result_file = None
        held.state, held.finished_at, held.lease_until, held.problem = state, now, None, problem
        held.result = found.values
        held.needs = held.needs if found.needs is None else found.needs
        held.save(
            update_fields=["state", "finished_at", "lease_until", "problem", "result", "result_file", "needs"]
        )


def _held(job: Job) -> Job | None:
    """The job's row, locked, as long as this attempt holds it."""
    rows = Job.objects.select_for_update(of=("self",)).select_related("result_file")
    return rows.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts).first()


def keep_result_file(*, job: Job, stream: BinaryIO, name: str, kind: FileKind, now: datetime) -> None:
    """Keep the file that a runner made, tied to its job at once: an attempt that is killed leaves none behind.

    Raises LeaseLost when another attempt holds the job.
    """
    with transaction.atomic():
        held = _held(job)
        if held is None:
            raise LeaseLost
        if held.result_file is not None:
            discard_file(stored=held.result_file, now=now)
        held.result_file = keep_generated_file(
            stream=stream,
            name=name,
            kind=kind,
            hospital_id=job.hospital_id,
            region_id=job.region_id,
            by=job.requested_by,
            now=now,
        )
        held.save(update_fields=["result_file"])
