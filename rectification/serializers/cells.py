"""Cells of the ledger as they are sent and answered."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from infrastructure.api.fields import ChoiceField, LinesField, TextField, UuidField
from infrastructure.api.references import Body
from infrastructure.api.strict import Strict
from infrastructure.workbooks.cell_text import CELL_MAX_LENGTH
from rectification.rules.ledger_columns import BY_KEY
from rectification.services.cell_edits import Result
from rectification.workbook.cell_values import EDITABLE

MOST_CELLS = 2_000
_RESULTS = {
    Result.SAVED: "已保存",
    Result.ASKED: "已申请延期",
    Result.UNCHANGED: "没有变化",
    Result.CONFLICT: "别人改过",
    Result.REFUSED: "没有保存",
}


class TableCellBody(Strict):
    finding = UuidField(help_text="问题的 uid。")
    column = ChoiceField(choices=[(c.value, BY_KEY[c].heading) for c in EDITABLE], help_text="列。")
    old = LinesField(
        max_length=CELL_MAX_LENGTH,
        required=False,
        allow_null=True,
        allow_blank=True,
        default=None,
        help_text="修改前看到的内容；与现在的不同时是冲突。不填：不比较。",
    )
    new = LinesField(max_length=CELL_MAX_LENGTH, allow_blank=True, help_text="改成的内容，写法与工作簿相同。")


class TableCellsBody(Body):
    cells: Any = serializers.ListField(
        child=TableCellBody(),
        min_length=1,
        max_length=MOST_CELLS,
        error_messages={
            "required": "请填写。",
            "null": "不能为 null。",
            "not_a_list": "应为列表。",
            "min_length": "至少一格。",
            "max_length": f"一次最多保存 {MOST_CELLS:,} 格，可以分几次保存。",
        },
    )
    extension_reason = TextField(
        max_length=500,
        required=False,
        default="",
        allow_blank=True,
        help_text="填写后，已确定的整改时限改为申请延期；不填时拒绝修改。",
    )


class CellRow(serializers.Serializer):
    finding = serializers.UUIDField()
    column = serializers.CharField()
    result = serializers.ChoiceField(choices=[(one.value, label) for one, label in _RESULTS.items()])
    words = serializers.CharField(help_text="没有保存的原因。")
    now = serializers.CharField(help_text="这一格现在的内容。")


class CellRows(serializers.Serializer):
    """In the order in which they were sent."""

    cells = CellRow(many=True)
