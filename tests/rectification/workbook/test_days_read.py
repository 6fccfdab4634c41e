"""Days on which something was: of finding, of the end of the work. The run goes from June 2025 to May 2026."""

from datetime import date

import pytest

from rectification.workbook.dates import RunDates, read_day

RUN = RunDates(date(2025, 6, 1), date(2026, 5, 31))


@pytest.mark.parametrize(
    ("cell", "said", "day"),
    [
        ("2025年8月5日", "dated", "2025-08-05"),
        ("8月5日", "dated", "2025-08-05"),
        ("2025年8月", "unreadable", None),
        ("三季度", "unreadable", None),
        ("长期坚持", "unreadable", None),
        ("", "nothing", None),
        ("2025-02-30", "impossible", None),
        ("2025年8月5日已完成", "dated", "2025-08-05"),
        ("9/12/25", "dated", "2025-09-12"),
        ("未完成", "unreadable", None),
        ("已完成", "unreadable", None),
        ("2025年", "unreadable", None),
        ("9月1日起", "unreadable", None),
    ],
)
def test_a_day_on_which_something_was_is_never_made_of_a_month(cell: str, said: str, day: str | None) -> None:
    read = read_day(cell, RUN)
    assert read.said.value == said
    assert (read.on if said == "dated" else None) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("cell", "note", "left"),
    [
        ("8月5日", "", ""),
        ("8月5日已整改到位", "", ""),
        ("8月5日前", "“8月5日前”按 2025-08-05 理解", ""),
        ("8月5日至7日", "“8月5日至7日”按 2025-08-07 理解", ""),
        ("8月5日经科室核实", "", "经科室核实"),
    ],
)
def test_what_a_cell_says_beside_its_day_is_told(cell: str, note: str, left: str) -> None:
    read = read_day(cell, RUN)
    assert (read.note, read.left) == (note, left)
