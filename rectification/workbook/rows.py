"""The rows of a table put together: which rows are one finding, which only stand between findings."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from infrastructure.workbooks.grid import CellError, CellValue, MergedRange, SheetGrid, cell_name
from rectification.rules.ledger_columns import Column
from rectification.workbook.between import (
    ends_table,
    is_count,
    is_example,
    is_number_row,
    is_sum,
    telling_below,
)
from rectification.workbook.cells import bare, cell_words, says_no_problem, says_nothing
from rectification.workbook.columns import column_of, heading_text
from rectification.workbook.headers import Header, header_at, opens_table

# What shows that a row without a text is about a finding and was not merely prepared.
SUBSTANCE = (
    Column.CAUSE,
    Column.MEASURE,
    Column.LEAD,
    Column.SUPPORTING,
    Column.LEAD_AND_SUPPORTING,
    Column.PERSON,
    Column.DEADLINE,
    Column.RESULT,
)
# What a row may hold beforehand without being filled in.
_PREPARED = (Column.SEQUENCE, Column.ITEM, Column.CHECKPOINT)


@dataclass(frozen=True, slots=True)
class RawCell:
    row: int
    column: int
    value: CellValue
    text: str

    @property
    def name(self) -> str:
        return cell_name(self.row, self.column)


@dataclass(frozen=True)
class RawRow:
    """One row of a finding: what its own cells say, merged ones in their first row only."""

    row: int
    cells: Mapping[Column, RawCell]
    others: Mapping[int, RawCell] = field(
        default_factory=dict
    )  # of columns without a meaning, by their place

    def text(self, column: Column) -> str:
        cell = self.cells.get(column)
        return cell.text if cell else ""


@dataclass
class RawFinding:
    header: Header  # under which it stands: a second table has another
    rows: list[RawRow]
    item: RawCell | None = None  # of the item column, filled down
    checkpoint: RawCell | None = None
    section: RawCell | None = None  # of a row across the table
    end: int = 0  # the last row of a card

    @property
    def last_row(self) -> int:
        return self.end or self.rows[-1].row

    @property
    def first(self) -> RawRow:
        return self.rows[0]

    def cells(self, column: Column) -> list[RawCell]:
        """Of all its rows, those that hold something."""
        return [cell for row in self.rows if (cell := row.cells.get(column)) is not None]

    def named(self, column: Column) -> str:
        """What the column is called in its sheet."""
        place = self.header.at(column)
        return self.header.words_of(place) if place else column.label


@dataclass
class TableContents:
    findings: list[RawFinding] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)  # the first one too
    left_out: RawCell | None = None  # the first row with contents below the signatures
    beside_sums: list[RawCell] = field(default_factory=list)  # words that are no count
    below: list[RawCell] = field(default_factory=list)  # notes and words at the end of a table
    without_text: list[RawCell] = field(default_factory=list)  # what rows say that tell no problem
    examples: list[RawCell] = field(default_factory=list)  # the first cell of each row that only shows how
    sections: list[RawCell] = field(default_factory=list)  # titles between the rows that name no item


class TableReader:
    """Walks down one table, and the others below it. `names_item` tells whether a text names an item in words,
    `recognise` what the columns of a header mean; `placed`: sheet or title name the item of all rows."""

    def __init__(
        self,
        sheet: SheetGrid,
        header: Header,
        names_item: Callable[[str], bool],
        recognise: Callable[[Header], Header] = lambda header: header,
        *,
        placed: bool = False,
    ) -> None:
        self._contents = TableContents()
        self._sheet = sheet
        self._recognise = recognise
        self._use(header)
        self._names_item = names_item
        self._placed = placed
        self._above = {bare(cell_words(value)) for row in sheet.rows[: header.first_row - 1] for value in row}
        self._merged_down = _merged_down(sheet)
        self._open = True  # until the signatures
        self._item: RawCell | None = None
        self._checkpoint: RawCell | None = None
        self._section: RawCell | None = None
        self._current: RawFinding | None = None

    def _use(self, header: Header) -> None:
        self._contents.headers.append(header)
        self._header = header
        self._meanings = {place: column for column, place in header.columns.items()}

    def read(self) -> TableContents:
        row = self._header.last_row + 1
        while row <= self._sheet.row_count:
            row = self._read_row(row)
        return self._contents

    def _read_row(self, row: int) -> int:
        """Take in one row; the number of the next one to look at."""
        own = self._own_cells(row)
        if not own and not self._has_open_merge(row):
            return row + 1
        if (again := self._header_again(row, own)) is not None:
            self._open = True
            return again
        finding = self._header.at(Column.FINDING)
        if own and ends_table(own, finding):
            self._open = False
            self._contents.below += [cell for cell in own if telling_below(cell.text, beside_signature=True)]
        elif self._is_title_of_next(row, own):
            self._open_section(own[0])
        elif not self._open:
            self._note_left_out(own)
        elif own and is_example(own, finding):
            self._contents.examples.append(own[0])
            self._current = None
        elif not self._is_between(row, own):
            self._take(row, own)
        return row + 1

    def _own_cells(self, row: int) -> list[RawCell]:
        """An error stands for no words: it is told at its cell (noticed)."""
        if row > self._sheet.row_count:
            return []
        return [
            RawCell(row, column, value, text)
            for column, value in enumerate(self._sheet.rows[row - 1], 1)
            if value is not None and not isinstance(value, CellError) and (text := cell_words(value))
        ]

    def _has_open_merge(self, row: int) -> bool:
        finding = self._header.at(Column.FINDING)
        return finding is not None and self._sheet.is_continuation(row, finding)

    def _header_again(self, row: int, own: list[RawCell]) -> int | None:
        """The header repeated on a page, perhaps with other columns: the row after it."""
        if not own or not all(isinstance(cell.value, str) for cell in own):
            return None
        headings = self._header.headings
        known = [cell for cell in own if heading_text(cell.text) in _heading_texts(headings.get(cell.column))]
        if len(own) >= 2 and len(known) == len(own):
            return row + 1
        if not opens_table(cell.text for cell in own) and column_of(own[0].text) is not Column.SEQUENCE:
            return None
        header = header_at(self._sheet, row)
        if header is None:
            return None
        self._use(self._recognise(header))
        self._item, self._checkpoint, self._current = None, None, None
        return header.last_row + 1

    def _note_left_out(self, own: list[RawCell]) -> None:
        finding = self._header.at(Column.FINDING)
        cell = next((cell for cell in own if cell.column == finding), None)
        if self._contents.left_out is not None:
            return
        if cell is not None and len(own) >= 3:
            self._contents.left_out = cell
            return
        self._contents.below += [each for each in own if telling_below(each.text, beside_signature=False)]

    def _is_between(self, row: int, own: list[RawCell]) -> bool:
        """Numbers of columns, sums, repeated titles and section rows; the last give the item of what follows."""
        if not own:
            return False
        words = [cell for cell in own if not isinstance(cell.value, int | float)] or own
        finding = self._header.at(Column.FINDING)
        if is_sum(words, finding):
            self._contents.beside_sums += [cell for cell in own if not is_count(cell.text)]
            return True
        if row == self._header.last_row + 1 and is_number_row(own):
            return True
        first = words[0]
        if len(words) > 1 or not isinstance(first.value, str):
            return False
        if bare(first.text) in self._above:
            return True
        numbered = len(own) > 1 and first.column == finding
        if not numbered and self._is_section(row, first):
            self._open_section(first)
            return True
        return False

    def _open_section(self, title: RawCell) -> None:
        """It gives the item of what follows; where rows or sheet say the item themselves, another title is told."""
        elsewhere = self._placed or self._header.at(Column.ITEM) is not None
        says_item = self._names_item(title.text) or not elsewhere
        self._section = title if says_item else None
        if not says_item:
            self._contents.sections.append(title)
        self._item, self._checkpoint, self._current = None, None, None

    def _is_title_of_next(self, row: int, own: list[RawCell]) -> bool:
        """A text alone in its row, above the header of another table."""
        if len(own) != 1 or not isinstance(own[0].value, str) or bare(own[0].text) in self._above:
            return False
        below = next((cells for later in range(row + 1, row + 4) if (cells := self._own_cells(later))), None)
        return below is not None and opens_table(cell.text for cell in below)

    def _is_section(self, row: int, cell: RawCell) -> bool:
        merged = self._sheet.merged_at(row, cell.column)
        across = merged is not None and merged.width >= max(3, len(self._header.columns) // 2)
        if across and not says_no_problem(cell.text):
            return True
        # With an item column, an item standing alone in it is filled down like any other.
        return cell.column != self._header.at(Column.ITEM) and self._names_item(cell.text)

    def _take(self, row: int, own: list[RawCell]) -> None:
        cells = {self._meanings[cell.column]: cell for cell in own if cell.column in self._meanings}
        others = {
            cell.column: cell
            for cell in own
            if cell.column not in self._meanings and cell.column not in self._header.ignored
        }
        self._fill_down(cells)
        if self._current is not None and self._continues(row, cells):
            self._current.rows.append(RawRow(row, cells, others))
            if self._current.item is None and self._current.section is None:
                self._current.item = cells.get(Column.ITEM)
            return
        has_text = Column.FINDING in cells
        if not has_text and not any(column in cells for column in SUBSTANCE):
            self._current = None  # a row numbered or given an item beforehand, not filled in
            said = [cell for column, cell in cells.items() if column not in _PREPARED]
            self._contents.without_text += [
                cell for cell in (*said, *others.values()) if not says_nothing(cell.text)
            ]
            return
        above = self._merged_from_above(row)
        cells |= {self._meanings[place]: cell for place, cell in above.items() if place in self._meanings}
        others |= {place: cell for place, cell in above.items() if place not in self._meanings}
        self._current = RawFinding(
            self._header,
            [RawRow(row, cells, others)],
            item=self._item,
            checkpoint=self._checkpoint,
            section=self._section,
        )
        self._contents.findings.append(self._current)

    def _merged_from_above(self, row: int) -> dict[int, RawCell]:
        """What is merged down into a finding's first row from the finding above it: one department for two."""
        cells: dict[int, RawCell] = {}
        for merged in self._merged_down.get(row, ()):
            place = merged.left
            value = self._sheet.value(merged.top, place)
            if value is None or isinstance(value, CellError) or place in self._header.ignored:
                continue
            if text := cell_words(value):
                cells[place] = RawCell(merged.top, place, value, text)
        return cells

    def _fill_down(self, cells: Mapping[Column, RawCell]) -> None:
        if (item := cells.get(Column.ITEM)) is not None:
            self._item, self._checkpoint, self._section = item, None, None
        self._checkpoint = cells.get(Column.CHECKPOINT, self._checkpoint)

    def _continues(self, row: int, cells: Mapping[Column, RawCell]) -> bool:
        """Whether a row tells more of the finding above it."""
        assert self._current is not None
        place = self._header.at(Column.FINDING)
        if place is not None and self._sheet.is_continuation(row, place):
            return True
        if Column.RESULT in cells:
            return False  # each line of a check sheet is judged by itself
        first = self._current.first
        number = cells.get(Column.SEQUENCE)
        text = cells.get(Column.FINDING)
        if text is not None:
            # The text copied into each row of one number.
            same_number = number is not None and number.text == first.text(Column.SEQUENCE)
            return same_number and text.text == first.text(Column.FINDING)
        return number is None and Column.ITEM not in cells and any(column in cells for column in SUBSTANCE)


def _heading_texts(heading: str | None) -> set[str]:
    return {heading_text(part) for part in (heading or "").split("／") if part}


def _merged_down(sheet: SheetGrid) -> dict[int, list[MergedRange]]:
    """By row the merged ranges that begin above it."""
    by_row: dict[int, list[MergedRange]] = defaultdict(list)
    for merged in sheet.merged:
        for row in range(merged.top + 1, min(merged.bottom, sheet.row_count) + 1):
            by_row[row].append(merged)
    return by_row
