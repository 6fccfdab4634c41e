"""The filtered ledger as a workbook. Short ones are ready with the answer, long ones are a job."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.access import ledger_for
from infrastructure import jobs
from infrastructure.api.describing import operation
from infrastructure.api.jobs import JobRow, told
from infrastructure.api.once import once
from infrastructure.api.views import ApiView, asked
from infrastructure.models import Job
from organizations.requests import signed_in
from rectification.models import Finding
from rectification.rights import FindingRight
from rectification.serializers.findings import LedgerQuery
from rectification.services import exports, templates


class Exports(ApiView):
    @operation(
        "ledger_export",
        "导出筛选后的台账（.xlsx）：筛选与列表相同，写在地址里",
        tag="导出台账",
        answer=JobRow,
        status=201,
        query=LedgerQuery,
        problems=(404,),
        description=(
            f"{exports.AT_ONCE} 条以内的当即完成（state 为 done）；更多的查询任务直到完成，再取 file_url。"
            "草稿不列入；筛选写明 state=draft 时列入并标明。"
        ),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        participation, scope = ledger_for(request, uid, FindingRight.EXPORT)
        by, sort = signed_in(request), asked(request)["sort"]
        wanted: dict[str, Any] = {"participation": participation, "query": request.query_params}
        rows = exports.leaving(**wanted, scope=scope, as_of=self.today).rows
        return _begun(exports.request_export(**wanted, sort=sort, by=by, now=self.now), rows)


class Templates(ApiView):
    @operation(
        "ledger_template",
        "导出可回传的台账（.xlsx）：一条措施一行，改好后用 import_upload 上传",
        tag="导出台账",
        answer=JobRow,
        status=201,
        query=LedgerQuery,
        problems=(404,),
        description=(
            f"{exports.AT_ONCE} 条以内的当即完成。每行末尾的校验码不要改动；列和行可以换次序。"
            f"上传后的预览只有改动过的格；导出时的内容保存 {templates.KEPT_DAYS} 天，过后不能回传。"
        ),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        participation, scope = ledger_for(request, uid, FindingRight.EXPORT)
        by, sort = signed_in(request), asked(request)["sort"]
        wanted: dict[str, Any] = {"participation": participation, "query": request.query_params}
        rows = exports.leaving(**wanted, scope=scope, as_of=self.today).rows
        return _begun(templates.request_template(**wanted, sort=sort, by=by, now=self.now), rows)


def _begun(job: Job, rows: QuerySet[Finding]) -> Response:
    """A short one is ready with the answer."""
    if rows[: exports.AT_ONCE + 1].count() > exports.AT_ONCE:
        return told(job, status=201)
    jobs.run_job(job_id=job.pk, clock=timezone.now)
    job.refresh_from_db()
    return Response(JobRow(job).data, status=201)
