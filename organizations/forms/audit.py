"""What a log is searched by. It reads the address, so everything is optional."""

from __future__ import annotations

from typing import Any

from django import forms

from organizations.audit_selectors import LogFilter
from organizations.forms.fields import DayField


class LogFilterForm(forms.Form):
    q = forms.CharField(label="人员或对象", required=False, max_length=60)
    kind = forms.MultipleChoiceField(required=False, choices=())
    from_on = DayField(label="从", required=False)
    to_on = DayField(label="到", required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def filter(self) -> LogFilter:
        """What could be read; a field that is wrong is shown as wrong and narrows nothing."""
        self.is_valid()
        typed = self.cleaned_data
        return LogFilter(
            words=typed.get("q", ""),
            kinds=tuple(typed.get("kind", ())),
            from_on=typed.get("from_on"),
            to_on=typed.get("to_on"),
        )


class ExportForm(forms.Form):
    reason = forms.CharField(
        max_length=200, error_messages={"required": "请填写导出的原因，例如等级保护测评。"}
    )
