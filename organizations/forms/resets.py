"""Asking that an account be opened again. Who may ask and agree is the service's business."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from organizations.models import ResetKind, User
from organizations.services.account_resets import may_mail
from organizations.services.second_factor import device_of

SLIP, MAIL = "slip", "mail"


class ResetForm(forms.Form):
    kind = forms.ChoiceField(
        label="办理什么",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择办理什么。", "invalid_choice": "这个账号没有启用两步验证。"},
    )
    delivery = forms.ChoiceField(
        label="怎样交给本人",
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择怎样交给本人。",
            "invalid_choice": "只有本人确认过的邮箱可以收链接，请改用密封条。",
        },
    )
    reason = forms.CharField(
        label="原因",
        max_length=200,
        help_text="同意的人和本人都会看到，例如：本人来电，忘记密码。",
        error_messages={"required": "请写明原因。", "max_length": "原因最多 200 个字。"},
    )

    def __init__(self, *args: Any, account: User, **values: Any) -> None:
        values["initial"] = {"kind": ResetKind.PASSWORD, "delivery": SLIP}
        super().__init__(*args, **values)
        kinds = [(ResetKind.PASSWORD.value, "设置新密码")]
        if device_of(account):
            kinds.append((ResetKind.SECOND_FACTOR.value, "关闭两步验证（手机丢失、更换）"))
        ways = [(SLIP, "密封条：两位管理员各打印一半，当面交给本人")]
        if may_mail(account):
            ways.append((MAIL, f"发到本人确认过的邮箱 {account.email}"))
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["delivery"].choices = ways  # type: ignore[attr-defined]
        if len(ways) == 1:
            self._without_choice(self.fields["delivery"])

    def _without_choice(self, delivery: forms.Field) -> None:
        """Not asked; whoever had a choice when the page was opened, or sends another one, sees why it is none."""
        if (self.data.get("delivery") or SLIP) == SLIP:
            delivery.required, delivery.widget = False, forms.HiddenInput()

    @property
    def typed(self) -> dict[str, Any]:
        return {
            "kind": ResetKind(self.cleaned_data["kind"]),
            "reason": self.cleaned_data["reason"],
            "by_mail": self.cleaned_data["delivery"] == MAIL,
        }


def chosen_uids(values: list[str]) -> list[uuid.UUID]:
    """What was ticked; anything else in it is passed over."""
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found
