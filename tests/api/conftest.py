from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from tests.rectification.world import NOW, World


@pytest.fixture(autouse=True)
def _today(request: pytest.FixtureRequest) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
    if "db" in request.fixturenames:
        cache.clear()


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def other(db: None) -> World:
    """A second hospital, whose rows must never be told or taken."""
    return World()
