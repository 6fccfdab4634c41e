"""Workbooks of the nineties (.xls, and what WPS calls .et): xlrd reads the cells, their looks and their notes."""

import io
import struct
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import xlrd
from xlrd.xldate import xldate_as_datetime

from infrastructure.workbooks.reader.budget import Answer, Budget, Refused
from infrastructure.workbooks.reader.cells import error, laid_out, percent
from infrastructure.workbooks.reader.styles import Shown, Struck, shown_by
from infrastructure.workbooks.reader.xls_drawings import Drawings, drawings_of

_SCALE = {Shown.PER_CENT: 1, Shown.WITH_SIGN: 100}
# What broken records end in: the library checks little.
_BROKEN = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
)


def read_xls(content: bytes, budget: Budget) -> list[Answer]:
    try:
        # It talks to standard output otherwise, which is ours for the answer.
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        budget.check_sheets(book.sheet_names())
        drawings = drawings_of(content)
        return [_sheet(book, sheet, drawings, budget) for sheet in book.sheets()]
    except xlrd.XLRDError as problem:
        raise Refused("password" if "encrypted" in str(problem).lower() else "damaged") from None
    except _BROKEN:
        raise Refused("damaged") from None


def _sheet(book: Any, sheet: Any, drawings: Drawings, budget: Budget) -> Answer:
    cells = _Cells(book, sheet)
    rows = laid_out(
        ([cells.value(row, column) for column in range(sheet.row_len(row))] for row in range(sheet.nrows)),
        budget,
    )
    budget.take_merged(len(sheet.merged_cells))
    struck = list(cells.struck(rows))
    return {
        "name": sheet.name,
        "hidden": sheet.visibility != 0,
        "rows": rows,
        "merged": [[top + 1, left + 1, bottom, right] for top, bottom, left, right in sheet.merged_cells],
        "hidden_rows": [
            row + 1
            for row, info in sheet.rowinfo_map.items()
            if (info.hidden or info.height == 0) and row < len(rows) and rows[row]
        ],
        "hidden_columns": [
            column + 1
            for column, info in sheet.colinfo_map.items()
            if (info.hidden or info.width == 0) and column < max(map(len, rows), default=0)
        ],
        "struck": [place for place, how in struck if how is Struck.WHOLLY],
        "partly_struck": [place for place, how in struck if how is Struck.PARTLY],
        "beside": [*_notes(sheet), *drawings.on(sheet.number)],
    }


def _notes(sheet: Any) -> Iterator[list[Any]]:
    for (row, column), note in sheet.cell_note_map.items():
        if note.text.strip():
            yield [row + 1, column + 1, "note", note.text]


class _Cells:
    """The cells of one sheet, as the other readers give them."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book, self._sheet = book, sheet
        self._shown: dict[int, Shown | None] = {}  # by the number of a cell's format

    def value(self, row: int, column: int) -> Any:
        kind, value = self._sheet.cell_type(row, column), self._sheet.cell_value(row, column)
        if kind == xlrd.XL_CELL_ERROR:
            return error(xlrd.error_text_from_code.get(value, "#N/A"))
        if kind == xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        if kind == xlrd.XL_CELL_DATE:
            return self._moment(value)
        if kind == xlrd.XL_CELL_NUMBER and (shown := self._shown_as(row, column)):
            return percent(value / _SCALE[shown])
        return value if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else None

    def _moment(self, serial: float) -> Any:
        try:
            moment: datetime = xldate_as_datetime(serial, self._book.datemode)
        except (OverflowError, ValueError):
            return serial
        if 0 <= serial < 1:
            return str(moment.time())
        return moment if serial % 1 else moment.date()

    def _shown_as(self, row: int, column: int) -> Shown | None:
        index = self._sheet.cell_xf_index(row, column)
        if index not in self._shown:
            key = self._book.xf_list[index].format_key
            self._shown[index] = shown_by(self._book.format_map[key].format_str)
        return self._shown[index]

    def struck(self, rows: list[list[Any]]) -> Iterator[tuple[tuple[int, int], Struck]]:
        fonts = self._book.font_list
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value is None or column >= self._sheet.row_len(row):
                    continue
                own = fonts[self._book.xf_list[self._sheet.cell_xf_index(row, column)].font_index].struck_out
                runs = self._sheet.rich_text_runlist_map.get((row, column), ())
                how = _of_runs(str(value), bool(own), [(at, bool(fonts[f].struck_out)) for at, f in runs])
                if how is not None:
                    yield (row + 1, column + 1), how


def _of_runs(text: str, own: bool, runs: list[tuple[int, bool]]) -> Struck | None:
    """`runs`: from which letter on the text is struck or not; before the first one the cell's own font holds."""
    starts = [(0, own), *runs]
    ends = [at for at, _ in runs] + [len(text)]
    said = {
        struck for (at, struck), end in zip(starts, ends, strict=True) if text[at:end].strip() or not runs
    }
    if True not in said:
        return None
    return Struck.PARTLY if False in said else Struck.WHOLLY
