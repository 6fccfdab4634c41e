"""References after rows were put in below the table: as a spreadsheet program makes them, or a plain no."""

from __future__ import annotations

import pytest

from infrastructure.workbooks.filling.inserted import Inserted, Unclear

TEN_MORE = Inserted("附件 2", first=5, after=9, count=10)  # rows 5 to 9 are the table, 10 the sum


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("E3", "E3"),
        ("E9", "E9"),
        ("E10", "E20"),
        ("$E$10", "$E$20"),
        ("SUM(E5:E9)", "SUM(E5:E19)"),
        ("SUM(E5:E8)", "SUM(E5:E8)"),
        ("SUM(E9:E9)", "SUM(E9:E19)"),
        ("SUM(E10:E12)", "SUM(E20:E22)"),
        ("SUM(E5:E12)", "SUM(E5:E22)"),
        ("SUM(E:E)+SUM(10:10)+SUM(1:9)", "SUM(E:E)+SUM(20:20)+SUM(1:19)"),
        ("'附件 2'!E10+别的!E10", "'附件 2'!E20+别的!E10"),
        ('COUNTIF($B$5:$B$9,"是,E10")&" 共 E10 条"', 'COUNTIF($B$5:$B$19,"是,E10")&" 共 E10 条"'),
        ("INDEX(表1[数量],2)+合计数", "INDEX(表1[数量],2)+合计数"),
        ("LOG10(10)+#REF!", "LOG10(10)+#REF!"),
    ],
)
def test_below_the_table(before: str, after: str) -> None:
    assert TEN_MORE.formula(before, row=11) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("E9-D9", "E9-D9"),
        ("SUM(B9:D9)", "SUM(B9:D9)"),
        ("SUM(E$5:E9)", "SUM(E$5:E9)"),
        ("E9/SUM(E$5:E$9)", "E9/SUM(E$5:E$19)"),
        ("E9/E$10", "E9/E$20"),
    ],
)
def test_in_the_last_row_of_the_table(before: str, after: str) -> None:
    assert TEN_MORE.formula(before, row=9) == after


@pytest.mark.parametrize(
    ("formula", "row"), [("E10", 9), ("SUM(E5:E9)", 7), ("SUM(一:三!E5)", 11), ("A1:B2:C3", 11)]
)
def test_what_is_not_certain_is_not_guessed(formula: str, row: int) -> None:
    with pytest.raises(Unclear):
        TEN_MORE.formula(formula, row=row)


def test_in_another_sheet_only_what_names_the_sheet_moves() -> None:
    assert TEN_MORE.formula("E10+'附件 2'!E10", row=None, own=False) == "E10+'附件 2'!E20"


def test_a_merge_in_the_last_row_stays_and_a_rule_for_it_grows() -> None:
    assert TEN_MORE.moved("A9:C9") == "A9:C9"
    assert TEN_MORE.moved("A10:C11") == "A20:C21"
    assert TEN_MORE.grown("F5:F9 H9 A3 F10") == "F5:F19 H9:H19 A3 F20"
