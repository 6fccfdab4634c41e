"""What somebody chooses for a whole sheet of an import: its header, its item, whose it is, which rows are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from rectification.forms.imports import FORM_ID
from rectification.workbook import sheet_choices as chosen
from rectification.workbook.whose import sheet_question

_WIDGET = {"form": FORM_ID}


class SheetForm(forms.Form):
    """`sheet`: what the preview knows of it. `items`, `departments`: words that the reader understands, with labels.

    An empty choice is what the reader sees by itself. What was not sent stays as it was.
    """

    def __init__(
        self,
        *args: Any,
        sheet: Mapping[str, Any],
        items: Iterable[tuple[str, str]],
        departments: Iterable[tuple[str, str]],
        answers: Mapping[str, str],
        **values: Any,
    ) -> None:
        super().__init__(*args, **{"prefix": "sheet"} | values)
        self._sheet, self._answers = sheet["name"], answers
        row = sheet["header_row"]
        self.fields["header"] = forms.IntegerField(
            label="表头在第几行",
            required=False,
            min_value=1,
            max_value=max(1, sheet["row_count"]),
            initial=answers.get(self._key("header"), ""),
            widget=forms.NumberInput(_WIDGET | {"placeholder": f"自动：第 {row} 行" if row else "没有找到"}),
            error_messages={
                "invalid": "请填写行号。",
                "min_value": "行号从 1 开始。",
                "max_value": f"这张表只有 {sheet['row_count']} 行。",
            },
        )
        self._choose("item", "整治内容（行里没写时）", "按表名或标题", items)
        self._choose("lead", "科室（行里没写时）", "按表名或标题", departments)
        if sheet["is_hidden"]:
            self._choose(chosen.HIDDEN_SHEET, "隐藏的工作表", "不读", [(chosen.READ, "读取")])
        for name, words, count in (
            (chosen.HIDDEN_ROWS, "隐藏", sheet["hidden_rows"]),
            (chosen.STRUCK_ROWS, "整行划去", sheet["struck_rows"]),
        ):
            if count:
                self._choose(name, f"{words}的 {count} 行", "读取", [(chosen.SKIP, "不读")])

    def _key(self, name: str) -> str:
        return sheet_question(name, self._sheet)

    def _choose(self, name: str, label: str, usual: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=[("", usual), *choices],
            required=False,
            initial=self._answers.get(self._key(name), ""),
            widget=forms.Select(_WIDGET),
            error_messages={"invalid_choice": "请从列出的选项中选择。"},
        )

    def answers(self) -> dict[str, str]:
        """Key of the question → what was chosen, empty where a choice is taken back. Only what is new."""
        said = {
            self._key(name): str(self.cleaned_data[name] or "")
            for name in self.fields
            if self.add_prefix(name) in self.data
        }
        return {key: word for key, word in said.items() if word != self._answers.get(key, "")}
