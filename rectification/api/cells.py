"""Cells of a ledger saved where they stand: good ones are kept, each of the others says why not."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.access import ledger_for
from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.views import ApiView
from organizations.requests import signed_in
from rectification.rights import FindingRight
from rectification.rules.ledger_columns import Column
from rectification.selectors.ledger import ledger_rows
from rectification.serializers.cells import MOST_CELLS, CellRows, TableCellsBody
from rectification.services.cell_edits import CellEdit, save_cells

_NOWHERE = 0  # the id of no finding: a uid out of sight is refused in the words of one that is gone


class Cells(ApiView):
    @operation(
        "ledger_cells",
        "保存台账中的若干格",
        tag="问题",
        body=TableCellsBody,
        answer=CellRows,
        problems=(404, 413),
        description=(
            f"一次最多 {MOST_CELLS:,} 格。能保存的都保存，其余逐格写明原因；别人改过的一格（old 与现在的不同）"
            "是 conflict，now 是它现在的内容。内容的写法与工作簿相同：部门、人员写名称，日期写到日，"
            "多条原因、措施分行编号。"
        ),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        participation, scope = ledger_for(request, uid, FindingRight.VIEW)
        typed = self.typed(request, TableCellsBody)
        cells: list[dict[str, Any]] = typed["cells"]
        rows = ledger_rows(scope=scope, participation=participation)
        ids = dict(rows.filter(uid__in={cell["finding"] for cell in cells}).values_list("uid", "pk"))
        outcomes = save_cells(
            participation=participation,
            edits=[
                CellEdit(
                    finding_id=ids.get(cell["finding"], _NOWHERE),
                    column=Column(cell["column"]),
                    old=cell["old"],
                    new=cell["new"],
                )
                for cell in cells
            ],
            by=signed_in(request),
            now=self.now,
            extension_reason=typed["extension_reason"],
        )
        told = [
            {
                "finding": cell["finding"],
                "column": cell["column"],
                "result": outcome.result.value,
                "words": outcome.words,
                "now": outcome.now,
            }
            for cell, outcome in zip(cells, outcomes, strict=True)
        ]
        return Response(CellRows({"cells": told}).data)
