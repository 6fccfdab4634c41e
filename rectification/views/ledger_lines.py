"""The lines of the list, drawn here and not by a template: three hundred cells stand on a page.

What a column needs is made once; a cell is one look-up and one `format_html`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from campaigns.models import CampaignItem
from infrastructure.presentation import tags
from infrastructure.presentation.dates import date_iso
from infrastructure.templatetags.hq import drawn
from rectification.models import Finding
from rectification.rules.ledger_columns import LISTED, Column, Shown
from rectification.rules.ledger_rows import Cell, LedgerRow

NONE = "—"
_LEAD_CELL = "hq-lead-cell"


@dataclass(frozen=True)
class Line:
    """A finding with its item, and its words for the columns."""

    finding: Finding
    item: CampaignItem
    row: LedgerRow
    as_of: date

    @property
    def cells(self) -> list[tuple[Column, Cell]]:
        """The words of each column, as workbook and print have them."""
        return [(column.key, column.of(self.row)) for column in LISTED]

    @property
    def drawn(self) -> SafeString:
        """All cells, ready for the page."""
        parts: list[str] = []
        for key, cell in self.cells:
            opening, content = _LOOKS[key]
            parts += opening, conditional_escape(content(self, cell)), "</td>"
        return SafeString("".join(parts))


def _words(line: Line, cell: Cell) -> str:
    """Of a column that people can hide."""
    return date_iso(cell) if isinstance(cell, date) else str(cell or NONE)


def _clipped(line: Line, cell: Cell) -> str:
    return format_html('<span class="hq-clip">{}</span>', linebreaksbr(str(cell))) if cell else ""


def _sequence(line: Line, cell: Cell) -> str:
    return str(cell) if line.row.number else format_html('<span class="hq-muted">{}</span>', cell or NONE)


def _item(line: Line, cell: Cell) -> SafeString:
    return format_html('<span title="{}">{}. {}</span>', cell, line.item.number, line.item.short_title)


def _finding(line: Line, cell: Cell) -> SafeString:
    found = line.finding
    said = [f"{date_iso(found.found_on)} 发现" if found.found_on else "发现日期未填"]
    said += ["立行立改"] if found.on_the_spot else []
    said += ["历史导入"] if found.state_origin == "imported" else []
    return format_html(
        '<a class="hq-main-link hq-clip" href="{}">{}</a><small>{} · {}</small>',
        reverse("finding", args=[found.uid]),
        cell,
        line.row.origin,
        " · ".join(said),
    )


def _lead(line: Line, cell: Cell) -> SafeString:
    helping = line.row.supporting
    return format_html("{}{}", cell, format_html("<small>{}</small>", "、".join(helping)) if helping else "")


def _deadline(line: Line, cell: Cell) -> SafeString:
    found = line.finding
    tag = drawn(tags.due_tag(found.due_on, kind=found.deadline_kind, as_of=line.as_of))
    if line.row.ongoing:
        return tag
    day = date_iso(found.due_on) if found.due_on else "" if found.counts_down else "未定"
    before = found.original_due_on
    return format_html(
        "{}{}{}",
        day,
        format_html("<small>{}</small>", tag) if found.counts_down else "",
        format_html("<small>原 {}</small>", date_iso(before)) if before else "",
    )


def _state(line: Line, cell: Cell) -> SafeString:
    return drawn(tags.state_tag("finding", line.finding.state, line.finding.get_state_display()))


# Class and content of a column's cells; those that people can hide are alike.
_OWN: dict[Column, tuple[str, Callable[[Line, Cell], str]]] = {
    Column.SEQUENCE: ("hq-tight hq-number", _sequence),
    Column.ITEM: ("hq-tight hq-phone-off", _item),
    Column.FINDING: (_LEAD_CELL, _finding),
    Column.LEAD: ("", _lead),
    Column.DEADLINE: ("hq-tight", _deadline),
    Column.COMPLETION: ("hq-tight", _state),
}


def _look(key: Column, shown: Shown) -> tuple[SafeString, Callable[[Line, Cell], str]]:
    """How each cell of a column begins, and what draws the rest of it."""
    kind, content = _OWN.get(key) or (shown.cell_class, _clipped if shown.clipped else _words)
    label = shown.phone if kind != _LEAD_CELL else ""
    return (
        format_html(
            "<td{}{}>",
            format_html(' class="{}"', kind) if kind else "",
            format_html(' data-label="{}"', label) if label else "",
        ),
        content,
    )


_LOOKS = {column.key: _look(column.key, column.shown) for column in LISTED if column.shown}
