"""What somebody decided about a workbook before its import: cells mended, questions answered, changes taken.

The file stays as it came; a decision names what it is about by sheet and cell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from infrastructure.workbooks.grid import SheetGrid, WorkbookGrid, cell_place

_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")


@dataclass(frozen=True)
class Decisions:
    """`answers`: key of a question → word of its answer. `cells`: sheet → cell → what is to stand there.
    `taken`: changes of known findings that are to be made, as sheet!cell."""

    answers: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    def with_more(self, newer: "Decisions") -> "Decisions":
        """Both; of two about one thing the newer. An empty answer takes the older one back, and what is taken is
        what the newer says is taken."""
        answers = {key: word for key, word in {**self.answers, **newer.answers}.items() if word}
        sheets = {*self.cells, *newer.cells}
        cells = {
            sheet: dict(self.cells.get(sheet, {})) | dict(newer.cells.get(sheet, {})) for sheet in sheets
        }
        return Decisions(answers, cells, newer.taken)

    def as_json(self) -> dict[str, Any]:
        cells = {sheet: dict(cells) for sheet, cells in self.cells.items()}
        return {"answers": dict(self.answers), "cells": cells, "taken": sorted(self.taken)}

    @staticmethod
    def of_json(kept: Mapping[str, Any]) -> "Decisions":
        return Decisions(kept.get("answers", {}), kept.get("cells", {}), frozenset(kept.get("taken", ())))


def is_cell(name: str) -> bool:
    """Whether a word is the name of a cell: C6."""
    return _CELL.fullmatch(name) is not None


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
        if row <= len(rows):
            line = rows[row - 1]
            line.extend([None] * (column - len(line)))
            line[column - 1] = words or None
    return replace(sheet, rows=tuple(map(tuple, rows)))
