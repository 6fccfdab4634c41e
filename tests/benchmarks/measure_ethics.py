"""Scoring a hospital's year at once."""

from __future__ import annotations

import subprocess
import sys

from tests.benchmarks import ethics_people
from tests.benchmarks.report import Bench
from tests.repository.sources import ROOT


def measure_score_a_hospital(bench: Bench) -> None:
    scheme = ethics_people.scheme()
    facts = ethics_people.people(scheme.book.rules)
    mine, floor = bench.medians(
        lambda: [scheme.score(person) for person in facts],
        lambda: ethics_people.bare_pass(facts),
        rounds=5,
        warm_up=1,
    )
    bench.tell("ethics: 6,000 people, 240,000 entries", mine, "s", floor=floor, aim="≤ 2 s")


def measure_memory_of_a_hospital(bench: Bench) -> None:
    """In a process of its own, without the frameworks: facts and all sheets held at once."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.ethics_people"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    bench.tell("ethics: the same, facts and sheets in memory", float(run.stdout), "MB", aim="≤ 300 MB")
