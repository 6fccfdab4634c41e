"""The form of a sealed slip."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.forms.account import LogInForm, NewPasswordForm
from organizations.services.accounts import normal_login


def _half(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": f"请输入{label}。", "max_length": f"{label}是 10 位字母和数字。"},
    )


class SlipForm(NewPasswordForm):
    username = LogInForm.base_fields["username"]
    hospital = LogInForm.base_fields["hospital"]
    first = _half("上半条的码")
    second = _half("下半条的码")
    field_order = ["hospital", "username", "first", "second", "new", "again"]

    def __init__(self, *args: Any, hospitals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hospital"].queryset = hospitals  # type: ignore[attr-defined]
        self.fields["hospital"].help_text = "用工号的请选择。"
        if not hospitals[1:2]:
            del self.fields["hospital"]

    def clean_username(self) -> str:
        return normal_login(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        typed.setdefault("hospital", None)
        return typed
