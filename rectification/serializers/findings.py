"""Findings: what is told of one, and what may be sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate
from rest_framework import serializers

from campaigns.serializers.rows import CHECKPOINTS, ITEMS, LEDGERS
from infrastructure.api.fields import (
    ChoiceField,
    CodesField,
    DayField,
    FlagField,
    LinesField,
    NumberField,
    TextField,
    UploadsField,
    UuidField,
)
from infrastructure.api.pages import PageQuery
from infrastructure.api.references import Body, CodeField, ManyUidsField, UidField
from infrastructure.api.strict import Filled, Lacking, Needs, Query
from organizations.serializers.places import NamedRow
from organizations.serializers.rows import DEPARTMENTS, PEOPLE
from policy_texts.vocabulary import CauseCategory, FindingOrigin
from rectification.filters import DUE_CHOICES, STATE_CHOICES
from rectification.models import DeadlineKind, Finding, LedgerEntry
from rectification.selectors.ledger import DEFAULT_SORT, SORTS
from rectification.serializers.rows import FINDINGS
from rectification.services.findings import FindingInput, input_of


class LedgerQuery(Query):
    """The filters of the ledger's page, and the order. `FindingFilter` carries them out."""

    q = TextField(max_length=100, required=False, allow_blank=True, help_text="问题文字或编号。")
    state = CodesField(choices=STATE_CHOICES, required=False, help_text="状态，可重复。")
    item = serializers.ListField(child=TextField(max_length=60), required=False, help_text="整治内容的代码。")
    lead = serializers.ListField(child=UuidField(), required=False, help_text="牵头部门。")
    department = UuidField(required=False, help_text="牵头或配合部门。")
    origin = CodesField(choices=FindingOrigin.choices(), required=False, help_text="问题来源。")
    due = CodesField(choices=DUE_CHOICES, required=False, help_text="到期。")
    person = UuidField(required=False, help_text="责任人。")
    who = TextField(max_length=40, required=False, allow_blank=True, help_text="责任人姓名或拼音的开头。")
    cause = CodesField(choices=CauseCategory.choices(), required=False, help_text="原因。")
    accepting = UuidField(required=False, help_text="验收部门。")
    found_from = DayField(required=False, help_text="发现日期从。")
    found_to = DayField(required=False, help_text="发现日期到。")
    on_the_spot = FlagField(required=False, help_text="立行立改。")
    sort = ChoiceField(
        choices=[(one, one) for one in SORTS],
        required=False,
        default=DEFAULT_SORT,
        help_text="排序，减号为倒序。",
    )


class FindingQuery(LedgerQuery, PageQuery):
    """A page of the filtered ledger."""


class EntryRow(serializers.Serializer):
    """A finding's line in one ledger."""

    ledger = serializers.UUIDField(source="participation.uid")
    run = serializers.CharField(source="participation.run.code")
    item = serializers.CharField(source="item.code")
    checkpoint = serializers.CharField(source="checkpoint.clause", default=None, allow_null=True)
    number = serializers.IntegerField(allow_null=True)
    primary = serializers.BooleanField()


class FindingRow(serializers.Serializer):
    """A line of the list."""

    uid = serializers.UUIDField()
    url = serializers.SerializerMethodField()
    number = serializers.IntegerField(allow_null=True)
    item = serializers.SerializerMethodField()
    text = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.SerializerMethodField()
    state_origin = serializers.CharField()
    lead_department = NamedRow()
    supporting = NamedRow(many=True, source="helpers")
    responsible_person = NamedRow(allow_null=True)
    responsible_leader = NamedRow(allow_null=True)
    deadline_kind = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    original_due_on = serializers.DateField(allow_null=True, help_text="延期前的时限。")
    overdue = serializers.SerializerMethodField()
    found_on = serializers.DateField(allow_null=True)
    imported_done_on = serializers.DateField(allow_null=True, help_text="导入的工作簿写的实际完成时间。")
    on_the_spot = serializers.BooleanField()
    revision = serializers.IntegerField()

    def get_url(self, finding: Finding) -> str:
        return f"/api/v1/findings/{finding.uid}/"

    def get_state_label(self, finding: Finding) -> str:
        # As the source of a field it would be inspected anew for each row.
        return str(finding.get_state_display())

    def get_item(self, finding: Any) -> str:
        return str(self.context["items"][finding.item_id])

    def get_overdue(self, finding: Finding) -> bool:
        return bool(finding.counts_down and finding.due_on and finding.due_on < localdate())


class FindingDetail(FindingRow):
    """Everything of the finding itself; causes, measures and the rest have addresses of their own."""

    number = None  # type: ignore[assignment]  # each ledger gives its own: see entries
    item = None  # type: ignore[assignment]
    hospital = serializers.CharField(source="hospital.code")
    entries = EntryRow(many=True, source="lines")
    origin = serializers.CharField()
    origin_text = serializers.CharField()
    accepting_department = NamedRow(allow_null=True)
    repeats = serializers.UUIDField(source="repeats.uid", default=None, allow_null=True)
    merged_into = serializers.UUIDField(source="merged_into.uid", default=None, allow_null=True)
    penalty_barred = serializers.BooleanField()
    round_no = serializers.IntegerField()
    remark = serializers.CharField()
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class FindingBody(Body):
    conditions = (
        Needs(
            Filled("deadline_kind", (DeadlineKind.ONGOING.value,)),
            "due_on",
            "持续推进的问题不填整改时限。",
            empty=True,
        ),
        Needs(Lacking("checkpoint"), "item", "请填写整治内容，或填写它的要点。"),
    )

    text = LinesField(max_length=2000, help_text="不写患者姓名和住院号。")
    item = CodeField(
        ITEMS, required=False, help_text="整治内容的代码，例如 I5。填了要点可以不填，由要点带出。"
    )
    checkpoint = CodeField(
        CHECKPOINTS, required=False, allow_null=True, default=None, help_text="要点的条款号，例如 QS25.I5.a。"
    )
    lead_department = UidField(DEPARTMENTS)
    supporting = ManyUidsField(DEPARTMENTS, required=False, default=list)
    accepting_department = UidField(
        DEPARTMENTS, required=False, allow_null=True, default=None, help_text="不填：由归口部门验收。"
    )
    accepting_reason = TextField(
        max_length=200,
        required=False,
        default="",
        allow_blank=True,
        help_text="质控办改由其他部门验收时写明原因。",
    )
    responsible_person = UidField(PEOPLE, required=False, allow_null=True, default=None)
    responsible_leader = UidField(PEOPLE, required=False, allow_null=True, default=None)
    deadline_kind = ChoiceField(choices=DeadlineKind.choices(), required=False, default=DeadlineKind.DATED)
    due_on = DayField(required=False, allow_null=True, default=None)
    origin = ChoiceField(
        choices=FindingOrigin.choices(), required=False, default=FindingOrigin.SELF_INSPECTION
    )
    found_on = DayField(required=False, allow_null=True, default=None)
    remark = LinesField(max_length=500, required=False, default="", allow_blank=True)
    repeats = UidField(FINDINGS, required=False, allow_null=True, default=None, help_text="再次发生的问题。")


class NewFindingBody(FindingBody):
    photos = UploadsField(
        required=False, default=list, max_length=100, help_text="现场照片，以 multipart/form-data 上传。"
    )


class FindingEdit(FindingBody):
    revision = NumberField(help_text="修改所依据的版本；不是最新版本时回答 409 并附两个版本。")


class AlsoCountBody(Body):
    ledger = UidField(LEDGERS)
    item = TextField(max_length=10, help_text="该台账中整治内容的代码。")


def named(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What a body says under the names of `FindingInput`: a checkpoint says its item too."""
    values = {name: value for name, value in typed.items() if name not in ("revision", "photos")}
    if values.get("checkpoint") is not None:
        values.setdefault("item", values["checkpoint"].item)
    return values


def edited(finding: Finding, entry: LedgerEntry, typed: Mapping[str, Any], *, whole: bool) -> FindingInput:
    """What an edit means. `whole` (PUT): what was not sent takes its usual value."""
    sent = named(typed)
    kept: dict[str, Any] = {"origin_label": finding.origin_label} if whole else input_of(finding, entry)
    if "item" in sent and "checkpoint" not in sent:
        kept["checkpoint"] = None  # a checkpoint belongs to its item
    return FindingInput(**{**kept, **sent})
