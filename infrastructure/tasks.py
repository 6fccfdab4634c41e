"""Shells over the services of `infrastructure`: ids in, nothing decided here, safe to run twice."""

import datetime
from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from infrastructure import jobs, retention
from infrastructure.files import temporary
from infrastructure.files.cleanup import discard_orphans
from infrastructure.files.previews import build_previews, waiting_previews
from infrastructure.job_retention import clear_old_results
from infrastructure.models import Job
from infrastructure.queues import PICTURES, WORK

LONGEST_TRANSACTION = datetime.timedelta(days=1)


def nudge(job: Job) -> None:
    """After the commit a worker is told; should that be lost, the poll finds the job."""
    transaction.on_commit(partial(run_job.delay, job.pk), robust=True)


@shared_task(lane=WORK)
def run_job(job_id: int) -> None:
    jobs.run_job(job_id=job_id, clock=timezone.now)


@shared_task(lane=WORK)
def run_next_job() -> None:
    """The poll: one job that waits or whose lease has lapsed. One a task, so that others are polled for meanwhile."""
    jobs.run_next_job(clock=timezone.now)


@shared_task(lane=PICTURES)
def draw_next_preview() -> None:
    """One file a task; while files wait, the next is asked for at once."""
    waiting = waiting_previews(now=timezone.now(), limit=2)
    for file_id in waiting[:1]:
        build_previews(file_id=file_id, now=timezone.now())
    if len(waiting) > 1:
        draw_next_preview.delay()


@shared_task(lane=WORK)
def discard_orphaned_uploads() -> None:
    now = timezone.now()
    discard_orphans(older_than=now - LONGEST_TRANSACTION, now=now)


@shared_task(lane=WORK)
def clear_old_job_results() -> None:
    clear_old_results(now=timezone.now())


@shared_task
def remove_expired_logs() -> None:
    """Each kind in a transaction of its own. Safe to run twice."""
    for kind in retention.kinds():
        retention.remove_expired(kind=kind, as_of=timezone.localdate())


@shared_task(lane=WORK)
def sweep_temporary_folders() -> None:
    temporary.sweep()
