"""Where the embedded engines keep their data and their sockets. Standard library only: settings read it."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parents[2]
OWNER_ROLE = "hospital_qs_owner"
APPLICATION_ROLE = "hospital_qs_app"
DATABASE = "hospital_qs"


@dataclass(frozen=True)
class Layout:
    """One pair of engines: `state` survives a restart, `sockets` does not."""

    state: Path
    sockets: Path

    @property
    def postgres_socket(self) -> Path:
        return self.sockets / ".s.PGSQL.5432"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    def database_url(self, *, role: str, database: str = DATABASE) -> str:
        return f"postgres://{role}@{quote(str(self.sockets), safe='')}/{database}"

    def redis_url(self) -> str:
        return f"unix://{self.valkey_socket}?db=0"


def development_layout(project: Path = PROJECT) -> Layout:
    """A socket path may have 107 bytes and a check-out lies anywhere: sockets live under /tmp."""
    name = hashlib.sha256(str(project).encode()).hexdigest()[:10]
    return Layout(state=project / "var" / "embedded", sockets=Path(f"/tmp/hqs-{os.getuid()}-{name}"))  # noqa: S108


def throw_away_layout(process: int) -> Layout:
    """For one run of the test suite: everything goes with it."""
    base = Path(f"/tmp/hqs-test-{os.getuid()}-{process}")  # noqa: S108
    return Layout(state=base / "state", sockets=base / "sockets")
