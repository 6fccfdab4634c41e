"""A fresh check-out: any command works with nothing else running, and `make run` starts, refuses and stops in order."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workshop.embedded.checkouts import READY_SECONDS, healthy, make_run, manage
from tests.workshop.embedded.processes import User, ask, engines, free_port, until
from workshop.embedded import locks
from workshop.embedded.layout import Layout
from workshop.embedded.problem import EngineProblem
from workshop.embedded.run import GIVE_UP_ENDS

pytestmark = pytest.mark.slow


def trouble_of(checkout: Path, port: object) -> str:
    with make_run(checkout, port) as run:
        _, trouble = run.communicate(timeout=READY_SECONDS)
    assert run.returncode == 1
    return trouble


def seconds_of(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def test_help_starts_nothing(checkout: Path, layout: Layout) -> None:
    done = manage(checkout, "migrate", "--help")
    assert done.returncode == 0, done.stderr
    assert not layout.state.exists()


def test_a_first_command_finds_tables_and_demo_and_says_only_its_own(checkout: Path, layout: Layout) -> None:
    question = "from organizations.models import User; print(User.objects.exists())"
    done = manage(checkout, "shell", "-v", "0", "-c", question)
    assert (done.stdout, done.stderr) == ("True\n", "")
    assert until(lambda: not engines(layout))


def test_make_run_serves_refuses_a_second_and_stops_in_order(checkout: Path, layout: Layout) -> None:
    floor = seconds_of(lambda: manage(checkout, "check"))
    port, began = free_port(), time.monotonic()
    with make_run(checkout, port) as first:
        assert until(lambda: healthy(port) or first.poll() is not None, READY_SECONDS)
        assert first.poll() is None, first.communicate()
        # The second start: ten seconds, or what a busy machine makes of them.
        assert time.monotonic() - began < max(10, 5 * floor)

        assert trouble_of(checkout, free_port()) == (
            f"make run is already running (process {first.pid}): http://127.0.0.1:{port}/\n"
        )
        assert manage(checkout, "shell", "-v", "0", "-c", "print(7)").stdout == "7\n"
        assert healthy(port)

        first.send_signal(signal.SIGTERM)
        said, trouble = first.communicate(timeout=60)
    assert (first.returncode, trouble) == (0, "")
    assert f"Ready: http://127.0.0.1:{port}/" in said
    assert not healthy(port)
    assert until(lambda: not engines(layout))


def test_a_child_that_ends_comes_back_and_one_that_keeps_ending_ends_the_rest_with_a_line(
    checkout: Path, layout: Layout
) -> None:
    port, pid = free_port(), checkout / "var/beat/pid"
    assert manage(checkout, "shell", "-v", "0", "-c", "print('with its demo')").returncode == 0
    with make_run(checkout, port) as run:
        assert until(lambda: (healthy(port) and pid.exists()) or run.poll() is not None, READY_SECONDS)
        for _ in range(GIVE_UP_ENDS):
            beat = pid.read_text()
            os.kill(int(beat), signal.SIGKILL)
            assert until(lambda b=beat: run.poll() is not None or begun_again(pid, b), READY_SECONDS)
        _, trouble = run.communicate(timeout=60)
    assert run.returncode == 1
    assert trouble.startswith("beat ended by itself")
    assert len(trouble.splitlines()) == 1
    assert until(lambda: not healthy(port) and not engines(layout))


def begun_again(pid: Path, before: str) -> bool:
    return pid.exists() and pid.read_text() not in ("", before)


def test_a_killed_make_run_leaves_nothing(checkout: Path, layout: Layout) -> None:
    port = free_port()
    with make_run(checkout, port) as run:
        assert until(lambda: healthy(port) or run.poll() is not None, READY_SECONDS)
        run.kill()
    assert until(lambda: not healthy(port) and not engines(layout))


def test_a_taken_port_is_said_in_one_line(checkout: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert trouble_of(checkout, port) == (
            f"cannot listen on 127.0.0.1:{port} (Address already in use): "
            "stop the other program, or choose another with PORT=8001 make run\n"
        )


@pytest.mark.parametrize("port", ["web", "0", "70000"])
def test_a_port_that_is_none_is_said(checkout: Path, port: str) -> None:
    assert trouble_of(checkout, port) == f"PORT={port} is not a port number\n"


def test_unknown_migrations_ask_for_a_reset(checkout: Path, layout: Layout) -> None:
    # In a worker of its own this is the first command, which makes the tables.
    assert manage(checkout, "shell", "-v", "0", "-c", "print('with tables')").returncode == 0
    with User(layout):
        ask(
            layout,
            "INSERT INTO django_migrations (app, name, applied) VALUES ('rectification', '9999_newer', now())",
        )
        done = manage(checkout, "shell", "-c", "print('not reached')")
        ask(layout, "DELETE FROM django_migrations WHERE name = '9999_newer'")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "rectification.9999_newer" in done.stderr
    assert "make demo-reset" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_unwritable_folder_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "var"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(EngineProblem, match=f"cannot write to {blocked}"):
        locks.opened(blocked, "run")
