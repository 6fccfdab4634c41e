"""Runs as a region sees and opens them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from campaigns.rules.phases import current_phase
from campaigns.selectors.region_runs import Narrowing, RegionRun
from campaigns.serializers.ledgers import PhaseRow, RunBody
from infrastructure.api.fields import CodesField, NumberField
from infrastructure.errors import Refusal
from organizations.models import AdministrativeLine, HospitalKind, HospitalLevel


class RegionRunRow(serializers.Serializer):
    uid = serializers.UUIDField(source="run.uid")
    code = serializers.CharField(source="run.code")
    title = serializers.CharField(source="run.title")
    campaign = serializers.CharField(source="run.campaign.code")
    campaign_version = serializers.IntegerField(source="run.campaign.version")
    own = serializers.BooleanField(help_text="由本地区开展；false：上级开展。")
    hospitals = serializers.IntegerField(help_text="本地区参加的机构数。")
    phases = PhaseRow(many=True)
    current_phase = serializers.SerializerMethodField()

    def get_current_phase(self, found: RegionRun) -> str | None:
        phase = current_phase(found.phases, as_of=self.context["as_of"])
        return str(phase.kind) if phase else None


class RegionRunBody(RunBody):
    levels = CodesField(choices=HospitalLevel.choices, required=False, default=tuple)
    kinds = CodesField(choices=HospitalKind.choices, required=False, default=tuple)
    lines = CodesField(choices=AdministrativeLine.choices, required=False, default=tuple)
    hospitals = NumberField(
        help_text="您认为应当参加的机构数；与系统按范围算出的不一致时不开展，并告诉您是多少。"
    )

    @staticmethod
    def narrowing(values: Any) -> Narrowing:
        return Narrowing(values["levels"], values["kinds"], values["lines"])

    @staticmethod
    def check_number(values: Any, total: int) -> None:
        """Opening binds other people: the caller says how many, as the page shows them first."""
        if values["hospitals"] != total:
            raise Refusal(f"按所选范围，应当参加的机构有 {total} 家，请核对。", field="hospitals")
