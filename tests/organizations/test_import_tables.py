"""Lists from a workbook: which row is the heading, and how names are tidied. Pure."""

from __future__ import annotations

import pytest

from infrastructure.workbooks.grid import SheetGrid, WorkbookGrid
from organizations.rules.import_tables import ImportColumn, read_table, tidy_name

COLUMNS = (ImportColumn("name", "姓名", ""), ImportColumn("kind", "类别", ""))


@pytest.mark.parametrize(
    ("written", "tidied"), [("王　 敏", "王敏"), (" li  na ", "li na"), ("Anna Li", "Anna Li")]
)
def test_a_name_in_letters_keeps_its_blanks(written: str, tidied: str) -> None:
    assert tidy_name(written) == tidied


def test_the_first_of_two_equal_headings_is_the_heading() -> None:
    rows = (("姓名", "类别"), ("王敏", "医师"), ("姓名", "类别"), ("李娜", "护士"))
    table = read_table(WorkbookGrid((SheetGrid("名单", rows),)), COLUMNS)
    assert [row.text("name") for row in table.rows] == ["王敏", "姓名", "李娜"]
