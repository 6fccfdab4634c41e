"""What belongs to the project, for tests that read the repository itself."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "policy_texts",
    "infrastructure",
    "organizations",
    "campaigns",
    "rectification",
    "inspections",
    "ethics_scoring",
    "hospital_qs",
)
# Beside the product: for development and trial, in no image of it.
WORKSHOP = "workshop"


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
