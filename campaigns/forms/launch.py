"""Forms of a launch: the plan, a member of the group, a meeting, a confirmation on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse

from campaigns.models import LaunchMeeting
from campaigns.rules.launch_words import GroupPost, MeetingKind
from campaigns.services.launch_meetings import MOST_PEOPLE, MeetingInput
from campaigns.services.launch_plans import PlanInput
from infrastructure.widgets import ManyFilesField
from organizations.choices import people
from organizations.forms.fields import DayField, DepartmentField, PersonField
from organizations.models import Hospital

_FILES = "PDF、图片、Office 和 WPS 文件"


def offer_people(field: Any, hospital: Hospital, as_of: date) -> None:
    lookup = reverse("people-lookup", args=[hospital.code])
    field.offer(people(hospital, as_of), lookup=lookup)


class PlanForm(forms.Form):
    document_no = forms.CharField(
        label="文号",
        max_length=60,
        help_text="例如：赣医〔2025〕36 号",
        widget=forms.TextInput(attrs={"class": "hq-short"}),
        error_messages={"required": "请填写方案的文号。"},
    )
    title = forms.CharField(label="标题", max_length=100, error_messages={"required": "请填写方案的标题。"})
    issued_on = DayField(label="印发日期", error_messages={"required": "请填写印发日期。"})
    file = forms.FileField(
        label="方案文件",
        help_text=f"{_FILES}，不超过 20 MB。",
        error_messages={"required": "请上传方案文件。", "empty": "上传的文件是空的，请重新选择。"},
    )

    def values(self) -> PlanInput:
        typed = self.cleaned_data
        return PlanInput(typed["document_no"], typed["title"], typed["issued_on"], typed["file"])


class MemberForm(forms.Form):
    staff = PersonField(label="人员", help_text="已在组内的，在这里改任组内职务。")
    post = forms.ChoiceField(
        label="组内职务",
        choices=GroupPost.choices(),
        initial=GroupPost.MEMBER,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择组内职务。",
            "invalid_choice": "请从列出的组内职务中选择。",
        },
    )
    from_on = DayField(label="加入日期", error_messages={"required": "请填写加入日期。"})

    def __init__(self, *args: Any, hospital: Hospital, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self.fields["staff"], hospital, as_of)


class MeetingForm(forms.Form):
    kind = forms.ChoiceField(
        label="类型",
        choices=MeetingKind.choices(),
        initial=MeetingKind.MOBILISATION,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择会议类型。", "invalid_choice": "请从列出的会议类型中选择。"},
    )
    held_on = DayField(label="日期", error_messages={"required": "请填写会议日期。"})
    place = forms.CharField(label="地点", max_length=60, error_messages={"required": "请填写地点。"})
    chair = PersonField(label="主持人", error_messages={"required": "请选择主持人。"})
    attendance = forms.IntegerField(
        label="参加人数",
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "hq-short"}),
        error_messages={
            "required": "请填写参加人数。",
            "invalid": "参加人数填整数。",
            "min_value": f"参加人数填 1 至 {MOST_PEOPLE}。",
            "max_value": f"参加人数填 1 至 {MOST_PEOPLE}。",
        },
    )
    attendees = forms.CharField(
        label="参加人员",
        max_length=300,
        required=False,
        help_text="例如：院领导、全体中层干部、各科室联络员",
    )
    papers = ManyFilesField(
        label="会议纪要、签到表、照片",
        required=False,
        help_text=f"{_FILES}，可以选多个，每个不超过 20 MB。照片会去掉拍摄地点等信息。",
    )

    def __init__(self, *args: Any, hospital: Hospital, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self.fields["chair"], hospital, as_of)
        self.fields["papers"].widget.attrs.update({"data-max-mb": "20"})

    def values(self) -> MeetingInput:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "papers"}
        typed.pop("revision", None)
        return MeetingInput(**typed)


class MeetingEdit(MeetingForm):
    """Of one that is entered already: whoever chaired it may have left the hospital since."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, meeting: LaunchMeeting, hospital: Hospital, as_of: date, **kwargs: Any
    ) -> None:
        initial = {
            name: getattr(meeting, name)
            for name in ("kind", "held_on", "place", "chair", "attendance", "attendees", "revision")
        }
        super().__init__(*args, initial=initial, hospital=hospital, as_of=as_of, **kwargs)
        chair: Any = self.fields["chair"]
        chair.queryset = chair.queryset | type(meeting.chair).objects.filter(pk=meeting.chair_id)
        self.fields["papers"].label = "再增加文件"


class PlanPaperForm(forms.Form):
    """代录: a head has signed on paper."""

    department = DepartmentField(label="科室")
    signatory = PersonField(label="签字人", error_messages={"required": "请选择签字人。"})
    scan = forms.FileField(
        label="签字盖章件",
        help_text="扫描件或照片（PDF、JPG、PNG）",
        error_messages={"required": "请上传签字盖章件。", "empty": "上传的文件是空的，请重新选择。"},
    )

    def __init__(self, *args: Any, departments: Any, hospital: Hospital, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        offer_people(self.fields["signatory"], hospital, as_of)
