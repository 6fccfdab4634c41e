import copy
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from organizations.models import User
from tests.inspections.hospital import NOW, Place, make_place


@pytest.fixture(scope="module")
def module_place(module_transaction: None) -> Place:
    """Ask for `place` instead."""
    with time_machine.travel(NOW):
        return make_place()


@pytest.fixture
def place(module_place: Place, db: None) -> Iterator[Place]:
    """The module's hospital as new: rows are rolled back after the test, and the objects are copies."""
    yield copy.deepcopy(module_place)
    cache.clear()


@pytest.fixture
def on_the_day():
    """The clock stands at NOW, for views."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def browser() -> Callable[[User], Client]:
    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in
