"""A workbook into a ledger: upload, correct the columns, look at what would happen, enter."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.access import ledger_for
from infrastructure.api.describing import operation
from infrastructure.api.jobs import JobRow, told
from infrastructure.api.once import once
from infrastructure.api.pages import PageQuery, page_of, paged
from infrastructure.api.views import ApiView
from infrastructure.models import JobState
from organizations.requests import request_scope, signed_in
from rectification.models import LedgerImport
from rectification.rights import FindingRight
from rectification.serializers.imports import (
    ColumnsBody,
    DecisionsBody,
    DepartmentNameBody,
    EnterBody,
    Entered,
    ImportPreview,
    ImportRow,
    UploadBody,
)
from rectification.services import import_jobs, ledger_import, template_returns
from rectification.services.import_choices import choose_columns, decide
from rectification.services.import_names import name_departments
from rectification.workbook.decisions import Decisions
from rectification.workbook.document import as_document

TAG = "导入台账"


def _own(request: Request) -> QuerySet[LedgerImport]:
    """One's own uploads, in hospitals where one may still import."""
    scope = request_scope(request, FindingRight.IMPORT)
    hospitals = scope.hospitals | {hospital for _, hospital in scope.department_hospitals}
    rows = LedgerImport.objects.filter(created_by=signed_in(request), hospital__in=hospitals)
    return rows.select_related("file", "participation__run", "participation__hospital", "hospital", "job")


class Imports(ApiView):
    @operation(
        "import_list",
        "自己上传的工作簿",
        tag=TAG,
        query=PageQuery,
        answer=page_of(ImportRow),
        problems=(400, 404),
    )
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        participation, _ = ledger_for(request, uid, FindingRight.IMPORT)
        rows = _own(request).filter(participation=participation).order_by("-id")
        return paged(request, rows, lambda found: ImportRow(found, many=True).data)

    @operation(
        "import_upload",
        "上传一个台账工作簿（.xlsx、.xls、.et，或 .docx 里的表格）；有几个就上传几次",
        tag=TAG,
        body={"multipart/form-data": UploadBody},
        answer=ImportRow,
        status=201,
        problems=(404, 413),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        participation, _ = ledger_for(request, uid, FindingRight.IMPORT)
        typed = self.typed(request, UploadBody)
        opened = ledger_import.upload_workbook(
            participation=participation, upload=typed["file"], by=signed_in(request), now=self.now
        )
        return Response(ImportRow(opened).data, status=201)


class ImportResource(ApiView):
    @operation("import_retrieve", "一次导入", tag=TAG, answer=ImportRow, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        return Response(ImportRow(get_object_or_404(_own(request), uid=uid)).data)


class Columns(ApiView):
    @operation(
        "import_columns",
        "更正列的含义，然后重新看预览",
        tag=TAG,
        body=ColumnsBody,
        answer=ImportRow,
        problems=(404, 409),
    )
    def put(self, request: Request, uid: uuid.UUID) -> Response:
        opened, by = get_object_or_404(_own(request), uid=uid), signed_in(request)
        choices = ColumnsBody.choices(self.typed(request, ColumnsBody))
        with transaction.atomic():
            choose_columns(opened=opened, choices=choices, by=by, now=self.now)
            if opened.job is not None:
                import_jobs.forget_preview(opened=opened, by=by)
        return Response(ImportRow(opened).data)


class DepartmentNames(ApiView):
    @operation(
        "import_department_name",
        "说明工作簿里的一个科室名称是本院哪个科室，然后重新看预览",
        tag=TAG,
        body=DepartmentNameBody,
        answer=ImportRow,
        problems=(404, 409),
    )
    def put(self, request: Request, uid: uuid.UUID) -> Response:
        opened, by = get_object_or_404(_own(request), uid=uid), signed_in(request)
        typed: Any = self.typed(request, DepartmentNameBody, hospital=opened.hospital)
        name = typed["name"]
        with transaction.atomic():
            name_departments(
                opened=opened,
                chosen={name: typed["department"]},
                remember={name} if typed["remember"] else (),
                by=by,
                now=self.now,
            )
            if opened.job is not None:
                import_jobs.forget_preview(opened=opened, by=by)
        return Response(ImportRow(opened).data)


class DecisionsResource(ApiView):
    @operation(
        "import_decisions",
        "回答疑问、改正单元格、选定要更新的格，然后重新看预览",
        tag=TAG,
        body=DecisionsBody,
        answer=ImportRow,
        problems=(400, 404, 409),
    )
    def put(self, request: Request, uid: uuid.UUID) -> Response:
        opened, by = get_object_or_404(_own(request), uid=uid), signed_in(request)
        decisions = DecisionsBody.decisions(self.typed(request, DecisionsBody))
        with transaction.atomic():
            decide(opened=opened, decisions=decisions, by=by, now=self.now)
            if opened.job is not None and decisions != Decisions(taken=decisions.taken):
                import_jobs.forget_preview(opened=opened, by=by)
        return Response(ImportRow(opened).data)


class Preview(ApiView):
    @operation(
        "import_preview",
        "现在导入会怎样；大的工作簿先回答 202 和任务，完成后再取",
        description=(
            "可回传的台账（ledger_template）：changes 是全部要保存的格，与台账冲突的格是 questions，"
            "用 import_decisions 回答 mine（用表中的）或 theirs（保留台账），不回答就保留台账。"
        ),
        tag=TAG,
        answer=ImportPreview,
        problems=(400, 404),
    )
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        opened, by = get_object_or_404(_own(request), uid=uid), signed_in(request)
        if opened.template_id is not None and not import_jobs.is_large(opened):
            seen = template_returns.preview_return(opened=opened, by=by, now=self.now)
            return Response(ImportPreview(seen).data)
        if not import_jobs.is_large(opened):
            plan, grid = ledger_import.read_of(opened=opened, by=by, as_of=self.today)
            sheets = import_jobs.summary(plan, grid)["sheets"]
            return Response(ImportPreview(as_document(plan) | {"sheets": sheets}).data)
        if import_jobs.wants_reading(opened, by=by, as_of=self.today):
            return told(import_jobs.request_preview(opened=opened, by=by, now=self.now))
        if opened.job.kind == import_jobs.PREVIEW and opened.job.state == JobState.DONE:
            return Response(ImportPreview(opened.job.result).data)
        return Response(JobRow(opened.job).data, status=202)


class Entering(ApiView):
    @operation(
        "import_enter",
        "导入；大的工作簿回答 202 和任务",
        tag=TAG,
        body=EnterBody,
        answer=Entered,
        problems=(404, 409),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        opened, by = get_object_or_404(_own(request), uid=uid), signed_in(request)
        typed: Any = self.typed(request, EnterBody)
        whole = typed["bad_rows"] == "none"
        if import_jobs.is_large(opened):
            return told(import_jobs.request_import(opened=opened, all_or_none=whole, by=by, now=self.now))
        if opened.template_id is not None:
            saved = template_returns.run_return(opened=opened, by=by, now=self.now)
            return Response(Entered({"entered": 0, "changed": saved.changed}).data)
        outcome = ledger_import.run_import(opened=opened, all_or_none=whole, by=by, now=self.now)
        return Response(Entered({"entered": outcome.entered, "changed": outcome.changed}).data)
