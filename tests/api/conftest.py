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
    if {"db", "shared_world"} & set(request.fixturenames):
        cache.clear()


@pytest.fixture
def world(shared_world: World) -> World:
    return shared_world


@pytest.fixture
def other(world: World) -> World:
    """A second hospital, whose rows must never be told or taken."""
    return World()
