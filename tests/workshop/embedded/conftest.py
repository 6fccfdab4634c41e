"""One check-out in a folder of its own, with a short demo, for every test here that starts something there."""

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
    shorten_the_demo(folder / "workshop" / "demo" / "data")
    yield folder
    assert until(lambda: not engines(development_layout(folder)))
    shutil.rmtree(folder)


def shorten_the_demo(data: Path) -> None:
    """To one hospital with the findings of one item: `tests/workshop/demo` plays the whole of it."""
    hospitals = data / "hospitals.toml"
    head, first, *_ = hospitals.read_text(encoding="utf-8").split("[[hospitals]]")
    hospitals.write_text(f"{head}[[hospitals]]{first}", encoding="utf-8")
    for file in (data / "findings").glob("*.toml"):
        if file.name != "I1.toml":
            file.unlink()


@pytest.fixture(scope="package")
def layout(checkout: Path) -> Layout:
    return development_layout(checkout)
