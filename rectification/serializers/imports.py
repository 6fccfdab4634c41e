"""Workbooks on their way into a ledger."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rest_framework import serializers

from infrastructure.api.fields import (
    ChoiceField,
    FlagField,
    LinesField,
    NumberField,
    TextField,
    UploadField,
)
from infrastructure.api.references import Body, UidField
from infrastructure.api.strict import Strict
from infrastructure.workbooks.cell_text import CELL_MAX_LENGTH
from infrastructure.workbooks.limits import SHEET_NAME_MAX_LENGTH
from organizations.serializers.rows import DEPARTMENTS
from rectification.models import LedgerImport
from rectification.rules.ledger_columns import READ, Column
from rectification.workbook.decisions import Decisions
from rectification.workbook.plan import LEFT_OUT, tick_of


class ImportRow(serializers.Serializer):
    uid = serializers.UUIDField()
    url = serializers.SerializerMethodField()
    ledger = serializers.UUIDField(source="participation.uid")
    file = serializers.CharField(source="file.original_name")
    size = serializers.IntegerField(source="file.size")
    created_at = serializers.DateTimeField()
    imported_at = serializers.DateTimeField(allow_null=True)
    imported_rows = serializers.IntegerField(allow_null=True)

    def get_url(self, opened: LedgerImport) -> str:
        return f"/api/v1/imports/{opened.uid}/"


class UploadBody(Body):
    file = UploadField()


class ProblemRow(serializers.Serializer):
    sheet = serializers.CharField()
    cell = serializers.CharField()
    problem = serializers.CharField()


class ChangeRow(serializers.Serializer):
    sheet = serializers.CharField()
    cell = serializers.CharField()
    number = serializers.CharField(help_text="台账中的序号。")
    field = serializers.CharField(help_text="列名。")
    old = serializers.CharField(help_text="台账中的内容。")
    new = serializers.CharField(help_text="工作簿中的内容。")


class UnusedRow(serializers.Serializer):
    sheet = serializers.CharField()
    cell = serializers.CharField(help_text="列名所在单元格。")
    heading = serializers.CharField()
    sample = serializers.CharField()
    count = serializers.IntegerField(help_text="有内容的格数。")


class AnswerRow(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class QuestionRow(serializers.Serializer):
    sheet = serializers.CharField()
    cell = serializers.CharField()
    question = serializers.CharField()
    key = serializers.CharField()
    answers = AnswerRow(many=True)
    name = serializers.CharField(
        default="",  # previews that were kept before it was told
        help_text="问的是哪个名称：用 import_department_name 回答，answers 只是名称相近的科室；空：不问名称。",
    )


class ColumnRow(serializers.Serializer):
    place = serializers.IntegerField(help_text="第几列，从 0 开始。")
    heading = serializers.CharField()
    column = serializers.CharField(help_text="认出的含义；空：记入备注；left_out：不导入。")
    why = serializers.CharField(help_text="凭什么认出：列名和列中的内容。")


class SheetColumns(serializers.Serializer):
    name = serializers.CharField()
    left_out = serializers.CharField(help_text="没有读的原因。")
    header_row = serializers.IntegerField(allow_null=True)
    columns = ColumnRow(many=True)


class ImportPreview(serializers.Serializer):
    """The same document as `manage.py import_ledger --json`, and how the columns were understood."""

    rows = serializers.IntegerField(help_text="问题条数。")
    ready = serializers.IntegerField(help_text="现在可以导入的条数。")
    no_problem = serializers.IntegerField(help_text="“无”“未发现”的行数，不计入 rows。")
    errors = ProblemRow(many=True)  # type: ignore[assignment]
    warnings = ProblemRow(many=True)
    changes = ChangeRow(many=True, help_text="已在台账中、内容不同的单元格。")
    unused = UnusedRow(many=True, help_text="没有对应含义的列。")
    questions = QuestionRow(many=True, help_text="需要有人回答的疑问。")
    sheets = SheetColumns(many=True)


class SheetField(TextField):
    """The name of a sheet, as the reader lets it through: spaces at its ends are part of it."""

    def __init__(self) -> None:
        super().__init__(max_length=SHEET_NAME_MAX_LENGTH, trim_whitespace=False)


class ColumnChoice(Strict):
    place = NumberField(max_value=16383)
    column = ChoiceField(
        choices=[(LEFT_OUT, "不导入"), *((one.key.value, one.heading) for one in READ)],
        allow_null=True,
        help_text="null：没有对应的含义，内容记入备注。",
    )


class SheetChoice(Strict):
    name = SheetField()
    columns = serializers.ListField(child=ColumnChoice(), max_length=200)


class ColumnsBody(Body):
    sheets = serializers.ListField(child=SheetChoice(), max_length=200)

    def validate_sheets(self, value: list[Any]) -> list[Any]:
        for sheet in value:
            words = [one["column"] for one in sheet["columns"] if one["column"] not in (None, LEFT_OUT)]
            twice = next((word for word in words if words.count(word) > 1), None)
            if twice:
                raise serializers.ValidationError(f"“{Column(twice).label}”只能用于一列。", "disagrees")
        return value

    @staticmethod
    def choices(values: Any) -> dict[str, dict[int, str | None]]:
        return {
            sheet["name"]: {one["place"]: one["column"] for one in sheet["columns"]}
            for sheet in values["sheets"]
        }


class DepartmentNameBody(Body):
    name = TextField(max_length=100, help_text="工作簿里写的名称，一字不差。")
    department = UidField(DEPARTMENTS, allow_null=True, help_text="null：收回这次的说明。")
    remember = FlagField(required=False, default=False, help_text="以后导入也认得。")


class AnswerBody(Strict):
    key = TextField(max_length=200, help_text="预览 questions 里的 key。")
    value = TextField(max_length=200, allow_blank=True, help_text="回答的 value；空：收回。")


class CellBody(Strict):
    sheet = SheetField()
    cell = TextField(max_length=10, help_text="单元格的位置，如 C6。")
    words = LinesField(max_length=CELL_MAX_LENGTH, allow_blank=True, help_text="改为的内容。")


class ChangeBody(Strict):
    sheet = SheetField()
    cell = TextField(max_length=10)
    old = LinesField(
        max_length=CELL_MAX_LENGTH,
        allow_blank=True,
        required=False,
        help_text="预览 changes 里的 old：此后台账里变了就不更新；不写：总是更新。",
    )


class DecisionsBody(Body):
    answers = serializers.ListField(child=AnswerBody(), max_length=2000, required=False)
    cells = serializers.ListField(child=CellBody(), max_length=2000, required=False)
    taken = serializers.ListField(
        child=ChangeBody(), max_length=10000, required=False, help_text="要更新的格，全部列出；不写：不变。"
    )

    def validate_cells(self, value: list[Any]) -> list[Any]:
        met = Counter((one["sheet"], one["cell"]) for one in value)
        twice = next((cell for (_, cell), count in met.items() if count > 1), None)
        if twice:
            raise serializers.ValidationError(f"单元格 {twice} 来了两次，不知道以哪一个为准。", "disagrees")
        return value

    @staticmethod
    def decisions(values: Any) -> Decisions:
        cells: dict[str, dict[str, str]] = {}
        for one in values.get("cells", ()):
            cells.setdefault(one["sheet"], {})[one["cell"]] = one["words"]
        answers = {one["key"]: one["value"] for one in values.get("answers", ())}
        taken = frozenset(
            tick_of(one["sheet"], one["cell"], one.get("old")) for one in values.get("taken", ())
        )
        return Decisions(answers, cells, taken if "taken" in values else None)


class EnterBody(Body):
    bad_rows = ChoiceField(
        choices=[("skip", "先导入没有错误的行"), ("none", "有一处错误就一条也不导入")],
        required=False,
        default="skip",
    )


class Entered(serializers.Serializer):
    entered = serializers.IntegerField(help_text="导入的条数。")
    changed = serializers.IntegerField(help_text="更新的格数；没有更新的在导入结果页说明原因。")
