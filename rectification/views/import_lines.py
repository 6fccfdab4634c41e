"""The grid of an import's preview: tabs, sheets, and each line with its cells in the ledger's columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict

from infrastructure.presentation import links
from rectification.forms.import_decisions import DecisionsForm
from rectification.models import ImportLine
from rectification.rules.ledger_columns import Column
from rectification.selectors.import_lines import SHOWN, Lines
from rectification.workbook.preview_lines import Line, Tone, Verdict

TABS = {
    "": "全部",
    "ready": "可导入",
    "wrong": "需处理",
    "changed": "有变化",
    "known": "已在台账",
    "no-problem": "无问题",
}
# Verdict → what the last column says: words, tone of the tag, icon.
SAID = {
    Verdict.READY: ("可导入", "done", "check"),
    Verdict.WRONG: ("需处理", "overdue", "alert-triangle"),
    Verdict.ASKED: ("请您回答", "soon", "help-circle"),
    Verdict.CHANGED: ("有变化", "accent", "git-compare"),
    Verdict.KNOWN: ("已在台账", "plain", "link"),
    Verdict.REPEATED: ("重复", "plain", "copy"),
    Verdict.NO_PROBLEM: ("无问题", "plain", "circle-check"),
}
_TONE_CLASS = {Tone.WRONG: "hq-cell-wrong", Tone.ASKED: "hq-cell-guess", Tone.GUESS: "hq-cell-guess"}

_LONG = {Column.FINDING.value, Column.CAUSE.value, Column.MEASURE.value}


@dataclass(frozen=True)
class Where:
    """What of the preview is looked at: a tab, a sheet, a page."""

    show: str
    sheet: str
    page: str

    @staticmethod
    def of(query: QueryDict, seen: dict[str, Any], lines: Lines) -> Where:
        """An unknown tab or sheet is the first one; a sheet with something to mend stands before one without."""
        show = query.get("show", "")
        counts = lines.counts()
        names = [sheet["name"] for sheet in seen["sheets"] if sheet["row_count"]]
        shown = SHOWN.get(show, tuple(Verdict))
        filled = [name for name in names if any(counts[name, verdict.value] for verdict in shown)]
        first = next(iter(filled or names), "")
        sheet = query.get("sheet", "")
        return Where(show if show in TABS else "", sheet if sheet in names else first, query.get("page", ""))


def grid_of(
    lines: Lines, page: Page[Line | ImportLine], where: Where, seen: dict[str, Any], form: DecisionsForm
) -> dict[str, Any]:
    """What the template draws."""
    counts = lines.counts()
    sheet = next((sheet for sheet in seen["sheets"] if sheet["name"] == where.sheet), None)
    columns = sheet["shown"] if sheet else []
    return {
        "tabs": [_tab(show, label, where, counts) for show, label in TABS.items()],
        "sheets": [_sheet(each, where, counts) for each in seen["sheets"] if each["row_count"]],
        "left_out": sheet["left_out"] if sheet else "",
        "columns": columns,
        "lines": [_line(line, columns, form) for line in page],
        "page": page,
        "wrong": sum(number for (_, verdict), number in counts.items() if verdict in SHOWN["wrong"]),
    }


def _tab(show: str, label: str, where: Where, counts: Any) -> dict[str, Any]:
    verdicts = SHOWN.get(show, tuple(Verdict))
    count = sum(number for (_, verdict), number in counts.items() if verdict in verdicts)
    tone = {"wrong": "overdue", "changed": "soon"}.get(show, "") if count else ""
    address = links.query_replace([], {"show": show} if show else {})
    return {"url": address or "?", "label": label, "count": count, "tone": tone, "here": where.show == show}


def _sheet(sheet: dict[str, Any], where: Where, counts: Any) -> dict[str, Any]:
    name = sheet["name"]
    shown = SHOWN.get(where.show, tuple(Verdict))
    pairs = [("show", where.show)] if where.show else []
    return {
        "name": name,
        "url": links.query_replace(pairs, {"sheet": name}),
        "count": sum(counts[name, verdict.value] for verdict in shown),
        "wrong": sum(counts[name, verdict.value] for verdict in SHOWN["wrong"]),
        "here": name == where.sheet,
        "left_out": sheet["left_out"],
    }


def _line(line: Line | ImportLine, columns: list[dict[str, str]], form: DecisionsForm) -> dict[str, Any]:
    words, tone, icon = SAID[Verdict(line.verdict)]
    content = line.content
    number = (
        content["row"] if content["row"] == content["last_row"] else f"{content['row']}–{content['last_row']}"
    )
    cells = content["cells"]
    wrong = [
        cell["cell"]
        for own in cells.values()
        for cell in own
        if any(tone == Tone.WRONG for tone, _ in cell["marks"])
    ]
    is_wrong = line.verdict in SHOWN["wrong"]
    return {
        "number": number,
        "said": words,
        "tone": tone,
        "icon": icon,
        "wrong": "、".join(wrong),  # of wide tables some lie out of sight
        "marks": content["marks"],
        "cells": [
            _cell(
                column["column"], column["label"], cells.get(column["column"], []), line.sheet, form, is_wrong
            )
            for column in columns
        ],
    }


def _cell(
    column: str, label: str, own: list[dict[str, Any]], sheet: str, form: DecisionsForm, is_wrong: bool
) -> dict[str, Any]:
    """On a phone a row that is wrong shows its text and what is to be mended."""
    tones = [Tone(tone) for cell in own for tone, _ in cell["marks"]]
    worst = next((tone for tone in Tone if tone in tones), None)
    tone = _TONE_CLASS[worst] if worst else "hq-cell-changed" if any(cell["change"] for cell in own) else ""
    off = not own or (is_wrong and not tone and column != Column.FINDING)
    return {
        "label": label,
        "class": " ".join(filter(None, (tone, "hq-read-long" * (column in _LONG), "hq-phone-off" * off))),
        "tone": tone,
        "parts": [
            cell | {"field": None if cell["shared"] else form.field_of(sheet, cell["cell"])} for cell in own
        ],
    }
