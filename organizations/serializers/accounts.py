"""Log-ins and tokens."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from infrastructure.api.fields import ChoiceField, TextField
from infrastructure.api.references import Body
from organizations.services.api_tokens import LIFETIMES

MOST_CHARACTERS = 128  # of a password: hashing a megabyte helps nobody


class TokenBody(Body):
    username = TextField(max_length=60, help_text="用户名或工号。")
    password = TextField(max_length=MOST_CHARACTERS, trim_whitespace=False, style={"input_type": "password"})
    hospital = TextField(
        max_length=40, required=False, default="", allow_blank=True, help_text="医院代码；用工号登录时填写。"
    )
    code = TextField(
        max_length=12,
        required=False,
        default="",
        allow_blank=True,
        help_text="动态口令；账号启用了两步验证时必填。",
    )
    days = ChoiceField(
        choices=[(days, f"{days} 天") for days in LIFETIMES], required=False, default=LIFETIMES[0]
    )


class TokenRow(serializers.Serializer):
    begins_with = serializers.CharField(source="token_key", help_text="撤销时用它指明令牌。")
    created_at = serializers.DateTimeField(source="created")
    expires_at = serializers.DateTimeField(source="expiry")
    url = serializers.SerializerMethodField()

    def get_url(self, token: Any) -> str:
        return f"/api/v1/tokens/{token.token_key}/"


class NewTokenAnswer(TokenRow):
    token = serializers.SerializerMethodField(help_text="只在这里出现一次。")

    def get_token(self, token: Any) -> str:
        return str(self.context["secret"])


class HeldRole(serializers.Serializer):
    role = serializers.CharField()
    label = serializers.CharField(source="get_role_display")  # type: ignore[assignment]
    hospital = serializers.CharField(source="hospital.code", default=None, allow_null=True)
    department = serializers.UUIDField(source="department.uid", default=None, allow_null=True)
    region = serializers.CharField(source="region.code", default=None, allow_null=True)
    line = serializers.CharField(
        allow_null=True, help_text="行政区划上的角色只限这一条线；没有值时是全部条线。"
    )
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)


class MyAccount(serializers.Serializer):
    uid = serializers.UUIDField()
    username = serializers.CharField()
    display_name = serializers.CharField()
    hospital = serializers.CharField(source="hospital.code", default=None, allow_null=True)
    staff = serializers.UUIDField(source="staff.uid", default=None, allow_null=True)
    roles = HeldRole(many=True, source="held")
