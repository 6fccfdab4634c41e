"""The ledger as people print it: the columns in the usual order, with title, notes and the signature block."""

from __future__ import annotations

from datetime import date

from infrastructure.workbooks.writing import SheetColumn, SheetLayout
from rectification.rules.ledger_columns import COLUMNS, PRINTED, WRITTEN
from rectification.rules.ledger_rows import Cell, LedgerRow

_HALF_A_PAGE, _LINES = 150, 18  # of A4 across: characters and lines of a middling column


def ledger_layout(
    *, hospital_name: str, run_title: str, as_of: date, note: str, marking: str, watermark: str = ""
) -> SheetLayout:
    """Title, columns and notes of one hospital's ledger; `note` and `marking` say what it holds of drafts."""
    return SheetLayout(
        name="问题台账",
        title=f"{hospital_name}{run_title}问题台账",
        columns=tuple(
            SheetColumn(column.heading, column.sheet.width, column.sheet.centred)
            for column in WRITTEN
            if column.sheet
        ),
        notes=(
            f"填报单位（盖章）：{hospital_name}",
            f"填报日期：{as_of:%Y-%m-%d}",
            *([note] if note else []),
        ),
        marking=marking,
        watermark=watermark,
    )


def paper_cells(row: LedgerRow) -> list[Cell]:
    """One line as it is printed: what stands under another column comes below its words, as 原 2026-11-05."""
    below = [column for column in COLUMNS if column.paper and column.paper.under]
    cells: list[Cell] = []
    for column in PRINTED:
        cell = column.of(row)
        for other in below:
            assert other.paper
            if other.paper.under is column.key and (said := other.of(row)):
                cell = f"{cell or ''}\n{other.paper.before}{said}".strip()
        cells.append(cell)
    return cells


def may_break(cells: list[Cell]) -> bool:
    """Whether a printed line fills about half a page: kept whole it would leave as much of the page before it blank."""
    return any(len(text) > _HALF_A_PAGE or text.count("\n") >= _LINES for text in map(str, cells))
