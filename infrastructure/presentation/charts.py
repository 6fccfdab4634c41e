"""View models of the pictures: what is drawn is decided here, the templates only write it down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

HEAT_STEPS = 6


def heat_level(value: int, most: int) -> int:
    """0 for nothing, else 1 to 6 in even steps of the largest value."""
    if value <= 0 or most <= 0:
        return 0
    return max(1, -(-value * HEAT_STEPS // most))


@dataclass(frozen=True)
class Heading:
    key: str
    label: str
    title: str = ""


@dataclass(frozen=True)
class HeatCell:
    value: int
    level: int
    url: str


@dataclass(frozen=True)
class HeatRow:
    label: str
    cells: tuple[HeatCell, ...]
    total: int
    url: str


@dataclass(frozen=True)
class HeatMap:
    columns: tuple[Heading, ...]
    rows: tuple[HeatRow, ...]
    totals: tuple[int, ...]
    total: int


def heat_map(
    *,
    columns: Sequence[Heading],
    rows: Sequence[Heading],
    values: Mapping[tuple[str, str], int],
    urls: Mapping[tuple[str, str], str] | None = None,
    rest: tuple[str, Mapping[str, int]] | None = None,
) -> HeatMap:
    """``values`` and ``urls`` by (row key, column key); a row's own address stands under (row key, "").

    ``rest``: what the last, uncoloured row is called and its values by column key, so that the totals are of all.
    """
    urls = urls or {}
    most = max(values.values(), default=0)
    drawn = []
    for row in rows:
        counts = [values.get((row.key, column.key), 0) for column in columns]
        cells = tuple(
            HeatCell(count, heat_level(count, most), urls.get((row.key, column.key), ""))
            for column, count in zip(columns, counts, strict=True)
        )
        drawn.append(HeatRow(row.label, cells, sum(counts), urls.get((row.key, ""), "")))
    if rest is not None:
        label, left = rest
        cells = tuple(HeatCell(left.get(column.key, 0), 0, "") for column in columns)
        drawn.append(HeatRow(label, cells, sum(cell.value for cell in cells), ""))
    totals = tuple(sum(row.cells[index].value for row in drawn) for index in range(len(columns)))
    return HeatMap(tuple(columns), tuple(drawn), totals, sum(totals))


@dataclass(frozen=True)
class ParetoBar:
    label: str
    value: int
    width: str
    cumulative: str
    vital: bool
    url: str


def pareto(
    counts: Sequence[tuple[str, int]], *, urls: Mapping[str, str] | None = None
) -> tuple[ParetoBar, ...]:
    """Largest first, with the cumulative share; ``vital`` marks the few that make up the first 80 %."""
    urls = urls or {}
    ordered = sorted(((label, value) for label, value in counts if value > 0), key=lambda pair: -pair[1])
    total = sum(value for _, value in ordered)
    bars, before = [], 0
    for label, value in ordered:
        vital = before * 100 < total * 80
        before += value
        bars.append(
            ParetoBar(
                label,
                value,
                f"{value * 100 / ordered[0][1]:.1f}%",
                f"{before * 100 / total:.0f}%",
                vital,
                urls.get(label, ""),
            )
        )
    return tuple(bars)


@dataclass(frozen=True)
class BurnDown:
    """Coordinates inside a 400 × 200 picture; ``points`` keeps the numbers for the table behind it."""

    real: str
    plan: str
    last_x: float
    last_y: float
    last_label: str
    label_x: float
    label_y: float
    label_anchor: str
    top: int
    start_label: str
    end_label: str
    points: tuple[tuple[date, int], ...]


LEFT, RIGHT, TOP, BOTTOM = 36, 388, 14, 166


def burn_down(*, points: Sequence[tuple[date, int]], until: date, unit: str) -> BurnDown | None:
    """How many are still open, day by day, against the straight line from the peak to nothing at ``until``.

    While more still comes in there is nothing to burn down from yet: the line begins where the most were open.
    """
    if not points:
        return None
    first_on = points[0][0]
    days = max((until - first_on).days, (points[-1][0] - first_on).days, 1)
    peak_on, most = max(points, key=lambda point: point[1])
    top = most or 1

    def x(day: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (day - first_on).days / days, 1)

    def y(value: int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * value / top, 1)

    last_on, last = points[-1]
    # Near the right edge the label stands under a line that falls, and over one that runs level or rises.
    late = x(last_on) > LEFT + (RIGHT - LEFT) * 0.7
    falls = len(points) < 2 or y(points[-2][1]) < y(last) - 14
    beside = min(y(last) + 18, BOTTOM - 6) if falls else y(last) - 12
    return BurnDown(
        real=" ".join(f"{x(day)},{y(value)}" for day, value in points),
        plan=f"{x(peak_on)},{y(most)} {x(until)},{y(0)}",
        last_x=x(last_on),
        last_y=y(last),
        last_label=f"{last} {unit}",
        label_x=x(last_on) + (-10 if late else 10),
        label_y=beside if late else y(last) + 4,
        label_anchor="end" if late else "start",
        top=top,
        start_label=f"{first_on:%m-%d}",
        end_label=f"{max(until, last_on):%m-%d}",
        points=tuple(points),
    )
