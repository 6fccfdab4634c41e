"""The hospital's own words for the kinds of 问题来源."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.models import Hospital
from policy_texts.vocabulary import FindingOrigin
from rectification.services.origin_labels import LONGEST, own_labels


class OriginLabelsForm(forms.Form):
    def __init__(self, *args: Any, hospital: Hospital, **values: Any) -> None:
        values["initial"] = own_labels(hospital.pk)
        super().__init__(*args, **values)
        for origin in FindingOrigin:
            self.fields[origin.value] = forms.CharField(
                label=origin.label,
                required=False,
                max_length=LONGEST,
                widget=forms.TextInput(attrs={"placeholder": origin.label}),
                error_messages={"max_length": f"叫法不超过 {LONGEST} 字（现有 %(show_value)d 字）。"},
            )

    def labels(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items()}
