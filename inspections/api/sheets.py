"""Self-inspection sheets: read, fill in, confirm, reopen."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.access import ledger_for
from campaigns.selectors.runs import run_of
from infrastructure.api.describing import UPLOADED, operation
from infrastructure.api.once import once
from infrastructure.api.views import ApiView
from infrastructure.errors import Invalid
from infrastructure.files.responses import attachment_response
from inspections.models import InspectionSheet, SheetLine
from inspections.rights import SheetRight
from inspections.selectors.sheets import sheet_rows, sheet_view, sheets_of_run, visible_sheets
from inspections.serializers.sheets import (
    AnswersBody,
    ConfirmBody,
    LineFindingBody,
    ReasonBody,
    SheetDetail,
    SheetSummary,
)
from inspections.services import sheets
from inspections.services.sheet_findings import register_from_line
from organizations.api.papers import sent_paper
from organizations.requests import request_scope, signed_in
from rectification.api.findings import answer as finding_answer
from rectification.serializers.findings import FindingDetail

TAG = "自查表"


def sheet_for(request: Request, uid: uuid.UUID) -> InspectionSheet:
    """The sheet of an address; another hospital's or department's is a 404."""
    rows = InspectionSheet.objects.visible_in(request_scope(request, SheetRight.VIEW)).select_related(
        "hospital", "department", "participation", "confirmed_by", "confirmed_scan"
    )
    return get_object_or_404(rows, uid=uid)


def told(request: Request, uid: uuid.UUID) -> Response:
    """The sheet as this user sees it now: an office sees of the hospital's sheet its own lines."""
    sheet = sheet_for(request, uid)
    readable, answerable = (
        request_scope(request, action).within(sheet.hospital_id)
        for action in (SheetRight.VIEW, SheetRight.ANSWER)
    )
    view = sheet_view(
        sheet,
        readable=None if sheet.hospital_id in readable.hospitals else readable.departments,
        answerable=None if sheet.hospital_id in answerable.hospitals else answerable.departments,
        now=timezone.now(),
    )
    return Response(SheetDetail(view).data)


class Sheets(ApiView):
    @operation(
        "sheet_list",
        "自查表与进度：全院的，或本科室的",
        tag=TAG,
        answer=SheetSummary(many=True),
        problems=(404,),
    )
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        participation, scope = ledger_for(request, uid, SheetRight.VIEW)
        whole = participation.hospital_id in scope.hospitals
        found = (
            sheets_of_run(participation, as_of=self.today)
            if whole
            else visible_sheets(participation, scope, as_of=self.today)
        )
        rows = sheet_rows(
            found,
            due_on=run_of(participation).self_inspection_ends,
            as_of=self.today,
            only=None if whole else scope.departments,
        )
        return Response(SheetSummary(rows, many=True).data)


class SheetResource(ApiView):
    @operation("sheet_retrieve", "一张自查表与要点", tag=TAG, answer=SheetDetail, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        return told(request, uid)


class Answers(ApiView):
    @operation(
        "sheet_answer",
        "填写要点：全部保存，或一行有误全部不保存",
        tag=TAG,
        body=AnswersBody,
        answer=SheetDetail,
        problems=(404, 409),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        sheet = sheet_for(request, uid)
        given = AnswersBody.given(self.typed(request, AnswersBody))
        sheets.answer_lines(sheet=sheet, answers=given, by=signed_in(request), now=self.now)
        return told(request, uid)


class RestInOrder(ApiView):
    @operation("sheet_rest_in_order", "其余均符合", tag=TAG, answer=SheetDetail, problems=(404, 409))
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        sheets.rest_in_order(sheet=sheet_for(request, uid), by=signed_in(request), now=self.now)
        return told(request, uid)


class Confirmation(ApiView):
    @operation(
        "sheet_confirm",
        "确认自查表；代录签字盖章件以 multipart/form-data 传 signatory 和 scan",
        tag=TAG,
        body=ConfirmBody,
        answer=SheetDetail,
        problems=(404, 409, 413),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        sheet, by, now = sheet_for(request, uid), signed_in(request), self.now
        typed: Any = self.typed(request, ConfirmBody, hospital=sheet.hospital)
        sheets.confirm_sheet(sheet=sheet, revision=typed["revision"], by=by, now=now, paper=sent_paper(typed))
        return told(request, uid)


class Reopening(ApiView):
    @operation(
        "sheet_reopen", "重新打开填写", tag=TAG, body=ReasonBody, answer=SheetDetail, problems=(404, 409)
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        sheet = sheet_for(request, uid)
        reason = self.typed(request, ReasonBody)["reason"]
        sheets.reopen_sheet(sheet=sheet, reason=reason, by=signed_in(request), now=self.now)
        return told(request, uid)


class Scan(ApiView):
    @operation("sheet_scan", "确认所依据的签字盖章件", tag=TAG, answer=UPLOADED, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> FileResponse:
        stored = sheet_for(request, uid).confirmed_scan
        if stored is None:
            raise Http404
        return attachment_response(stored)


class LineFindings(ApiView):
    @operation(
        "sheet_line_finding",
        "在要点上登记问题，可附现场照片（multipart/form-data）",
        tag=TAG,
        body=LineFindingBody,
        answer=FindingDetail,
        status=201,
        problems=(404, 409, 413),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID, line: uuid.UUID) -> Response:
        sheet = sheet_for(request, uid)
        row: SheetLine = get_object_or_404(
            sheet.lines.select_related("checkpoint__item", "department", "sheet"), uid=line
        )
        typed: Any = self.typed(request, LineFindingBody, hospital=sheet.hospital)
        if row.department_id is not None and typed["lead_department"] not in (None, row.department):
            raise Invalid({"lead_department": "这个要点由它的部门牵头，不必填写。"})
        made = register_from_line(line=row, **typed, by=signed_in(request), now=self.now)
        return Response(finding_answer(made), status=201)
