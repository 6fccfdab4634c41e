"""Keeps the migrated cluster of the last run: migrating from nothing takes longer than most test files.

The key is the content of everything that shapes the tables, so a changed model, migration or grant migrates anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from workshop.embedded import binaries
from workshop.embedded.layout import PROJECT
from workshop.embedded.postgres import Cluster

FOLDER = PROJECT / "var" / "test-template"
SHAPES_TABLES = (
    "*/migrations/*.py",
    "*/models/**/*.py",
    "*/models.py",
    "infrastructure/*.py",
    "organizations/roles.py",
    "hospital_qs/settings/*.py",
    "workshop/embedded/postgres.py",
    "requirements-dev.lock",
)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of two workers that find nothing kept, one migrates and the other takes what it kept."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def key() -> str:
    digest = hashlib.sha256(str(binaries.postgres_bin()).encode())
    for path in sorted({path for pattern in SHAPES_TABLES for path in PROJECT.glob(pattern)}):
        if ".venv" not in path.parts and "node_modules" not in path.parts:
            digest.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def restore(cluster: Cluster) -> bool:
    """True when the cluster now holds a migrated template. `nobody` owns its files: there we always migrate."""
    kept = FOLDER / key()
    if cluster.account.mode == "nobody" or not kept.is_dir():
        return False
    shutil.copytree(kept, cluster.data, symlinks=True)
    return True


def keep(cluster: Cluster) -> None:
    """Of a stopped cluster. Only the newest is kept."""
    if cluster.account.mode == "nobody":
        return
    draft = FOLDER / "draft"
    for old in FOLDER.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    shutil.copytree(cluster.data, draft, symlinks=True)
    draft.rename(FOLDER / key())
