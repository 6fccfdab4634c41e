"""A workbook as it was read, line by line, in the ledger's columns: what becomes of a row, every doubt at its cell.

Plain values, so that a page can show some of them and a table can keep them all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from infrastructure.workbooks.grid import cell_name, cell_place
from rectification.rules.ledger_columns import READ, Column
from rectification.workbook.plan import CellProblem, ImportPlan, ProblemKind, ReadRow, SheetRecognition
from rectification.workbook.rows import RawCell

_ORDER = {column.key: position for position, column in enumerate(READ)}
# What the verdict of the row says already.
_SAID_BY_VERDICT = (ProblemKind.KNOWN,)


class Verdict(StrEnum):
    """What becomes of a row. Kept in the database: never renamed."""

    READY = "ready"
    WRONG = "wrong"
    ASKED = "asked"
    CHANGED = "changed"
    KNOWN = "known"
    REPEATED = "repeated"
    NO_PROBLEM = "no_problem"


class Tone(StrEnum):
    WRONG = "wrong"
    GUESS = "guess"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Line:
    """`content`: row, last_row, cells by column (cell, words, marks, change, shared), and marks of the row itself."""

    sheet: str
    verdict: Verdict
    content: dict[str, Any]


def lines_of(plan: ImportPlan) -> Iterator[Line]:
    """Every finding met, in the order of the file."""
    told = _Told(plan)
    for row in plan.read:
        yield Line(row.sheet, told.verdict(row), _content(row, told))


def loose_errors(plan: ImportPlan) -> list[CellProblem]:
    """Errors that stand in no line: of a heading, of a whole sheet."""
    rows: dict[str, set[int]] = defaultdict(set)
    for row in plan.read:
        rows[row.sheet].update(range(row.row, row.last_row + 1))
    return [error for error in plan.errors if cell_place(error.cell)[0] not in rows[error.sheet]]


def _content(row: ReadRow, told: "_Told") -> dict[str, Any]:
    cells = {column: [_cell(row, cell, told) for cell in own] for column, own in row.cells.items()}
    cells.pop(Column.SEQUENCE, None)  # the row's own number stands before it
    shown = {cell["cell"] for own in cells.values() for cell in own}
    beside: list[list[str]] = []
    for cell, marks in told.in_rows(row):
        if cell in shown:
            continue
        column = row.columns.get(cell_place(cell)[1])
        if column is None or column is Column.SEQUENCE:
            beside.extend([tone, f"{cell}：{words}"] for tone, words in marks)
        else:
            cells.setdefault(column, []).append(_empty(cell, marks))
    return {
        "row": row.row,
        "last_row": row.last_row,
        "cells": {column.value: cells[column] for column in sorted(cells, key=_ORDER.__getitem__)},
        "marks": beside,
    }


def _cell(row: ReadRow, cell: RawCell, told: "_Told") -> dict[str, Any]:
    change = told.changes.get((row.sheet, cell.name))
    return {
        "cell": cell.name,
        "words": cell.text,
        "marks": [list(mark) for mark in told.marks.get((row.sheet, cell.name), ())],
        "change": {"old": change.old, "new": change.new} if change else None,
        # Merged or filled down from an earlier line: it is mended there.
        "shared": not row.row <= cell.row <= row.last_row,
    }


def _empty(cell: str, marks: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {
        "cell": cell,
        "words": "",
        "marks": [list(mark) for mark in marks],
        "change": None,
        "shared": False,
    }


class _Told:
    """What the plan says, found by sheet and cell or row."""

    def __init__(self, plan: ImportPlan) -> None:
        self.marks: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        self._cells: dict[tuple[str, int], dict[str, None]] = defaultdict(dict)
        for tone, problems in ((Tone.WRONG, plan.errors), (Tone.GUESS, plan.warnings)):
            for problem in problems:
                if problem.kind not in _SAID_BY_VERDICT:
                    asked = problem.kind is ProblemKind.NEARLY_KNOWN
                    self._mark(problem.sheet, problem.cell, Tone.ASKED if asked else tone, problem.problem)
        self.changes = {(change.sheet, change.cell): change for change in plan.changes}
        self._by_row = _verdicts(plan)

    def _mark(self, sheet: str, cell: str, tone: Tone, words: str) -> None:
        self.marks[sheet, cell].append((tone.value, words))
        self._cells[sheet, cell_place(cell)[0]][cell] = None

    def in_rows(self, row: ReadRow) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """The cells of these rows about which something is told."""
        for number in range(row.row, row.last_row + 1):
            for cell in self._cells.get((row.sheet, number), ()):
                yield cell, self.marks[row.sheet, cell]

    def verdict(self, row: ReadRow) -> Verdict:
        """Changes stand before 已在台账; what is in none of the plan's lists does not enter."""
        text = row.cells.get(Column.FINDING)
        if any((row.sheet, cell.name) in self.changes for own in row.cells.values() for cell in own):
            return Verdict.CHANGED
        if found := self._by_row.get((row.sheet, row.row)):
            return found
        asked = text and any(tone == Tone.ASKED for tone, _ in self.marks.get((row.sheet, text[0].name), ()))
        return Verdict.ASKED if asked else Verdict.WRONG


def _verdicts(plan: ImportPlan) -> dict[tuple[str, int], Verdict]:
    repeated = (w for w in plan.warnings if w.kind is ProblemKind.DUPLICATE)
    return {
        **{(one.sheet, cell_place(one.cell)[0]): Verdict.REPEATED for one in repeated},
        **{(one.sheet, one.row): Verdict.NO_PROBLEM for one in plan.no_problem_rows},
        **{(one.sheet, one.row): Verdict.KNOWN for one in plan.known},
        **{(one.sheet, one.row): Verdict.READY for one in plan.findings},
    }


def columns_met(plan: ImportPlan) -> dict[str, dict[Column, None]]:
    """The columns that each sheet's findings have, a second table's and a card's too."""
    met: dict[str, dict[Column, None]] = defaultdict(dict)
    for row in plan.read:
        met[row.sheet].update(dict.fromkeys((*row.columns.values(), *row.cells)))
    return met


def headings_of(sheet: SheetRecognition, met: Iterable[Column]) -> list[dict[str, str]]:
    """The columns in which a sheet's lines are shown, in our order: our name, theirs, its letters. What only a
    second table or a card of the sheet has stands without theirs."""
    used = {column: place for place, column in sheet.columns.items() if column is not None}
    return [
        {
            "column": column.value,
            "label": column.label,
            "heading": sheet.headings.get(used[column], "") if column in used else "",
            "letters": cell_name(1, used[column])[:-1] if column in used else "",
        }
        for column in sorted({*used, *met}, key=_ORDER.__getitem__)
        if column is not Column.SEQUENCE
    ]
