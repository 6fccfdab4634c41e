"""What came of a job is kept for some days: a workbook of the ledger is not an archive."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from infrastructure.files.services import discard_file
from infrastructure.jobs import forget_elsewhere
from infrastructure.models import Job, JobState


def clear_old_results(*, now: datetime) -> int:
    """Take files and results of old jobs away; the rows stay and say so. Safe to run twice."""
    old = Job.objects.filter(
        state=JobState.DONE,
        cleared_at__isnull=True,
        finished_at__lt=now - timedelta(days=settings.JOB_FILES_KEPT_DAYS),
    )
    cleared = 0
    for job in old.select_related("result_file").iterator():
        with transaction.atomic():
            if job.result_file is not None:
                discard_file(stored=job.result_file, now=now)
            forget_elsewhere(job)
            cleared += Job.objects.filter(pk=job.pk).update(result={}, cleared_at=now)
    return cleared
