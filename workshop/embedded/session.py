"""A process that uses the engines. They start with the first, and stop after the last, however that one ends."""

from __future__ import annotations

import subprocess
import sys
from typing import IO

from workshop.embedded import locks
from workshop.embedded.layout import PROJECT, Layout, development_layout
from workshop.embedded.problem import EngineProblem

_held: list[IO[str]] = []


def use_engines(layout: Layout | None = None) -> None:
    """Returns when both answer. The lock is kept until this process ends: there is nothing to give back."""
    if _held:
        return
    place = layout or development_layout()
    users = locks.opened(place.state, "users")
    locks.take(users, shared=True)
    see_to_a_keeper(place)
    _held.append(users)


def see_to_a_keeper(place: Layout) -> None:
    """Starts one where none is: at first, and after it was killed. Only who uses the engines may ask for it."""
    with locks.opened(place.state, "start") as starting, locks.opened(place.state, "keeper") as keeper:
        locks.take(starting)
        # Nobody holds the keeper's lock: nothing runs. The keeper takes it over while we hold `start`.
        if locks.take(keeper, wait=False):
            keeper.close()
            _start_keeper(place)


def _start_keeper(layout: Layout) -> None:
    with (layout.state / "keeper.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "workshop.embedded.keeper", layout.state, layout.sockets],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            text=True,
        )
    if process.stdout is None:
        raise EngineProblem("the keeper of the engines has no output")
    with process.stdout as output:
        said = output.readline().strip()
    if said != "ready":
        raise EngineProblem(said or f"the engines did not start: see {layout.state / 'keeper.log'}")
    # It outlives us on purpose: without this Python would warn that we left it running.
    process.returncode = 0
