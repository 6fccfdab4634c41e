"""The table of duties as one form: a row an item, four choices a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from campaigns.forms.launch import offer_people
from campaigns.selectors.launch import DutyRow
from campaigns.services.duties import DutyInput
from infrastructure.widgets import PickerSelect, PickerSelectMultiple
from organizations.choices import departments, leaders, people
from organizations.forms.fields import PersonField
from organizations.models import Department, Hospital, StaffMember

COLUMNS = ("leader", "department", "liaison", "supporting")


@dataclass(frozen=True)
class FormRow:
    """One item with its fields, as the table draws them."""

    row: DutyRow
    leader: Any
    department: Any
    liaison: Any
    supporting: Any
    revision: Any


class DutiesForm(forms.Form):
    """Whoever has left and stands there still is offered as he is: saving the page takes nobody away unseen."""

    def __init__(
        self, *args: Any, rows: Sequence[DutyRow], hospital: Hospital, as_of: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        held = [row.duty for row in rows if row.duty]
        self._leaders = _by_uid([*leaders(hospital, as_of), *(d.leader for d in held if d.leader)])
        places = [*departments(hospital, as_of), *(d.department for d in held if d.department)]
        self._departments = _by_uid([*places, *(each for row in rows for each in row.supporting)])
        self._people = people(hospital, as_of) | StaffMember.objects.filter(
            Q(pk__in=[d.liaison_id for d in held])
        )
        lists = (
            _options(self._leaders, as_of, "已离岗", "employed_to"),
            _options(self._departments, as_of, "已撤销", "active_to"),
        )
        for row in rows:
            self._add_row(row, lists, hospital, as_of)

    def _add_row(
        self, row: DutyRow, lists: tuple[list[tuple[str, str]], ...], hospital: Hospital, as_of: date
    ) -> None:
        code, duty, (leading, places) = row.item.code, row.duty, lists
        label = f"第 {row.item.number} 项"
        self.fields[f"{code}-leader"] = _one(f"{label}责任领导", leading, duty.leader if duty else None)
        self.fields[f"{code}-department"] = _one(
            f"{label}归口部门", places, duty.department if duty else None
        )
        liaison = PersonField(label=f"{label}联络员", required=False, initial=duty.liaison if duty else None)
        offer_people(liaison, hospital, as_of)
        liaison.queryset = self._people
        self.fields[f"{code}-liaison"] = liaison
        self.fields[f"{code}-supporting"] = forms.MultipleChoiceField(
            label=f"{label}配合部门",
            choices=places,
            required=False,
            initial=[str(each.uid) for each in row.supporting],
            widget=PickerSelectMultiple,
            error_messages={"invalid_choice": "请从名单中选择本院的部门。"},
        )
        self.fields[f"{code}-revision"] = forms.IntegerField(
            min_value=0,
            max_value=2**31 - 1,
            initial=duty.revision if duty else 0,
            widget=forms.HiddenInput,
        )

    def table(self) -> Iterable[FormRow]:
        for row in self.rows:
            yield FormRow(row, *(self[f"{row.item.code}-{name}"] for name in (*COLUMNS, "revision")))

    def values(self) -> dict[str, DutyInput]:
        typed = self.cleaned_data
        return {
            code: DutyInput(
                leader=self._leaders.get(typed[f"{code}-leader"]),
                department=self._departments.get(typed[f"{code}-department"]),
                liaison=typed[f"{code}-liaison"],
                supporting=[self._departments[uid] for uid in typed[f"{code}-supporting"]],
                revision=typed[f"{code}-revision"],
            )
            for code in (row.item.code for row in self.rows)
        }


def _by_uid(rows: Iterable[Any]) -> dict[str, Any]:
    return {str(row.uid): row for row in rows}


def _options(
    rows: Mapping[str, StaffMember | Department], as_of: date, gone: str, until: str
) -> list[tuple[str, str]]:
    def words(row: Any) -> str:
        last_day = getattr(row, until)
        return f"{row.name}（{gone}）" if last_day and last_day < as_of else row.name

    return [(uid, words(row)) for uid, row in rows.items()]


def _one(label: str, options: list[tuple[str, str]], chosen: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "请选择"), *options],
        required=False,
        initial=str(chosen.uid) if chosen else "",
        widget=PickerSelect,
        error_messages={"invalid_choice": "请从名单中选择。"},
    )
