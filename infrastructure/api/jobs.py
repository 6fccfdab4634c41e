"""Long pieces of work that one has asked for: how far they are, and what they left."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.views import ApiView
from infrastructure.files.responses import attachment_response
from infrastructure.jobs import view_of
from infrastructure.models import Job
from infrastructure.tasks import run_job

TAG = "任务"


class JobRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    url = serializers.SerializerMethodField()
    kind = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    percent = serializers.SerializerMethodField()
    sentence = serializers.SerializerMethodField()
    result = serializers.DictField(help_text="完成后的数字和说明。")
    file_url = serializers.SerializerMethodField()

    def get_url(self, job: Job) -> str:
        return f"/api/v1/jobs/{job.uid}/"

    def get_percent(self, job: Job) -> int:
        return view_of(job).percent

    def get_sentence(self, job: Job) -> str:
        return view_of(job).sentence

    def get_file_url(self, job: Job) -> str | None:
        return f"/api/v1/jobs/{job.uid}/file/" if job.result_file_id else None


def told(job: Job, *, status: int = 202) -> Response:
    """A job as the answer to whoever asked for it; the worker is nudged after the commit."""
    transaction.on_commit(partial(run_job.delay, job.pk), robust=True)
    return Response(JobRow(job).data, status=status)


def _own(request: Request, uid: uuid.UUID) -> Job:
    rows: Any = Job.objects.select_related("result_file")
    found: Job = get_object_or_404(rows, uid=uid, requested_by=request.user)
    return found


class JobResource(ApiView):
    @operation("job_retrieve", "自己提交的任务", tag=TAG, answer=JobRow, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        return Response(JobRow(_own(request, uid)).data)


class JobFile(ApiView):
    @operation("job_file", "任务生成的文件", tag=TAG, answer=OpenApiTypes.BINARY, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> FileResponse:
        stored = _own(request, uid).result_file
        if stored is None:
            raise Http404
        return attachment_response(stored)
