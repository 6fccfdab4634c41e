"""Runs of a region: which, when, how many hospitals. What a hospital finds stays with it (DESIGN §5)."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.rights import RunRight
from campaigns.selectors.region_runs import runs_of_region, whom_it_binds
from campaigns.serializers.region_runs import RegionRunBody, RegionRunRow
from campaigns.services.runs import check_run, open_run
from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.views import ApiView
from organizations.requests import lines_for, region_for, signed_in


class RegionRuns(ApiView):
    @operation(
        "region_run_list",
        "本地区开展的专项整治和参加的机构数，新的在前",
        tag="专项整治与台账",
        answer=RegionRunRow(many=True),
        problems=(404,),
    )
    def get(self, request: Request, code: str) -> Response:
        region = region_for(request, code, RunRight.MANAGE)
        rows = runs_of_region(region, lines=lines_for(request, region, RunRight.MANAGE))
        return Response(RegionRunRow(rows, many=True, context={"as_of": self.today}).data)

    @operation(
        "region_run_open",
        "在本地区开展一次整治；hospitals 要与应当参加的机构数一致",
        tag="专项整治与台账",
        body=RegionRunBody,
        answer=RegionRunRow,
        status=201,
        problems=(404,),
    )
    @once
    def post(self, request: Request, code: str) -> Response:
        region = region_for(request, code, RunRight.MANAGE)
        lines = lines_for(request, region, RunRight.MANAGE)
        typed: Any = self.typed(request, RegionRunBody)
        phases = RegionRunBody.dated(typed)
        check_run(code=typed["code"], title=typed["title"], phases=phases)
        bound = whom_it_binds(
            campaign=typed["campaign"],
            region=region,
            lines=lines,
            as_of=self.today,
            narrowing=RegionRunBody.narrowing(typed),
        )
        RegionRunBody.check_number(typed, bound.total)
        run = open_run(
            campaign=typed["campaign"],
            code=typed["code"],
            title=typed["title"],
            owner=region,
            phases=phases,
            hospitals=bound.hospitals,
            by=signed_in(request),
            now=self.now,
        )
        opened = next(each for each in runs_of_region(region, lines=lines) if each.run.pk == run.pk)
        return Response(RegionRunRow(opened, context={"as_of": self.today}).data, status=201)
