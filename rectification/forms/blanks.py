"""A superior's blank: its upload, and what its columns are filled with."""

from __future__ import annotations

from typing import Any

from django import forms

from infrastructure.workbooks.grid import column_letters
from rectification.forms.imports import LedgerForm
from rectification.models import SuperiorBlank
from rectification.rules.blank_columns import FILLABLE, Binding, BindingKind
from rectification.rules.ledger_columns import Column
from rectification.services.blank_proposals import BlankSeen
from rectification.services.blanks import LAST_ROW, LONGEST_NAME, LONGEST_WORDS, BlankInput

_CHOICES = [
    ("", "不填，保持原样"),
    (BindingKind.RUNNING.value, BindingKind.RUNNING.label),
    *[
        (column.key.value, "台账序号" if column.key is Column.SEQUENCE else column.heading)
        for column in FILLABLE
    ],
    (BindingKind.WORDS.value, BindingKind.WORDS.label),
]


class NameField(forms.CharField):
    def __init__(self, **values: Any) -> None:
        errors = {"required": "请填写空表的名称。", "max_length": f"名称不超过 {LONGEST_NAME} 字。"}
        super().__init__(
            label="名称",
            max_length=LONGEST_NAME,
            error_messages=errors,
            help_text="例：省卫健委 月报附件 2",
            **values,
        )


class BlankUploadForm(forms.Form):
    name = NameField()
    file = forms.FileField(
        label="空表",
        help_text="上级下发的 .xlsx 原件，不用改动。",
        error_messages={"required": "请选择空表。", "empty": "文件是空的，请重新选择。"},
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["file"].widget.attrs.update({"accept": ".xlsx", "data-max-mb": "20"})


class FilledForm(LedgerForm):
    """A blank that was filled in, on its way back. `name`: what the blank is called."""

    file = forms.FileField(
        label="填好的空表",
        error_messages={"required": "请选择填好的空表。", "empty": "文件是空的，请重新选择。"},
    )

    def __init__(self, *args: Any, name: str, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["file"].help_text = f"按“{name}”填好的 .xlsx，工作表和表头不能改动。"
        self.fields["file"].widget.attrs.update({"accept": ".xlsx", "data-max-mb": "20"})


def _row_field(label: str, help_text: str, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        initial=initial,
        min_value=1,
        max_value=LAST_ROW,
        error_messages={
            "required": "请填写行号。",
            "invalid": "请填写行号。",
            "min_value": "行号从 1 开始。",
            "max_value": f"行号不超过 {LAST_ROW}。",
        },
    )


class BindForm(forms.Form):
    """A choice for each headed column of the sheet, named after its place."""

    def __init__(self, *args: Any, blank: SuperiorBlank, seen: BlankSeen, **values: Any) -> None:
        super().__init__(*args, **values)
        assert seen.found
        self._seen, found = seen, seen.found
        self.fields["name"] = NameField(initial=blank.name)
        self.fields["first_row"] = _row_field("首行", "第一条问题写在这一行。", found.first_row)
        self.fields["last_row"] = _row_field(
            "末行", "表尾（合计、填表人、说明）之上的最后一行；不够时自动插入行，表尾下移。", found.last_row
        )
        self.fields["overwrite"] = forms.BooleanField(
            label="覆盖这些行里已有的内容", required=False, initial=blank.overwrite
        )
        for heading in found.headings:
            binding = heading.binding
            self.fields[f"column-{heading.place}"] = forms.ChoiceField(
                label=heading.words,
                choices=_CHOICES,
                required=False,
                initial=_word(binding),
                widget=forms.Select({"class": "form-select"}),
                error_messages={"invalid_choice": "请从列表中选择。"},
            )
            self.fields[f"words-{heading.place}"] = forms.CharField(
                label=f"{heading.words}：固定文字",
                required=False,
                max_length=LONGEST_WORDS,
                initial=binding.words if binding else "",
                widget=forms.TextInput({"class": "form-control"}),
                error_messages={"max_length": f"固定文字不超过 {LONGEST_WORDS} 字。"},
            )

    def values(self) -> BlankInput:
        assert self._seen.found
        said = self.cleaned_data
        return BlankInput(
            name=said["name"],
            sheet=self._seen.sheet,
            header_row=self._seen.found.header_row,
            first_row=said["first_row"],
            last_row=said["last_row"],
            columns=self.bindings(),
            overwrite=said["overwrite"],
        )

    def bindings(self) -> tuple[Binding, ...]:
        """Of what was sent, or of what the page begins with."""
        assert self._seen.found
        if not self.is_bound:
            return self._seen.found.bindings
        places = [heading.place for heading in self._seen.found.headings]
        found = (self._binding(place) for place in places)
        return tuple(binding for binding in found if binding)

    def _binding(self, place: int) -> Binding | None:
        word = self.cleaned_data.get(f"column-{place}", "")
        if not word:
            return None
        if word in (BindingKind.RUNNING, BindingKind.WORDS):
            kind = BindingKind(word)
            words = self.cleaned_data.get(f"words-{place}", "").strip() if kind is BindingKind.WORDS else ""
            return Binding(place, kind, words=words)
        return Binding(place, BindingKind.LEDGER, Column(word))

    @property
    def lines(self) -> list[dict[str, Any]]:
        """A row of the page for each column."""
        assert self._seen.found
        return [
            {
                "letter": column_letters(heading.place),
                "heading": heading,
                "column": self[f"column-{heading.place}"],
                "words": self[f"words-{heading.place}"],
            }
            for heading in self._seen.found.headings
        ]

    @property
    def of_the_sheet(self) -> list[Any]:
        return [self[name] for name in ("name", "first_row", "last_row", "overwrite")]


def _word(binding: Binding | None) -> str:
    if binding is None:
        return ""
    return binding.column.value if binding.column else binding.kind.value
