"""What somebody decides on the preview of an import: cells mended where they are told, questions answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol

from django import forms

from rectification.forms.imports import FORM_ID, field_key
from rectification.services.import_choices import LONGEST_CELL
from rectification.workbook.decisions import Decisions

SHORT = 40
MOST_RADIOS = 4
MOST = 100  # fields of one page; those that follow come up when these are done


class Shown(Protocol):
    """A line of the preview (`workbook.preview_lines.Line`), as read or as kept."""

    @property
    def sheet(self) -> Any: ...

    @property
    def content(self) -> Any: ...


class DecisionsForm(forms.Form):
    """A field for each doubtful cell of the lines shown, with what stands in it, and for each question.

    A field is named after its cell: when others are settled meanwhile, no words may land in another one.
    """

    def __init__(
        self,
        *args: Any,
        seen: dict[str, Any],
        lines: Iterable[Shown] = (),
        decided: Decisions,
        **values: Any,
    ) -> None:
        super().__init__(*args, **values)
        self.cells: dict[str, tuple[str, str, str]] = {}  # field → sheet, cell, what stands there
        self.questions: dict[str, str] = {}
        self.loose: list[str] = []
        for problem in seen["loose_errors"][:MOST]:
            told = self._mend(problem["sheet"], problem["cell"], problem["value"], problem["problem"])
            self.loose.extend([told] if told not in self.loose else [])
        for line in lines:
            for cell in (cell for own in line.content["cells"].values() for cell in own):
                if cell["marks"] and not cell["shared"]:
                    self._mend(line.sheet, cell["cell"], cell["words"])
        for question in seen.get("questions", [])[:MOST]:
            if question["answers"] and not question.get(
                "name"
            ):  # a name has a list of departments of its own
                self._ask(f"q-{field_key(question['key'])}", question, decided)

    def _mend(self, sheet: str, cell: str, value: str, problem: str = "") -> str:
        name = _field_of(sheet, cell)
        if name in self.fields:
            self.fields[name].help_text += f"；{problem}"
            return name
        self.cells[name] = (sheet, cell, value)
        self.fields[name] = forms.CharField(
            label=f"{sheet} {cell}",
            help_text=problem,
            initial=value,
            required=False,
            max_length=LONGEST_CELL,
            widget=_widget(value),
            error_messages={"max_length": f"不超过 {LONGEST_CELL} 字。"},
        )
        return name

    def field_of(self, sheet: str, cell: str) -> Any:
        """The field of a cell that may be mended on this page; None of any other."""
        name = _field_of(sheet, cell)
        return self[name] if name in self.fields else None

    def _ask(self, name: str, question: dict[str, Any], decided: Decisions) -> None:
        self.questions[name] = question["key"]
        choices = [(answer["value"], answer["label"]) for answer in question["answers"]]
        attrs = {"form": FORM_ID}
        many = len(choices) > MOST_RADIOS
        picker = forms.Select(attrs | {"class": "form-select", "data-picker": True})
        self.fields[name] = forms.ChoiceField(
            label=f"{question['sheet']} {question['cell']}",
            help_text=question["question"],
            choices=[("", "请选择"), *choices] if many else choices,
            required=False,
            initial=decided.answers.get(question["key"], ""),
            widget=picker if many else forms.RadioSelect(attrs),
            error_messages={"invalid_choice": "请从列出的回答中选择。"},
        )

    @property
    def bad_cells(self) -> list[Any]:
        """Those that stand in no line."""
        return [self[name] for name in self.loose]

    @property
    def has_fields(self) -> bool:
        return bool(self.cells)

    @property
    def open_questions(self) -> list[Any]:
        return [self[name] for name in self.questions]

    def decisions(self) -> Decisions:
        """Only what differs from what was seen: an untouched cell is no decision."""
        cells: dict[str, dict[str, str]] = defaultdict(dict)
        for name, (sheet, cell, value) in self.cells.items():
            typed = _one_break(self.cleaned_data[name])
            if name in self.data and typed != _one_break(value).strip():  # what was not sent is not emptied
                cells[sheet][cell] = typed
        answers = {
            key: self.cleaned_data[name] for name, key in self.questions.items() if self.cleaned_data[name]
        }
        return Decisions(answers, dict(cells))


def _field_of(sheet: str, cell: str) -> str:
    return f"c-{field_key(f'{sheet}!{cell}')}"


def _one_break(words: str) -> str:
    """As browsers and workbooks write a line's end, told apart no more."""
    return words.replace("\r\n", "\n").replace("\r", "\n")


def _widget(value: str) -> forms.Widget:
    """One line for what is short: most bad cells are a date or a name."""
    attrs = {"form": FORM_ID, "class": "form-control"}
    is_short = len(value) <= SHORT and "\n" not in _one_break(value)
    return forms.TextInput(attrs) if is_short else forms.Textarea(attrs | {"rows": "3"})
