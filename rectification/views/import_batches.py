"""Several workbooks that were uploaded at once: what each of them is, and the clear ones entered together."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.models import Participation
from infrastructure.errors import Refusal
from infrastructure.form_acts import pressed
from infrastructure.job_progress import view_of
from infrastructure.jobs import own_job
from infrastructure.models import Job, JobState
from infrastructure.tasks import nudge
from organizations.requests import signed_in
from rectification.models import LedgerImport
from rectification.services import import_batches


def _batch_or_404(request: HttpRequest, uid: uuid.UUID) -> tuple[Job, Participation]:
    job = own_job(uid=uid, by=signed_in(request), as_of=timezone.localdate())
    if job is None or job.kind != import_batches.READ:
        raise Http404
    ledgers = Participation.objects.select_related("hospital", "run")
    ledger = ledgers.get(pk=job.parameters["participation"], hospital=job.hospital_id)
    request.hospital = ledger.hospital  # type: ignore[attr-defined]  # read by the page frame
    return job, ledger


@require_safe
def batch(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """While something is at work, how far it is; then the files, those that need somebody first."""
    job, ledger = _batch_or_404(request, uid)
    entering = Job.objects.filter(
        kind=import_batches.ENTER, parameters__batch=job.pk, requested_by=signed_in(request)
    ).last()
    at_work = next((each for each in (entering, job) if each is not None and _is_open(each)), None)
    context: dict[str, Any] = {"hospital": ledger.hospital, "run": ledger.run, "batch": job}
    if at_work is not None or job.state != JobState.DONE or job.cleared_at is not None:
        shown = at_work or job
        context |= {"job": view_of(shown, now=timezone.now()), "job_url": reverse("import-batch", args=[uid])}
        return render(request, "rectification/imports/batch_reading.html", context)
    files = _files(job, entering)
    context |= {
        "files": files,
        "counts": [
            {"label": label, "value": count, "tone": tone}
            for state, (label, tone, _) in _STATES.items()
            if (count := sum(each["state"] == state for each in files))
        ],
        "clear": sum(each["state"] == "clear" for each in files),
    }
    return render(request, "rectification/imports/batch.html", context)


def _is_open(job: Job) -> bool:
    return job.state in (JobState.QUEUED, JobState.RUNNING)


# Words, tone and icon of each state; those that need somebody first.
_STATES = {
    "work": ("需处理", "overdue", "alert-triangle"),
    "failed": ("读不了", "overdue", "alert-circle"),
    "clear": ("可直接导入", "accent", "file-import"),
    "nothing": ("没有新问题", "plain", "circle"),
    "done": ("已导入", "done", "circle-check"),
}


def _files(job: Job, entering: Job | None) -> list[dict[str, Any]]:
    """What was read of each, and what has become of it since. One query, however many there are."""
    told: list[dict[str, Any]] = job.result["files"]
    uids = [each["uid"] for each in told if "uid" in each]
    entered = dict(
        LedgerImport.objects.filter(
            uid__in=uids, created_by=job.requested_by_id, imported_at__isnull=False
        ).values_list("uid", "imported_rows")
    )
    problems = {
        each["uid"]: each["problem"] for each in (entering.result or {}).get("files", [])
    } if entering else {}  # fmt: skip
    files = []
    for each in told:
        rows = entered.get(uuid.UUID(each["uid"])) if "uid" in each else None
        problem = each.get("problem") or problems.get(each.get("uid", ""), "")
        state = _state(each, done=rows is not None, problem=problem)
        look = dict(zip(("label", "tone", "icon"), _STATES[state], strict=True))
        files.append({**each, **look, "state": state, "entered": rows, "problem": problem})
    order = list(_STATES)
    return sorted(files, key=lambda each: order.index(each["state"]))


def _state(told: dict[str, Any], *, done: bool, problem: str) -> str:
    if done:
        return "done"
    if "uid" not in told:
        return "failed"
    if problem or told["errors"] or told["questions"]:
        return "work"
    return "clear" if told["ready"] else "nothing"


@require_POST
def enter(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    job, _ = _batch_or_404(request, uid)

    def ask() -> Job:
        if job.state != JobState.DONE or job.cleared_at is not None:
            raise Refusal("这批工作簿还没有读完，稍候再试。")
        asked = import_batches.enter_clear(batch=job, by=signed_in(request), now=timezone.now())
        nudge(asked)
        return asked

    return pressed(request, ask, to=reverse("import-batch", args=[uid]))
