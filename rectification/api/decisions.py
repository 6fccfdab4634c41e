"""The way along the loop: transitions, what comes next and why not yet, extensions, the timeline."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.views import ApiView
from infrastructure.errors import Invalid
from organizations.api.papers import sent_paper
from organizations.requests import request_scope, signed_in
from rectification.api.access import finding_for, finding_to_act_on
from rectification.api.findings import TAG, answer
from rectification.models import AcceptanceRound, Extension, Finding
from rectification.rights import FindingRight
from rectification.rules.lifecycle import TRANSITIONS
from rectification.selectors.finding_page import actions_of
from rectification.selectors.timelines import finding_timeline
from rectification.serializers.findings import FindingDetail
from rectification.serializers.work import (
    ExtensionBody,
    ExtensionDecision,
    ExtensionRow,
    NextActionRow,
    RoundRow,
    TimelineRow,
    TransitionBody,
)
from rectification.services import extensions, transitions

_NAME = OpenApiParameter(
    "name",
    str,
    OpenApiParameter.PATH,
    enum=list(TRANSITIONS),
    description="；".join(f"{t.name} {t.label}" for t in TRANSITIONS.values()),
)


class TransitionResource(ApiView):
    """One arrow of the lifecycle table."""

    @operation(
        "finding_transition",
        "办理一步：提交、受理、开始整改、提交验收、验收、销号……",
        tag=TAG,
        body=TransitionBody,
        answer=FindingDetail,
        problems=(404, 409, 413),
        parameters=[_NAME],
        description="能办理哪些、为什么不能，见 next。代录签字盖章件以 multipart/form-data 传 signatory 和 scan。",
    )
    @once
    def post(self, request: Request, uid: uuid.UUID, name: str) -> Response:
        finding = finding_to_act_on(request, uid)
        if name not in TRANSITIONS:
            raise Http404
        scope = request_scope(request, FindingRight.VIEW)
        typed = self.typed(request, TransitionBody, hospital=finding.hospital, scope=scope)
        acted = _carry_out(request, finding, name, typed, self)
        acted.hospital = finding.hospital
        return Response(answer(acted))


def _carry_out(request: Request, finding: Finding, name: str, typed: Any, view: ApiView) -> Finding:
    by, now, reason = signed_in(request), view.now, typed["reason"]
    if name == "merge":
        if typed["into"] is None:
            raise Invalid({"into": "请填写并入的问题。"})
        return transitions.merge(finding=finding, into=typed["into"], by=by, now=now, reason=reason)
    return transitions.move(
        finding=finding, name=name, by=by, now=now, reason=reason, paper=sent_paper(typed)
    )


class NextActions(ApiView):
    @operation(
        "finding_next",
        "我现在可以办理的步骤；不能的说明原因",
        tag=TAG,
        answer=NextActionRow(many=True),
        problems=(404,),
    )
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        finding = finding_for(request, uid)
        rows = actions_of(finding, user=signed_in(request), as_of=self.today)
        return Response(NextActionRow(rows, many=True).data)


class Timeline(ApiView):
    @operation(
        "finding_timeline",
        "办理记录，新的在前，最多 200 条",
        tag=TAG,
        answer=TimelineRow(many=True),
        problems=(404,),
    )
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        return Response(TimelineRow(finding_timeline(finding_for(request, uid)), many=True).data)


class Rounds(ApiView):
    @operation("finding_rounds", "各轮验收", tag=TAG, answer=RoundRow(many=True), problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        rows = AcceptanceRound.objects.filter(finding=finding_for(request, uid)).select_related(
            "rectified_by", "rectified_dept", "accepted_by", "accepted_dept", "closed_by"
        )
        return Response(RoundRow(rows, many=True).data)


class Extensions(ApiView):
    @operation("extension_list", "延期申请", tag=TAG, answer=ExtensionRow(many=True), problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        rows = finding_for(request, uid).extensions.select_related("asked_by", "decided_by")
        return Response(ExtensionRow(rows, many=True).data)

    @operation(
        "extension_ask",
        "申请延期",
        tag=TAG,
        body=ExtensionBody,
        answer=ExtensionRow,
        status=201,
        problems=(404, 409),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        finding = finding_for(request, uid)
        typed = self.typed(request, ExtensionBody)
        asked = extensions.ask_extension(finding=finding, **typed, by=signed_in(request), now=self.now)
        return Response(ExtensionRow(asked).data, status=201)


class ExtensionDecisionResource(ApiView):
    @operation(
        "extension_decide",
        "审批延期，由申请人以外的人办理",
        tag=TAG,
        body=ExtensionDecision,
        answer=ExtensionRow,
        problems=(404, 409),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID, extension: uuid.UUID) -> Response:
        row = get_object_or_404(Extension, finding=finding_for(request, uid), uid=extension)
        typed = self.typed(request, ExtensionDecision)
        decided = extensions.decide_extension(extension=row, **typed, by=signed_in(request), now=self.now)
        return Response(ExtensionRow(decided).data)
