"""What hangs on a finding: causes, measures, evidence, notes, extensions, acceptance, next steps, timeline."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from infrastructure.api.fields import (
    ChoiceField,
    DayField,
    FlagField,
    LinesField,
    NumberField,
    UploadField,
    UploadsField,
)
from infrastructure.api.references import Body, ManyUidsField, UidField
from infrastructure.api.strict import Filled, Needs
from organizations.serializers.papers import PAPER
from organizations.serializers.places import NamedRow
from organizations.serializers.rows import DEPARTMENTS, PEOPLE
from policy_texts.vocabulary import CauseCategory
from rectification.models import Evidence, Strength
from rectification.serializers.rows import CAUSES, FINDINGS, MEASURES
from rectification.services.work import MeasureInput

_REVISION = "修改所依据的版本；不是最新版本时回答 409 并附两个版本。"


class CauseRow(serializers.Serializer):
    uid = serializers.UUIDField()
    category = serializers.CharField(help_text="导入后还没有选择类别的为空。")
    text = serializers.CharField()
    position = serializers.IntegerField()
    revision = serializers.IntegerField()


class CauseBody(Body):
    category = ChoiceField(choices=CauseCategory.choices())
    text = LinesField(max_length=1000)


class CauseEdit(CauseBody):
    revision = NumberField(help_text=_REVISION)


class MeasureRow(serializers.Serializer):
    uid = serializers.UUIDField()
    text = serializers.CharField()
    strength = serializers.CharField()
    causes = serializers.SerializerMethodField(help_text="所针对的原因。")
    department = NamedRow(allow_null=True)
    person = NamedRow(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    position = serializers.IntegerField()
    revision = serializers.IntegerField()

    def get_causes(self, measure: Any) -> list[str]:
        return [str(answer.cause.uid) for answer in measure.answers.all()]


class MeasureBody(Body):
    text = LinesField(max_length=1000)
    strength = ChoiceField(choices=Strength.choices())
    causes = ManyUidsField(CAUSES, required=False, default=list, help_text="只有一条原因时可以不填。")
    department = UidField(DEPARTMENTS, required=False, allow_null=True, default=None)
    person = UidField(PEOPLE, required=False, allow_null=True, default=None)
    due_on = DayField(required=False, allow_null=True, default=None)

    @staticmethod
    def input(values: Any) -> MeasureInput:
        return MeasureInput(**{name: value for name, value in values.items() if name != "revision"})


class MeasureEdit(MeasureBody):
    revision = NumberField(help_text=_REVISION)

    @classmethod
    def over(cls, measure: Any, typed: Any) -> MeasureInput:
        """The measure's present values with what was sent put over them."""
        kept = {
            name: getattr(measure, name) for name in ("text", "strength", "department", "person", "due_on")
        }
        causes = [row.cause for row in measure.answers.all()]
        return cls.input(kept | {"causes": causes} | dict(typed))


class FileRow(serializers.Serializer):
    name = serializers.CharField(source="original_name")
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    preview = serializers.CharField(source="preview_state")
    pages = serializers.IntegerField(source="previewed_pages")


class EvidenceRow(serializers.Serializer):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    round_no = serializers.IntegerField()
    file = FileRow(allow_null=True)
    file_url = serializers.SerializerMethodField()
    words = serializers.CharField()
    seen_on = serializers.DateField(allow_null=True)
    measures = serializers.SerializerMethodField(help_text="所证明的措施。")
    replaces = serializers.UUIDField(source="replaces.uid", default=None, allow_null=True)
    signatory = NamedRow()
    at = serializers.DateTimeField()
    voided_at = serializers.DateTimeField(allow_null=True)
    void_reason = serializers.CharField()

    def get_file_url(self, evidence: Evidence) -> str | None:
        if evidence.file_id is None:
            return None
        return f"/api/v1/findings/{evidence.finding.uid}/evidence/{evidence.uid}/file/"

    def get_measures(self, evidence: Any) -> list[str]:
        return [str(link.measure.uid) for link in evidence.proves.all()]


class EvidenceBody(Body):
    files = UploadsField(allow_empty=False, max_length=100)
    measures = ManyUidsField(MEASURES, required=False, default=list)
    words = LinesField(max_length=500, required=False, default="", allow_blank=True)


class EvidenceReplacement(Body):
    file = UploadField()


class VoidBody(Body):
    reason = LinesField(max_length=200)


class LinkBody(Body):
    measures = ManyUidsField(MEASURES)


class OnSiteBody(Body):
    measures = ManyUidsField(MEASURES)
    seen_on = DayField()
    words = LinesField(max_length=500)


class NoteRow(serializers.Serializer):
    uid = serializers.UUIDField()
    text = serializers.CharField()
    on = serializers.DateField()
    signatory = NamedRow()
    at = serializers.DateTimeField()


class NoteBody(Body):
    text = LinesField(max_length=1000)


class ExtensionRow(serializers.Serializer):
    uid = serializers.UUIDField()
    from_due_on = serializers.DateField()
    to_due_on = serializers.DateField()
    reason = serializers.CharField()
    asked_by = NamedRow()
    asked_at = serializers.DateTimeField()
    decision = serializers.CharField(allow_null=True)
    decided_by = NamedRow(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decision_reason = serializers.CharField()


class ExtensionBody(Body):
    to_due_on = DayField()
    reason = LinesField(max_length=500)


class ExtensionDecision(Body):
    conditions = (Needs(Filled("grant", (False,)), "reason", "不同意时请写明原因。"),)
    grant = FlagField()
    reason = LinesField(
        max_length=500, required=False, default="", allow_blank=True, help_text="不同意时必填。"
    )


class TransitionBody(Body):
    with_files = ("signatory",)
    conditions = PAPER
    reason = LinesField(
        max_length=500, required=False, default="", allow_blank=True, help_text="退回、作废等必填。"
    )
    into = UidField(
        FINDINGS, required=False, allow_null=True, default=None, help_text="合并（merge）时必填：并入的问题。"
    )
    signatory = UidField(
        PEOPLE,
        required=False,
        allow_null=True,
        default=None,
        help_text="代录签字盖章件：签字人，同时上传 scan。",
    )
    scan = UploadField(required=False, allow_null=True, default=None, help_text="代录：签字盖章件的扫描件。")


class NextActionRow(serializers.Serializer):
    name = serializers.CharField(help_text="用于 transitions/<name>/。")
    label = serializers.CharField()  # type: ignore[assignment]
    allowed = serializers.BooleanField()
    reason = serializers.CharField(help_text="现在不能办理的原因。")
    needs_reason = serializers.BooleanField(source="needs_page")


class RoundRow(serializers.Serializer):
    """Four eyes of one round."""

    no = serializers.IntegerField()
    rectified_by = NamedRow()
    rectified_department = NamedRow(source="rectified_dept")
    rectified_at = serializers.DateTimeField()
    decision = serializers.CharField(allow_null=True)
    accepted_by = NamedRow(allow_null=True)
    accepted_department = NamedRow(source="accepted_dept", allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    closed_by = NamedRow(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class TimelineRow(serializers.Serializer):
    at = serializers.DateTimeField()
    actor = serializers.CharField()
    label = serializers.CharField(source="verb")  # type: ignore[assignment]
    reason = serializers.CharField()
    note = serializers.CharField()
    on_behalf_of = serializers.CharField()
