"""The locks: made from the tables, with hashes and without addresses, and telling when they are not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from workshop.embedded import dependencies


def test_both_locks_were_made_from_the_tables() -> None:
    assert dependencies.problems() == []


def test_a_changed_table_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    changed = tmp_path / "pyproject.toml"
    changed.write_text(dependencies.SOURCE.read_text().replace('"waitress",', '"waitress",\n  "requests",'))
    monkeypatch.setattr(dependencies, "SOURCE", changed)
    assert [problem.split(" ")[0] for problem in dependencies.problems()] == [
        "requirements.lock",
        "requirements-dev.lock",
    ]


def test_another_version_in_the_development_lock_is_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    older = tmp_path / "requirements-dev.lock"
    older.write_text(dependencies.DEVELOPMENT.read_text().replace("\nwaitress==", "\nwaitress==0."))
    monkeypatch.setattr(dependencies, "DEVELOPMENT", older)
    assert any(problem.startswith("waitress is") for problem in dependencies.problems())


@pytest.mark.parametrize("lock", [dependencies.RUNTIME, dependencies.DEVELOPMENT])
def test_every_package_has_a_hash_and_none_an_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    for block in text.split("\n    # via")[:-1]:
        assert "--hash=sha256:" in block


def test_every_dependency_says_why_it_is_there() -> None:
    text = dependencies.SOURCE.read_text()
    tables = tomllib.loads(text)
    names = [*tables["project"]["dependencies"], *tables["dependency-groups"]["dev"]]
    lines = {line.strip() for line in text.splitlines()}
    silent = [
        name for name in names if not any(line.startswith(f'"{name}",') and "#" in line for line in lines)
    ]
    assert not silent
