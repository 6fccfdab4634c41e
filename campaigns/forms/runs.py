"""Opening a hospital's own run, and its reading of one checkpoint."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Max, TextChoices

from campaigns.forms.phases import PhasesForm
from campaigns.models import Campaign, Checkpoint, CheckpointOverlay
from campaigns.selectors.region_runs import Narrowing
from campaigns.services.overlays import OverlayInput
from organizations.forms.fields import DepartmentField
from organizations.models import AdministrativeLine, Department, HospitalKind, HospitalLevel
from policy_texts.vocabulary import Audience


class _CampaignField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Campaign) -> str:
        return f"{obj.title}（{obj.document_no}）" if obj.document_no else obj.title


def newest_campaigns() -> Any:
    """The last version of each campaign: what a new run is opened with."""
    newest = Campaign.objects.values("code").annotate(last=Max("pk")).values("last")
    return Campaign.objects.filter(pk__in=newest).order_by("code")


class RunForm(PhasesForm):
    """Campaign, name, code and the phases."""

    campaign = _CampaignField(
        label="专项整治",
        queryset=Campaign.objects.none(),
        to_field_name="code",
        empty_label="请选择",
        error_messages={"required": "请选择专项整治方案。", "invalid_choice": "请从名单中选择方案。"},
    )
    title = forms.CharField(label="名称", help_text="显示在每一页上方，例如：2026年第四季度常态化自查")
    code = forms.CharField(
        label="代码",
        help_text="字母、数字和短横线，导入台账时用它指明是哪一次，例如 QS25-2026Q4",
        widget=forms.TextInput(attrs={"class": "hq-short"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].error_messages["required"] = "请填写名称。"
        self.fields["code"].error_messages["required"] = "请填写代码。"
        campaign = self.fields["campaign"]
        campaign.queryset = newest_campaigns()  # type: ignore[attr-defined]


class _Narrowed(forms.MultipleChoiceField):
    """One side of who takes part. Nothing ticked: as the document says."""

    def __init__(self, label: str, choices: type[TextChoices]) -> None:
        super().__init__(
            label=label,
            choices=choices.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "请从列出的选项中选择。"},
        )


class RegionRunForm(RunForm):
    """A region's run also says which of its hospitals take part; `agreed` is the fingerprint of those shown."""

    levels = _Narrowed("参加机构的等级", HospitalLevel)
    kinds = _Narrowed("参加机构的类别", HospitalKind)
    lines = _Narrowed("参加机构的条线", AdministrativeLine)
    agreed = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def narrowing(self) -> Narrowing:
        typed = self.cleaned_data
        return Narrowing(typed["levels"], typed["kinds"], typed["lines"])


class OverlayForm(forms.Form):
    """Whom a checkpoint is for in this hospital, which office answers for it, 立行立改."""

    audiences = forms.MultipleChoiceField(
        label="适用对象",
        choices=Audience.choices(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选择一类适用对象。",
            "invalid_choice": "请从列出的适用对象中选择。",
        },
    )
    functional_department = DepartmentField(
        label="归口部门", required=False, help_text="验收本要点的问题；院级要点由它填写。不选则按职责确定"
    )
    on_the_spot_allowed = forms.BooleanField(
        label="允许立行立改", required=False, help_text="小问题一次填完原因、措施和照片，直接送验收"
    )
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        checkpoint: Checkpoint,
        overlay: CheckpointOverlay | None,
        as_of: date,
        hospital_id: int,
    ) -> None:
        own = overlay.audiences if overlay is not None else None
        initial = {
            "audiences": checkpoint.audiences if own is None else own,
            "functional_department": overlay.functional_department.uid
            if overlay is not None and overlay.functional_department
            else None,
            "on_the_spot_allowed": bool(overlay and overlay.on_the_spot_allowed),
            "revision": overlay.revision if overlay else 0,
        }
        kwargs: dict[str, Any] = {"initial": initial}
        super().__init__(*args, **kwargs)
        self.as_written = frozenset(checkpoint.audiences)
        written = "、".join(Audience(code).label for code in checkpoint.audiences)
        self.fields[
            "audiences"
        ].help_text = f"文件规定：{written}。“院级”由归口部门统一填写一次；“手术科室”是标为开展手术的科室"
        departments = Department.objects.active(as_of).filter(hospital=hospital_id)
        ordered = departments.select_related("parent").order_by("level", "name_pinyin")
        self.fields["functional_department"].queryset = ordered  # type: ignore[attr-defined]

    def values(self) -> OverlayInput:
        typed = self.cleaned_data
        return OverlayInput(
            audiences=None if frozenset(typed["audiences"]) == self.as_written else typed["audiences"],
            functional_department=typed["functional_department"],
            on_the_spot_allowed=typed["on_the_spot_allowed"],
        )
