"""Long pieces of work that one has asked for: how far they are, and what they left."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import FileResponse, Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import UPLOADED, operation
from infrastructure.api.views import ApiView
from infrastructure.files.responses import attachment_response
from infrastructure.job_progress import JobView, view_of
from infrastructure.jobs import own_job
from infrastructure.models import Job
from infrastructure.tasks import nudge

TAG = "任务"


class JobRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    url = serializers.SerializerMethodField()
    kind = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    percent = serializers.SerializerMethodField()
    sentence = serializers.SerializerMethodField()
    result = serializers.DictField(help_text="完成后的数字和说明；超过保存期限后为空。")
    file_url = serializers.SerializerMethodField()

    def get_url(self, job: Job) -> str:
        return f"/api/v1/jobs/{job.uid}/"

    def get_percent(self, job: Job) -> int:
        return _seen(job).percent

    def get_sentence(self, job: Job) -> str:
        return _seen(job).sentence

    def get_file_url(self, job: Job) -> str | None:
        return f"/api/v1/jobs/{job.uid}/file/" if _seen(job).has_file else None


def _seen(job: Job) -> JobView:
    return view_of(job, now=timezone.now())


def told(job: Job, *, status: int = 202) -> Response:
    """A job as the answer to whoever asked for it; the worker is nudged after the commit."""
    nudge(job)
    return Response(JobRow(job).data, status=status)


def _own(request: Request, uid: uuid.UUID) -> Job:
    found = own_job(uid=uid, by=request.user, as_of=timezone.localdate())
    if found is None:
        raise Http404
    return found


class JobResource(ApiView):
    @operation("job_retrieve", "自己提交的任务", tag=TAG, answer=JobRow, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        return Response(JobRow(_own(request, uid)).data)


class JobFile(ApiView):
    @operation("job_file", "任务生成的文件", tag=TAG, answer=UPLOADED, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> FileResponse:
        found = _own(request, uid)
        if found.result_file is None or not _seen(found).has_file:
            raise Http404
        return attachment_response(found.result_file)
