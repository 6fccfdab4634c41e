"""The hospital's own names, and the rules of its log-ins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from organizations.models import Hospital
from organizations.services.hospitals import HospitalNames, LoginPolicy

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
