"""Forms about departments. Every choice is fenced to the hospital of the address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from organizations import selectors
from organizations.forms.fields import DayField, DepartmentField
from organizations.models import Department, DepartmentKind, Hospital
from organizations.services.departments import DepartmentFields
from policy_texts.vocabulary import Duty


class DepartmentForm(forms.Form):
    name = forms.CharField(label="科室名称", max_length=60, error_messages={"required": "请填写科室名称。"})
    code = forms.CharField(
        label="科室编码",
        max_length=20,
        help_text="与医院信息系统里的科室编码一致，导入时按它识别。",
        widget=forms.TextInput(attrs={"class": "hq-short"}),
        error_messages={"required": "请填写科室编码。"},
    )
    kind = forms.ChoiceField(
        label="类别",
        choices=DepartmentKind.choices,
        widget=forms.RadioSelect,
        help_text="要点按类别下发。",
        error_messages={"required": "请选择类别。"},
    )
    parent = DepartmentField(label="上级科室", required=False, help_text="病区、亚专科等第二级科室填写。")
    duties = forms.MultipleChoiceField(
        label="归口职责",
        choices=Duty.choices(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="职能部门填写：归口的要点和验收会自动分到这里。",
    )
    operates = forms.BooleanField(
        label="开展手术", required=False, help_text="手术科室、手术室等：另有术前评估、安全核查等要点。"
    )
    active_from = DayField(label="启用日期")

    def __init__(
        self, *args: Any, hospital: Hospital, as_of: date, department: Department | None = None, **values: Any
    ) -> None:
        if department is not None:
            values["initial"] = _initial(department)
        else:
            values["initial"] = {"active_from": as_of, "kind": DepartmentKind.CLINICAL}
        super().__init__(*args, **values)
        parents = selectors.departments_to_choose(hospital, as_of=as_of).filter(level=1)
        parents = parents.exclude(pk=department.pk) if department else parents
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]

    def fields_typed(self) -> DepartmentFields:
        return DepartmentFields(
            code=self.cleaned_data["code"],
            name=self.cleaned_data["name"],
            kind=self.cleaned_data["kind"],
            duties=tuple(self.cleaned_data["duties"]),
            parent=self.cleaned_data["parent"],
            active_from=self.cleaned_data["active_from"],
            operates=self.cleaned_data["operates"],
        )


class DepartmentEndForm(forms.Form):
    to_on = DayField(label="停用日期", help_text="最后一个使用的日子。之后的任职转入承接科室。")
    successor = DepartmentField(
        label="承接科室", required=False, help_text="合并、更名时选择；科室里没有人时可以不选。"
    )

    def __init__(self, *args: Any, department: Department, as_of: date, **values: Any) -> None:
        values["initial"] = {"to_on": as_of}
        super().__init__(*args, **values)
        choices = selectors.departments_to_choose(department.hospital, as_of=as_of)
        successor = self.fields["successor"]
        successor.queryset = choices.exclude(pk=department.pk).select_related("parent")  # type: ignore[attr-defined]


class AliasForm(forms.Form):
    alias = forms.CharField(label="别名", max_length=60, error_messages={"required": "请填写别名。"})


def _initial(department: Department) -> dict[str, Any]:
    return {
        "name": department.name,
        "code": department.code,
        "kind": department.kind,
        "parent": department.parent.uid if department.parent else None,
        "duties": department.duties,
        "operates": department.operates,
        "active_from": department.active_from,
    }
