"""Work that waits, as lines."""

from __future__ import annotations

from rest_framework import serializers

from rectification.models import Extension
from rectification.selectors.todo import Todo
from rectification.serializers.work import ExtensionRow


class TodoRow(serializers.Serializer):
    """One finding and the step that is the caller's."""

    finding = serializers.UUIDField(source="finding.uid")
    url = serializers.SerializerMethodField()
    text = serializers.CharField(source="finding.text")
    state = serializers.CharField(source="finding.state")
    due_on = serializers.DateField(source="finding.due_on", allow_null=True)
    next = serializers.CharField(source="verb", help_text="下一步，例如“去验收”。")
    note = serializers.CharField(help_text="牵头部门和责任人。")

    def get_url(self, line: Todo) -> str:
        return f"/api/v1/findings/{line.finding.uid}/"


class AskedExtension(ExtensionRow):
    finding = serializers.UUIDField(source="finding.uid")
    url = serializers.SerializerMethodField()

    def get_url(self, asked: Extension) -> str:
        return f"/api/v1/findings/{asked.finding.uid}/extensions/"
