"""The columns of a workbook that is sent out, filled in and brought back: the ledger's, one line a measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from infrastructure.workbooks.cell_text import CELL_MAX_LENGTH, cell_text
from rectification.rules.ledger_columns import WRITTEN, Column, LedgerColumn, Sheet
from rectification.rules.ledger_rows import Cell, LedgerRow, numbered
from rectification.workbook.cell_values import EDITABLE, shown

KEY_HEADING = "校验"


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure with what is its own."""

    id: int
    text: str
    department: str
    person: str
    due_on: date | None


@dataclass(frozen=True)
class TemplateColumn:
    """`name`: a stable word, by which what a cell said is kept with the export. `column`: what the cell is, of the
    finding or, where `of_measure`, of the measure in its line."""

    name: str
    heading: str
    column: Column
    sheet: Sheet
    of_measure: bool = False

    @property
    def editable(self) -> bool:
        return self.column in EDITABLE

    def of(self, row: LedgerRow, measure: MeasureLine | None) -> Cell:
        """Its cell in a line. A finding without a measure has one line."""
        if self.column is Column.MEASURE:
            return measure.text if measure else numbered(row.measures)
        if not self.of_measure:
            return _LEDGER[self.column].of(row)
        return _OF_MEASURE[self.column](measure) if measure else None


_LEDGER = {column.key: column for column in WRITTEN}
_OF_MEASURE = {
    Column.LEAD: lambda measure: measure.department,
    Column.PERSON: lambda measure: measure.person,
    Column.DEADLINE: lambda measure: measure.due_on,
}


def _columns(column: LedgerColumn) -> Iterator[TemplateColumn]:
    assert column.sheet
    is_measure = column.key is Column.MEASURE
    yield TemplateColumn(column.key.value, column.heading, column.key, column.sheet, is_measure)
    if is_measure:
        yield TemplateColumn(
            "measure_lead", "措施责任部门", Column.LEAD, Sheet(12, centred=True), of_measure=True
        )
        yield TemplateColumn(
            "measure_person", "措施责任人", Column.PERSON, Sheet(9, centred=True), of_measure=True
        )
        yield TemplateColumn(
            "measure_deadline", "措施时限", Column.DEADLINE, Sheet(12, centred=True), of_measure=True
        )


TEMPLATE: tuple[TemplateColumn, ...] = tuple(each for column in WRITTEN for each in _columns(column))
BY_NAME = {column.name: column for column in TEMPLATE}
SEQUENCE = BY_NAME[Column.SEQUENCE.value]
PROGRESS = BY_NAME[Column.PROGRESS.value]


def words_of(row: LedgerRow, measure: MeasureLine | None) -> dict[str, str]:
    """What every cell of a line says, by column."""
    return {column.name: shown(column.of(row, measure)) for column in TEMPLATE}


def kept_words(words: Mapping[str, str]) -> dict[str, str]:
    """The same as a workbook can hold it; what is empty is left out."""
    return {name: cell_text(text) for name, text in words.items() if text}


def is_cut(words: str) -> bool:
    """Whether a cell could not hold all of its words."""
    return len(words) == CELL_MAX_LENGTH and words.endswith("…")
