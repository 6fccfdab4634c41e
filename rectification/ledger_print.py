"""The ledger on A4 across: the workbook's columns, each as wide as its words need. 原时限 stands under 整改时限."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rectification.ledger_layout import COLUMNS

# Twenty columns share 273 mm: names in one line, dates in one line, the rest of the room to what is read.
WIDTHS = {
    "序号": "tiny",
    "整治内容": "item",
    "整治要点": "text",
    "存在问题": "widest",
    "问题来源": "word",
    "原因分析": "text",
    "整改措施": "wide",
    "责任领导": "word",
    "牵头部门": "department",
    "配合部门": "department",
    "责任人": "word",
    "整改时限": "date",
    "整改进展": "note",
    "完成情况": "word",
    "佐证材料": "note",
    "验收人": "word",
    "验收日期": "date",
    "是否销号": "tiny",
    "备注": "word",
}
_HEADINGS = [column.heading for column in COLUMNS]
_DUE, _BEFORE = _HEADINGS.index("整改时限"), _HEADINGS.index("原时限")

Cell = str | int | date | None


@dataclass(frozen=True)
class PrintColumn:
    heading: str
    width: str

    @property
    def words(self) -> str:
        """A long heading of a narrow column breaks in its middle: 问题 / 来源."""
        if self.width in ("tiny", "word") and len(self.heading) == 4:
            return f"{self.heading[:2]}\n{self.heading[2:]}"
        return self.heading


PRINT_COLUMNS = tuple(PrintColumn(heading, width) for heading, width in WIDTHS.items())


def print_cells(cells: Sequence[Cell]) -> list[Cell]:
    """One row of the export as it is printed: both dates of an extended one in one cell."""
    before = cells[_BEFORE]
    row = list(cells)
    if isinstance(before, date):
        row[_DUE] = f"{row[_DUE] or ''}\n原 {before:%Y-%m-%d}"
    del row[_BEFORE]
    return row
