"""A temporary folder for each process: what a killed one leaves goes with the next, a living one's stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infrastructure.files import temporary
from tests.repository.sources import ROOT

PROGRAM = """
import sys, tempfile
from infrastructure.files.temporary import use_own_folder
use_own_folder()
kept = tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False)
print(kept.name, flush=True)
sys.stdin.read()
"""


@contextmanager
def process(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process of ours with a workbook on its way; ends with its input."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        assert started.stdout is not None
        yield started, Path(started.stdout.readline().strip())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return temporary.temporary_root()


def test_what_a_killed_process_left_goes_with_the_next(tmp_path: Path, root: Path) -> None:
    with process(tmp_path) as (living, of_living), process(tmp_path) as (killed, of_killed):
        assert of_killed.is_relative_to(root)
        assert of_killed.parent.stat().st_mode & 0o077 == 0
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert of_killed.exists()
        with process(tmp_path) as (_, of_next):
            assert not of_killed.exists()
            assert of_living.exists()
        assert not of_next.parent.exists(), "an ordinary end leaves nothing"
        living.send_signal(signal.SIGKILL)
        living.wait()
    assert temporary.sweep() == 1
    assert list(root.iterdir()) == []


def test_the_sweep_leaves_what_is_no_folder_of_a_process(tmp_path: Path, root: Path) -> None:
    assert temporary.sweep() == 0
    root.mkdir(mode=0o700)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "link").symlink_to(elsewhere)
    temporary.sweep()
    assert elsewhere.exists()


def test_a_root_that_is_not_ours_alone_is_refused(root: Path) -> None:
    root.mkdir(mode=0o755)
    with pytest.raises(OSError, match="not ours alone"):
        temporary.use_own_folder()


@pytest.mark.parametrize("start", ["hospital_qs/wsgi.py", "hospital_qs/celery.py", "manage.py"])
def test_whatever_serves_takes_its_folder_when_it_starts(start: str) -> None:
    assert "use_own_folder()" in (ROOT / start).read_text()
