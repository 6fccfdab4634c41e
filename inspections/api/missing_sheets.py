"""Sheets for departments founded since a run was opened."""

from __future__ import annotations

import uuid

from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.access import ledger_for
from campaigns.rights import RunRight
from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.views import ApiView
from inspections.serializers.sheets import BuiltRow
from inspections.services.missing_sheets import add_missing_sheets
from organizations.requests import signed_in

TAG = "专项整治与台账"


class MissingSheets(ApiView):
    @operation("ledger_complete_sheets", "为新设科室补建自查表", tag=TAG, answer=BuiltRow, problems=(404,))
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        participation, _ = ledger_for(request, uid, RunRight.MANAGE)
        built = add_missing_sheets(participation=participation, by=signed_in(request), now=self.now)
        return Response(BuiltRow(built).data)
