"""The steps of an import: a file, the meaning of its columns, the decision."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from campaigns.models import Participation
from infrastructure.widgets import ManyFilesField
from organizations.models import Department
from rectification.rules.ledger_columns import READ, Column
from rectification.workbook.plan import LEFT_OUT

FORM_ID = "recognition"  # the fields of one form stand in several cards of the preview
COLUMN_CHOICES = [
    ("", "记入备注"),
    (LEFT_OUT, "不导入"),
    *[(column.key.value, column.heading) for column in READ],
]


@dataclass(frozen=True)
class UnknownName:
    """A written name that is no department's, how often it stands there, and what was chosen for it."""

    name: str
    count: int = 0
    lead: bool = False
    chosen: str = ""  # uid
    question: str = ""
    near: Sequence[str] = ()  # departments that are called alike
    everyone: bool = False  # 全院: an answer for this workbook, no name to remember

    @property
    def words(self) -> str:
        if not self.count:
            return "已用于这次导入"
        return f"{self.question}{self.count} 处，{'没有它这些行不能导入' if self.lead else '配合部门'}"


class LedgerForm(forms.Form):
    """Which of the hospital's ledgers a file is for."""

    run = forms.ChoiceField(
        label="导入到哪个台账",
        error_messages={"required": "请选择台账。", "invalid_choice": "请从名单中选择台账。"},
    )

    def __init__(self, *args: Any, ledgers: list[Participation], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["run"].choices = [(p.run.code, p.run.title) for p in ledgers]  # type: ignore[attr-defined]


class UploadForm(LedgerForm):
    file = ManyFilesField(
        label="台账工作簿",
        help_text="直接上传现在使用的台账，不用改格式：Excel、WPS 工作簿（.xlsx、.xls、.et）或 Word 表格（.docx）。"
        "可以一次选几十个，或上传它们的 .zip 压缩包。",
        error_messages={"required": "请选择工作簿。", "empty": "文件是空的，请重新选择。"},
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["file"].widget.attrs.update({"accept": ".xlsx,.xls,.et,.docx,.zip", "data-max-mb": "20"})


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
                    help_text=column.get("why", ""),  # a job of an older version kept none
                    choices=COLUMN_CHOICES,
                    initial=column["column"],
                    required=False,
                    widget=forms.Select(attrs={"form": FORM_ID}),
                )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        met: dict[tuple[str, str], str] = {}
        for name, (sheet, _) in self.places.items():
            word = cleaned.get(name)
            if word and word != LEFT_OUT and met.setdefault((sheet, word), name) != name:
                self.add_error(name, f"“{Column(word).label}”只能用于一列。")
        return cleaned

    def has_changed(self) -> bool:
        """What was not sent is as it was."""
        return any(name in self.data for name in self.changed_data)

    def choices(self) -> dict[str, dict[int, str | None]]:
        """Sheet → place of the column → its meaning, None when it has none: its words are kept."""
        chosen: dict[str, dict[int, str | None]] = {}
        for name, (sheet, place) in self.places.items():
            word = self.cleaned_data[name] if name in self.data else self.fields[name].initial
            chosen.setdefault(sheet, {})[place] = word or None
        return chosen


class _NamedSelect(forms.Select):
    """Departments found by their initials; the list is read once for all names."""

    pinyin: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **values: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **values)
        option["attrs"]["data-pinyin"] = self.pinyin.get(str(value), "")
        return option


class NamesForm(forms.Form):
    """For every written name that is no department's: which one it means, and whether to remember it."""

    def __init__(
        self,
        *args: Any,
        names: list[UnknownName],
        departments: list[Department],
        may_remember: bool,
        **values: Any,
    ) -> None:
        super().__init__(*args, **values)
        self.names = {field_key(each.name): each for each in names}
        self.departments = {str(one.uid): one for one in departments}
        for key, each in self.names.items():
            widget = _NamedSelect(attrs={"class": "form-select", "data-picker": True, "form": FORM_ID})
            widget.pinyin = {uid: one.name_pinyin for uid, one in self.departments.items()}
            self.fields[f"d-{key}"] = forms.ChoiceField(
                label=each.name,
                help_text=each.words,
                choices=self._choices(each),
                required=False,
                initial=each.chosen,
                widget=widget,
                error_messages={"invalid_choice": "请从名单中选择本院的科室。"},
            )
            if may_remember and not each.everyone:
                box = forms.CheckboxInput(attrs={"class": "form-check-input", "form": FORM_ID})
                self.fields[f"r-{key}"] = forms.BooleanField(label="记住这个名称", required=False, widget=box)

    def _choices(self, name: UnknownName) -> list[tuple[str, str]]:
        """Those that are called alike first."""
        departments = [(uid, one.name) for uid, one in self.departments.items()]
        departments.sort(key=lambda each: each[1] not in name.near)
        return [("", "请选择"), *departments]

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Field of the department, field of remembering or None."""
        return [
            (self[f"d-{key}"], self[f"r-{key}"] if f"r-{key}" in self.fields else None) for key in self.names
        ]

    def has_changed(self) -> bool:
        """What was not sent is as it was."""
        return any(name in self.data for name in self.changed_data)

    def chosen(self) -> dict[str, Department | None]:
        return {
            each.name: self.departments.get(self.cleaned_data[f"d-{key}"])
            for key, each in self.names.items()
            if f"d-{key}" in self.data
        }

    def remembered(self) -> set[str]:
        return {
            each.name
            for key, each in self.names.items()
            if self.cleaned_data.get(f"r-{key}") and self.cleaned_data[f"d-{key}"]
        }

    def show(self, problems: Mapping[str, str]) -> None:
        """A service's no, at the name it is about."""
        for name, message in problems.items():
            field = f"d-{field_key(name)}"
            self.add_error(field if field in self.fields else None, message)


def field_key(name: str) -> str:
    """A part of a field's name that stands for any words, the same at every request."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


class DecisionForm(forms.Form):
    bad_rows = forms.ChoiceField(
        label="有错误的行",
        choices=[("skip", "先导入没有错误的行，其余改好后再导入"), ("none", "有一处错误就一条也不导入")],
        widget=forms.RadioSelect({"form": FORM_ID}),
        initial="skip",
        error_messages={"required": "请选择有错误时怎么办。"},
    )
