"""Another finding of the hospital, searched for: the whole ledger is never drawn into a page."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from organizations.forms.fields import RemotePicker
from organizations.scope import Scope
from rectification.models import Finding
from rectification.selectors.choices import relative, relatives


def finding_label(finding: Finding) -> str:
    """How a finding is written in a list to pick from."""
    numbers = "、".join(str(number) for number in numbers_of(finding))
    return f"{numbers}. {finding.text[:60]}（{finding.get_state_display()}）"


def numbers_of(finding: Finding) -> list[int]:
    """Its numbers in the ledgers, of its own one first."""
    entries = sorted(finding.entries.all(), key=lambda entry: not entry.primary)
    return [entry.number for entry in entries if entry.number is not None]


class FindingPicker(RemotePicker):
    known_by = "序号"
    placeholder = "输入序号或问题里的几个字"

    def label_of(self, row: Finding) -> str:
        return finding_label(row)


class OtherFindingField(forms.Field):
    """By uid from the picker, or by its number in the ledger."""

    widget = FindingPicker

    def offer(self, scope: Scope, finding: Finding, *, lookup: str) -> None:
        """What the field takes, what it offers at once, and the address where the picker asks for more."""
        self._scope, self._finding = scope, finding
        self.widget.attrs["data-remote"] = f"{lookup}?q="
        self.widget.find = self._find
        self.widget.offered = [(str(row.uid), finding_label(row)) for row in relatives(scope, finding)]

    def to_python(self, value: Any) -> Finding | None:
        if value in self.empty_values:
            return None
        found = self._find(value)
        if found is None:
            raise ValidationError("请选择本院的另一个问题，或填写它在台账中的序号。", code="invalid_choice")
        return found

    def _find(self, value: Any) -> Finding | None:
        typed = str(value).strip()[:60]
        try:
            return relative(self._scope, self._finding, uid=uuid.UUID(typed))
        except ValueError:
            return relative(self._scope, self._finding, number=typed)
