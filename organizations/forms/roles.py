"""Granting and ending roles, and stand-ins. What a role may do is said where it is chosen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html

from organizations import selectors
from organizations.forms.fields import DayField, DepartmentField, PersonField
from organizations.models import Department, Hospital, Role
from organizations.rights import description_of
from organizations.roles import ROLES, Place


def _roles_of_a_hospital() -> list[tuple[str, Any]]:
    """Roles of the regions are given by those above the hospital."""
    here = {Place.HOSPITAL, Place.DEPARTMENT}
    return [
        (role.value, format_html("<b>{}</b> {}", role.label, description_of(role)))
        for role, definition in ROLES.items()
        if here & set(definition.places)
    ]


class GrantForm(forms.Form):
    person = PersonField(label="授予谁", help_text="先要有登录账号。")
    role = forms.ChoiceField(
        label="角色",
        choices=_roles_of_a_hospital,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择角色。", "invalid_choice": "请从名单中选择角色。"},
    )
    department = DepartmentField(
        label="科室", required=False, help_text="职工、联络员、科室负责人按科室授予，包括它的下级科室。"
    )
    from_on = DayField(label="从哪天起", help_text="当天起生效。")
    to_on = DayField(label="到哪天止", required=False, help_text="不填为长期有效。")

    def __init__(self, *args: Any, hospital: Hospital, as_of: date, lookup: str, **values: Any) -> None:
        values["initial"] = {"from_on": as_of, **values.pop("initial", {})}
        super().__init__(*args, **values)
        self.hospital = hospital
        people = selectors.people_to_choose(hospital, as_of=as_of)
        self.fields["person"].offer(people, lookup=lookup)  # type: ignore[attr-defined]
        departments = selectors.departments_to_choose(hospital, as_of=as_of).select_related("parent")
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        role, person = cleaned.get("role"), cleaned.get("person")
        if person is not None:
            cleaned["user"] = person.users.filter(is_active=True).order_by("pk").first()
            if cleaned["user"] is None:
                self.add_error("person", "这个人还没有登录账号，请先由系统管理员开通。")
        by_department = role is not None and Place.DEPARTMENT in ROLES[Role(role)].places
        if by_department and not cleaned.get("department") and "department" not in self.errors:
            self.add_error("department", "这个角色按科室授予，请选择科室。")
        if role is not None and not by_department and cleaned.get("department"):
            self.add_error("department", "这个角色在全院有效，请不要选择科室。")
        if cleaned.get("to_on") and cleaned.get("from_on") and cleaned["to_on"] < cleaned["from_on"]:
            self.add_error("to_on", "截止日期不能早于开始日期。")
        return cleaned

    def place(self) -> Hospital | Department:
        return self.cleaned_data["department"] or self.hospital


class EndRoleForm(forms.Form):
    last_on = DayField(label="最后一天", required=False, help_text="不填为立即收回。")
    reason = forms.CharField(
        label="原因", max_length=200, error_messages={"required": "请写明收回的原因，例如岗位调整。"}
    )


class StandInForm(forms.Form):
    principal = PersonField(label="被代理人", help_text="因外出、休假等暂时不能签字的人。")
    substitute = PersonField(label="代理人", help_text="代理期间可以办理被代理人的事项，留痕为“代”。")
    from_on = DayField(label="从哪天起")
    to_on = DayField(label="到哪天止")
    reason = forms.CharField(
        label="原因", max_length=200, error_messages={"required": "请写明代理原因，例如外出进修。"}
    )

    def __init__(self, *args: Any, hospital: Hospital, as_of: date, lookup: str, **values: Any) -> None:
        values["initial"] = {"from_on": as_of}
        super().__init__(*args, **values)
        people = selectors.people_to_choose(hospital, as_of=as_of)
        for name in ("principal", "substitute"):
            self.fields[name].offer(people, lookup=lookup)  # type: ignore[attr-defined]
