"""Where the jobs of the ledger are asked for: the import, or the filtered list."""

from __future__ import annotations

from django.urls import reverse

from infrastructure.job_origins import Origin, register_origin
from infrastructure.models import Job
from rectification.services import (
    exports,
    failed_rows,
    import_batches,
    import_choices,
    import_jobs,
    packs,
)


def _of_import(job: Job) -> Origin:
    opened = import_jobs.opened_of(job)
    return Origin(f"回到导入 {opened.file.original_name}", reverse("import-preview", args=[opened.uid]))


def _of_batch(job: Job) -> Origin:
    """One that enters is of the batch that was read before it."""
    batch = Job.objects.get(pk=job.parameters.get("batch", job.pk))
    return Origin("回到本次上传的工作簿", reverse("import-batch", args=[batch.uid]))


def _of_export(job: Job) -> Origin:
    participation = exports.participation_of(job)
    address = reverse("ledger", args=[participation.hospital.code])
    return Origin(f"回到{participation.run.title}问题台账", f"{address}?{job.parameters['query']}")


def register() -> None:
    """From `ready()`."""
    for kind in (failed_rows.JOB_KIND, import_jobs.PREVIEW, import_choices.IMPORT):
        register_origin(kind, _of_import)
    for kind in (import_batches.READ, import_batches.ENTER):
        register_origin(kind, _of_batch)
    for kind in (exports.JOB_KIND, packs.JOB_KIND):
        register_origin(kind, _of_export)
