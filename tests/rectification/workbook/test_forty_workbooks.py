"""Forty workbooks of different temper, each with the reading that is expected of it: every finding, every line told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import xlwt

from infrastructure.workbooks.reading import read_workbook
from rectification.workbook.context import ImportContext
from rectification.workbook.planning import plan_import
from tests.infrastructure.workbooks.documents import document, row, table
from tests.rectification.workbook.described import Described, all_described, reading_of

pytestmark = pytest.mark.clause("QS25.P2")
ALL = list(all_described())


def test_there_are_forty_and_each_has_its_name() -> None:
    assert len({one.name for one in ALL}) == len(ALL) >= 40


@pytest.mark.parametrize("one", ALL, ids=str)
def test_it_is_read_as_described(context: ImportContext, one: Described) -> None:
    plan = plan_import(one.grid, replace(context, file_name=one.file))
    assert reading_of(plan, context) == one.expected


TEXTS = [
    one for one in ALL
    if len(one.grid.sheets) == 1 and not one.grid.sheets[0].merged and not one.grid.sheets[0].hidden_rows
    and all(isinstance(value, str | None) for cells in one.grid.sheets[0].rows for value in cells)
][:2]  # fmt: skip


@pytest.mark.parametrize("one", TEXTS, ids=str)
def test_the_same_reading_comes_from_an_old_workbook_and_from_a_document(
    context: ImportContext, one: Described, tmp_path: Path
) -> None:
    (grid,) = one.grid.sheets
    book = xlwt.Workbook()
    sheet = book.add_sheet(grid.name)
    for number, cells in enumerate(grid.rows):
        for place, value in enumerate(cells):
            if value is not None:
                sheet.write(number, place, value)
    book.save(str(tmp_path / "a.xls"))
    width = grid.column_count
    lines = [
        row(*(str(cells[at] or "") if at < len(cells) else "" for at in range(width))) for cells in grid.rows
    ]
    (tmp_path / "a.docx").write_bytes(document(table(*lines)))
    for name in ("a.xls", "a.docx"):
        read = read_workbook(tmp_path / name, documents=True)
        named = replace(read, sheets=(replace(read.sheets[0], name=grid.name),))
        plan = plan_import(named, replace(context, file_name=one.file))
        assert reading_of(plan, context) == one.expected
