"""Dates as people write them in a ledger. The run goes from June 2025 to May 2026."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.workbooks.grid import CellValue
from rectification.workbook.dates import DeadlineSaid, RunDates, read_deadline

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
        ("①2025年8月31日；②2025年9月30日", "2025-09-30"),
        ("(1)8月31日(2)9月30日", "2025-09-30"),
        ("2025、9、30", "2025-09-30"),
        ("2025，9，30", "2025-09-30"),
        ("2025 9 30", "2025-09-30"),
        ("2025年\u00a09月\u00a030日", "2025-09-30"),
        ("２０２５．９．３０", "2025-09-30"),
        ("2025－09－30", "2025-09-30"),
        ("9/30/2026", "2026-09-30"),
        ("30/9/2026", "2026-09-30"),
        ("09-30-2025", "2025-09-30"),
        ("9/30/25", "2025-09-30"),
        ("30.9.25", "2025-09-30"),
        ("9/9/2025", "2025-09-09"),
        ("9/2025", "2025-09-30"),
        ("09.2025", "2025-09-30"),
        ("25年9月", "2025-09-30"),
        ("2025-09-30T00:00:00Z", "2025-09-30"),
        ("2025/9/30 12:00:00 AM", "2025-09-30"),
        ("2025年9月30日（周二）下班前", "2025-09-30"),
        ("2025年9月30日17:00前完成", "2025-09-30"),
        ("最迟不晚于2025年9月30日", "2025-09-30"),
        ("截止2025年9月30日", "2025-09-30"),
        ("整改时限：2025年9月30日", "2025-09-30"),
        ("9月30日前及时整改到位", "2025-09-30"),
        ("自2025年7月1日起至9月30日", "2025-09-30"),
        ("从9月1日开始，12月31日完成", "2025-12-31"),
        ("2025年10月8日~15日", "2025-10-15"),
        ("2025.10.8-10.15", "2025-10-15"),
        ("2025年10月至2026年2月", "2026-02-28"),
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
        ("1个月内", "undated"),
        ("15个工作日", "undated"),
        ("两周内", "undated"),
        ("尽快", "undated"),
        ("本月底", "undated"),
        ("完成80%", "unreadable"),
        (5, "unreadable"),
        (True, "unreadable"),
        ("科主任", "unreadable"),
        ("2025版", "unreadable"),
        ("即时整改", "on_the_spot"),
        ("当天", "on_the_spot"),
        ("当日整改到位", "on_the_spot"),
        ("随时", "on_the_spot"),
        ("及时整改", "on_the_spot"),
        ("一周内", "undated"),
        ("十五日内", "undated"),
        ("半年内", "undated"),
        ("一年内", "undated"),
        ("3-5天", "undated"),
        ("立即整改，一周内完成", "undated"),
        ("月底前", "undated"),
        ("30日前", "undated"),
        ("每月30日前", "undated"),
        ("下周五", "undated"),
        ("国庆前", "undated"),
        ("2025年国庆节前", "undated"),
        ("按2025年计划", "undated"),
        ("2025年度", "undated"),
        ("2025年前", "undated"),
        ("根据2025年采购进度", "undated"),
        ("2025年3项", "undated"),
        ("9月30日起", "undated"),
        ("2025年9月30日以后", "undated"),
        ("2025年8月5日起一周内", "undated"),
        ("自2025年9月1日起长期坚持", "ongoing"),
        ("2025年9月30日—长期", "ongoing"),
        ("每月检查，长期坚持", "ongoing"),
        ("2025年2月30日至9月30日", "impossible"),
        ("31/9/2026", "impossible"),
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
        ("第一阶段9月30日，第二阶段12月31日", "2025-12-31", "写有 2 个日期，取最晚的 2025年12月31日"),
        ("2025年9月30日；2025年10月15日", "2025-10-15", "写有 2 个日期，取最晚的 2025年10月15日"),
        ("9月15日、30日", "2025-09-30", "写有 2 个日期，取最晚的 2025年09月30日"),
        ("2025年12月31日、3月31日", "2026-03-31", "写有 2 个日期，取最晚的 2026年03月31日"),
        ("2025年9月30日、8月31日", "2025-09-30", "写有 2 个日期，取最晚的 2025年09月30日"),
        ("2025-9-30 2025-10-15", "2025-10-15", "写有 2 个日期，取最晚的 2025年10月15日"),
        (
            "9/8/2025",
            "2025-09-08",
            "年月日的次序不明，按 2025年09月08日 理解（也可能是 2025年08月09日）",
        ),
        (
            "5/6/2025",
            "2025-06-05",  # the month first would lie before the run
            "年月日的次序不明，按 2025年06月05日 理解（也可能是 2025年05月06日）",
        ),
        ("9月30日完成第一阶段", "2025-09-30", "“9月30日完成第一阶段”按 2025年09月30日 理解"),
        ("三季度前", "2025-09-30", "“三季度前”按 2025年09月30日 理解"),
        ("1月内", "2026-01-31", "“1月内”按 2026年01月31日 理解"),
        ("2025年", "2025-12-31", "“2025年”只写了年份，按 2025年12月31日 理解"),
        ("2025年完成", "2025-12-31", "“2025年完成”只写了年份，按 2025年12月31日 理解"),
    ],
)
def test_what_had_to_be_guessed_is_told(cell: CellValue, expected: str, note: str) -> None:
    deadline = read_deadline(cell, RUN)
    assert (deadline.on, deadline.note) == (on(expected), note)


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("2025年9月30日完成并长期坚持", ""),
        ("2025年9月30日17:00前完成，由护理部确认", "由护理部确认"),
        ("9月例会前", "例会"),
        ("5个问题9月30日前完成", "5个问题"),
        ("培训后9月30日", "培训后"),
        ("立行立改（9月30日前）", "立行立改"),
        ("2025年9月12日已完成", "已完成"),
        ("2025年8月5日前（15个工作日内）", "15个工作日内"),
        ("2025年10月1日国庆节前", "国庆节"),
        ("明年3月底", "明年"),
        ("9月30日左右", "左右"),
        ("立行立改，长期坚持", "立行立改"),
        ("每月检查，长期坚持", "每月、检查"),
        ("9月30日起长期坚持", "9月30日起长期坚持"),
        ("立即整改，护理部牵头", "护理部牵头"),
    ],
)
def test_what_was_not_understood_is_told(cell: str, left: str) -> None:
    assert read_deadline(cell, RUN).left == left


_FORMS = ("{0}年{1}月{2}日", "{0}.{1}.{2}", "{0}/{1}/{2}", "{0}-{1}-{2}", "{1}月{2}日", "{0}年{1}月{2}号")
_KNOWN = (
    "前",
    "之前",
    "前完成",
    "完成",
    "底前整改到位",
    "，",
    " ",
    "（",
    "截止",
    "最迟",
    "第一阶段",
    "前及时整改",
)
_UNKNOWN = (
    "护理部",
    "例会",
    "由科主任确认",
    "费用3万元",
    "氧气站",
    "见附件",
    "视采购",
    "3号楼",
    "50%",
    "No7",
)


@given(
    day=st.dates(RUN.start, RUN.end),
    form=st.sampled_from(_FORMS),
    around=st.lists(st.sampled_from(_KNOWN + _UNKNOWN), max_size=4),
    where=st.integers(0, 4),
)
def test_a_cell_is_read_whole_or_what_is_left_is_told(
    day: date, form: str, around: list[str], where: int
) -> None:
    """Words stand before and after a date, parted from it as people part them."""
    written = form.format(day.year, day.month, day.day)
    words = [*around[:where], written, *around[where:]]
    deadline = read_deadline("，".join(words), RUN)
    assert deadline.on == day
    unknown = [word for word in around if word in _UNKNOWN]
    told = deadline.left + deadline.note
    assert bool(deadline.left) == bool(unknown)
    for word in unknown:
        assert set(word) - set("号，") <= set(told), (word, told)


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
