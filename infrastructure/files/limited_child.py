"""A process of its own for what reads hostile bytes: no secrets, no settings, and an end to its time."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class ChildFailed(Exception):
    """It gave no answer: it ran out of time or memory, or fell over."""


def run_limited(
    module: str, arguments: Sequence[str], *, wall_seconds: float, root: Path = ROOT, given: bytes = b""
) -> bytes:
    """What `python -m module` answers to `given`. The module limits itself before it looks at anything."""
    child = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=root,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},  # no secrets, no addresses of databases
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        answer, complaint = child.communicate(given, timeout=wall_seconds)
    except subprocess.TimeoutExpired as problem:
        raise ChildFailed(f"not done after {wall_seconds} s") from problem
    finally:
        _end(child)
    if child.returncode != 0:
        last_line = complaint.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise ChildFailed(f"exit {child.returncode}: {last_line[:200]}")
    return answer


def _end(child: "subprocess.Popen[bytes]") -> None:
    """The whole session of the child, and its pipes."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
