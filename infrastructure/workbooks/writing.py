"""Writes the tables that people print and sign: title, header, rows, signature block, A4 landscape.

Rows stream to a temporary file of openpyxl's, so memory stays flat. Styles are made once per sheet and each column
keeps its few styled cells, which every row fills anew: a hundred thousand rows cost no more than plain styled ones.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, zip_longest
from pathlib import Path
from typing import Self

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from infrastructure.workbooks.cell_text import Plain, cell_text, looks_like_formula

CHOICES_SHEET = "选项"
LONGEST_SHEET_NAME = 31  # units of UTF-16, as Excel counts them
FOOTER = "第 &P 页 共 &N 页"
SIGNATURES = ("单位负责人（签字）：", "审核人：", "填表人：", "联系电话：", "填报日期：")

_FONT = "宋体"
_A4 = 9
_THIN = Side(style="thin", color="FF808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SHADE = PatternFill("solid", fgColor="FFF0F0F0")
_MUTED = Font(name=_FONT, size=10, color="FF595959")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class SheetColumn:
    heading: str
    width: float = 12
    centred: bool = False
    shaded: bool = False  # not to be written in
    choices: tuple[str, ...] = ()  # offered below the cell; something else may be typed all the same


@dataclass(frozen=True)
class SheetLayout:
    """What stands around the rows. `notes` share the line below the title: 填报单位 left, 填报日期 right."""

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = SIGNATURES
    marking: str = ""  # printed above each page: 草稿
    watermark: str = ""  # who took the table out and when, above each page as well
    filters: bool = False  # arrows in the headings: to be sorted and filtered


class StyledBook:
    """One workbook of several sheets, written row by row. As a context it leaves no temporary file after an error."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._writers: list[StyledSheetWriter] = []
        self._choices: dict[
            tuple[str, ...], int
        ] = {}  # what columns offer, by its column in the hidden sheet

    def add_sheet(self, layout: SheetLayout) -> "StyledSheetWriter":
        writer = StyledSheetWriter(self._book, layout, self._choices)
        self._writers.append(writer)
        return writer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, traceback: object) -> None:
        if kind is not None:
            for writer in self._writers:
                writer.discard()

    def save(self, path: Path) -> None:
        for writer in self._writers:
            writer.finish()
        if self._choices:
            self._write_choices()
        self._book.save(path)

    def _write_choices(self) -> None:
        sheet = self._book.create_sheet(CHOICES_SHEET)
        sheet.sheet_state = "hidden"
        for row in zip_longest(*self._choices):
            sheet.append(
                [None if word is None else _fill_text(WriteOnlyCell(sheet), cell_text(word)) for word in row]
            )


def _own_name(wanted: str, taken: Iterable[str]) -> str:
    """A sheet's name that no other has, as long as Excel takes it: 31 units of UTF-16."""
    others = {name.casefold() for name in taken}
    for number in count(1):
        end = "" if number == 1 else f" ({number})"
        name = _cut(wanted, LONGEST_SHEET_NAME - len(end)) + end
        if name.casefold() not in others:
            return name
    raise AssertionError  # pragma: no cover


def _cut(words: str, units: int) -> str:
    return words.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


class StyledSheetWriter:
    def __init__(self, book: Workbook, layout: SheetLayout, choices: dict[tuple[str, ...], int]) -> None:
        name = _NOT_IN_SHEET_NAMES.sub("", cell_text(layout.name)).strip("'")
        self._sheet = book.create_sheet(_own_name(name or "Sheet", book.sheetnames))
        self._layout = layout
        self._choices = choices
        self._row = 0
        self._set_up_page()
        self._write_top()
        self._columns = [_ColumnCells(self._sheet, column) for column in layout.columns]

    def append(self, values: Sequence[Plain]) -> None:
        """One row of the table; a shorter row is filled up with bordered blanks."""
        if len(values) > len(self._columns):
            raise ValueError(f"{len(values)} values for {len(self._columns)} columns")
        padded = [*values, *[None] * (len(self._columns) - len(values))]
        self._append([cells.filled(value) for cells, value in zip(self._columns, padded, strict=True)])

    def finish(self) -> None:
        """What needs to know the last row, and the signature block below it."""
        columns = len(self._columns)
        if self._layout.filters:
            self._sheet.auto_filter.ref = f"A{self._header_row}:{get_column_letter(columns)}{self._row}"
        if self._row > self._header_row:
            for number, column in enumerate(self._layout.columns, 1):
                if column.choices:
                    self._offer(get_column_letter(number), column)
        if self._layout.signatures:
            self._append([])
            self._write_spread(self._layout.signatures)

    def discard(self) -> None:
        """Close the sheet and remove its temporary file, which openpyxl would keep until the process ends."""
        if not self._sheet.closed:
            self._sheet.close()
        self._sheet._writer.cleanup()

    @property
    def _header_row(self) -> int:
        return 3 if self._layout.notes else 2

    def _offer(self, letter: str, column: SheetColumn) -> None:
        """A list below each cell of a column. Its words stand in a sheet of their own: a formula holds 255 signs."""
        words = self._choices.setdefault(column.choices, len(self._choices) + 1)
        place = get_column_letter(words)
        offered = DataValidation(
            type="list",
            formula1=f"'{CHOICES_SHEET}'!${place}$1:${place}${len(column.choices)}",
            allow_blank=True,
            showErrorMessage=False,
        )
        offered.add(f"{letter}{self._header_row + 1}:{letter}{self._row}")
        self._sheet.data_validations.append(offered)

    def _append(self, cells: list[Cell | None]) -> None:
        self._sheet.append(cells)
        self._row += 1

    def _set_up_page(self) -> None:
        sheet, columns = self._sheet, self._layout.columns
        for number, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter.center.text = FOOTER
        for place, text in (("right", self._layout.marking), ("left", self._layout.watermark)):
            if text:
                getattr(sheet.oddHeader, place).text = cell_text(text).replace("&", "&&")
        header_row = self._header_row
        sheet.print_title_rows = f"1:{header_row}"
        sheet.freeze_panes = f"A{header_row + 1}"
        sheet.row_dimensions[1].height = 32
        sheet.row_dimensions[header_row].height = 28

    def _write_top(self) -> None:
        title = self._styled(self._layout.title, Font(name=_FONT, size=16, bold=True), horizontal="center")
        self._merge(1, 1, len(self._layout.columns))
        self._append([title])
        if self._layout.notes:
            self._write_spread(self._layout.notes)
        font = Font(name=_FONT, size=10.5, bold=True)
        fill = PatternFill("solid", fgColor="FFEDF1F5")
        header: list[Cell | None] = []
        for column in self._layout.columns:
            cell = self._styled(column.heading, font, horizontal="center")
            cell.fill = fill
            cell.border = _GRID
            header.append(cell)
        self._append(header)

    def _write_spread(self, texts: tuple[str, ...]) -> None:
        """Some short texts shared out over the whole width of the table."""
        width = len(self._layout.columns)
        cells: list[Cell | None] = [None] * width
        shown = texts[:width]
        for index, text in enumerate(shown):
            left, right = index * width // len(shown), (index + 1) * width // len(shown)
            cells[left] = self._styled(text, Font(name=_FONT, size=10.5), horizontal="left")
            self._merge(self._row + 1, left + 1, right)
        self._append(cells)

    def _styled(self, text: str, font: Font, *, horizontal: str) -> Cell:
        cell = WriteOnlyCell(self._sheet)
        cell.font = font
        cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
        return _fill_text(cell, cell_text(text))

    def _merge(self, row: int, left: int, right: int) -> None:
        if right > left:
            span = f"{get_column_letter(left)}{row}:{get_column_letter(right)}{row}"
            self._sheet.merged_cells.add(span)


class _ColumnCells:
    """The styled cells of one column, filled again for each row: openpyxl writes a cell out before the next row."""

    def __init__(self, sheet: object, column: SheetColumn) -> None:
        horizontal = "center" if column.centred else "left"
        self._text = self._cell(sheet, horizontal)
        # Excel keeps such a cell as text even when somebody edits it and presses Enter.
        self._quoted = self._cell(sheet, horizontal, quote_prefix=True)
        self._number = self._cell(sheet, "center")
        self._date = self._cell(sheet, "center", number_format="yyyy-mm-dd")
        if column.shaded:
            for cell in (self._text, self._quoted, self._number, self._date):
                cell.fill, cell.font = _SHADE, _MUTED

    @staticmethod
    def _cell(
        sheet: object, horizontal: str, *, number_format: str = "General", quote_prefix: bool = False
    ) -> Cell:
        cell = WriteOnlyCell(sheet)
        cell.font = Font(name=_FONT, size=10)
        cell.border = _GRID
        cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
        cell.number_format = number_format
        cell._style.quotePrefix = int(quote_prefix)  # openpyxl reads this flag but has no setter for it
        return cell

    def filled(self, value: Plain) -> Cell:
        if isinstance(value, str):
            text = cell_text(value)
            return _fill_text(self._quoted if looks_like_formula(text) else self._text, text)
        if isinstance(value, bool):
            return _fill_text(self._text, "是" if value else "否")
        cell = self._date if isinstance(value, date) else self._number
        cell.value = value
        return cell


def _fill_text(cell: Cell, text: str) -> Cell:
    """Text stays text: openpyxl on its own would turn "=1+1" into a formula and "#N/A" into an error."""
    cell.value = text
    cell.data_type = "s"
    return cell


def write_sheet(path: Path, layout: SheetLayout, rows: Iterable[Sequence[Plain]]) -> int:
    """A workbook of one sheet. Returns how many rows were written."""
    written = 0
    with StyledBook() as book:
        writer = book.add_sheet(layout)
        for row in rows:
            writer.append(row)
            written += 1
        book.save(path)
    return written
