"""Collects measurements of several processes and prints them at the end: a table for people, JSON for machines."""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

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


# The file into which each measuring process writes its lines.
KEPT_IN = "BENCH_RESULTS"


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
        self,
        name: str,
        value: float,
        unit: str,
        *,
        floor: float | None = None,
        ratio: float | None = None,
        aim: str,
        note: str = "",
    ) -> None:
        """Keep a figure. The ratio is computed here, unless each pair of a measurement had one of its own."""
        if ratio is None and floor:
            ratio = value / floor
        line = json.dumps(asdict(Result(name, value, unit, floor, ratio, aim, note)), ensure_ascii=False)
        if os.environ.get(KEPT_IN):
            with Path(os.environ[KEPT_IN]).open("a") as kept:
                kept.write(line + "\n")
        else:
            sys.stdout.write(line + "\n")


def peak_megabytes() -> float:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.fixture
def bench() -> Iterator[Bench]:
    return Bench()


def tell_all(lines: list[str]) -> None:
    """The table, then one JSON document."""
    results = [Result(**json.loads(line)) for line in lines]
    for one in results:
        floor = f"floor {one.floor:.4g} {one.unit}" if one.floor is not None else ""
        ratio = f"ratio {one.ratio:.2f}" if one.ratio is not None else ""
        value = f"{one.value:.4g} {one.unit}"
        sys.stdout.write(f"{one.name:<58} {value:>14}  {floor:<22} {ratio:<11} aim {one.aim}  {one.note}\n")
    sys.stdout.write(json.dumps([asdict(one) for one in results], ensure_ascii=False) + "\n")
