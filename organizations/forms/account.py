"""Forms around a log-in. They say what is missing; whether it is right is the services' business."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.models import Hospital
from organizations.passwords import RULES
from organizations.services.accounts import normal_login
from organizations.services.api_tokens import LIFETIMES

REFUSED = "用户名（工号）或密码不正确，请核对后再试。"
REFUSED_WITHOUT_HOSPITAL = "用户名（工号）或密码不正确。用工号登录的，请选择所在医院后再试。"
MOST_CHARACTERS = 128  # of a password: hashing a megabyte helps nobody


class HospitalSelect(forms.Select):
    """Found by pinyin initials."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        hospital = getattr(value, "instance", None)
        if hospital is not None:
            option["attrs"]["data-pinyin"] = hospital.name_pinyin
        return option


def password_field(label: str, missing: str, complete: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=MOST_CHARACTERS,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": complete}),
        error_messages={"required": missing, "max_length": f"密码最多 {MOST_CHARACTERS} 个字符。"},
    )


class LogInForm(forms.Form):
    username = forms.CharField(
        label="用户名或工号",
        max_length=60,
        error_messages={"required": "请输入用户名或工号。", "max_length": "用户名或工号最多 60 个字。"},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = password_field("密码", "请输入密码。", "current-password")
    hospital = forms.ModelChoiceField(
        label="所在医院",
        queryset=Hospital.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="请选择",
        widget=HospitalSelect(attrs={"data-picker": True}),
        error_messages={"invalid_choice": "请从列表中选择医院。"},
    )

    def __init__(self, *args: Any, hospitals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hospital"].queryset = hospitals  # type: ignore[attr-defined]

    def clean_username(self) -> str:
        return normal_login(self.cleaned_data["username"])

    @property
    def hospital_code(self) -> str:
        hospital = self.cleaned_data.get("hospital")
        return hospital.code if hospital else ""

    @property
    def refused(self) -> str:
        """The same words whoever was meant and whatever was wrong."""
        several = self.fields["hospital"].queryset[:2].count() > 1  # type: ignore[attr-defined]
        asks = several and not self.hospital_code
        return REFUSED_WITHOUT_HOSPITAL if asks else REFUSED


class CodeForm(forms.Form):
    """Six digits from the phone."""

    code = forms.CharField(
        label="动态口令",
        max_length=12,
        error_messages={"required": "请输入手机上显示的 6 位数字。", "max_length": "动态口令是 6 位数字。"},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "hq-short"}
        ),
    )


class NewPasswordForm(forms.Form):
    new = password_field("新密码", "请输入新密码。", "new-password", RULES)
    again = password_field("再次输入新密码", "请再输入一次新密码。", "new-password")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("new") and typed.get("again") and typed["new"] != typed["again"]:
            self.add_error("again", "两次输入的密码不一致，请重新输入。")
        return typed


class ChangePasswordForm(NewPasswordForm):
    old = password_field("现在的密码", "请输入现在的密码。", "current-password")
    field_order = ["old", "new", "again"]


class EmailForm(forms.Form):
    email = forms.EmailField(
        label="邮箱",
        max_length=254,
        help_text="重设密码的链接会发到这里，请填只有您本人能看的邮箱。",
        error_messages={"required": "请填写邮箱。", "invalid": "邮箱的写法不对，例如 zhang@example.cn。"},
    )
    password = password_field("现在的密码", "请输入现在的密码。", "current-password")


class TokenForm(forms.Form):
    days = forms.TypedChoiceField(
        label="有效期",
        coerce=int,
        choices=[(days, f"{days} 天") for days in LIFETIMES],
        initial=LIFETIMES[1],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择有效期。", "invalid_choice": "请从列出的有效期中选择。"},
    )
