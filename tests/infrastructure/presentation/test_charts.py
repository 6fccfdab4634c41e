from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.presentation.charts import Heading, burn_down, heat_level, heat_map, pareto

UNIT = "个未销号"
COLUMNS = [Heading("1", "一 组织"), Heading("2", "二 制度")]
ROWS = [Heading("gk", "骨科"), Heading("jz", "急诊科")]


def test_heat_map_adds_up_and_opens_its_rows() -> None:
    values = {("gk", "1"): 6, ("gk", "2"): 1, ("jz", "2"): 3}
    drawn = heat_map(
        columns=COLUMNS, rows=ROWS, values=values, urls={("gk", "1"): "?lead=gk", ("gk", ""): "?all"}
    )
    assert [row.total for row in drawn.rows] == [7, 3]
    assert drawn.totals == (6, 4)
    assert drawn.total == 10
    assert [cell.level for cell in drawn.rows[0].cells] == [6, 1]
    assert drawn.rows[0].cells[0].url == "?lead=gk"
    assert drawn.rows[0].url == "?all"
    assert drawn.rows[1].cells[0].value == 0


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_only_nothing_is_level_nothing(value: int, more: int) -> None:
    level = heat_level(value, value + more)
    assert 0 <= level <= 6
    assert (level == 0) == (value == 0)


def test_an_empty_heat_map() -> None:
    drawn = heat_map(columns=[], rows=[], values={})
    assert (drawn.rows, drawn.total) == ((), 0)


def test_pareto_marks_the_vital_few() -> None:
    bars = pareto([("环境", 5), ("制度", 50), ("人员", 30), ("设备", 15), ("其他", 0)])
    assert [bar.label for bar in bars] == ["制度", "人员", "设备", "环境"]
    assert [bar.cumulative for bar in bars] == ["50%", "80%", "95%", "100%"]
    assert [bar.vital for bar in bars] == [True, True, False, False]
    assert bars[0].width == "100.0%"
    assert pareto([]) == ()


def test_burn_down_runs_from_the_upper_left_to_the_lower_right() -> None:
    chart = burn_down(
        points=[(date(2026, 10, 1), 100), (date(2026, 11, 15), 50)], until=date(2026, 12, 30), unit="个未销号"
    )
    assert chart is not None
    assert chart.real == "36.0,14.0 212.0,90.0"
    assert chart.plan == "36.0,14.0 388.0,166.0"
    assert chart.last_label == "50 个未销号"
    assert chart.label_anchor == "start"


def test_while_findings_come_in_the_plan_begins_at_the_most() -> None:
    points = [(date(2026, 10, 1), 0), (date(2026, 11, 15), 50), (date(2026, 11, 20), 48)]
    chart = burn_down(points=points, until=date(2026, 12, 30), unit=UNIT)
    assert chart is not None
    assert chart.plan == "212.0,14.0 388.0,166.0"


@pytest.mark.parametrize("value", [0, 5])
def test_burn_down_of_a_single_day(value: int) -> None:
    chart = burn_down(points=[(date(2026, 12, 31), value)], until=date(2026, 12, 31), unit=UNIT)
    assert chart is not None
    assert chart.points == ((date(2026, 12, 31), value),)


def test_near_its_end_the_label_stands_below_the_line() -> None:
    chart = burn_down(
        points=[(date(2026, 10, 1), 10), (date(2026, 12, 30), 4)], until=date(2026, 12, 31), unit="个未销号"
    )
    assert chart is not None
    assert chart.label_anchor == "end"
    assert chart.label_y > chart.last_y


def test_no_points_no_picture() -> None:
    assert burn_down(points=[], until=date(2026, 12, 31), unit=UNIT) is None


@pytest.mark.parametrize("before", [5, 2])
def test_over_a_line_that_runs_level_or_rises_the_label_stands_above(before: int) -> None:
    points = [(date(2026, 10, 1), 100), (date(2026, 12, 1), before), (date(2026, 12, 30), 4)]
    chart = burn_down(points=points, until=date(2026, 12, 31), unit=UNIT)
    assert chart is not None
    assert chart.label_y < chart.last_y


def test_a_line_that_goes_on_after_the_end_names_its_own_last_day() -> None:
    chart = burn_down(
        points=[(date(2026, 1, 1), 9), (date(2026, 12, 30), 4)], until=date(2026, 6, 30), unit="个未销号"
    )
    assert chart is not None
    assert chart.end_label == "12-30"
