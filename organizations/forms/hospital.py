"""The hospital's own names, and the rules of its log-ins."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from organizations.forms.fields import DayField
from organizations.models import (
    GRADES,
    AdministrativeLine,
    Affiliation,
    Hospital,
    HospitalKind,
    HospitalLevel,
    Region,
)
from organizations.services.hospitals import HospitalNames, LoginPolicy
from organizations.services.standings import LABELS, StandingValues

CREDIT_CODE = RegexValidator(r"^[0-9A-HJ-NPQRTUWXY]{18}$", "统一社会信用代码是 18 位数字和大写字母。")


class NamesForm(forms.Form):
    name = forms.CharField(
        label="机构名称",
        max_length=100,
        help_text="打印和导出的表上用这个名称。",
        error_messages={"required": "请填写机构名称。"},
    )
    credit_code = forms.CharField(
        label="统一社会信用代码",
        required=False,
        max_length=18,
        validators=[CREDIT_CODE],
    )
    registration_no = forms.CharField(label="医疗机构登记号", required=False, max_length=40)

    def __init__(self, *args: Any, hospital: Hospital, **values: Any) -> None:
        initial = {name: getattr(hospital, name) for name in self.base_fields}
        values["initial"] = initial
        super().__init__(*args, **values)

    def fields_typed(self) -> HospitalNames:
        return HospitalNames(**self.cleaned_data)


class StandingForm(forms.Form):
    """What the hospital is from a day on. Read only here: names and log-in rules have pages of their own."""

    level = forms.ChoiceField(label="等级", choices=HospitalLevel.choices)
    grade = forms.ChoiceField(
        label="等次", required=False, choices=[("", "没有等次"), *((one, f"{one}等") for one in GRADES)]
    )
    kind = forms.ChoiceField(label="类别", choices=HospitalKind.choices)
    line = forms.ChoiceField(label="条线", choices=AdministrativeLine.choices, help_text="由哪个部门主管。")
    affiliation = forms.ChoiceField(label="隶属关系", choices=Affiliation.choices)
    supervised_by = forms.CharField(
        label="监管单位的行政区划代码",
        max_length=12,
        help_text="由这一级主管部门负责监管，例如 360100（南昌市）。",
        widget=forms.TextInput(attrs={"class": "hq-short", "inputmode": "numeric"}),
        error_messages={"required": "请填写行政区划代码。"},
    )
    from_on = DayField(
        label="从哪天起",
        help_text="可以是过去的一天。已经开展的整治按当时的等级、类别计，不受影响。",
    )
    reason = forms.CharField(
        label="依据", max_length=200, error_messages={"required": "请写明依据，例如等级评审批复的文号。"}
    )

    def __init__(self, *args: Any, hospital: Hospital, as_of: date, **values: Any) -> None:
        now = vars(StandingValues.of(hospital)) | {"supervised_by": hospital.supervised_by.code}
        values["initial"] = now | {"from_on": as_of}
        super().__init__(*args, **values)

    def clean_supervised_by(self) -> Region:
        region = Region.objects.filter(code=self.cleaned_data["supervised_by"].strip()).first()
        if region is None:
            raise ValidationError("没有这个行政区划代码，请核对。")
        return region

    def values_typed(self) -> StandingValues:
        return StandingValues(**{name: self.cleaned_data[name] for name in LABELS})


class PolicyForm(forms.Form):
    idle_minutes = forms.IntegerField(
        label="多少分钟不操作自动退出",
        min_value=5,
        max_value=480,
        help_text="5 至 480。病区共用电脑建议 15 至 30。",
        widget=forms.NumberInput(attrs={"class": "hq-short"}),
        error_messages={
            "required": "请填写分钟数。",
            "invalid": "请填写整数。",
            "min_value": "至少 5 分钟。",
            "max_value": "最多 480 分钟。",
        },
    )
    watermark = forms.BooleanField(
        label="页面和导出文件加水印",
        required=False,
        help_text="水印为登录人的姓名、工号和日期，便于追查外传的截图；工作簿印在页眉，CSV 文件不带水印。",
    )

    def __init__(self, *args: Any, hospital: Hospital, **values: Any) -> None:
        initial = {name: getattr(hospital, name) for name in self.base_fields}
        values["initial"] = initial
        super().__init__(*args, **values)

    def fields_typed(self) -> LoginPolicy:
        return LoginPolicy(**self.cleaned_data)
