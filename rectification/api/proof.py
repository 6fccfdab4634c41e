"""Evidence and progress notes of a finding."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import UPLOADED, FileAnswer, operation
from infrastructure.api.once import once
from infrastructure.api.views import ApiView
from infrastructure.files.responses import attachment_response, preview_response
from infrastructure.models import StoredFile
from organizations.requests import signed_in
from rectification.api.access import finding_for
from rectification.models import Evidence, EvidenceMeasure, Finding
from rectification.serializers.work import (
    EvidenceBody,
    EvidenceReplacement,
    EvidenceRow,
    LinkBody,
    NoteBody,
    NoteRow,
    OnSiteBody,
    VoidBody,
)
from rectification.services import evidence, with_files, work

TAG = "佐证与进展"


def _rows(finding: Finding) -> QuerySet[Evidence]:
    proves = Prefetch("proves", EvidenceMeasure.objects.select_related("measure"))
    rows = Evidence.objects.filter(finding=finding).select_related("finding", "file", "signatory", "replaces")
    return rows.prefetch_related(proves).order_by("id")


def _valid(request: Request, uid: uuid.UUID, item: uuid.UUID) -> Evidence:
    rows = Evidence.objects.valid().select_related("finding__hospital", "file")
    return get_object_or_404(rows, finding=finding_for(request, uid), uid=item)


def _answer(row: Evidence, *, status: int = 200) -> Response:
    return Response(EvidenceRow(_rows(row.finding).get(pk=row.pk)).data, status=status)


class EvidenceList(ApiView):
    @operation(
        "evidence_list", "佐证，旧版本和撤下的也在内", tag=TAG, answer=EvidenceRow(many=True), problems=(404,)
    )
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        return Response(EvidenceRow(_rows(finding_for(request, uid)), many=True).data)

    @operation(
        "evidence_add",
        "上传佐证，一份可证明几条措施",
        tag=TAG,
        body={"multipart/form-data": EvidenceBody},
        answer=EvidenceRow(many=True),
        status=201,
        problems=(404, 409, 413),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        finding, by, now = finding_for(request, uid), signed_in(request), self.now
        typed: Any = self.typed(request, EvidenceBody, finding=finding)
        attached = with_files.add_evidence(
            finding=finding,
            uploads=typed["files"],
            measures=typed["measures"],
            words=typed["words"],
            by=by,
            now=now,
        )
        rows = _rows(finding).filter(pk__in=[row.pk for row in attached.evidence])
        return Response(EvidenceRow(rows, many=True).data, status=201)


class Replacements(ApiView):
    @operation(
        "evidence_replace",
        "上传新版本，旧版本保留",
        tag=TAG,
        body={"multipart/form-data": EvidenceReplacement},
        answer=EvidenceRow,
        status=201,
        problems=(404, 409, 413),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID, item: uuid.UUID) -> Response:
        row, by, now = _valid(request, uid, item), signed_in(request), self.now
        typed = self.typed(request, EvidenceReplacement)
        attached = with_files.replace_evidence(evidence=row, upload=typed["file"], by=by, now=now)
        return _answer(attached.evidence[0], status=201)


class Voiding(ApiView):
    @operation("evidence_void", "撤下佐证", tag=TAG, body=VoidBody, answer=EvidenceRow, problems=(404, 409))
    @once
    def post(self, request: Request, uid: uuid.UUID, item: uuid.UUID) -> Response:
        row = _valid(request, uid, item)
        typed = self.typed(request, VoidBody)
        evidence.void_evidence(evidence=row, **typed, by=signed_in(request), now=self.now)
        return _answer(row)


class EvidenceLinks(ApiView):
    @operation(
        "evidence_link", "说明证明哪些措施", tag=TAG, body=LinkBody, answer=EvidenceRow, problems=(404, 409)
    )
    def put(self, request: Request, uid: uuid.UUID, item: uuid.UUID) -> Response:
        row = _valid(request, uid, item)
        typed = self.typed(request, LinkBody, finding=row.finding)
        evidence.link_measures(evidence=row, **typed, by=signed_in(request), now=self.now)
        return _answer(row)


class OnSiteViews(ApiView):
    @operation(
        "evidence_on_site",
        "登记现场查看，由验收部门办理",
        tag=TAG,
        body=OnSiteBody,
        answer=EvidenceRow,
        status=201,
        problems=(404, 409),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        finding = finding_for(request, uid)
        typed = self.typed(request, OnSiteBody, finding=finding)
        written = evidence.see_on_site(finding=finding, **typed, by=signed_in(request), now=self.now)
        return _answer(written, status=201)


def _file(request: Request, uid: uuid.UUID, item: uuid.UUID) -> StoredFile:
    rows = Evidence.objects.select_related("file").filter(file__isnull=False)
    found = get_object_or_404(rows, finding=finding_for(request, uid), uid=item).file
    assert found is not None  # the filter above
    return found


class EvidenceFile(ApiView):
    @operation("evidence_file", "下载原件", tag=TAG, answer=UPLOADED, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID, item: uuid.UUID) -> FileResponse:
        return attachment_response(_file(request, uid, item))


class EvidencePreview(ApiView):
    @operation("evidence_preview", "一页预览图", tag=TAG, answer=FileAnswer(("image/webp",)), problems=(404,))
    def get(self, request: Request, uid: uuid.UUID, item: uuid.UUID, page: int) -> FileResponse:
        return preview_response(_file(request, uid, item), page=page)


class Notes(ApiView):
    @operation("note_list", "整改进展", tag=TAG, answer=NoteRow(many=True), problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        rows = finding_for(request, uid).notes.select_related("signatory")
        return Response(NoteRow(rows, many=True).data)

    @operation(
        "note_add",
        "记录进展",
        tag=TAG,
        body=NoteBody,
        answer=NoteRow,
        status=201,
        problems=(404, 409),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        finding = finding_for(request, uid)
        typed = self.typed(request, NoteBody)
        written = work.note_progress(finding=finding, **typed, by=signed_in(request), now=self.now)
        return Response(NoteRow(written).data, status=201)
