"""The part of a sheet that is filled, and what must not be in it."""

from dataclasses import dataclass

from infrastructure.workbooks.filling.cells import formula_of, holds_words
from infrastructure.workbooks.filling.markup import Element
from infrastructure.workbooks.filling.refusals import BlankRefused
from infrastructure.workbooks.filling.sheet_rows import Row
from infrastructure.workbooks.grid import MergedRange, cell_name, cell_place, column_letters
from infrastructure.workbooks.reader.package import is_true


@dataclass(frozen=True)
class Area:
    """Rows `first` to `last` of a sheet, and the columns that are written. What stands there is written over only
    with `overwrite`, but in `numbered` columns, where prepared numbers may stand."""

    sheet: str
    first: int
    last: int
    columns: frozenset[int]
    numbered: frozenset[int] = frozenset()
    overwrite: bool = False

    @property
    def height(self) -> int:
        return self.last - self.first + 1


def merges_of(root: Element) -> list[MergedRange]:
    found = root.child("mergeCells")
    return [_range(each.attributes["ref"]) for each in found.children] if found else []


def _range(reference: str) -> MergedRange:
    first, _, last = reference.replace("$", "").partition(":")
    top, left = cell_place(first)
    bottom, right = cell_place(last or first)
    return MergedRange(top, left, bottom, right)


def range_name(merged: MergedRange) -> str:
    return f"{cell_name(merged.top, merged.left)}:{cell_name(merged.bottom, merged.right)}"


def check_area(area: Area, rows: dict[int, Row], merges: list[MergedRange]) -> None:
    """Raises BlankRefused for what cannot be filled as it stands."""
    for merged in merges:
        if merged.bottom >= area.first and merged.top <= area.last:
            _check_merge(area, merged)
    for number in range(area.first, area.last + 1):
        if number in rows:
            _check_row(area, rows[number])


def _check_merge(area: Area, merged: MergedRange) -> None:
    if merged.top != merged.bottom:
        raise BlankRefused(
            f"{range_name(merged)} 上下合并，不能逐行填写。请在空表里取消合并，或把首行、末行改到它之外。"
        )
    for column in range(merged.left + 1, merged.right + 1):
        if column in area.columns:
            raise BlankRefused(
                f"{cell_name(merged.top, column)} 在合并单元格 {range_name(merged)} 里，"
                f"内容只能写在 {column_letters(merged.left)} 列，请改选那一列。"
            )


def _check_row(area: Area, row: Row) -> None:
    if is_true(row.element.attributes.get("hidden")):
        raise BlankRefused(f"第 {row.number} 行是隐藏的，填了也看不见。请在空表里取消隐藏后重新上传。")
    for column in sorted(area.columns & row.cells.keys()):
        cell = row.cells[column]
        if formula_of(cell) is not None:
            raise BlankRefused(
                f"{cell_name(row.number, column)} 是公式，不会被覆盖。请把这一列改为不填，公式会自己计算。"
            )
        if not area.overwrite and column not in area.numbered and holds_words(cell):
            raise BlankRefused(
                f"{cell_name(row.number, column)} 已有内容。请改首行或末行，或勾选“覆盖这些行里已有的内容”。"
            )
