"""The form of a finding: one column, in the words of the ledger."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse

from campaigns.models import CampaignItem, Participation
from campaigns.selectors import choices as campaign_choices
from infrastructure.widgets import PickerSelectMultiple
from organizations import choices as places_and_people
from organizations.forms.fields import DayField, DepartmentField, PersonField
from organizations.models import Department, Hospital, StaffMember
from organizations.scope import Scope
from policy_texts.vocabulary import FindingOrigin
from rectification.forms.checkpoints import CheckpointField, CheckpointSelect
from rectification.models import DeadlineKind, Finding, LedgerEntry
from rectification.services.findings import FindingInput
from rectification.services.origin_labels import origin_choices


class ByUidField(forms.ModelChoiceField):
    """One row of the hospital by uid. What is no uid at all is no choice either, in our words."""

    def __init__(self, *, no_choice: str, **values: Any) -> None:
        super().__init__(queryset=None, to_field_name="uid", empty_label="请选择", **values)
        self.error_messages["invalid_choice"] = no_choice

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            message = self.error_messages["invalid_choice"]
            raise forms.ValidationError(message, code="invalid_choice") from None


class ManyDepartmentsField(forms.ModelMultipleChoiceField):
    """Several departments of the hospital, by uid."""

    def label_from_instance(self, obj: Department) -> str:
        return f"{obj.parent.name} · {obj.name}" if obj.parent_id and obj.parent else obj.name


class ItemSelect(forms.Select):
    """The browser does not insist on an item: a checkpoint alone says its item too."""

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class FindingForm(forms.Form):
    """Create and edit. `revision` is what the typist saw."""

    text = forms.CharField(
        label="存在问题",
        max_length=2000,
        help_text="写清查了什么、查了多少、缺了什么，不写患者姓名和住院号。"
        "例：抽查 10 份四级手术病历，3 份无术前多学科讨论记录。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请填写存在问题。"},
    )
    item: forms.ModelChoiceField[CampaignItem] = forms.ModelChoiceField(
        label="整治内容",
        queryset=None,
        to_field_name="code",
        empty_label="请选择",
        widget=ItemSelect,
        help_text="选了要点可以不选，由要点带出。",
        error_messages={
            "required": "请选择整治内容，或选择它的要点。",
            "invalid_choice": "请从名单中选择整治内容。",
        },
    )
    checkpoint = CheckpointField(
        label="整治要点",
        queryset=None,
        required=False,
        to_field_name="clause",
        widget=CheckpointSelect(
            attrs={
                "data-placeholder": "输入几个字、近义词或拼音首字母",
                "data-none": "没有找到。换个词，或先不选。",
            }
        ),
        empty_label="不区分要点",
        help_text="选了要点，整治内容和验收部门随之带出。",
        error_messages={"invalid_choice": "请从名单中选择要点。"},
    )
    lead_department = DepartmentField(label="牵头部门")
    supporting = ManyDepartmentsField(
        label="配合部门",
        queryset=None,
        required=False,
        to_field_name="uid",
        widget=PickerSelectMultiple,
        error_messages={
            "invalid_choice": "请从名单中选择本院的科室。",
            "invalid_pk_value": "请从名单中选择本院的科室。",
        },
    )
    responsible_person = PersonField(label="责任人", required=False)
    responsible_leader = ByUidField(
        label="责任领导", required=False, no_choice="请从名单中选择本院的院领导。"
    )
    deadline_kind = forms.ChoiceField(
        label="时限类型", choices=DeadlineKind.choices(), widget=forms.RadioSelect, initial=DeadlineKind.DATED
    )
    due_on = DayField(label="整改时限", required=False)
    origin = forms.ChoiceField(
        label="问题来源", choices=FindingOrigin.choices, initial=FindingOrigin.SELF_INSPECTION
    )
    found_on = DayField(label="发现日期", required=False)
    accepting_department = DepartmentField(
        label="验收部门", required=False, help_text="留空：由要点的归口部门验收。"
    )
    accepting_reason = forms.CharField(
        label="改由其他部门验收的原因",
        max_length=200,
        required=False,
        help_text="验收部门与归口部门不同时填写，会记入经过。",
    )
    remark = forms.CharField(
        label="备注", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    repeats_number = forms.IntegerField(
        label="重复发生",
        required=False,
        min_value=1,
        max_value=9_999_999,
        help_text="以前整改过又出现的，填原问题在本台账的序号。",
        widget=forms.NumberInput(attrs={"class": "hq-short"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        hospital: Hospital,
        participation: Participation,
        scope: Scope,
        as_of: date,
        finding: Finding | None = None,
        frozen: frozenset[str] = frozenset(),
        **values: Any,
    ) -> None:
        super().__init__(*args, **values)
        self.hospital, self.finding = hospital, finding
        self.participation, self.scope = participation, scope
        every = places_and_people.departments(hospital, as_of)
        leads = places_and_people.lead_departments(hospital, scope, as_of)
        if finding is not None:
            leads = leads | every.filter(pk=finding.lead_department_id)
        self._offer("lead_department", leads)
        self._offer("supporting", every)
        self._offer("accepting_department", every)
        self._offer("responsible_leader", places_and_people.leaders(hospital, as_of))
        self._offer("item", campaign_choices.items(participation))
        self._offer("checkpoint", campaign_choices.checkpoints(participation))
        self.fields["origin"].choices = self._origins()  # type: ignore[attr-defined]
        self.fields["item"].required = not self.data.get("checkpoint")
        self._freeze(frozen)
        person: PersonField = self.fields["responsible_person"]  # type: ignore[assignment]
        person.offer(
            places_and_people.people(hospital, as_of), lookup=reverse("people-lookup", args=[hospital.code])
        )

    def _origins(self) -> list[tuple[str, str]]:
        """In the hospital's words; what was registered under others, or read from a workbook, keeps them."""
        kept = {self.finding.origin: self.finding.origin_label} if self.finding else {}
        return [(kind, kept.get(kind) or label) for kind, label in origin_choices(self.hospital.pk)]

    def _freeze(self, frozen: frozenset[str]) -> None:
        """Fields that `rules.finding_rights` keeps from this user: shown as they are, or (the accepter) left out."""
        if "accepting_department" in frozen:
            del self.fields["accepting_department"], self.fields["accepting_reason"]
        for name in frozen & self.fields.keys():
            self.fields[name].disabled = True
        # What is only shown may also be what has ended.
        for name in frozen & {"lead_department", "supporting"}:
            self._offer(name, Department.objects.filter(hospital=self.hospital).select_related("parent"))
        if "responsible_leader" in frozen:
            self._offer("responsible_leader", StaffMember.objects.filter(hospital=self.hospital))
        if "repeats" in frozen:
            self.fields["repeats_number"].disabled = True

    def _offer(self, name: str, queryset: Any) -> None:
        self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        checkpoint = cleaned.get("checkpoint")
        if checkpoint and "item" in cleaned and not cleaned["item"]:
            cleaned["item"] = checkpoint.item
        if checkpoint and cleaned.get("item") and checkpoint.item_id != cleaned["item"].pk:
            self.add_error("checkpoint", "这个要点不属于所选整治内容。")
        if cleaned.get("deadline_kind") == DeadlineKind.ONGOING and cleaned.get("due_on"):
            self.add_error("due_on", "持续推进的问题不填整改时限。")
        if cleaned.get("repeats_number"):
            cleaned["repeats"] = self._repeated(cleaned["repeats_number"])
        return cleaned

    def _repeated(self, number: int) -> Finding | None:
        # Numbers can be guessed: only what the typist may see anyway is told by one.
        entries = LedgerEntry.objects.filter(
            participation=self.participation,
            number=number,
            finding__in=Finding.objects.visible_in(self.scope),
        )
        entry = entries.select_related("finding").first()
        if entry is None or (self.finding is not None and entry.finding_id == self.finding.pk):
            self.add_error("repeats_number", "本台账没有这个序号的其他问题。")
            return None
        return entry.finding

    def values(self) -> FindingInput:
        """What was typed, for the service."""
        names = {field.name for field in dataclasses.fields(FindingInput)}
        return FindingInput(**{k: v for k, v in self.cleaned_data.items() if k in names})


def initial_of(finding: Finding) -> dict[str, Any]:
    """The form's values of an existing finding."""
    entry = finding.entries.select_related("item", "checkpoint").get(primary=True)
    names = ("text", "deadline_kind", "due_on", "origin", "found_on", "remark", "revision")
    return {name: getattr(finding, name) for name in names} | {
        "item": entry.item.code,
        "checkpoint": entry.checkpoint.clause if entry.checkpoint else None,
        "lead_department": finding.lead_department.uid,
        "accepting_department": finding.accepting_department.uid if finding.accepting_department else None,
        "responsible_person": finding.responsible_person,
        "responsible_leader": finding.responsible_leader.uid if finding.responsible_leader else None,
        "repeats_number": _number_of(finding.repeats, entry.participation_id),
        "supporting": [row.department.uid for row in finding.supporting.select_related("department")],
    }


def _number_of(finding: Finding | None, participation_id: int) -> int | None:
    if finding is None:
        return None
    numbers = finding.entries.filter(participation=participation_id).values_list("number", flat=True)
    return numbers.first()
