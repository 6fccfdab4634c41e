"""The ledger as people print it: the columns in the usual order, with title, notes and the signature block."""

from __future__ import annotations

from datetime import date

from infrastructure.workbooks.writing import SheetColumn, SheetLayout
from rectification.rules.ledger_columns import WRITTEN


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
