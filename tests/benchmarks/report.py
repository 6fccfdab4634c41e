"""Collects measurements and prints them at the end: a table for people, JSON for machines."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Result:
    """One figure. `ratio` compares with `floor` of the same run; `aim` is what the plan asks for."""

    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    aim: str
    note: str = ""


RESULTS: list[Result] = []


class Bench:
    """What a measurement uses: interleaved medians, and the list of results."""

    def seconds(self, do: Callable[[], object]) -> float:
        """How long one call takes."""
        begun = time.perf_counter()
        do()
        return time.perf_counter() - begun

    def medians(self, *calls: Callable[[], object], rounds: int, warm_up: int = 2) -> list[float]:
        """Median of each call; the calls take turns, so that a drifting machine touches all alike."""
        for _ in range(warm_up):
            for call in calls:
                call()
        taken: list[list[float]] = [[] for _ in calls]
        for _ in range(rounds):
            for index, call in enumerate(calls):
                taken[index].append(self.seconds(call))
        return [statistics.median(times) for times in taken]

    def tell(
        self, name: str, value: float, unit: str, *, floor: float | None = None, aim: str, note: str = ""
    ) -> None:
        """Keep a figure; the ratio is computed here, once."""
        ratio = value / floor if floor else None
        RESULTS.append(Result(name, value, unit, floor, ratio, aim, note))


@pytest.fixture
def bench() -> Iterator[Bench]:
    return Bench()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The table, then one JSON document."""
    write = terminalreporter.write_line
    write("")
    for result in RESULTS:
        floor = f"floor {result.floor:.4g} {result.unit}" if result.floor is not None else ""
        ratio = f"ratio {result.ratio:.2f}" if result.ratio is not None else ""
        value = f"{result.value:.4g} {result.unit}"
        write(f"{result.name:<58} {value:>14}  {floor:<22} {ratio:<11} aim {result.aim}  {result.note}")
    write(json.dumps([asdict(result) for result in RESULTS], ensure_ascii=False))
