"""What belongs to the project, for tests that read the repository itself."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# Beside the product: for development and trial, in no image of it.
WORKSHOP = "workshop"
TOOLS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
CONTRACTS: dict[str, Any] = {contract["id"]: contract for contract in TOOLS["importlinter"]["contracts"]}
# From the top down; in brackets stands what is not built yet.
LAYERS: tuple[str, ...] = tuple(layer for layer in CONTRACTS["apps"]["layers"] if not layer.startswith("("))
PACKAGES = tuple(layer for layer in LAYERS if layer != WORKSHOP)


@cache
def tracked(suffix: str = "") -> tuple[Path, ...]:
    """Files that are tracked, or will be. An unpacked archive has no git: there, what lies in the source folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        paths = [
            path
            for folder in (*PACKAGES, WORKSHOP, "tests", "docs", "templates")
            for path in (ROOT / folder).rglob("*")
        ]
    return tuple(path for path in paths if path.is_file() and path.name.endswith(suffix))


def written_python() -> tuple[Path, ...]:
    """Python that somebody wrote: generated migrations are left out."""
    return tuple(path for path in tracked(".py") if "migrations" not in path.parts)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
