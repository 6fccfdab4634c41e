"""The figures of a ledger."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.access import ledger_for
from campaigns.selectors.runs import run_of
from infrastructure.api.describing import operation
from infrastructure.api.views import ApiView
from rectification.rights import FindingRight
from rectification.selectors import board
from rectification.serializers.board import BoardAnswer

TAG = "专项整治与台账"


class Board(ApiView):
    @operation("ledger_board", "整改看板的数字", tag=TAG, answer=BoardAnswer, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        participation, _ = ledger_for(request, uid, FindingRight.SEE_BOARD)
        seen = board.figures(participation, self.today)
        phases = run_of(participation).phases
        days: list[tuple[Any, int]] = []
        if phases:
            first, last = min(p.from_on for p in phases), max(p.to_on for p in phases)
            until = min(self.today, max(last, first))
            days = board.open_by_day(participation, first=first, as_of=until)
        names = (
            "registered",
            "closed",
            "closed_share",
            "overdue",
            "on_time",
            "due_and_done",
            "on_time_share",
        )
        figures = {name: getattr(seen, name) for name in names} | {
            "states": {state: count for state, _, count in seen.states},
            "departments": board.department_counts(participation),
            "causes": board.cause_counts(participation),
            "open_by_day": [{"on": on, "open": count} for on, count in days],
        }
        return Response(BoardAnswer(figures).data)
