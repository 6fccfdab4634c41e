"""One card a finding: 存在问题 stands left of its text, not above it. Several cards may stand below each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from infrastructure.workbooks.grid import CellError, SheetGrid, cell_name
from rectification.rules.ledger_columns import Column
from rectification.workbook.between import is_signature
from rectification.workbook.cells import cell_words
from rectification.workbook.columns import column_of
from rectification.workbook.headers import Header
from rectification.workbook.rows import RawCell, RawFinding, RawRow

_FEWEST_LABELS = 4


@dataclass(frozen=True)
class _Pair:
    """A label, and what stands beside it."""

    column: Column | None
    label: RawCell
    value: RawCell | None
    value_cell: str


@dataclass
class Cards:
    findings: list[RawFinding] = field(default_factory=list)
    left: list[RawCell] = field(default_factory=list)  # between and below the labels, without one


def read_cards(sheet: SheetGrid) -> Cards:
    """The cards of a sheet; none where it is no sheet of cards."""
    rows = [_own(sheet, row) for row in range(1, sheet.row_count + 1)]
    labelled = {cell.column for own in rows for cell in own if _label(cell)}
    cards, left, card = Cards(), [], list[_Pair]()
    for own in rows:
        pairs, others = _pairs(sheet, own, labelled)
        for pair in pairs:
            if pair.column is not None and pair.column in {each.column for each in card}:
                _close(card, cards)
                card = []
            card.append(pair)
        left += others if card else []  # above the first label stands the title
    _close(card, cards)
    cards.left = [cell for cell in left if not is_signature(cell.text)]
    return cards if cards.findings else Cards()


def lies_across(sheet: SheetGrid, row: int) -> bool:
    """Whether a row that names columns is one of a card: each name has its value beside it."""
    own = _own(sheet, row)
    return (
        len(own) >= 4
        and len(own) % 2 == 0
        and all((_label(cell) is None) is (index % 2 == 1) for index, cell in enumerate(own))
    )


def _own(sheet: SheetGrid, row: int) -> list[RawCell]:
    return [
        RawCell(row, column, value, text)
        for column, value in enumerate(sheet.rows[row - 1], 1)
        if value is not None and not isinstance(value, CellError) and (text := cell_words(value))
    ]


def _label(cell: RawCell) -> Column | None:
    return column_of(cell.text) if isinstance(cell.value, str) else None


def _pairs(sheet: SheetGrid, own: list[RawCell], labelled: set[int]) -> tuple[list[_Pair], list[RawCell]]:
    """The labels of a row with their values, and the cells that belong to none. A word in a column of labels is one."""
    pairs: list[_Pair] = []
    left: list[RawCell] = []
    at = 0
    while at < len(own):
        cell, beside = own[at], own[at + 1] if at + 1 < len(own) else None
        column = _label(cell)
        unknown = (
            column is None and cell.column in labelled and beside is not None and not is_signature(cell.text)
        )
        if column is None and not unknown:
            left.append(cell)
            at += 1
            continue
        value = beside if beside is not None and _label(beside) is None else None
        pairs.append(_Pair(column, cell, value, value.name if value else _cell_beside(sheet, cell)))
        at += 2 if value else 1
    return pairs, left


def _cell_beside(sheet: SheetGrid, cell: RawCell) -> str:
    merged = sheet.merged_at(cell.row, cell.column)
    return cell_name(cell.row, (merged.right if merged else cell.column) + 1)


def _close(card: list[_Pair], cards: Cards) -> None:
    named = [pair for pair in card if pair.column is not None]
    if len(named) < _FEWEST_LABELS or all(pair.column is not Column.FINDING for pair in named):
        return
    places = dict(enumerate(card, 1))
    header = Header(
        first_row=card[0].label.row,
        last_row=card[0].label.row,
        headings={place: pair.label.text for place, pair in places.items()},
        columns={pair.column: place for place, pair in places.items() if pair.column is not None},
        cells={place: pair.label.name for place, pair in places.items()},
        blanks={place: pair.value_cell for place, pair in places.items()},
    )
    said = list(_said(places))
    cells = {column: cell for _, column, cell in said if column is not None}
    others = {place: cell for place, column, cell in said if column is None}
    item, checkpoint = cells.get(Column.ITEM), cells.get(Column.CHECKPOINT)
    end = max(pair.label.row for pair in card)
    row = RawRow(header.first_row, cells, others)
    cards.findings.append(RawFinding(header, [row], item=item, checkpoint=checkpoint, end=end))


def _said(places: dict[int, _Pair]) -> Iterator[tuple[int, Column | None, RawCell]]:
    for place, pair in places.items():
        if pair.value is not None:
            yield place, pair.column, pair.value
