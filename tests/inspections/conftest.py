from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from organizations.models import User
from tests.inspections.hospital import NOW, Place, make_place


@pytest.fixture
def place(db: None) -> Place:
    return make_place()


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
