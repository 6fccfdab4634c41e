from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from infrastructure.presentation.dates import date_iso, date_zh, limited, moment, thin_units

SHANGHAI = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 21, 0, 30, tzinfo=SHANGHAI)


def test_a_date_names_the_weekday() -> None:
    assert date_zh(date(2026, 11, 21)) == "11月21日 周六"
    assert date_zh(date(2026, 11, 22), as_of=date(2026, 1, 1)) == "11月22日 周日"


def test_another_year_is_written_out() -> None:
    assert date_zh(date(2025, 12, 31), as_of=date(2026, 1, 1)) == "2025年12月31日 周三"


def test_iso_has_leading_zeros() -> None:
    assert date_iso(date(2026, 1, 5)) == "2026-01-05"


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (NOW, "今天 00:30"),
        (NOW - timedelta(minutes=31), "昨天 23:59"),
        (NOW - timedelta(days=2), "11-19 00:30"),
        (NOW + timedelta(days=1), "11-22 00:30"),
        (NOW.replace(year=2025), "2025-11-21 00:30"),
    ],
)
def test_moments_are_read_from_now(at: datetime, text: str) -> None:
    assert moment(at, now=NOW) == text


def test_a_thin_space_before_units_but_not_before_percent() -> None:
    assert thin_units(3, "天") == "3\u2009天"
    assert thin_units("91.4", "%") == "91.4%"
    assert thin_units("2.1", "‰") == "2.1‰"


def test_counts_beside_menu_entries_stay_short() -> None:
    assert limited(999) == "999"
    assert limited(99_999) == "999+"
