"""Hospitals and departments."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from infrastructure.api.fields import ChoiceField, CodesField, DayField, FlagField, NumberField, TextField
from infrastructure.api.pages import PageQuery
from infrastructure.api.references import Body, UidField
from organizations.forms.hospital import CREDIT_CODE
from organizations.models import (
    GRADES,
    AdministrativeLine,
    Affiliation,
    Department,
    DepartmentKind,
    HospitalKind,
    HospitalLevel,
    Region,
)
from organizations.serializers.rows import FUTURE_DEPARTMENTS
from organizations.services.departments import DepartmentFields
from policy_texts.vocabulary import Duty


class NamedRow(serializers.Serializer):
    """A related row: its uid, and its name for people."""

    uid = serializers.UUIDField()
    name = serializers.CharField()


class NameQuery(PageQuery):
    """A page of what is looked for by name."""

    q = TextField(
        max_length=60, required=False, default="", allow_blank=True, help_text="名称、拼音或拼音首字母。"
    )


class DepartmentQuery(NameQuery):
    state = ChoiceField(choices=[("active", "在用的"), ("all", "全部")], required=False, default="active")


class HospitalRow(serializers.Serializer):
    code = serializers.CharField()
    uid = serializers.UUIDField()
    name = serializers.CharField()
    level = serializers.CharField()
    grade = serializers.CharField()
    kind = serializers.CharField()
    line = serializers.CharField()
    affiliation = serializers.CharField()
    supervised_by = serializers.CharField(source="supervised_by.code", help_text="负责监管的行政区划代码。")
    url = serializers.SerializerMethodField()

    def get_url(self, hospital: Any) -> str:
        return f"/api/v1/hospitals/{hospital.code}/"


class NamesBody(Body):
    name = TextField(max_length=100)
    credit_code = TextField(
        max_length=18, required=False, default="", allow_blank=True, validators=[CREDIT_CODE]
    )
    registration_no = TextField(max_length=40, required=False, default="", allow_blank=True)


class StandingRow(serializers.Serializer):
    """What the hospital was from when to when."""

    uid = serializers.UUIDField()
    level = serializers.CharField()
    grade = serializers.CharField()
    kind = serializers.CharField()
    line = serializers.CharField()
    affiliation = serializers.CharField()
    supervised_by = serializers.CharField(source="supervised_by.code", help_text="负责监管的行政区划代码。")
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField()


class StandingBody(Body):
    level = ChoiceField(choices=HospitalLevel.choices)
    grade = ChoiceField(choices=[(one, one) for one in GRADES], required=False, default="", allow_blank=True)
    kind = ChoiceField(choices=HospitalKind.choices)
    line = ChoiceField(choices=AdministrativeLine.choices)
    affiliation = ChoiceField(choices=Affiliation.choices)
    supervised_by = TextField(max_length=12, help_text="负责监管的行政区划代码。")
    from_on = DayField(help_text="从哪天起；可以是过去的一天。")
    reason = TextField(max_length=200, help_text="依据，例如等级评审批复的文号。")

    def validate_supervised_by(self, code: str) -> Region:
        region = Region.objects.filter(code=code).first()
        if region is None:
            raise serializers.ValidationError("没有这个行政区划代码。", code="unknown")
        return region


class PolicyRow(serializers.Serializer):
    idle_minutes = serializers.IntegerField(help_text="多少分钟未操作自动退出。")
    watermark = serializers.BooleanField()


class PolicyBody(Body):
    idle_minutes = NumberField(min_value=5, max_value=480)
    watermark = FlagField()


class DepartmentRow(serializers.Serializer):
    uid = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    duties = serializers.ListField(child=serializers.CharField())
    operates = serializers.BooleanField()
    parent = serializers.UUIDField(source="parent.uid", default=None, allow_null=True)  # type: ignore[assignment]
    active_from = serializers.DateField()
    active_to = serializers.DateField(allow_null=True)
    revision = serializers.IntegerField()
    url = serializers.SerializerMethodField()

    def get_url(self, department: Any) -> str:
        return f"/api/v1/departments/{department.uid}/"


class DepartmentDetail(DepartmentRow):
    hospital = serializers.CharField(source="hospital.code")
    aliases = serializers.SerializerMethodField()
    successor = serializers.UUIDField(source="successor.uid", default=None, allow_null=True)

    def get_aliases(self, department: Any) -> list[str]:
        return sorted(alias.name for alias in department.aliases.all())


class DepartmentBody(Body):
    code = TextField(max_length=20)
    name = TextField(max_length=60)
    kind = ChoiceField(choices=DepartmentKind.choices)
    duties = CodesField(choices=Duty.choices(), required=False, default=list)
    parent = UidField(FUTURE_DEPARTMENTS, required=False, allow_null=True, default=None)  # type: ignore[assignment]
    active_from = DayField()
    operates = FlagField(required=False, default=False, help_text="开展手术的科室、手术室。")

    @staticmethod
    def fields_typed(values: Any) -> DepartmentFields:
        return DepartmentFields(
            **{name: values[name] for name in ("code", "name", "kind", "parent", "active_from", "operates")},
            duties=tuple(values["duties"]),
        )


class DepartmentEdit(DepartmentBody):
    revision = NumberField(help_text="修改所依据的版本；不是最新版本时回答 409 并附两个版本。")


class DepartmentEnd(Body):
    to_on = DayField(help_text="最后使用的一天。")
    successor = UidField(FUTURE_DEPARTMENTS, required=False, allow_null=True, default=None)


class AliasBody(Body):
    name = TextField(max_length=60)


def edited(department: Department, values: Any) -> dict[str, Any]:
    """The department's own fields with what was sent put over them."""
    now = {
        name: getattr(department, name)
        for name in ("code", "name", "kind", "duties", "parent", "active_from", "operates")
    }
    return now | dict(values)
