"""The phases of a run, line by line: any list, each with a name, what is done in it, and its two days."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django import forms

from campaigns.rules.phases import PhaseDates, date_problems
from organizations.forms.fields import DayField
from policy_texts.vocabulary import PhaseKind

MOST_PHASES = 8
USUAL = tuple(PhaseKind)  # the lines that stand open, filled in with what most runs have


@dataclass(frozen=True)
class PhaseLine:
    """The bound fields of one phase."""

    title: forms.BoundField
    kind: forms.BoundField
    from_on: forms.BoundField
    to_on: forms.BoundField

    @property
    def touched(self) -> bool:
        return bool(self.from_on.data or self.to_on.data)


class PhasesForm(forms.Form):
    """A line without dates is no phase; one with a date needs the other, a name and a kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_PHASES + 1):
            self.fields |= _line_fields(number, USUAL[number - 1] if number <= len(USUAL) else None)

    @property
    def phase_lines(self) -> list[PhaseLine]:
        parts = [part.name for part in fields(PhaseLine)]
        return [
            PhaseLine(*(self[f"phase_{number}_{part}"] for part in parts))
            for number in range(1, MOST_PHASES + 1)
        ]

    @property
    def usual_phases(self) -> list[PhaseLine]:
        return self.phase_lines[: len(USUAL)]

    @property
    def more_phases(self) -> list[PhaseLine]:
        return self.phase_lines[len(USUAL) :]

    @property
    def more_are_typed(self) -> bool:
        """A line beyond the usual ones that holds something is not folded away."""
        return any(line.touched or line.title.data for line in self.more_phases)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for number, line in enumerate(self.phase_lines, start=1):
            wanted = {"起始日期": line.from_on, "结束日期": line.to_on, "名称": line.title, "性质": line.kind}
            if line.touched or (number > len(USUAL) and line.title.data):
                for label, field in wanted.items():
                    if not field.errors and not typed.get(field.name):
                        self.add_error(field.name, f"请填写第 {number} 个阶段的{label}。")
        if not any(name.startswith("phase_") for name in self.errors):
            lines = [line for line in self.phase_lines if line.touched]
            for place, end, said in date_problems(self.phases()):
                self.add_error(f"{lines[place].title.name.removesuffix('title')}{end}", said)
        return typed

    def phases(self) -> list[PhaseDates]:
        """The lines that have dates, once those are valid."""
        typed = self.cleaned_data
        return [
            PhaseDates(
                PhaseKind(typed[line.kind.name]),
                typed[line.from_on.name],
                typed[line.to_on.name],
                typed[line.title.name],
            )
            for line in self.phase_lines
            if line.touched
        ]


def _line_fields(number: int, usual: PhaseKind | None) -> dict[str, forms.Field]:
    return {
        f"phase_{number}_title": forms.CharField(
            label=f"第 {number} 个阶段", required=False, max_length=30, initial=usual.label if usual else ""
        ),
        f"phase_{number}_kind": forms.ChoiceField(
            label=f"第 {number} 个阶段的性质",
            choices=[("", "请选择"), *PhaseKind.choices()],
            required=False,
            initial=usual.value if usual else "",
            error_messages={"invalid_choice": "请从列出的性质中选择。"},
        ),
        f"phase_{number}_from_on": DayField(label=f"第 {number} 个阶段的开始日期", required=False),
        f"phase_{number}_to_on": DayField(label=f"第 {number} 个阶段的结束日期", required=False),
    }
