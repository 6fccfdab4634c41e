"""A temporary folder for each process: what a killed one leaves is found and removed by the next.

Workbooks on their way lie there in plain text, those that openpyxl makes on its own as well. A process takes its
folder when it starts (web, worker, command) and holds a lock on it for as long as it lives, however it ends.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_held: dict[int, int] = {}  # process → descriptor; a child made by fork takes a folder of its own


def temporary_root() -> Path:
    """Beside other programs' temporary files, ours alone. TMPDIR moves it."""
    return Path(os.environ.get("TMPDIR") or "/tmp") / f"hospital-qs-{os.geteuid()}"  # noqa: S108


def use_own_folder() -> Path:
    """From here on everything temporary of this process is made in a folder of its own. The dead are swept first."""
    root = temporary_root()
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = root.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise OSError(f"{root} exists and is not ours alone: remove it, or set TMPDIR")
    sweep()
    if os.getpid() not in _held:
        with _alone(root):
            folder = Path(tempfile.mkdtemp(dir=root, prefix=f"{os.getpid()}-"))
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        _held[os.getpid()] = descriptor
        tempfile.tempdir = str(folder)
        atexit.register(_remove_own, os.getpid(), folder)
    return Path(tempfile.gettempdir())


def sweep() -> int:
    """Remove the folders of processes that live no more. Returns how many."""
    root = temporary_root()
    swept = 0
    if not root.is_dir():
        return swept
    with _alone(root):
        for folder in root.iterdir():
            if _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)
                swept += 1
    return swept


def _is_abandoned(folder: Path) -> bool:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Between making a folder and locking it nobody may look."""
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _remove_own(process: int, folder: Path) -> None:
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)
