"""Takes away what a test process made on this machine or on somebody's servers, however the process ends.

A process of its own, told through its standard input what there will be. That pipe ends with the process that
holds it, so an interrupted or killed run leaves nothing behind either; pytest-xdist's workers are such runs too.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import redis
from psycopg2 import sql

PATIENCE_SECONDS = 20


def sweep_folder(path: str) -> None:
    """Servers that ended with the process may still be writing their last."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while Path(path).exists() and time.monotonic() < deadline:
        shutil.rmtree(path, ignore_errors=True)
        time.sleep(0.05)


def sweep_databases(login: dict[str, Any], prefix: str) -> None:
    """Every database of this prefix, then the roles."""
    connection = psycopg2.connect(**login)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        for kind, column, more in (("database", "datname", " WITH (FORCE)"), ("roles", "rolname", "")):
            cursor.execute(f"SELECT {column} FROM pg_{kind} WHERE starts_with({column}, %s)", [prefix])
            statement = sql.SQL(f"DROP {kind.removesuffix('s')} IF EXISTS {{}}{more}")
            for (name,) in cursor.fetchall():
                cursor.execute(statement.format(sql.Identifier(name)))


def sweep_redis(url: str) -> None:
    redis.Redis.from_url(url).flushdb()


KINDS: dict[str, Callable[..., None]] = {
    "folder": sweep_folder,
    "databases": sweep_databases,
    "redis": sweep_redis,
}


class Sweeper:
    """The side of the process that makes things: `after_us("folder", path)`."""

    process: subprocess.Popen[str] | None = None

    def after_us(self, kind: str, *what: Any) -> None:
        if self.process is None:
            command = [sys.executable, __file__]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)
            atexit.register(self.process.communicate)
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([kind, *what]) + "\n")
        self.process.stdin.flush()


def main() -> None:
    for line in reversed(list(sys.stdin)):
        kind, *what = json.loads(line)
        KINDS[kind](*what)


if __name__ == "__main__":
    main()
