from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.rectification.world import World


@pytest.fixture(autouse=True)
def _today(request: pytest.FixtureRequest, on_the_day: None) -> Iterator[None]:
    yield
    if "db" in request.fixturenames:
        cache.clear()


@pytest.fixture
def other(world: World) -> World:
    """A second hospital, whose rows must never be told or taken."""
    return World()
