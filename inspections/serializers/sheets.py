"""Self-inspection sheets and their lines."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from campaigns.serializers.check_entries import CheckEntryRow
from infrastructure.api.fields import (
    ChoiceField,
    FlagField,
    LinesField,
    NumberField,
    RowsField,
    UploadField,
    UploadsField,
    UuidField,
)
from infrastructure.api.references import Body, UidField
from infrastructure.api.strict import Filled, Needs, Strict
from inspections.models import Answer
from inspections.selectors.sheets import SheetRow, SheetView
from inspections.services.sheets import LineAnswer
from organizations.serializers.papers import PAPER
from organizations.serializers.places import NamedRow
from organizations.serializers.rows import DEPARTMENTS, PEOPLE


class SheetSummary(serializers.Serializer):
    uid = serializers.UUIDField(source="sheet.uid")
    url = serializers.SerializerMethodField()
    level = serializers.CharField(source="sheet.level")
    department = NamedRow(source="sheet.department", allow_null=True)
    state = serializers.SerializerMethodField()
    state_label = serializers.SerializerMethodField()
    answered = serializers.IntegerField(source="progress.answered")
    total = serializers.IntegerField(source="progress.total")
    findings = serializers.IntegerField(source="registered")
    days_late = serializers.IntegerField()
    confirmed_by = NamedRow(source="sheet.confirmed_by", allow_null=True)
    confirmed_at = serializers.DateTimeField(source="sheet.confirmed_at", allow_null=True)

    def get_url(self, row: SheetRow) -> str:
        return f"/api/v1/sheets/{row.sheet.uid}/"

    def get_state(self, row: SheetRow) -> str:
        return row.state[0]

    def get_state_label(self, row: SheetRow) -> str:
        return row.state[1]


class LineFinding(serializers.Serializer):
    uid = serializers.UUIDField()
    state = serializers.CharField()
    text = serializers.CharField()


class LineRow(serializers.Serializer):
    uid = serializers.UUIDField(source="line.uid")
    item = serializers.CharField(source="line.checkpoint.item.code")
    checkpoint = serializers.CharField(source="line.checkpoint.clause")
    text = serializers.CharField(source="line.checkpoint.text")
    entries = CheckEntryRow(many=True, help_text="检查条目：到现场怎么查。")
    department = NamedRow(source="line.department", allow_null=True)
    answer = serializers.CharField(source="line.answer", help_text="空：还没有填写。")
    note = serializers.CharField(source="line.note")
    answered_by = serializers.CharField(source="line.answered_by.display_name", default="")
    answered_at = serializers.DateTimeField(source="line.answered_at", allow_null=True)
    revision = serializers.IntegerField(source="line.revision")
    editable = serializers.BooleanField()
    findings = LineFinding(many=True)


class SheetDetail(serializers.Serializer):
    uid = serializers.UUIDField(source="sheet.uid")
    url = serializers.SerializerMethodField()
    hospital = serializers.CharField(source="sheet.hospital.code")
    ledger = serializers.UUIDField(source="sheet.participation.uid")
    level = serializers.CharField(source="sheet.level")
    department = NamedRow(source="sheet.department", allow_null=True)
    answered = serializers.IntegerField(source="progress.answered")
    total = serializers.IntegerField(source="progress.total")
    why_not_confirmable = serializers.CharField(source="progress.refusal", help_text="空：可以确认。")
    confirmed_by = NamedRow(source="sheet.confirmed_by", allow_null=True)
    confirmed_at = serializers.DateTimeField(source="sheet.confirmed_at", allow_null=True)
    on_paper = serializers.SerializerMethodField(help_text="由签字盖章件代录。")
    revision = serializers.IntegerField(source="sheet.revision")
    lines = LineRow(many=True)

    def get_url(self, view: SheetView) -> str:
        return f"/api/v1/sheets/{view.sheet.uid}/"

    def get_on_paper(self, view: SheetView) -> bool:
        return view.sheet.confirmed_scan_id is not None


class LineAnswerBody(Strict):
    conditions = (
        Needs(Filled("answer", (Answer.NOT_APPLICABLE.value,)), "note", "选择“不适用”请写明原因。"),
    )

    line = UuidField()
    answer = ChoiceField(choices=Answer.choices)
    note = LinesField(max_length=500, required=False, default="", allow_blank=True)
    revision = NumberField()


class AnswersBody(Body):
    answers = RowsField(LineAnswerBody(), most=200)

    @staticmethod
    def given(values: Any) -> dict[Any, LineAnswer]:
        return {
            one["line"]: LineAnswer(one["answer"], one["note"], one["revision"]) for one in values["answers"]
        }


class ConfirmBody(Body):
    with_files = ("signatory",)
    conditions = PAPER
    revision = NumberField(help_text="所看到的版本：之后有人改过的，不会被确认。")
    signatory = UidField(
        PEOPLE, required=False, allow_null=True, default=None, help_text="代录：签字人，同时上传 scan。"
    )
    scan = UploadField(required=False, allow_null=True, default=None, help_text="代录：签字盖章件的扫描件。")


class ReasonBody(Body):
    reason = LinesField(max_length=500)


class LineFindingBody(Body):
    text = LinesField(max_length=2000, help_text="不写患者姓名。")
    lead_department = UidField(
        DEPARTMENTS,
        required=False,
        allow_null=True,
        default=None,
        help_text="院级要点没有归口部门时填写，其余由要点的部门牵头。",
    )
    photos = UploadsField(required=False, default=list, max_length=100)
    submit = FlagField(required=False, default=False, help_text="登记后立即提交。")


class BuiltRow(serializers.Serializer):
    sheets = serializers.IntegerField()
    lines = serializers.IntegerField()
    dropped = serializers.IntegerField()
