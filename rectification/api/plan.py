"""Causes of a finding and the measures that answer them."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.views import ApiView
from organizations.requests import signed_in
from rectification.api.access import finding_for
from rectification.models import Finding, Measure, MeasureCause
from rectification.serializers.work import (
    CauseBody,
    CauseEdit,
    CauseRow,
    MeasureBody,
    MeasureEdit,
    MeasureRow,
)
from rectification.services import work

TAG = "原因与措施"


class Causes(ApiView):
    @operation("cause_list", "原因", tag=TAG, answer=CauseRow(many=True), problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        return Response(CauseRow(finding_for(request, uid).causes.valid(), many=True).data)

    @operation(
        "cause_add",
        "添加原因",
        tag=TAG,
        body=CauseBody,
        answer=CauseRow,
        status=201,
        problems=(404, 409),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        finding = finding_for(request, uid)
        typed = self.typed(request, CauseBody)
        made = work.add_cause(finding=finding, **typed, by=signed_in(request), now=self.now)
        return Response(CauseRow(made).data, status=201)


class CauseResource(ApiView):
    @operation("cause_edit", "修改原因", tag=TAG, body=CauseEdit, answer=CauseRow, problems=(404, 409))
    def patch(self, request: Request, uid: uuid.UUID, cause: uuid.UUID) -> Response:
        row = get_object_or_404(finding_for(request, uid).causes.valid(), uid=cause)
        typed = self.revised(request, CauseEdit)
        values = {"category": row.category, "text": row.text} | dict(typed)
        changed = work.edit_cause(cause=row, **values, by=signed_in(request), now=self.now)
        return Response(CauseRow(changed).data)

    @operation("cause_void", "删去原因（记录中仍可查到）", tag=TAG, status=204, problems=(404, 409))
    def delete(self, request: Request, uid: uuid.UUID, cause: uuid.UUID) -> Response:
        row = get_object_or_404(finding_for(request, uid).causes.valid(), uid=cause)
        work.void_cause(cause=row, by=signed_in(request), now=self.now)
        return Response(status=204)


def _measures(finding: Finding) -> QuerySet[Measure]:
    answers = Prefetch("answers", MeasureCause.objects.select_related("cause"))
    rows: QuerySet[Measure] = finding.measures.valid().select_related("department", "person")
    return rows.prefetch_related(answers)


def _answer(finding: Finding, measure: Measure, *, status: int = 200) -> Response:
    return Response(MeasureRow(_measures(finding).get(pk=measure.pk)).data, status=status)


class Measures(ApiView):
    @operation("measure_list", "措施", tag=TAG, answer=MeasureRow(many=True), problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        return Response(MeasureRow(_measures(finding_for(request, uid)), many=True).data)

    @operation(
        "measure_add",
        "添加措施",
        tag=TAG,
        body=MeasureBody,
        answer=MeasureRow,
        status=201,
        problems=(404, 409),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        finding = finding_for(request, uid)
        typed = self.typed(request, MeasureBody, hospital=finding.hospital, finding=finding)
        made = work.add_measure(
            finding=finding, values=MeasureBody.input(typed), by=signed_in(request), now=self.now
        )
        return _answer(finding, made, status=201)


class MeasureResource(ApiView):
    @operation("measure_edit", "修改措施", tag=TAG, body=MeasureEdit, answer=MeasureRow, problems=(404, 409))
    def patch(self, request: Request, uid: uuid.UUID, measure: uuid.UUID) -> Response:
        finding = finding_for(request, uid)
        row = get_object_or_404(_measures(finding), uid=measure)
        typed: Any = self.revised(request, MeasureEdit, hospital=finding.hospital, finding=finding)
        changed = work.edit_measure(
            measure=row,
            values=MeasureEdit.over(row, typed),
            revision=typed["revision"],
            by=signed_in(request),
            now=self.now,
        )
        return _answer(finding, changed)

    @operation("measure_void", "删去措施（记录中仍可查到）", tag=TAG, status=204, problems=(404, 409))
    def delete(self, request: Request, uid: uuid.UUID, measure: uuid.UUID) -> Response:
        row = get_object_or_404(finding_for(request, uid).measures.valid(), uid=measure)
        work.void_measure(measure=row, by=signed_in(request), now=self.now)
        return Response(status=204)
