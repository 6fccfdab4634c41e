"""The short form that registers: what is wrong, a photo, a checkpoint. The rest is filled or folded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from organizations.forms.fields import RemotePicker
from rectification.forms.files import files_field
from rectification.forms.findings import FindingForm
from rectification.forms.on_the_spot import OnTheSpotSwitch

FOLDED = (
    "origin",
    "repeats_number",
    "supporting",
    "responsible_person",
    "responsible_leader",
    "deadline_kind",
    "due_on",
    "accepting_department",
    "accepting_reason",
    "remark",
)
# Beside the fields themselves: what is in the fold by itself is no news, and a reason goes with its department.
_UNTOLD = frozenset({"deadline_kind", "accepting_reason"})


class NewFindingForm(OnTheSpotSwitch, FindingForm):
    """`often`: checkpoints that the department uses most; `on_the_spot`: those at which the switch may be on."""

    # A refused upload that names no field is told at the first one of files.
    field_order = ("text", "files", "checkpoint", "item", "lead_department", "found_on")

    files = files_field("现场照片", required=False)  # type: ignore[assignment]

    def __init__(
        self, *args: Any, often: Sequence[int] = (), on_the_spot: Collection[int] = (), **values: Any
    ) -> None:
        super().__init__(*args, **values)
        self.on_the_spot_points = on_the_spot
        self.fields["text"].widget.attrs["rows"] = 2
        points = self.fields["checkpoint"]
        points.required = not self.data.get("item")
        points.error_messages["required"] = self.fields["item"].error_messages["required"]
        points.offer(points.queryset, often=often, on_the_spot=on_the_spot)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.has_error("checkpoint", "required"):
            self.errors.pop("item", None)  # one lack, told once: where one types
        return cleaned

    @property
    def folded(self) -> list[Any]:
        """The fields under 更多 that this user has."""
        return [self[name] for name in FOLDED if name in self.fields]

    @property
    def fold_open(self) -> bool:
        return any(bound.errors for bound in self.folded)

    @property
    def fold_says(self) -> str:
        """The values that are folded away, in a line."""
        said = ((bound.label, self._words(bound.name)) for bound in self.folded if bound.name not in _UNTOLD)
        return " · ".join(f"{label} {words}" for label, words in said if words)

    @property
    def lead_words(self) -> str:
        """The prefilled department's name; "" where it is still to be chosen, or wrong."""
        return "" if self["lead_department"].errors else self._words("lead_department")

    @property
    def day_words(self) -> str:
        return "" if self["found_on"].errors else self._words("found_on")

    def _words(self, name: str) -> str:
        value, widget = self[name].value(), self.fields[name].widget
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(widget, RemotePicker):
            row = widget.find(value) if value else None
            return widget.label_of(row) if row else str(value or "")
        choices = getattr(self[name].field, "choices", None)
        chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value]) if one}
        if choices is None:
            return " ".join(sorted(chosen))
        return "、".join(str(label) for key, label in choices if str(key) in chosen)
