"""Dates as people write them in a ledger. The run goes from June 2025 to May 2026."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.workbooks.grid import CellValue
from rectification.workbook.dates import DeadlineSaid, RunDates, read_day, read_deadline

RUN = RunDates(date(2025, 6, 1), date(2026, 5, 31))


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(2025, 8, 15), "2025-08-15"),
        (datetime(2025, 8, 15, 9, 30), "2025-08-15"),  # noqa: DTZ001 -- workbooks know no zones
        (45900, "2025-08-31"),
        (45900.75, "2025-08-31"),
        ("45900", "2025-08-31"),
        (20250930, "2025-09-30"),
        (202509, "2025-09-30"),
        (2025.9, "2025-09-30"),
        (2025.12, "2025-12-31"),
        (9.15, "2025-09-15"),
        ("2025年8月15日", "2025-08-15"),
        ("2025年 8 月 15 日", "2025-08-15"),
        ("2025年8月15号前", "2025-08-15"),
        ("2025.7.31", "2025-07-31"),
        ("2025.08.05", "2025-08-05"),
        ("2025/8/31", "2025-08-31"),
        ("2025-8-10", "2025-08-10"),
        ("2025-09-30 00:00:00", "2025-09-30"),
        ("20250930", "2025-09-30"),
        ("202509", "2025-09-30"),
        ("25年8月15日", "2025-08-15"),
        ("25.8.15", "2025-08-15"),
        ("２０２５年９月３０日", "2025-09-30"),
        ("二〇二五年九月三十日", "2025-09-30"),
        ("2025。9。30", "2025-09-30"),
        ("2025年9月30日前完成", "2025-09-30"),
        ("2025年9月30日完成并长期坚持", "2025-09-30"),
        ("2025年9月底", "2025-09-30"),
        ("2025年9月", "2025-09-30"),
        ("2025年9月份", "2025-09-30"),
        ("2025.9", "2025-09-30"),
        ("2025-9", "2025-09-30"),
        ("2025年9月上旬", "2025-09-10"),
        ("2025年9月中旬", "2025-09-20"),
        ("2025年9月下旬", "2025-09-30"),
        ("2026年2月底", "2026-02-28"),
        ("9月30日", "2025-09-30"),
        ("9.30", "2025-09-30"),
        ("8-15", "2025-08-15"),
        ("3月15日", "2026-03-15"),
        ("5.31", "2026-05-31"),
        ("6月1日", "2025-06-01"),
        ("9月上旬", "2025-09-10"),
        ("9月初", "2025-09-10"),
        ("9月中旬", "2025-09-20"),
        ("九月底", "2025-09-30"),
        ("7月底前", "2025-07-31"),
        ("2月底", "2026-02-28"),
        ("9月整改到位", "2025-09-30"),
        ("预计到9月底完成", "2025-09-30"),
        ("三季度", "2025-09-30"),
        ("第三季度", "2025-09-30"),
        ("一季度", "2026-03-31"),
        ("2025年第三季度末", "2025-09-30"),
        ("2026年Q1", "2026-03-31"),
        ("上半年", "2025-06-30"),
        ("2026年上半年", "2026-06-30"),
        ("年底前", "2025-12-31"),
        ("年内", "2025-12-31"),
        ("2025年底", "2025-12-31"),
        ("2025年年底前", "2025-12-31"),
        ("2025年", "2025-12-31"),
        ("2025年7月—9月", "2025-09-30"),
        ("2025年7月-9月", "2025-09-30"),
        ("2025年7-9月", "2025-09-30"),
        ("7-9月", "2025-09-30"),
        ("7月至9月底", "2025-09-30"),
        ("2025.7-2025.9", "2025-09-30"),
        ("2025.7.1-2025.9.30", "2025-09-30"),
        ("2025年7月1日至8月15日", "2025-08-15"),
        ("2025年7月1日至30日", "2025-07-30"),
        ("2025年10月—3月", "2026-03-31"),
        ("2025年10月—2026年3月", "2026-03-31"),
        ("10月—3月", "2026-03-31"),
        ("持续推进至2025年底", "2025-12-31"),
        ("1.2025年8月31日；2.2025年9月30日", "2025-09-30"),
    ],
)
def test_dated(cell: CellValue, expected: str) -> None:
    deadline = read_deadline(cell, RUN)
    assert (deadline.said, deadline.on) == (DeadlineSaid.DATED, on(expected))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, "nothing"),
        ("", "nothing"),
        ("/", "nothing"),
        ("无", "nothing"),
        ("——", "nothing"),
        ("长期坚持", "ongoing"),
        ("长期", "ongoing"),
        ("持续推进", "ongoing"),
        ("持续改进中", "ongoing"),
        ("常态化", "ongoing"),
        ("立行立改，长期坚持", "ongoing"),
        ("持续至今", "ongoing"),
        ("立即整改", "on_the_spot"),
        ("立行立改", "on_the_spot"),
        ("即知即改", "on_the_spot"),
        ("已整改", "on_the_spot"),
        ("2025-13-45", "impossible"),
        ("2024-02-30", "impossible"),
        ("2025年9月31日", "impossible"),
        ("2月30日", "impossible"),
        ("13月5日", "impossible"),
        ("2025年13月", "impossible"),
        ("20251301", "impossible"),
        ("1.2025年8月31日；2.2025年9月31日", "impossible"),
        (date(1900, 1, 5), "impossible"),
        ("1个月内", "unreadable"),
        ("15个工作日", "unreadable"),
        ("两周内", "unreadable"),
        ("尽快", "unreadable"),
        ("本月底", "unreadable"),
        ("完成80%", "unreadable"),
        (5, "unreadable"),
        (True, "unreadable"),
        ("科主任", "unreadable"),
    ],
)
def test_undated(cell: CellValue, said: str) -> None:
    deadline = read_deadline(cell, RUN)
    assert (deadline.said.value, deadline.on) == (said, None)


@pytest.mark.parametrize(
    ("cell", "expected", "note"),
    [
        (2025.1, "2025-10-31", "数字 2025.1 按 2025年10月31日 理解"),
        (9.3, "2025-09-03", "数字 9.3 按 2025年09月03日 理解"),
        ("9月前", "2025-09-30", "“9月前”按 2025年09月30日 理解"),
        ("2025年8月31日、2025年9月30日", "2025-09-30", "写有 2 个日期，取最晚的 2025年09月30日"),
    ],
)
def test_what_had_to_be_guessed_is_told(cell: CellValue, expected: str, note: str) -> None:
    deadline = read_deadline(cell, RUN)
    assert (deadline.on, deadline.note) == (on(expected), note)


def test_a_date_without_a_year_outside_of_the_run_takes_the_nearest_and_says_so() -> None:
    short = RunDates(date(2025, 6, 1), date(2025, 9, 30))
    deadline = read_deadline("10月15日", short)
    assert deadline.on == date(2025, 10, 15)
    assert deadline.note == "没有写年份，按 2025年10月15日 理解，不在专项期间内"
    assert read_deadline("4月1日", short).on == date(2025, 4, 1)


@given(
    day=st.dates(date(2001, 1, 1), date(2099, 12, 31)),
    form=st.sampled_from(
        [
            "{0}年{1}月{2}日",
            "{0}年{1}月{2}日前",
            "{0}.{1}.{2}",
            "{0}/{1}/{2}",
            "{0}-{1}-{2}",
            "{0}{1:02}{2:02}",
        ]
    ),
)
def test_a_full_date_is_that_date_in_every_form(day: date, form: str) -> None:
    assert read_deadline(form.format(day.year, day.month, day.day), RUN).on == day


@given(
    day=st.dates(RUN.start, RUN.end),
    form=st.sampled_from(["{0}月{1}日", "{0}.{1}", "{0}-{1}", "{0}月{1}日前"]),
)
def test_a_date_without_a_year_is_the_one_inside_the_run(day: date, form: str) -> None:
    deadline = read_deadline(form.format(day.month, day.day), RUN)
    assert (deadline.on, deadline.note) == (day, "")


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_serial_number_is_the_day_the_program_shows(day: date) -> None:
    assert read_deadline((day - date(1899, 12, 30)).days, RUN).on == day


@given(start=st.dates(RUN.start, RUN.end), length=st.integers(0, 200))
def test_a_range_ends_with_its_end(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    first, last = (f"{day.year}年{day.month}月{day.day}日" for day in (start, end))
    assert read_deadline(f"{first}—{last}", RUN).on == end
    assert read_deadline(f"{start:%Y.%m.%d}-{end:%Y.%m.%d}", RUN).on == end


@given(year=st.integers(1000, 9999), month=st.integers(0, 99), day=st.integers(0, 99))
def test_numbers_in_the_form_of_a_date_are_that_date_or_none(year: int, month: int, day: int) -> None:
    deadline = read_deadline(f"{year}-{month}-{day}", RUN)
    try:
        expected = date(year, month, day)
    except ValueError:
        expected = None
    if expected is not None and 2000 <= year <= 2100:
        assert deadline.on == expected
    else:
        assert (deadline.said, deadline.on) == (DeadlineSaid.IMPOSSIBLE, None)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.dates()))
def test_whatever_stands_there_is_answered(cell: CellValue) -> None:
    deadline = read_deadline(cell, RUN)
    assert (deadline.on is not None) == (deadline.said is DeadlineSaid.DATED)
    assert deadline.on is None or 2000 <= deadline.on.year <= 2100


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
    ],
)
def test_a_day_on_which_something_was_is_never_made_of_a_month(cell: str, said: str, day: str | None) -> None:
    read = read_day(cell, RUN)
    assert read.said.value == said
    assert (read.on if said == "dated" else None) == (on(day) if day else None)
