"""The page of a long piece of work: how far it is, and the file when there is one."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from infrastructure.files.responses import attachment_response
from infrastructure.job_origins import origin_of
from infrastructure.job_progress import view_of
from infrastructure.jobs import own_job
from infrastructure.models import Job


def _job(request: HttpRequest, uid: uuid.UUID) -> Job:
    found = own_job(uid=uid, by=request.user, as_of=timezone.localdate())
    if found is None:
        raise Http404("没有这个任务，或您已无权查看它的结果。")
    return found


@require_GET
def job(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    found = _job(request, uid)
    template = "jobs/_progress.html" if getattr(request, "htmx", None) else "jobs/job.html"
    context = {"row": found, "job": view_of(found, now=timezone.now()), "origin": origin_of(found)}
    return render(request, template, context)


@require_GET
def job_file(request: HttpRequest, uid: uuid.UUID) -> HttpResponse | FileResponse:
    found = _job(request, uid)
    if found.result_file is None or not view_of(found, now=timezone.now()).has_file:
        raise Http404("这个任务没有文件，还没有完成，或文件已过保存期限。")
    return attachment_response(found.result_file)
