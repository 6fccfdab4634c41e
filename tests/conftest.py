"""One small hospital a module: making it takes longer than most tests that start from it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from tests.rectification.world import NOW, World

# The same examples at every run, and no verdict on how busy the machine is.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def on_the_day() -> Iterator[None]:
    """The day on which things happen in the world of the tests."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def module_transaction(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Around the whole module."""
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> World:
    """Ask for `world` instead. A module that starts from more overrides this."""
    return World()


@pytest.fixture
def world(
    request: pytest.FixtureRequest, module_world: World, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """The module's hospital as new: rows are rolled back after the test, and the objects are copies."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("world has a transaction of its own: do not mark the test django_db", pytrace=False)
    with django_db_blocker.unblock(), rolled_back():
        yield copy.deepcopy(module_world)
        connection.check_constraints()
    cache.clear()
