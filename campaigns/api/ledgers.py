"""Ledgers of a hospital and the items they are about."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.access import ledger_for, ledger_with
from campaigns.models import Checkpoint, CheckpointOverlay, Participation
from campaigns.rights import RunRight
from campaigns.selectors.checkpoints import checkpoint_rows
from campaigns.selectors.launch import launch_of
from campaigns.selectors.runs import run_of, runs_of
from campaigns.serializers.launch import LaunchRow
from campaigns.serializers.ledgers import ItemRow, LedgerRow, OverlayBody, OverlayRow, RunBody, overlay_of
from campaigns.services.overlays import set_overlay
from campaigns.services.runs import open_run
from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.views import ApiView
from organizations.api.access import hospital_managed, hospital_with
from organizations.models import Hospital
from organizations.requests import signed_in

TAG = "专项整治与台账"


class Ledgers(ApiView):
    """A hospital takes part in runs; in each it has a ledger."""

    @operation(
        "ledger_list", "本院参加的专项整治，新的在前", tag=TAG, answer=LedgerRow(many=True), problems=(404,)
    )
    def get(self, request: Request, code: str) -> Response:
        hospital = hospital_with(request, code, RunRight.VIEW)
        rows = runs_of(hospital.pk)
        return Response(LedgerRow(rows, many=True, context={"as_of": self.today}).data)

    @operation(
        "run_open",
        "开展本院自己的一次整治，按起止日期",
        tag=TAG,
        body=RunBody,
        answer=LedgerRow,
        status=201,
        problems=(404,),
    )
    @once
    def post(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, RunRight.MANAGE)
        typed: Any = self.typed(request, RunBody)
        run = open_run(
            campaign=typed["campaign"],
            code=typed["code"],
            title=typed["title"],
            owner=hospital,
            phases=RunBody.dated(typed),
            by=signed_in(request),
            now=self.now,
        )
        opened = Participation.objects.select_related("run__campaign", "hospital").get(run=run)
        return Response(LedgerRow(run_of(opened), context={"as_of": self.today}).data, status=201)


class LedgerResource(ApiView):
    @operation("ledger_retrieve", "一个台账", tag=TAG, answer=LedgerRow, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        participation = ledger_with(request, uid, RunRight.VIEW)
        return Response(LedgerRow(run_of(participation), context={"as_of": self.today}).data)


class Launch(ApiView):
    @operation(
        "launch_retrieve",
        "启动部署：方案、工作组、职责分工、会议、科室确认，还差什么",
        tag=TAG,
        answer=LaunchRow,
        problems=(404,),
    )
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        participation = ledger_with(request, uid, RunRight.VIEW)
        return Response(LaunchRow(launch_of(participation, as_of=self.today)).data)


class Items(ApiView):
    @operation(
        "item_list", "整治内容与要点，按本院的设置", tag=TAG, answer=ItemRow(many=True), problems=(404,)
    )
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        participation = ledger_with(request, uid, RunRight.VIEW)
        groups = checkpoint_rows(
            campaign=participation.run.campaign, hospital=participation.hospital, as_of=self.today
        )
        return Response(ItemRow(groups, many=True).data)


def _overlay(hospital: Hospital, point: Checkpoint) -> CheckpointOverlay | None:
    rows = CheckpointOverlay.objects.filter(hospital=hospital, checkpoint=point)
    return rows.select_related("functional_department").first()


class CheckpointSettings(ApiView):
    @operation("checkpoint_settings", "本院对一个要点的设置", tag=TAG, answer=OverlayRow, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID, clause: str) -> Response:
        hospital, point = self._point(request, uid, clause)
        return Response(OverlayRow(overlay_of(point, _overlay(hospital, point))).data)

    @operation(
        "checkpoint_settings_save",
        "设置适用对象、归口部门、立行立改",
        tag=TAG,
        body=OverlayBody,
        answer=OverlayRow,
        problems=(404, 409),
    )
    def put(self, request: Request, uid: uuid.UUID, clause: str) -> Response:
        hospital, point = self._point(request, uid, clause)
        typed: Any = self.typed(request, OverlayBody, hospital=hospital)
        saved = set_overlay(
            hospital=hospital,
            checkpoint=point,
            values=OverlayBody.input(typed),
            revision=typed["revision"],
            by=signed_in(request),
            now=self.now,
        )
        return Response(OverlayRow(overlay_of(point, saved)).data)

    def _point(self, request: Request, uid: uuid.UUID, clause: str) -> tuple[Hospital, Checkpoint]:
        participation, _ = ledger_for(request, uid, RunRight.MANAGE)
        points = Checkpoint.objects.select_related("item__campaign")
        campaign = participation.run.campaign_id
        return participation.hospital, get_object_or_404(points, item__campaign=campaign, clause=clause)
