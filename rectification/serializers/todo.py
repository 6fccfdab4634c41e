"""Work that waits, as lines."""

from __future__ import annotations

from rest_framework import serializers

from infrastructure.api.fields import ChoiceField
from infrastructure.api.pages import PageQuery
from rectification.models import Extension
from rectification.selectors.todo import Todo
from rectification.serializers.work import ExtensionRow


class TodoQuery(PageQuery):
    due = ChoiceField(
        choices=[("overdue", "逾期"), ("soon", "三天内到期")],
        required=False,
        default="",
        help_text="逾期，或三天内到期。",
    )
    accept = ChoiceField(
        choices=[("1", "待自己验收")], required=False, default="", help_text="只要待自己验收的。"
    )


class TodoRow(serializers.Serializer):
    """One finding and the step that is the caller's."""

    finding = serializers.UUIDField(source="finding.uid")
    url = serializers.SerializerMethodField()
    text = serializers.CharField(source="finding.text")
    state = serializers.CharField(source="finding.state")
    due_on = serializers.DateField(source="finding.due_on", allow_null=True)
    next = serializers.CharField(source="verb", help_text="下一步，例如“去验收”。")
    extension = serializers.UUIDField(
        source="extension.uid", default=None, allow_null=True, help_text="等待审批的延期申请。"
    )
    note = serializers.CharField(help_text="牵头部门和责任人。")

    def get_url(self, line: Todo) -> str:
        return f"/api/v1/findings/{line.finding.uid}/"


class AskedExtension(ExtensionRow):
    finding = serializers.UUIDField(source="finding.uid")
    url = serializers.SerializerMethodField()

    def get_url(self, asked: Extension) -> str:
        return f"/api/v1/findings/{asked.finding.uid}/extensions/"
