"""Processes that use the engines, seen from outside."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2

from tests.repository.sources import ROOT
from workshop.embedded.layout import DATABASE, OWNER_ROLE, Layout

PROGRAM = """
import sys
from pathlib import Path
from workshop.embedded.layout import Layout
from workshop.embedded.session import use_engines
use_engines(Layout(state=Path(sys.argv[1]), sockets=Path(sys.argv[2])))
print("up", flush=True)
sys.stdin.read()
"""


def until(reached: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


class User:
    """A process that uses the engines until its standard input ends."""

    def __init__(self, layout: Layout) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, layout.state, layout.sockets],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> User:
        assert self.is_up()
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process.returncode is None:
            self.leave()

    def is_up(self) -> bool:
        assert self.process.stdout is not None
        return self.process.stdout.readline() == "up\n"

    def leave(self) -> None:
        self.process.communicate(timeout=30)

    def be_killed(self) -> None:
        self.process.kill()
        self.process.communicate()


def engines(layout: Layout) -> dict[str, int]:
    """Name and process of what runs on this layout's sockets."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue
            if any(str(layout.sockets) in word for word in words) and PROGRAM not in words:
                # Valkey writes all it has to say into its first word.
                name = Path(words[0].split(" ")[0]).name
                found["keeper" if "workshop.embedded.keeper" in words else name] = int(entry.name)
    return found


def ask(layout: Layout, statement: str, *, role: str = OWNER_ROLE) -> object:
    connection = psycopg2.connect(host=str(layout.sockets), user=role, dbname=DATABASE)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
