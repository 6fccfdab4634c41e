"""The contracts hold, and each is broken by an import planted against it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository.sources import PACKAGES, ROOT, WORKSHOP, tracked

pytestmark = pytest.mark.slow


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contracts")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path in tracked(".py"):
        place = path.relative_to(ROOT)
        if place.parts[0] in {*PACKAGES, WORKSHOP}:
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / place)
    return folder


def test_the_contracts_hold(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "planted", "contract"),
    [
        (
            "policy_texts/vocabulary.py",
            "import infrastructure.errors",
            "Imports between the packages point down",
        ),
        (
            "infrastructure/errors.py",
            "import organizations.models",
            "Imports between the packages point down",
        ),
        ("organizations/roles.py", "import rectification.models", "Imports between the packages point down"),
        (
            "organizations/models/places.py",
            "import organizations.services",
            "Inside an app the rooms stand on each other in one order",
        ),
        ("hospital_qs/urls.py", "import workshop.demo", "Imports between the packages point down"),
        (
            "hospital_qs/settings/production.py",
            "import workshop.embedded.layout",
            "Imports between the packages point down",
        ),
        ("policy_texts/vocabulary.py", "import django.conf", "What decides knows no framework"),
        ("ethics_scoring/rules/scoring.py", "import django.conf", "What decides knows no framework"),
        (
            "rectification/rules/identity.py",
            "import ethics_scoring.rules.scoring",
            "Imports between the packages point down",
        ),
    ],
)
def test_a_planted_import_breaks_its_contract(copy: Path, module: str, planted: str, contract: str) -> None:
    file = copy / module
    original = file.read_text()
    file.write_text(f"{original}\n{planted}\n")
    try:
        done = lint(copy)
    finally:
        file.write_text(original)
    assert done.returncode != 0
    broken = next(line for line in done.stdout.splitlines() if line.startswith(contract))
    assert broken.removeprefix(contract).split()[0] == "BROKEN"
