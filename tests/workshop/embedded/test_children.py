"""The web server, workers and beat of `make run`: one that ends is begun again, one that keeps ending ends the rest."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from workshop.embedded import run
from workshop.embedded.problem import EngineProblem


@pytest.fixture(autouse=True)
def _logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "LOGS", tmp_path)


def test_a_killed_child_is_started_again_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    child = run.Child.start("web", ["http.server", "0", "--bind", "127.0.0.1"])
    try:
        first = child.process
        child.keep()
        assert child.process is first
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        child.keep()
        assert child.process.pid != first.pid
        assert child.process.poll() is None
        assert capsys.readouterr().out == "web has ended: it is being started again …\n"
    finally:
        child.stop()


def test_a_child_that_ends_again_and_again_is_said_with_its_last_words() -> None:
    child = run.Child.start("beat", ["no_such_module"])
    for _ in range(run.GIVE_UP_ENDS - 1):
        child.process.wait()
        child.keep()
    child.process.wait()
    with pytest.raises(EngineProblem, match=r"beat ended by itself \(.*no_such_module.*var/log/beat\.log"):
        child.keep()
