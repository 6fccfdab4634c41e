"""What somebody changed in a workbook that was sent out: each cell against what it said then, and what it says now.

A cell counts as changed by its meaning, not by its bytes. Where only the workbook changed it, that is a change; where
the ledger changed too, and to something else, it is a conflict, and somebody says which of the two holds.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rectification.rules.ledger_columns import BY_KEY, Column
from rectification.workbook.added_lines import added_lines, holds_lines
from rectification.workbook.cell_values import CellReader, CellUnreadable
from rectification.workbook.cells import cell_words
from rectification.workbook.returned import ReturnedCell, ReturnedRow, Unread
from rectification.workbook.template_columns import PROGRESS, SEQUENCE, TEMPLATE, TemplateColumn, is_cut
from rectification.workbook.template_keys import is_true

GONE = "台账中没有这个问题，可能已经合并、作废，或不在您的范围内。"
_MEASURE_GONE = "这条措施已经删去，这一格没有读取。"
_NO_MEASURE = "这一行导出时还没有措施，措施的责任部门、责任人和时限在问题页填写。"
_OLD_PROGRESS = "已有的进展不能改、不能删，只能另起一行补充；这一格没有读取。"
_CUT = "这一格的内容太长，导出的表里不全，改动没有读取；在问题页修改。"
_DAYS = (Column.ORIGINAL_DEADLINE, Column.DONE_ON, Column.ACCEPTED_ON)
# Only digits and letters: "，" instead of "," is a correction that somebody may want.
_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}

Line = tuple[int, int | None]  # a finding, and the measure of the line where it has one


class Way(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"


def three_way(*, base: Hashable, theirs: Hashable, mine: Hashable) -> Way:
    """`base`: then, `theirs`: in the ledger now, `mine`: in the workbook."""
    if mine in (base, theirs):
        return Way.SAME
    return Way.CHANGED if theirs == base else Way.CONFLICT


@dataclass(frozen=True, slots=True)
class BaseLine:
    """A line as it was sent out."""

    line: Line
    number: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReturnedChange:
    """A cell that is to say something else. `old`: what the ledger says now."""

    sheet: str
    cell: str
    number: str
    column: TemplateColumn
    line: Line
    base: str
    old: str
    new: str

    @property
    def label(self) -> str:
        return f"{self.column.heading}（补充）" if self.column is PROGRESS else self.column.heading

    @property
    def key(self) -> str:
        """Names a conflict as it was seen: an answer to it says nothing of what the ledger says later."""
        seen = hashlib.sha256(f"{self.old}\x1f{self.new}".encode()).hexdigest()[:12]
        return f"conflict:{self.sheet}!{self.cell}:{seen}"


@dataclass(frozen=True)
class Compared:
    changes: tuple[ReturnedChange, ...]
    conflicts: tuple[ReturnedChange, ...]
    problems: tuple[Unread, ...]


class Meanings:
    """What two cells are compared by."""

    def __init__(self, reader: CellReader) -> None:
        self._reader = reader

    def of(self, column: TemplateColumn, words: str) -> Hashable:
        """A cell that cannot be read means what stands in it."""
        text = plain(words)
        kind = Column.FOUND_ON if column.column in _DAYS else column.column
        if not text or (column.of_measure and kind is Column.MEASURE):
            return text
        if not column.editable and column.column not in _DAYS:
            return text
        try:
            return self._reader.read(kind, text)
        except CellUnreadable:
            return text


def plain(words: str) -> str:
    """The words without what an input method or a program puts in by itself."""
    lines = cell_words(words).translate(_WIDE).split("\n")
    return "\n".join(line.rstrip() for line in lines)


def true_rows(
    rows: Iterable[ReturnedRow], export: UUID, bases: Mapping[UUID, BaseLine], secrets: Sequence[bytes]
) -> tuple[list[ReturnedRow], list[Unread]]:
    """The rows that are what their keys say, and why the others are not."""
    by_key: dict[UUID, list[ReturnedRow]] = defaultdict(list)
    for row in rows:
        by_key[row.key.row].append(row)
    good: list[ReturnedRow] = []
    problems: list[Unread] = []
    for alike in by_key.values():
        for row in alike:
            if words := _untrue(row, alike, export, bases, secrets):
                problems.append(Unread(row.sheet, row.key_cell, words, row.number))
            else:
                good.append(row)
    return good, problems


def _untrue(
    row: ReturnedRow,
    alike: Sequence[ReturnedRow],
    export: UUID,
    bases: Mapping[UUID, BaseLine],
    secrets: Sequence[bytes],
) -> str:
    if row.key.export != export:
        return "这一行来自另一次导出，没有读取；一次上传一次导出的表。"
    base = bases.get(row.key.row)
    if base is None or not is_true(row.key, base.number, secrets=secrets):
        return "校验码被改动过，整行没有读取。重新导出一份，把改动填在新的表里。"
    if plain(row.number) != plain(base.number):
        here, there = row.number or "空", base.number or "空"
        return f"这个校验码是序号 {there} 的，却在序号 {here} 的行里，整行没有读取。"
    if len(alike) > 1:
        others = "、".join(
            (each.place if each.sheet == row.sheet else f"“{each.sheet}”{each.place}")
            for each in alike
            if each is not row
        )
        return f"{row.place}和{others}的校验码相同，都没有读取；每行保留一份再上传。"
    return ""


def compare_returned(
    rows: Iterable[ReturnedRow],
    bases: Mapping[UUID, BaseLine],
    now: Mapping[Line, Mapping[str, str]],
    meanings: Meanings,
) -> Compared:
    """`now`: what the ledger says, of the findings in sight; each also as a line without a measure."""
    comparing = _Comparing(bases, now, meanings)
    by_finding: dict[int, list[ReturnedRow]] = defaultdict(list)
    for row in rows:
        by_finding[bases[row.key.row].line[0]].append(row)
    for lines in by_finding.values():
        comparing.finding(lines)
    return Compared(tuple(comparing.changes), tuple(comparing.conflicts), tuple(comparing.problems))


class _Comparing:
    def __init__(
        self,
        bases: Mapping[UUID, BaseLine],
        now: Mapping[Line, Mapping[str, str]],
        meanings: Meanings,
    ) -> None:
        self._bases, self._now, self._meanings = bases, now, meanings
        self.changes: list[ReturnedChange] = []
        self.conflicts: list[ReturnedChange] = []
        self.problems: list[Unread] = []

    def finding(self, lines: Sequence[ReturnedRow]) -> None:
        """The lines of one finding say the same of it: it is enough to change one of them."""
        touched = [
            (row, column, cell)
            for column in TEMPLATE
            if column is not SEQUENCE
            for row, cell in self._touched(lines, column)
        ]
        finding_id = self._bases[lines[0].key.row].line[0]
        if touched and (finding_id, None) not in self._now:
            self._problem(*touched[0], GONE)
            return
        said: dict[str, tuple[ReturnedRow, ReturnedCell]] = {}
        disagreeing = self._disagreeing(touched)
        for row, column, cell in touched:
            if column.of_measure:
                self._cell(row, column, cell)
            elif column.name in disagreeing:
                self._problem(row, column, cell, disagreeing[column.name])
            elif column.name not in said:
                said[column.name] = row, cell
                self._cell(row, column, cell)

    def _touched(
        self, lines: Sequence[ReturnedRow], column: TemplateColumn
    ) -> Iterator[tuple[ReturnedRow, ReturnedCell]]:
        for row in lines:
            cell, base = row.cells.get(column.name), self._base(row, column)
            if cell is None or cell.words == base:
                continue
            if self._mean(column, cell.words) != self._mean(column, base):
                yield row, cell

    def _disagreeing(
        self, touched: Iterable[tuple[ReturnedRow, TemplateColumn, ReturnedCell]]
    ) -> dict[str, str]:
        """Cells of one finding that were changed to different things, by column."""
        cells: dict[TemplateColumn, list[ReturnedCell]] = defaultdict(list)
        for _, column, cell in touched:
            if not column.of_measure:
                cells[column].append(cell)
        return {
            column.name: f"同一个问题的“{column.heading}”在 {'、'.join(each.name for each in own)}"
            "写得不一样，都没有读取；改成一样再上传。"
            for column, own in cells.items()
            if len({self._mean(column, cell.words) for cell in own}) > 1
        }

    def _cell(self, row: ReturnedRow, column: TemplateColumn, cell: ReturnedCell) -> None:
        base, line = self._base(row, column), self._bases[row.key.row].line
        now = self._now.get(line if column.of_measure else (line[0], None))
        if now is None:
            self._problem(row, column, cell, _MEASURE_GONE)
            return
        old, new = now.get(column.name, ""), cell.words
        if words := self._refusal(column, line, base):
            if self._mean(column, new) != self._mean(column, old):
                self._problem(row, column, cell, words)
            return
        if column is PROGRESS:
            self._progress(row, cell, base, old)
            return
        way = three_way(
            base=self._mean(column, base), theirs=self._mean(column, old), mine=self._mean(column, new)
        )
        if way is not Way.SAME:
            told = self.changes if way is Way.CHANGED else self.conflicts
            told.append(ReturnedChange(row.sheet, cell.name, row.number, column, line, base, old, new))

    @staticmethod
    def _refusal(column: TemplateColumn, line: Line, base: str) -> str:
        if not column.editable:
            return f"“{BY_KEY[column.column].heading}”由办理过程产生，不能在表格里改。"
        if column.of_measure and line[1] is None and column.column is not Column.MEASURE:
            return _NO_MEASURE
        return _CUT if is_cut(base) else ""

    def _progress(self, row: ReturnedRow, cell: ReturnedCell, base: str, now: str) -> None:
        """Progress is only ever added to: what others added meanwhile is in nobody's way."""
        added = added_lines(plain(base), plain(cell.words))
        if added is None:
            self._problem(row, PROGRESS, cell, _OLD_PROGRESS)
        elif not holds_lines(plain(now), added):
            line = self._bases[row.key.row].line
            self.changes.append(
                ReturnedChange(row.sheet, cell.name, row.number, PROGRESS, line, "", "", added)
            )

    def _base(self, row: ReturnedRow, column: TemplateColumn) -> str:
        return self._bases[row.key.row].said.get(column.name, "")

    def _mean(self, column: TemplateColumn, words: str) -> Hashable:
        return self._meanings.of(column, words)

    def _problem(self, row: ReturnedRow, column: TemplateColumn, cell: ReturnedCell, words: str) -> None:
        self.problems.append(Unread(row.sheet, cell.name, words, row.number, column.heading, cell.words))
