"""A blank as the page of its columns shows it: one sheet, with what is proposed or what was kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from campaigns.models import Participation
from infrastructure.errors import Refusal
from infrastructure.workbooks.filling.blank import last_row_with_cells
from infrastructure.workbooks.filling.refusals import BlankRefused
from infrastructure.workbooks.grid import WorkbookGrid
from rectification.models import SuperiorBlank
from rectification.selectors.blanks import bindings_of
from rectification.selectors.import_context import import_context
from rectification.services.blanks import content_of
from rectification.services.ledger_import import read_grid
from rectification.workbook.blank_proposal import BlankProposal, proposed


@dataclass(frozen=True)
class BlankSeen:
    """A blank as it is to be bound: one of its sheets, and what was proposed or kept of it."""

    sheet: str
    sheets: tuple[str, ...]
    found: BlankProposal | None
    kept: bool  # by somebody, not proposed


def blank_seen(
    blank: SuperiorBlank, participation: Participation, *, sheet: str, header_row: int | None, as_of: date
) -> BlankSeen:
    """`sheet` and `header_row` as they were asked for; without them what is kept, else what is found."""
    grid = read_grid(blank.file)
    if sheet and grid.sheet(sheet) is None:
        raise Refusal("这份空表里没有所选的工作表。")
    asked = bool(sheet or header_row)
    chosen = sheet or blank.sheet or _first_with_header(grid)
    row = header_row or (blank.header_row if chosen == blank.sheet else None)
    found = _proposed(blank, grid, participation, chosen, row, as_of)
    keeps = blank.bound_at is not None and chosen == blank.sheet and (not asked or row == blank.header_row)
    if found and keeps:
        found = _as_kept(found, blank)
    return BlankSeen(chosen, tuple(each.name for each in grid), found, keeps)


def _first_with_header(grid: WorkbookGrid) -> str:
    sheets = [sheet for sheet in grid if not sheet.hidden] or list(grid)
    return max(sheets, key=lambda sheet: sheet.column_count).name


def _proposed(
    blank: SuperiorBlank,
    grid: WorkbookGrid,
    participation: Participation,
    name: str,
    row: int | None,
    as_of: date,
) -> BlankProposal | None:
    sheet = grid.sheet(name)
    if sheet is None or (row and row > sheet.row_count):
        return None
    try:
        last = last_row_with_cells(content_of(blank.file), name)
    except BlankRefused as refused:
        raise Refusal(refused.reason) from refused
    return proposed(sheet, import_context(participation, as_of=as_of), last_cells=last, header_row=row)


def _as_kept(found: BlankProposal, blank: SuperiorBlank) -> BlankProposal:
    kept = {binding.place: binding for binding in bindings_of(blank)}
    headings = tuple(
        replace(heading, binding=kept.get(heading.place), guessed=False) for heading in found.headings
    )
    first, last = blank.first_row or found.first_row, blank.last_row or found.last_row
    return replace(found, headings=headings, first_row=first, last_row=last)
