"""The figures of the board."""

from __future__ import annotations

from rest_framework import serializers


class DepartmentFigures(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    total = serializers.IntegerField()
    items = serializers.DictField(
        source="counts", child=serializers.IntegerField(), help_text="整治内容代码 → 问题数。"
    )


class DayFigure(serializers.Serializer):
    on = serializers.DateField()
    open = serializers.IntegerField()


class BoardAnswer(serializers.Serializer):
    """Figures of a ledger today: merged, void and draft findings are not counted."""

    registered = serializers.IntegerField()
    closed = serializers.IntegerField()
    closed_share = serializers.CharField()
    overdue = serializers.IntegerField()
    on_time = serializers.IntegerField()
    due_and_done = serializers.IntegerField()
    on_time_share = serializers.CharField()
    states = serializers.DictField(child=serializers.IntegerField())
    departments = DepartmentFigures(many=True)
    causes = serializers.DictField(child=serializers.IntegerField())
    open_by_day = DayFigure(many=True)
