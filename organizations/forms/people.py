"""Forms about people, their postings, log-ins and leave."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from organizations import selectors
from organizations.forms.fields import DayField, DepartmentField, PersonField
from organizations.models import AppraisalUnit, Hospital, Posting, StaffKind, StaffMember
from organizations.services.people import PersonFields, PostingFields


class PersonForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填写姓名。"})
    employee_no = forms.CharField(
        label="工号",
        max_length=30,
        help_text="登录时也可以用工号。",
        widget=forms.TextInput(attrs={"class": "hq-short"}),
        error_messages={"required": "请填写工号。"},
    )
    kind = forms.ChoiceField(
        label="人员类别",
        choices=StaffKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择人员类别。"},
    )
    post = forms.CharField(label="职务", max_length=40, required=False, help_text="例如科主任、护士长。")
    is_leader = forms.BooleanField(label="院领导", required=False, help_text="勾选后可以被指定为责任领导。")
    employed_from = DayField(label="入职日期")

    def __init__(self, *args: Any, person: StaffMember | None = None, as_of: date, **values: Any) -> None:
        initial = {"employed_from": as_of}
        if person is not None:
            initial = {name: getattr(person, name) for name in self.base_fields if hasattr(person, name)}
        values["initial"] = initial
        super().__init__(*args, **values)

    def fields_typed(self) -> PersonFields:
        return PersonFields(**{name: self.cleaned_data[name] for name in PersonForm.base_fields})


class NewPersonForm(PersonForm):
    """A new person is posted at once, from the first day on."""

    department = DepartmentField(label="科室", required=False, help_text="从入职日期起在这个科室任职。")
    appraisal_unit = forms.CharField(
        label="考评单元",
        max_length=60,
        required=False,
        help_text="医德考评时与谁一起评，例如“骨科护理组”。与科室相同时不填。",
    )

    def __init__(self, *args: Any, hospital: Hospital, as_of: date, **values: Any) -> None:
        super().__init__(*args, as_of=as_of, **values)
        _offer_departments(self, hospital, as_of)

    def posting_typed(self) -> PostingFields | None:
        department = self.cleaned_data["department"]
        if department is None:
            return None
        return PostingFields(
            department=department,
            from_on=max(self.cleaned_data["employed_from"], department.active_from),
            appraisal_unit=self.cleaned_data["appraisal_unit"].strip(),
        )


class PostingForm(forms.Form):
    department = DepartmentField(label="到哪个科室")
    appraisal_unit = forms.CharField(
        label="考评单元", max_length=60, required=False, help_text="与科室相同时不填。"
    )
    from_on = DayField(label="从哪天起", help_text="原来的任职到前一天为止。")
    to_on = DayField(label="到哪天止", required=False, help_text="轮转、借调等有期限的填写。")

    def __init__(self, *args: Any, hospital: Hospital, as_of: date, **values: Any) -> None:
        values["initial"] = {"from_on": as_of}
        super().__init__(*args, **values)
        _offer_departments(self, hospital, as_of)
        units = AppraisalUnit.objects.filter(hospital=hospital).order_by("name")
        self.units = units.values_list("name", flat=True)

    def fields_typed(self) -> PostingFields:
        return PostingFields(
            department=self.cleaned_data["department"],
            from_on=self.cleaned_data["from_on"],
            to_on=self.cleaned_data["to_on"],
            appraisal_unit=self.cleaned_data["appraisal_unit"].strip(),
        )


class PostingDatesForm(forms.Form):
    from_on = DayField(label="从哪天起")
    to_on = DayField(label="到哪天止", required=False)

    def __init__(self, *args: Any, posting: Posting, **values: Any) -> None:
        values["initial"] = {"from_on": posting.from_on, "to_on": posting.to_on}
        super().__init__(*args, **values)


class ChoosePersonForm(forms.Form):
    person = PersonField(label="离岗的人", error_messages={"required": "请选择离岗的人。"})

    def __init__(self, *args: Any, hospital: Hospital, as_of: date, lookup: str, **values: Any) -> None:
        super().__init__(*args, **values)
        people = selectors.people_to_choose(hospital, as_of=as_of)
        self.fields["person"].offer(people, lookup=lookup)  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    last_day = DayField(label="最后在岗日")
    successor = PersonField(
        label="接手人", required=False, help_text="未办结的事项全部转给这个人；没有事项时可以不选。"
    )

    def __init__(self, *args: Any, person: StaffMember, as_of: date, lookup: str, **values: Any) -> None:
        values["initial"] = {"last_day": as_of}
        super().__init__(*args, **values)
        people = selectors.people_to_choose(person.hospital, as_of=as_of).exclude(pk=person.pk)
        self.fields["successor"].offer(people, lookup=lookup)  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    username = forms.CharField(
        label="用户名",
        max_length=60,
        help_text="默认用工号。可用汉字、字母、数字和 . _ - @。",
        error_messages={"required": "请填写用户名。"},
    )


def _offer_departments(form: forms.Form, hospital: Hospital, as_of: date) -> None:
    choices = selectors.departments_to_choose(hospital, as_of=as_of).select_related("parent")
    form.fields["department"].queryset = choices  # type: ignore[attr-defined]
