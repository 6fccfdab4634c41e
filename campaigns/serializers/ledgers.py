"""Runs, ledgers, items with their checkpoints."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from campaigns.forms.phases import MOST_PHASES
from campaigns.forms.runs import newest_campaigns
from campaigns.models import Checkpoint, CheckpointOverlay
from campaigns.rules.phases import PhaseDates
from campaigns.services.overlays import OverlayInput
from infrastructure.api.fields import (
    ChoiceField,
    CodesField,
    DayField,
    FlagField,
    NumberField,
    RowsField,
    TextField,
)
from infrastructure.api.references import Body, CodeField, Rows, UidField
from infrastructure.api.strict import Strict
from organizations.serializers.rows import DEPARTMENTS
from policy_texts.vocabulary import Audience, PhaseKind

CAMPAIGNS = Rows("campaigns", lambda c: newest_campaigns(), key="code")


class PhaseRow(serializers.Serializer):
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    from_on = serializers.DateField()
    to_on = serializers.DateField()


class LedgerRow(serializers.Serializer):
    """The hospital in one run: its ledger."""

    uid = serializers.UUIDField(source="participation.uid")
    url = serializers.SerializerMethodField()
    hospital = serializers.CharField(source="participation.hospital.code")
    run = serializers.CharField(source="run.code")
    run_uid = serializers.UUIDField(source="run.uid")
    title = serializers.CharField(source="run.title")
    campaign = serializers.CharField(source="run.campaign.code")
    campaign_version = serializers.IntegerField(source="run.campaign.version")
    document_no = serializers.CharField(source="run.campaign.document_no")
    phases = PhaseRow(many=True)
    current_phase = serializers.SerializerMethodField()

    def get_url(self, found: Any) -> str:
        return f"/api/v1/ledgers/{found.participation.uid}/"

    def get_current_phase(self, found: Any) -> str | None:
        phase = found.now(self.context["as_of"])
        return str(phase.kind) if phase else None


class CheckpointRow(serializers.Serializer):
    clause = serializers.CharField(source="checkpoint.clause")
    code = serializers.CharField(source="checkpoint.code")
    text = serializers.CharField(source="checkpoint.text")
    audiences = serializers.ListField(child=serializers.CharField(), help_text="适用对象，按本院设置。")
    office = serializers.CharField(help_text="归口部门。")
    on_the_spot = serializers.BooleanField(help_text="允许立行立改。")


class ItemRow(serializers.Serializer):
    code = serializers.CharField(source="item.code")
    clause = serializers.CharField(source="item.clause")
    number = serializers.IntegerField(source="item.number")
    title = serializers.CharField(source="item.title")
    short_title = serializers.CharField(source="item.short_title")
    checkpoints = CheckpointRow(many=True, source="rows")


class OverlayRow(serializers.Serializer):
    """The hospital's own reading of a checkpoint."""

    clause = serializers.CharField()
    audiences = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="null：按文件。"
    )
    as_written = serializers.ListField(child=serializers.CharField(), help_text="文件规定的适用对象。")
    functional_department = serializers.UUIDField(allow_null=True, help_text="null：按职责。")
    on_the_spot_allowed = serializers.BooleanField()
    revision = serializers.IntegerField(help_text="0：还没有设置过。")


def overlay_of(point: Checkpoint, overlay: CheckpointOverlay | None) -> dict[str, Any]:
    """The values of `OverlayRow`."""
    office = overlay.functional_department if overlay else None
    return {
        "clause": point.clause,
        "audiences": overlay.audiences if overlay else None,
        "as_written": point.audiences,
        "functional_department": office.uid if office else None,
        "on_the_spot_allowed": bool(overlay and overlay.on_the_spot_allowed),
        "revision": overlay.revision if overlay else 0,
    }


class OverlayBody(Body):
    audiences = CodesField(choices=Audience.choices(), required=False, allow_null=True, default=None)
    functional_department = UidField(DEPARTMENTS, required=False, allow_null=True, default=None)
    on_the_spot_allowed = FlagField(required=False, default=False)
    revision = NumberField(help_text="修改所依据的版本，没有设置过的写 0。")

    @staticmethod
    def input(values: Any) -> OverlayInput:
        return OverlayInput(**{name: value for name, value in values.items() if name != "revision"})


class PhaseBody(Strict):
    kind = ChoiceField(choices=PhaseKind.choices(), help_text="这一阶段做什么；同一性质可以有几个阶段。")
    title = TextField(
        max_length=30, required=False, default="", allow_blank=True, help_text="不填则用性质的名称。"
    )
    from_on = DayField()
    to_on = DayField()


class RunBody(Body):
    campaign = CodeField(CAMPAIGNS, help_text="专项整治方案的代码，例如 QS25。")
    code = TextField(max_length=40)
    title = TextField(max_length=80)

    phases = RowsField(PhaseBody(), most=MOST_PHASES, help_text="按时间先后，互不重叠。")

    @staticmethod
    def dated(values: Any) -> list[PhaseDates]:
        return [
            PhaseDates(PhaseKind(each["kind"]), each["from_on"], each["to_on"], each["title"])
            for each in values["phases"]
        ]
