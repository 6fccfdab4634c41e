"""Shells over the services of `infrastructure`: ids in, nothing decided here, safe to run twice."""

import datetime

from celery import shared_task
from django.utils import timezone

from infrastructure import jobs, retention
from infrastructure.files.cleanup import discard_orphans
from infrastructure.files.previews import build_previews, waiting_previews

# Ten files of a minute each stay below the time limit of a task.
PREVIEWS_AT_ONCE = 10
LONGEST_TRANSACTION = datetime.timedelta(days=1)


@shared_task
def draw_waiting_previews() -> None:
    for file_id in waiting_previews(now=timezone.now(), limit=PREVIEWS_AT_ONCE):
        build_previews(file_id=file_id, now=timezone.now())


@shared_task
def discard_orphaned_uploads() -> None:
    now = timezone.now()
    discard_orphans(older_than=now - LONGEST_TRANSACTION, now=now)


@shared_task
def run_job(job_id: int) -> None:
    """Nudged after commit; the poll below finds what a lost nudge left."""
    jobs.run_job(job_id=job_id, clock=timezone.now)


@shared_task
def run_open_jobs() -> None:
    """The poll: every job that waits or whose lease has lapsed."""
    for job_id in jobs.open_jobs(timezone.now()).values_list("id", flat=True)[:20]:
        jobs.run_job(job_id=job_id, clock=timezone.now)


@shared_task
def remove_expired_logs() -> None:
    """Each kind in a transaction of its own. Safe to run twice."""
    for kind in retention.kinds():
        retention.remove_expired(kind=kind, as_of=timezone.localdate())
