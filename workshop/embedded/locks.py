"""Who uses the engines, told by file locks: the kernel drops them however a process ends.

`users` is held shared by every process that uses the engines, `start` while they are being started, `keeper` by the
process that holds them, `run` by `make run`.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from workshop.embedded.problem import EngineProblem


def opened(folder: Path, name: str) -> IO[str]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return (folder / f"{name}.lock").open("a+")
    except OSError as refusal:
        raise EngineProblem(f"cannot write to {folder}: {refusal.strerror}") from refusal


def take(file: IO[str], *, shared: bool = False, wait: bool = True) -> bool:
    operation = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(file, operation | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def write_owner(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(f"{os.getpid()} {text}")
    file.flush()


def read_owner(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip()
