"""Members of staff, where they work, their roles and stand-ins."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from infrastructure.api.fields import ChoiceField, DayField, FlagField, LinesField, NumberField, TextField
from infrastructure.api.references import Body, UidField
from infrastructure.api.strict import Filled, Needs
from organizations.models import Role, StaffKind, StaffMember
from organizations.roles import ROLES, Place
from organizations.serializers.places import NamedRow
from organizations.serializers.rows import ACCOUNTS, FUTURE_DEPARTMENTS, FUTURE_PEOPLE
from organizations.services.people import PersonFields, PostingFields

_OWN = ("employee_no", "name", "kind", "post", "is_leader", "employed_from")
_HERE = [(role.value, str(role.label)) for role in ROLES if ROLES[role].places != (Place.REGION,)]

_OF_DEPARTMENT = tuple(role.value for role in ROLES if ROLES[role].places == (Place.DEPARTMENT,))


class PersonRow(serializers.Serializer):
    uid = serializers.UUIDField()
    employee_no = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    post = serializers.CharField()
    is_leader = serializers.BooleanField()
    departments = serializers.SerializerMethodField(help_text="今天任职的科室。")
    url = serializers.SerializerMethodField()

    def get_departments(self, person: Any) -> list[dict[str, str]]:
        return [
            {"uid": str(posting.department.uid), "name": posting.department.name}
            for posting in person.current
        ]

    def get_url(self, person: Any) -> str:
        return f"/api/v1/staff/{person.uid}/"


class PostingRow(serializers.Serializer):
    uid = serializers.UUIDField()
    department = NamedRow()
    appraisal_unit = serializers.CharField(source="appraisal_unit.name", default="")
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)


class PersonDetail(serializers.Serializer):
    uid = serializers.UUIDField()
    hospital = serializers.CharField(source="hospital.code")
    employee_no = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    post = serializers.CharField()
    is_leader = serializers.BooleanField()
    employed_from = serializers.DateField()
    employed_to = serializers.DateField(allow_null=True)
    postings = PostingRow(many=True)
    revision = serializers.IntegerField()
    url = serializers.SerializerMethodField()

    def get_url(self, person: Any) -> str:
        return f"/api/v1/staff/{person.uid}/"


class AccountRow(serializers.Serializer):
    """A log-in of a person."""

    uid = serializers.UUIDField()
    username = serializers.CharField()
    display_name = serializers.CharField()
    is_active = serializers.BooleanField()
    has_second_factor = serializers.BooleanField()


class PersonEdit(Body):
    employee_no = TextField(max_length=30)
    name = TextField(max_length=40)
    kind = ChoiceField(choices=StaffKind.choices)
    post = TextField(max_length=40, required=False, default="", allow_blank=True)
    is_leader = FlagField(required=False, default=False)
    employed_from = DayField()
    revision = NumberField(help_text="修改所依据的版本；不是最新版本时回答 409 并附两个版本。")

    @staticmethod
    def fields_typed(values: Any) -> PersonFields:
        return PersonFields(**{name: values[name] for name in _OWN})

    @classmethod
    def over(cls, person: StaffMember, values: Any) -> PersonFields:
        """The person's own fields with what was sent put over them."""
        return cls.fields_typed({name: getattr(person, name) for name in _OWN} | dict(values))


class PersonBody(PersonEdit):
    revision = None  # type: ignore[assignment]  # a new person has none
    department = UidField(FUTURE_DEPARTMENTS, required=False, allow_null=True, default=None)
    appraisal_unit = TextField(max_length=60, required=False, default="", allow_blank=True)

    @staticmethod
    def posting_typed(values: Any) -> PostingFields | None:
        if values["department"] is None:
            return None
        return PostingFields(
            department=values["department"],
            from_on=values["employed_from"],
            appraisal_unit=values["appraisal_unit"],
        )


class PostingBody(Body):
    department = UidField(FUTURE_DEPARTMENTS)
    from_on = DayField()
    to_on = DayField(required=False, allow_null=True, default=None)
    appraisal_unit = TextField(max_length=60, required=False, default="", allow_blank=True)


class PostingDates(Body):
    from_on = DayField()
    to_on = DayField(required=False, allow_null=True, default=None)


class LeaveBody(Body):
    last_day = DayField()
    successor = UidField(FUTURE_PEOPLE, required=False, allow_null=True, default=None)


class HandedOver(serializers.Serializer):
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()


class MembershipRow(serializers.Serializer):
    uid = serializers.UUIDField()
    account = serializers.UUIDField(source="user.uid")
    name = serializers.CharField(source="user.display_name")
    role = serializers.CharField()
    label = serializers.CharField(source="get_role_display")  # type: ignore[assignment]
    department = NamedRow(allow_null=True)
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)


class MembershipBody(Body):
    conditions = (Needs(Filled("role", _OF_DEPARTMENT), "department", "科室的角色请填写科室。"),)

    account = UidField(ACCOUNTS, help_text="登录账号的 uid。")
    role = ChoiceField(choices=_HERE)
    department = UidField(
        FUTURE_DEPARTMENTS, required=False, allow_null=True, default=None, help_text="科室角色填写。"
    )
    from_on = DayField()
    to_on = DayField(required=False, allow_null=True, default=None)

    def validate_role(self, value: str) -> Role:
        return Role(value)


class MembershipEnd(Body):
    last_on = DayField(required=False, allow_null=True, default=None, help_text="最后一天；不填则立即收回。")
    reason = LinesField(max_length=200, required=False, default="", allow_blank=True)


class StandInRow(serializers.Serializer):
    uid = serializers.UUIDField()
    principal = NamedRow()
    substitute = NamedRow()
    from_on = serializers.DateField()
    to_on = serializers.DateField()
    reason = serializers.CharField()


class StandInBody(Body):
    principal = UidField(FUTURE_PEOPLE)
    substitute = UidField(FUTURE_PEOPLE)
    from_on = DayField()
    to_on = DayField()
    reason = LinesField(max_length=200)


class ResetReasonBody(Body):
    reason = LinesField(max_length=200, help_text="同意的人和本人都会看到。")
