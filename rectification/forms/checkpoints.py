"""A checkpoint found by typing: its words, near words, pinyin initials; what the department uses most stands first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.db.models import Case, QuerySet, Value, When

from campaigns.models import Checkpoint
from infrastructure.widgets import PickerSelect
from rectification.rules.near_words import near_words


class CheckpointSelect(PickerSelect):
    """Each choice says its item, for that follows from it."""

    often: Collection[int] = ()
    on_the_spot: Collection[int] = ()

    def create_option(self, name: str, value: Any, *args: Any, **values: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **values)
        point: Checkpoint | None = getattr(value, "instance", None)
        if point is not None:
            option["attrs"] |= {"data-note": self._note(point), "data-near": near_words(point.text)}
        return option

    def _note(self, point: Checkpoint) -> str:
        said = [f"{point.item.number}. {point.item.title}"]
        said += ["本科室常用"] if point.pk in self.often else []
        said += ["可立行立改"] if point.pk in self.on_the_spot else []
        return " · ".join(said)


class CheckpointField(forms.ModelChoiceField):
    """A checkpoint of the campaign; none at all where only the item is known."""

    def label_from_instance(self, obj: Checkpoint) -> str:
        return f"{obj.item.number}.{obj.code} {obj.text}"

    def offer(
        self, points: QuerySet[Checkpoint], *, often: Sequence[int] = (), on_the_spot: Collection[int] = ()
    ) -> None:
        """`often`: those the department registers most at, in this order before all others."""
        if often:
            first = Case(
                *(When(pk=pk, then=Value(place)) for place, pk in enumerate(often)), default=len(often)
            )
            points = points.order_by(first, "item__number", "code")
        self.queryset = points
        self.widget.often, self.widget.on_the_spot = often, on_the_spot
