"""What was read: plain cells by row and column, counted from 1 as people count them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property

from infrastructure.workbooks.reader.cells import UNCALCULATED


class Percent(float):
    """A number that its cell shows as per cent: 0.8 reads 80%."""

    __slots__ = ()

    @property
    def words(self) -> str:
        # Fifteen digits are what a workbook keeps; more are the computer's own.
        return f"{(Decimal(f'{self:.15g}') * 100).normalize():f}%"


@dataclass(frozen=True, slots=True)
class CellError:
    """What stands in a cell that has no value: #N/A and the like, or a formula that nobody calculated."""

    code: str

    @property
    def is_uncalculated(self) -> bool:
        return self.code == UNCALCULATED


# A datetime is a date: readers that need the day only take it apart. Percent is a float.
CellValue = str | int | float | bool | date | CellError | None


@cache
def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, remainder = divmod(column - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """The name people see in the corner of their workbook: C6."""
    return f"{column_letters(column)}{row}"


def cell_place(name: str) -> tuple[int, int]:
    """Row and column of a cell by its name: C6 → (6, 3)."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]), column


@dataclass(frozen=True, slots=True)
class MergedRange:
    top: int
    left: int
    bottom: int
    right: int

    @property
    def width(self) -> int:
        return self.right - self.left + 1


class BesideKind(StrEnum):
    NOTE = "note"
    TEXT_BOX = "text_box"
    PICTURE = "picture"
    NESTED_TABLE = "nested_table"
    COVERED = "covered"  # text in a cell that a merge covers
    REVISED = "revised"  # changes that are tracked and not yet accepted
    PROSE = "prose"  # paragraphs of a document around its table
    LINKED_BOOK = "linked_book"  # formulas somewhere in the workbook take their values from another file


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside or above the cells: no cell's value, but somebody put it there."""

    row: int
    column: int
    kind: BesideKind
    words: str = ""


@dataclass(frozen=True)
class SheetGrid:
    """One sheet. Rows may be of different lengths; what lies outside reads as None."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    merged: tuple[MergedRange, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()  # filled ones, by a filter, a group or no height
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()  # row and column of cells struck through
    partly_struck: frozenset[tuple[int, int]] = frozenset()
    beside: tuple[Beside, ...] = ()

    @property
    def row_count(self) -> int:
        return len(self.rows)

    @cached_property
    def column_count(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @property
    def filled_cells(self) -> int:
        """How many cells hold something: what a sheet costs whoever reads it, however well it was packed."""
        return sum(value is not None for row in self.rows for value in row)

    def value(self, row: int, column: int) -> CellValue:
        if not 1 <= row <= len(self.rows):
            return None
        cells = self.rows[row - 1]
        return cells[column - 1] if 1 <= column <= len(cells) else None

    def merged_at(self, row: int, column: int) -> MergedRange | None:
        """The merged range that covers a cell, its first cell included."""
        return self._merged_cells.get((row, column))

    def is_continuation(self, row: int, column: int) -> bool:
        """Covered by a merge that begins higher up."""
        merged = self.merged_at(row, column)
        return merged is not None and merged.top < row

    def shown(self, row: int, column: int) -> CellValue:
        """What a reader sees at that place: a merged range shows its first cell everywhere."""
        merged = self.merged_at(row, column)
        return self.value(merged.top, merged.left) if merged else self.value(row, column)

    @cached_property
    def _merged_cells(self) -> dict[tuple[int, int], MergedRange]:
        return {
            (row, column): merged
            for merged in self.merged
            for row in range(merged.top, min(merged.bottom, self.row_count) + 1)
            for column in range(merged.left, min(merged.right, self.column_count) + 1)
        }

    def clipped_area(self, merged: MergedRange) -> int:
        """How many cells of a merged range lie inside the sheet's contents."""
        height = min(merged.bottom, self.row_count) - merged.top + 1
        width = min(merged.right, self.column_count) - merged.left + 1
        return max(height, 0) * max(width, 0)


@dataclass(frozen=True)
class WorkbookGrid:
    sheets: tuple[SheetGrid, ...] = field(default=())

    def __iter__(self) -> Iterator[SheetGrid]:
        return iter(self.sheets)

    def sheet(self, name: str) -> SheetGrid | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
