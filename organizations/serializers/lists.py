"""Departments and people from a workbook."""

from __future__ import annotations

from rest_framework import serializers

from infrastructure.api.fields import ChoiceField, FlagField, UploadField
from infrastructure.api.references import Body

MODES = [
    ("check", "只检查，不导入"),
    ("good", "只导入正确的行"),
    ("all", "有一处错误就都不导入"),
]


class ListBody(Body):
    file = UploadField()
    mode = ChoiceField(choices=MODES, required=False, default="check")
    update_known = FlagField(required=False, default=False, help_text="更新已有的记录。")


class CellProblem(serializers.Serializer):
    sheet = serializers.CharField()
    cell = serializers.CharField()
    problem = serializers.CharField()


class ListAnswer(serializers.Serializer):
    rows = serializers.IntegerField(help_text="正确的行数。")
    bad_rows = serializers.IntegerField()
    problems = CellProblem(many=True)
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    existing = serializers.IntegerField()
