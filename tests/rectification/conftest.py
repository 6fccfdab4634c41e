"""Every test here has the day of the world that it starts from."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _today(on_the_day: None) -> None:
    pass
