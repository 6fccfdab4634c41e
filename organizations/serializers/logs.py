"""Entries of the two logs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from infrastructure.api.fields import CodesField, DayField, TextField
from infrastructure.api.pages import PageQuery
from infrastructure.audit import known_actions
from infrastructure.models.access import AccessKind
from organizations.selectors import changes_in_words


class LogQuery(PageQuery):
    q = TextField(max_length=60, required=False, default="", allow_blank=True, help_text="人员或对象。")
    from_on = DayField(required=False, default=None, help_text="从这一天起，例如 2026-11-21。")
    to_on = DayField(required=False, default=None, help_text="到这一天止。")
    reason = TextField(max_length=200, help_text="读取的原因，记入访问日志。")


class AuditQuery(LogQuery):
    kind = CodesField(
        choices=list(known_actions().items()), required=False, default=list, help_text="操作的代码，可重复。"
    )


class AccessQuery(LogQuery):
    kind = CodesField(
        choices=AccessKind.choices, required=False, default=list, help_text="事项的代码，可重复。"
    )


class AuditRow(serializers.Serializer):
    uid = serializers.UUIDField()
    at = serializers.DateTimeField()
    action = serializers.CharField()
    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    target = serializers.UUIDField(source="target_uid")
    target_name = serializers.CharField()
    actor = serializers.CharField(source="actor_name")
    signatory = serializers.CharField(source="signatory_name")
    on_behalf_of = serializers.CharField(source="on_behalf_of_name")
    on_paper = serializers.SerializerMethodField(help_text="由签字盖章件代录。")
    from_state = serializers.CharField()
    to_state = serializers.CharField()
    reason = serializers.CharField()
    changes = serializers.SerializerMethodField()

    def get_label(self, entry: Any) -> str:
        return known_actions().get(entry.action, entry.action)

    def get_on_paper(self, entry: Any) -> bool:
        return entry.scan_uid is not None

    def get_changes(self, entry: Any) -> str:
        return changes_in_words(entry.detail)


class AccessRow(serializers.Serializer):
    at = serializers.DateTimeField()
    kind = serializers.CharField()
    label = serializers.CharField(source="get_kind_display")  # type: ignore[assignment]
    user = serializers.UUIDField(source="user.uid", default=None, allow_null=True)
    name = serializers.CharField(source="user.display_name", default="")
    typed = serializers.CharField(source="login")
    address = serializers.CharField(allow_null=True)
    detail = serializers.CharField()
