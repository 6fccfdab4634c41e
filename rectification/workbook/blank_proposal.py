"""A superior's blank as the reader of workbooks sees it: what its columns mean, where rows go, where the footer is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from infrastructure.workbooks.grid import CellError, SheetGrid, cell_name
from rectification.rules.blank_columns import FILLABLE_KEYS, Binding, BindingKind
from rectification.rules.ledger_columns import Column
from rectification.workbook.between import ends_table, is_example, is_number_row, is_sum
from rectification.workbook.cells import cell_words, short
from rectification.workbook.columns import heading_text
from rectification.workbook.contents import Judge
from rectification.workbook.context import ImportContext
from rectification.workbook.headers import Header, find_header, read_header
from rectification.workbook.items import ItemNames
from rectification.workbook.names import DepartmentNames
from rectification.workbook.recognition import recognised
from rectification.workbook.rows import RawCell


@dataclass(frozen=True)
class Heading:
    place: int
    words: str
    why: str
    guessed: bool
    binding: Binding | None


@dataclass(frozen=True)
class BlankProposal:
    """`notes`: what stands between heading and footer, in words."""

    header_row: int
    first_row: int
    last_row: int
    headings: tuple[Heading, ...]
    notes: tuple[str, ...] = ()

    @property
    def bindings(self) -> tuple[Binding, ...]:
        return tuple(heading.binding for heading in self.headings if heading.binding)


def proposed(
    sheet: SheetGrid, context: ImportContext, *, last_cells: int, header_row: int | None = None
) -> BlankProposal | None:
    """None where no heading is found. `last_cells`: the last row with cells, blank ones too."""
    header = read_header(sheet, header_row) if header_row else find_header(sheet)
    if header is None:
        return None
    judge = Judge(context, ItemNames(context.items), DepartmentNames(context.departments))
    header = recognised(sheet, header, judge, placed=False)
    first, skipped = _first_row(sheet, header)
    footer = next((row for row in range(first, sheet.row_count + 1) if _is_footer(sheet, header, row)), None)
    last = max(first, footer - 1 if footer else last_cells)
    notes = skipped + tuple(_prepared(sheet, header, first, last))
    return BlankProposal(header.first_row, first, last, _headings(header), notes)


def _headings(header: Header) -> tuple[Heading, ...]:
    meanings = {place: column for column, place in header.columns.items()}
    return tuple(
        Heading(
            place,
            words,
            header.evidence.get(place, ""),
            place in header.guessed,
            _binding(place, meanings.get(place)),
        )
        for place, words in sorted(header.headings.items())
    )


def _binding(place: int, column: Column | None) -> Binding | None:
    """A superior's table counts its own rows."""
    if column is Column.SEQUENCE:
        return Binding(place, BindingKind.RUNNING)
    return Binding(place, BindingKind.LEDGER, column) if column in FILLABLE_KEYS else None


def _own(sheet: SheetGrid, row: int) -> list[RawCell]:
    values = sheet.rows[row - 1] if row <= sheet.row_count else ()
    return [
        RawCell(row, place, value, text)
        for place, value in enumerate(values, 1)
        if not isinstance(value, CellError) and (text := cell_words(value))
    ]


def _first_row(sheet: SheetGrid, header: Header) -> tuple[int, tuple[str, ...]]:
    """Below the numbers of the columns and the rows that show how to fill in."""
    row, notes = header.last_row + 1, []
    while own := _own(sheet, row):
        if is_number_row(own):
            notes.append(f"第 {row} 行是列号")
        elif is_example(own, header.at(Column.FINDING)):
            notes.append(f"第 {row} 行是填写示例，保留在表里")
        else:
            break
        row += 1
    return row, tuple(notes)


def _is_footer(sheet: SheetGrid, header: Header, row: int) -> bool:
    own = _own(sheet, row)
    if not own:
        return False
    finding = header.at(Column.FINDING)
    merged = sheet.merged_at(row, own[0].column)
    across = merged is not None and merged.width >= max(3, len(header.headings) // 2)
    return ends_table(own, finding) or is_sum(own, finding) or (len(own) == 1 and across)


def _prepared(sheet: SheetGrid, header: Header, first: int, last: int) -> Iterator[str]:
    """Columns in which the superior wrote something beforehand; running numbers are no more than numbers."""
    for place in header.headings:
        filled = [cell for row in range(first, last + 1) for cell in _own(sheet, row) if cell.column == place]
        if filled and not all(cell.text.isdecimal() for cell in filled):
            where = cell_name(filled[0].row, place)
            yield f"{where} 等 {len(filled)} 格已有内容（“{short(filled[0].text)}”），是上级给定的"


def changed_heading(blank: SheetGrid, filled: SheetGrid, *, header_row: int, first_row: int) -> str:
    """The first heading that is not the blank's, told by its cell; empty where they agree. Columns are read by their
    places, so that another order must not pass."""
    for row in range(header_row, first_row):
        for place in range(1, max(blank.column_count, filled.column_count) + 1):
            ours, theirs = cell_words(blank.shown(row, place)), cell_words(filled.shown(row, place))
            if heading_text(ours) != heading_text(theirs):
                return f"{cell_name(row, place)} 是“{short(theirs)}”，空表里是“{short(ours)}”"
    return ""
