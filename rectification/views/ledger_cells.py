"""The lines of the list as the page draws them: three hundred cells, for which a template takes three times as long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns.models import CampaignItem
from infrastructure.presentation import tags
from infrastructure.presentation.dates import date_iso
from infrastructure.templatetags.hq import drawn
from rectification.models import DeadlineKind, Finding, StateOrigin
from rectification.rules.ledger_columns import LISTED, Column, LedgerColumn, Shown
from rectification.rules.ledger_rows import Cell, LedgerRow

NONE = "—"


@dataclass(frozen=True)
class Line:
    """A finding with its item, and its words for the columns."""

    finding: Finding
    item: CampaignItem
    row: LedgerRow
    as_of: date

    @property
    def drawn(self) -> SafeString:
        """All cells of the line, ready for the page."""
        return format_html(_CELLS, *(draw(self, column.of(self.row)) for column, draw in _DRAWN))


# What stands in a cell: words, which are escaped, or markup made by format_html.
Draw = Callable[[Line, Cell], str]


def _words(line: Line, cell: Cell) -> str:
    return date_iso(cell) if isinstance(cell, date) else str(cell or NONE)


def _clipped(line: Line, cell: Cell) -> str:
    return format_html('<span class="hq-clip">{}</span>', linebreaksbr(str(cell))) if cell else ""


def _sequence(line: Line, cell: Cell) -> str:
    return str(cell) if line.row.number else format_html('<span class="hq-muted">{}</span>', cell or NONE)


def _item(line: Line, cell: Cell) -> str:
    return format_html('<span title="{}">{}. {}</span>', cell, line.item.number, line.item.short_title)


def _finding(line: Line, cell: Cell) -> str:
    found = line.finding
    said = [line.row.origin, f"{date_iso(found.found_on)} 发现" if found.found_on else "发现日期未填"]
    said += ["立行立改"] if found.on_the_spot else []
    said += ["历史导入"] if found.state_origin == StateOrigin.IMPORTED else []
    return format_html(
        '<a class="hq-main-link hq-clip" href="{}">{}</a><small>{}</small>',
        reverse("finding", args=[found.uid]),
        cell,
        " · ".join(said),
    )


def _lead(line: Line, cell: Cell) -> str:
    return format_html("{}{}", cell, _small("、".join(line.row.supporting)))


def _deadline(line: Line, cell: Cell) -> str:
    found = line.finding
    tag = drawn(tags.due_tag(found.due_on, kind=found.deadline_kind, as_of=line.as_of))
    if found.deadline_kind == DeadlineKind.ONGOING:
        return tag
    day = date_iso(found.due_on) if found.due_on else "" if found.counts_down else "未定"
    before = f"原 {date_iso(found.original_due_on)}" if found.original_due_on else ""
    return format_html("{}{}{}", day, _small(tag if found.counts_down else ""), _small(before))


def _state(line: Line, cell: Cell) -> str:
    return drawn(tags.state_tag("finding", line.finding.state, line.finding.get_state_display()))


def _small(words: str) -> str:
    """Below the words of a cell, when there is something."""
    return format_html("<small>{}</small>", words) if words else ""


# Class and content of the columns that everybody sees; those that people can hide are alike.
_OWN: dict[Column, tuple[str, Draw]] = {
    Column.SEQUENCE: ("hq-tight hq-number", _sequence),
    Column.ITEM: ("hq-tight hq-phone-off", _item),
    Column.FINDING: ("hq-lead-cell", _finding),
    Column.LEAD: ("", _lead),
    Column.DEADLINE: ("hq-tight", _deadline),
    Column.COMPLETION: ("hq-tight", _state),
}


def _opening(column: LedgerColumn, shown: Shown) -> str:
    # On a phone a line is a card, and the finding its heading: no word before it.
    label = "" if column.key is Column.FINDING else shown.phone
    given = (("class", _look(column, shown)[0]), ("data-label", label))
    return format_html("<td{}>", format_html_join("", ' {}="{}"', [one for one in given if one[1]]))


def _look(column: LedgerColumn, shown: Shown) -> tuple[str, Draw]:
    return _OWN.get(column.key) or (shown.cell_class, _clipped if shown.clipped else _words)


_SHOWN = [(column, column.shown) for column in LISTED if column.shown]
_DRAWN = [(column, _look(column, shown)[1]) for column, shown in _SHOWN]
_CELLS = "".join(f"{_opening(column, shown)}{{}}</td>" for column, shown in _SHOWN)
