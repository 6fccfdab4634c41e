"""One check-out in a folder of its own, with its demo, for every test of this folder that starts something there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository.sources import ROOT, tracked
from tests.workshop.embedded.processes import engines, until
from workshop.embedded.layout import Layout, development_layout


@pytest.fixture(scope="package")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("checkout")
    for path in tracked():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    yield folder
    assert until(lambda: not engines(development_layout(folder)))
    shutil.rmtree(folder)


@pytest.fixture(scope="package")
def layout(checkout: Path) -> Layout:
    return development_layout(checkout)
