"""One check entry."""

from __future__ import annotations

from typing import Any

from django import forms

from campaigns.models import CheckEntry
from campaigns.rules.launch_words import CheckMethod
from campaigns.services.check_entries import MOST_SAMPLED, EntryInput

_NAMES = ("text", "method", "sample_size", "sample_of", "basis")
_SIZE = f"抽查数量填 1 至 {MOST_SAMPLED} 的整数。"


class CheckEntryForm(forms.Form):
    text = forms.CharField(
        label="检查内容",
        max_length=200,
        help_text="一条写一件事，现场能看出有没有。例如：四级手术有无术前多学科讨论记录",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写检查内容。"},
    )
    method = forms.ChoiceField(
        label="检查方法",
        choices=CheckMethod.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择检查方法。", "invalid_choice": "请从列出的检查方法中选择。"},
    )
    sample_size = forms.IntegerField(
        label="抽查数量",
        required=False,
        min_value=1,
        max_value=MOST_SAMPLED,
        help_text="不抽查、全部看的不填",
        widget=forms.NumberInput(attrs={"class": "hq-short"}),
        error_messages={"invalid": _SIZE, "min_value": _SIZE, "max_value": _SIZE},
    )
    sample_of = forms.CharField(
        label="抽查对象",
        required=False,
        max_length=30,
        help_text="例如：份运行病历、人、台",
        widget=forms.TextInput(attrs={"class": "hq-short"}),
    )
    basis = forms.CharField(label="依据", required=False, max_length=100, help_text="制度、规范的名称和条款")

    def __init__(self, *args: Any, entry: CheckEntry | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(entry, name) for name in _NAMES} if entry else {}
        super().__init__(*args, **kwargs)

    def values(self) -> EntryInput:
        return EntryInput(**self.cleaned_data)
