"""The steps of an import: a file, the meaning of its columns, the decision."""

from __future__ import annotations

from typing import Any

from django import forms

from rectification.models import Participation
from rectification.workbook.columns import Column

COLUMN_CHOICES = [("", "不使用"), *[(column.value, column.label) for column in Column]]


class UploadForm(forms.Form):
    run = forms.ChoiceField(
        label="导入到哪个台账",
        error_messages={"required": "请选择台账。", "invalid_choice": "请从名单中选择台账。"},
    )
    file = forms.FileField(
        label="台账工作簿",
        help_text="直接上传现在使用的 .xlsx 台账，不用改格式。",
        error_messages={"required": "请选择工作簿。", "empty": "文件是空的，请重新选择。"},
    )

    def __init__(self, *args: Any, ledgers: list[Participation], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["run"].choices = [(p.run.code, p.run.title) for p in ledgers]  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs.update({"accept": ".xlsx", "data-max-mb": "20"})


class ColumnsForm(forms.Form):
    """A choice for every headed column of every sheet, named `sheet-place`."""

    def __init__(self, *args: Any, sheets: list[dict[str, Any]], **values: Any) -> None:
        super().__init__(*args, **values)
        self.places: dict[str, tuple[str, int]] = {}
        for number, sheet in enumerate(sheets):
            for column in sheet["columns"]:
                name = f"{number}-{column['place']}"
                self.places[name] = (sheet["name"], column["place"])
                self.fields[name] = forms.ChoiceField(
                    label=column["heading"],
                    choices=COLUMN_CHOICES,
                    initial=column["column"],
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        met: dict[tuple[str, str], str] = {}
        for name, (sheet, _) in self.places.items():
            word = cleaned.get(name)
            if word and met.setdefault((sheet, word), name) != name:
                self.add_error(name, f"“{Column(word).label}”只能用于一列。")
        return cleaned

    def choices(self) -> dict[str, dict[int, str | None]]:
        """Sheet → place of the column → its meaning, None when it is not used."""
        chosen: dict[str, dict[int, str | None]] = {}
        for name, (sheet, place) in self.places.items():
            chosen.setdefault(sheet, {})[place] = self.cleaned_data[name] or None
        return chosen


class DecisionForm(forms.Form):
    bad_rows = forms.ChoiceField(
        label="有错误的行",
        choices=[("skip", "先导入没有错误的行，其余改好后再导入"), ("none", "有一处错误就一条也不导入")],
        widget=forms.RadioSelect,
        initial="skip",
        error_messages={"required": "请选择有错误时怎么办。"},
    )
