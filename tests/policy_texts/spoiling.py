"""Changes one place of a policy file, and fails when that place is no longer there."""

from pathlib import Path

import pytest

from policy_texts.loading import traced_clauses
from policy_texts.strict_reading import PolicyTextError


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def book_file(folder: Path, version: int = 1) -> Path:
    return folder / "rulebooks" / f"ME23-{version}.toml"


def problems_of(folder: Path) -> tuple[str, ...]:
    with pytest.raises(PolicyTextError) as raised:
        traced_clauses(folder=folder)
    return raised.value.problems
