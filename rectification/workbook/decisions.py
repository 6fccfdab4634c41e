"""What somebody decided about a workbook before its import: cells mended, questions answered, changes taken.

The file stays as it came; a decision names what it is about by sheet and cell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from infrastructure.workbooks.grid import SheetGrid, WorkbookGrid, cell_place
from rectification.workbook.cells import short

MOST_DECISIONS, MOST_WORDS = 20_000, 2_000_000
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")


@dataclass(frozen=True)
class Decisions:
    """`answers`: key of a question → word of its answer. `cells`: sheet → cell → what is to stand there.
    `taken`: changes of known findings that are to be made, as `plan.tick_of`; None says nothing of them."""

    answers: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    taken: frozenset[str] | None = None

    def with_more(self, newer: "Decisions") -> "Decisions":
        """Both; of two about one thing the newer. An empty answer takes the older one back; ticks that are sent are
        all of them."""
        answers = {key: word for key, word in {**self.answers, **newer.answers}.items() if word}
        sheets = {*self.cells, *newer.cells}
        cells = {
            sheet: dict(self.cells.get(sheet, {})) | dict(newer.cells.get(sheet, {})) for sheet in sheets
        }
        return Decisions(answers, cells, self.taken if newer.taken is None else newer.taken)

    @property
    def ticks(self) -> frozenset[str]:
        return self.taken or frozenset()

    @property
    def mended_cells(self) -> int:
        return sum(map(len, self.cells.values()))

    def words(self) -> Iterator[str]:
        """Everything that somebody typed or sent."""
        yield from (word for pair in self.answers.items() for word in pair)
        yield from self.ticks
        for sheet, cells in self.cells.items():
            yield sheet
            yield from cells.values()

    def as_json(self) -> dict[str, Any]:
        cells = {sheet: dict(cells) for sheet, cells in self.cells.items()}
        return {"answers": dict(self.answers), "cells": cells, "taken": sorted(self.ticks)}

    @staticmethod
    def of_json(kept: Mapping[str, Any]) -> "Decisions":
        return Decisions(kept.get("answers", {}), kept.get("cells", {}), frozenset(kept.get("taken", ())))


def is_cell(name: str) -> bool:
    """Whether a word is the name of a cell: C6."""
    return _CELL.fullmatch(name) is not None


def refusal_of_cells(cells: Mapping[str, Mapping[str, str]], sheets: Mapping[str, Sequence[int]]) -> str:
    """Why cells cannot be mended, in words; empty when they can. `sheets`: name → rows and columns as read. One
    column beside them may be filled: what every row lacks."""
    for sheet, mends in cells.items():
        if sheet not in sheets:
            return f"这个工作簿里没有工作表“{short(sheet)}”。"
        rows, columns = sheets[sheet]
        for name in mends:
            row, column = cell_place(name)
            if row > rows or column > columns + 1:
                return f"单元格 {name} 不在工作表“{short(sheet)}”的内容里（共 {rows} 行、{columns} 列）。"
    return ""


def refusal_of_size(decisions: Decisions) -> str:
    """Why so many decisions cannot be kept, in words: whoever mends that much does it in the workbook."""
    count = len(decisions.answers) + len(decisions.ticks) + decisions.mended_cells
    if count > MOST_DECISIONS:
        what = f"改正、回答和勾选合计最多 {MOST_DECISIONS:,} 处（现有 {count:,} 处）"
    elif (length := sum(map(len, decisions.words()))) > MOST_WORDS:
        what = f"改正和回答合计最多 {MOST_WORDS:,} 字（现有 {length:,} 字）"
    else:
        return ""
    return f"{what}，没有保存。可以在工作簿里改好后重新上传。"


def mended(grid: WorkbookGrid, decisions: Decisions) -> WorkbookGrid:
    """The grid with the words that were typed over its cells. What is typed reads as any text of a cell does."""
    if not decisions.cells:
        return grid
    return WorkbookGrid(tuple(_mended(sheet, decisions.cells.get(sheet.name, {})) for sheet in grid))


def _mended(sheet: SheetGrid, cells: Mapping[str, str]) -> SheetGrid:
    if not cells:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for name, words in cells.items():
        row, column = cell_place(name)
        if row <= len(rows) and column <= sheet.column_count + 1:  # kept before this was asked
            line = rows[row - 1]
            line.extend([None] * (column - len(line)))
            line[column - 1] = words or None
    return replace(sheet, rows=tuple(map(tuple, rows)))
