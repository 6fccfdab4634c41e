"""Who uses the engines keeps them running, and the last one stops them, however it ends."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.workshop.embedded.processes import User, ask, engines, until
from workshop.embedded.layout import APPLICATION_ROLE, Layout

pytestmark = pytest.mark.slow


@pytest.fixture
def layout() -> Iterator[Layout]:
    base = Path(tempfile.mkdtemp(prefix="hqs-session-", dir="/tmp"))
    base.chmod(0o711)
    made = Layout(state=base / "state", sockets=base / "sockets")
    yield made
    assert until(lambda: not engines(made)), "the engines outlived their users"
    shutil.rmtree(base)


def test_the_last_user_stops_them_and_the_data_stays(layout: Layout) -> None:
    with User(layout) as first, User(layout):
        running = engines(layout)
        assert set(running) == {"keeper", "postgres", "valkey-server"}
        ask(layout, "CREATE TABLE kept AS SELECT 7 AS n")
        first.be_killed()
        time.sleep(1)
        assert engines(layout) == running
    assert until(lambda: not engines(layout))

    with User(layout):
        assert ask(layout, "SELECT n FROM kept") == 7
        assert ask(layout, "SELECT current_user", role=APPLICATION_ROLE) == APPLICATION_ROLE


def test_a_killed_user_counts_as_gone(layout: Layout) -> None:
    with User(layout) as only:
        only.be_killed()
        assert until(lambda: not engines(layout))


def test_a_killed_keeper_takes_the_engines_along_and_the_next_user_starts_them(layout: Layout) -> None:
    with User(layout):
        os.kill(engines(layout)["keeper"], signal.SIGKILL)
        assert until(lambda: not engines(layout))
        with User(layout):
            assert ask(layout, "SELECT 1") == 1


def test_users_that_come_together_share_one_pair(layout: Layout) -> None:
    users = [User(layout) for _ in range(4)]
    with ExitStack() as together:
        for user in users:
            together.enter_context(user)
        assert set(engines(layout)) == {"keeper", "postgres", "valkey-server"}
