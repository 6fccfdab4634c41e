"""Small forms of the finding page: causes, measures, evidence, notes, extensions, reasons, papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse

from campaigns.models import CampaignItem, Participation
from campaigns.selectors import choices as campaign_choices
from organizations import choices as places_and_people
from organizations.forms.fields import DayField, DepartmentField, PersonField
from organizations.scope import Scope
from policy_texts.vocabulary import CauseCategory
from rectification.forms.files import files_field
from rectification.forms.other_finding import OtherFindingField
from rectification.models import Cause, Finding, Measure, Strength
from rectification.services.work import MeasureInput

_AREA = forms.Textarea(attrs={"rows": 3})


class ManyOfFinding(forms.ModelMultipleChoiceField):
    """Causes or measures of one finding, by uid; the queryset is the fence."""

    def __init__(self, **values: Any) -> None:
        super().__init__(
            queryset=None,
            to_field_name="uid",
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": "请选择本问题的内容。",
                "invalid_pk_value": "请选择本问题的内容。",
                "required": "请至少选择一条。",
            },
            **values,
        )

    def label_from_instance(self, obj: Cause | Measure) -> str:
        return obj.text


class CauseForm(forms.Form):
    category = forms.ChoiceField(
        label="原因类别",
        choices=CauseCategory.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择原因类别。"},
    )
    text = forms.CharField(
        label="原因",
        max_length=1000,
        widget=_AREA,
        help_text="追问到可以改变的原因：制度、流程、设备、信息系统哪里没有挡住？",
        error_messages={"required": "请填写原因。"},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MeasureForm(forms.Form):
    text = forms.CharField(
        label="整改措施",
        max_length=1000,
        widget=_AREA,
        help_text="可检查、可完成。只靠培训和“加强管理”的措施往往不持久，建议增加制度或系统性措施。",
        error_messages={"required": "请填写措施。"},
    )
    strength = forms.ChoiceField(
        label="措施强度",
        choices=[
            (Strength.STRONG, "强 · 系统强制、流程再造"),
            (Strength.MEDIUM, "中 · 清单、双人核对"),
            (Strength.WEAK, "弱 · 培训、提醒"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择措施强度。"},
    )
    causes = ManyOfFinding(label="针对的原因", required=False)
    department = DepartmentField(label="落实部门", required=False)
    person = PersonField(label="落实人", required=False)
    due_on = DayField(label="完成时限", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, finding: Finding, as_of: date, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["causes"].queryset = finding.causes.valid()  # type: ignore[attr-defined]
        hospital = finding.hospital
        self.fields["department"].queryset = places_and_people.departments(hospital, as_of)  # type: ignore[attr-defined]
        self.fields["person"].offer(  # type: ignore[attr-defined]
            places_and_people.people(hospital, as_of), lookup=reverse("people-lookup", args=[hospital.code])
        )

    def values(self) -> MeasureInput:
        typed = {k: v for k, v in self.cleaned_data.items() if k != "revision"}
        return MeasureInput(**typed | {"causes": list(typed["causes"])})


class EvidenceForm(forms.Form):
    files = files_field()  # type: ignore[assignment]
    measures = ManyOfFinding(label="证明哪些措施")
    words = forms.CharField(label="说明", max_length=500, required=False)

    def __init__(self, *args: Any, finding: Finding, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["measures"].queryset = finding.measures.valid()  # type: ignore[attr-defined]


class ReplaceForm(forms.Form):
    files = files_field("新版本", only_one=True)  # type: ignore[assignment]


class OnSiteForm(forms.Form):
    measures = ManyOfFinding(label="查看了哪些措施")
    seen_on = DayField(label="查看日期")
    words = forms.CharField(
        label="查看情况", max_length=500, widget=_AREA, error_messages={"required": "请写明现场查看的情况。"}
    )

    def __init__(self, *args: Any, finding: Finding, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["measures"].queryset = finding.measures.valid()  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    text = forms.CharField(
        label="整改进展", max_length=1000, widget=_AREA, error_messages={"required": "请填写整改进展。"}
    )


class ExtensionForm(forms.Form):
    to_due_on = DayField(label="延期至")
    reason = forms.CharField(
        label="延期原因", max_length=500, widget=_AREA, error_messages={"required": "请写明延期的原因。"}
    )


class DecisionForm(forms.Form):
    grant = forms.ChoiceField(
        label="审批意见",
        choices=[("yes", "同意延期"), ("no", "不同意")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择审批意见。"},
    )
    reason = forms.CharField(label="意见", max_length=500, required=False, widget=_AREA)


class ReasonForm(forms.Form):
    """One reason, when the transition needs it."""

    reason = forms.CharField(label="原因", max_length=500, widget=_AREA)

    def __init__(self, *args: Any, label: str, required: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        field = self.fields["reason"]
        field.label, field.required = f"{label}的原因", required
        field.error_messages["required"] = f"请写明{label}的原因。"


class PaperForm(ReasonForm):
    """代录: who signed the paper, and its scan."""

    signatory = PersonField(label="签字人")
    scan = files_field("签字盖章件", only_one=True)

    def __init__(self, *args: Any, finding: Finding, as_of: date, **values: Any) -> None:
        super().__init__(*args, **values)
        hospital = finding.hospital
        self.fields["signatory"].offer(  # type: ignore[attr-defined]
            places_and_people.people(hospital, as_of), lookup=reverse("people-lookup", args=[hospital.code])
        )
        self.order_fields(["signatory", "scan", "reason"])


class MergeForm(ReasonForm):
    into = OtherFindingField(
        label="合并到",
        help_text="输入序号或问题里的几个字来查找。",
        error_messages={"required": "请选择合并到哪个问题。"},
    )

    def __init__(self, *args: Any, scope: Scope, finding: Finding, **values: Any) -> None:
        super().__init__(*args, **values)
        into: OtherFindingField = self.fields["into"]  # type: ignore[assignment]
        into.offer(scope, finding, lookup=reverse("finding-merge", args=[finding.uid]))


class VoidEvidenceForm(forms.Form):
    reason = forms.CharField(
        label="撤下的原因", max_length=200, widget=_AREA, error_messages={"required": "请写明撤下的原因。"}
    )


class AlsoCountForm(forms.Form):
    """An item of another ledger of the hospital, named `run|item`."""

    place_of = forms.ChoiceField(
        label="计入哪个台账的哪一项",
        widget=forms.Select(attrs={"data-picker": True, "data-placeholder": "输入台账或整治内容里的几个字"}),
        error_messages={"required": "请选择台账和整治内容。", "invalid_choice": "请从名单中选择。"},
    )

    def __init__(self, *args: Any, ledgers: list[Participation], **values: Any) -> None:
        super().__init__(*args, **values)
        self._places = {
            f"{ledger.run.code}|{item.code}": (ledger, item)
            for ledger in ledgers
            for item in campaign_choices.items(ledger)
        }
        self.fields["place_of"].choices = [  # type: ignore[attr-defined]
            ("", "请选择"),
            *((key, f"{p.run.title} · {i.number}. {i.title}") for key, (p, i) in self._places.items()),
        ]

    def place(self) -> tuple[Participation, CampaignItem]:
        """The chosen ledger and item."""
        return self._places[self.cleaned_data["place_of"]]
