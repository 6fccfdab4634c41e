"""立行立改 as a switch of the forms that register: cause, what was done, and the photo after it."""

from __future__ import annotations

from typing import Any

from django import forms

from policy_texts.vocabulary import CauseCategory
from rectification.forms.files import files_field
from rectification.models import Strength
from rectification.services.on_the_spot import Fixed

PARTS = ("cause_category", "cause", "done", "strength", "after")

_NO_DRAFT = "立行立改登记后直接待验收，不存草稿。先关掉立行立改，就能存为草稿。"


class OnTheSpotSwitch(forms.Form):
    """What stands behind the switch counts only while it is on. Typed and switched off again, it stays in the page."""

    on_the_spot = forms.BooleanField(
        label="立行立改",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "hq-toggle", "role": "switch"}),
    )
    cause_category = forms.ChoiceField(
        label="原因类别",
        choices=CauseCategory.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择原因类别。"},
    )
    cause = forms.CharField(
        label="原因",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写原因。"},
    )
    done = forms.CharField(
        label="已做的整改",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明已经做了什么。"},
    )
    after = files_field("改后照片", error_messages={"required": "请附上整改后的照片。"})
    strength = forms.ChoiceField(
        label="措施强度", choices=Strength.choices(), widget=forms.RadioSelect, initial=Strength.WEAK
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("on_the_spot"):
            for name in PARTS:
                self.errors.pop(name, None)
        elif self.data.get("do") == "draft":
            self.add_error("on_the_spot", _NO_DRAFT)
        return cleaned

    @property
    def switched_on(self) -> bool:
        return bool(self["on_the_spot"].value())

    def fixed(self) -> Fixed | None:
        """What was typed behind the switch, for the service; None while it is off."""
        typed = self.cleaned_data
        if not typed["on_the_spot"]:
            return None
        return Fixed(
            cause_category=typed["cause_category"],
            cause=typed["cause"],
            done=typed["done"],
            strength=typed["strength"],
            photos=typed["after"],
        )
