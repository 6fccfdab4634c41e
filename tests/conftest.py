"""One small hospital a module: making it takes longer than most tests that start from it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from tests.rectification.world import World

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


@pytest.fixture(scope="module")
def module_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """In a transaction around the whole module. Ask for `shared_world` instead."""
    with django_db_blocker.unblock(), rolled_back():
        yield World()


@pytest.fixture
def shared_world(module_world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The module's hospital as new: rows are rolled back after the test, and the objects are copies."""
    with django_db_blocker.unblock(), rolled_back():
        yield copy.deepcopy(module_world)
        connection.check_constraints()
