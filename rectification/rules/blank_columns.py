"""What a column of a superior's blank is filled with: a column of the ledger, a running number, words of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy_texts.vocabulary import Vocabulary
from rectification.rules.ledger_columns import BY_KEY, COLUMNS, Column
from rectification.rules.ledger_rows import Cell, LedgerRow


class BindingKind(Vocabulary):
    LEDGER = "ledger", "台账中的一列"
    RUNNING = "running", "序号（从 1 连续编）"
    WORDS = "words", "固定文字"


@dataclass(frozen=True)
class Binding:
    """Of the column at `place`, counted from 1. `column` of LEDGER only, `words` of WORDS only."""

    place: int
    kind: BindingKind
    column: Column | None = None
    words: str = ""


def responsible(row: LedgerRow) -> str:
    """Both in one cell, as it is read again: 骨科牵头，医务处、护理部配合."""
    return f"{row.lead}牵头，{'、'.join(row.supporting)}配合" if row.supporting else row.lead


# What the list has in two columns, blanks often have in one.
_OWN = {Column.LEAD_AND_SUPPORTING: responsible}
FILLABLE = tuple(column for column in COLUMNS if column.get or column.key in _OWN)
FILLABLE_KEYS = frozenset(column.key for column in FILLABLE)


def filled_cell(binding: Binding, row: LedgerRow, position: int) -> Cell:
    """What stands in the column for one finding, the `position`th of the table."""
    if binding.kind is BindingKind.RUNNING:
        return position
    if binding.column is None:
        return binding.words
    own = _OWN.get(binding.column)
    return own(row) if own else BY_KEY[binding.column].of(row)


def filled_cells(bindings: Sequence[Binding], row: LedgerRow, position: int) -> dict[int, Cell]:
    """The row by the places of its columns."""
    return {binding.place: filled_cell(binding, row, position) for binding in bindings}
