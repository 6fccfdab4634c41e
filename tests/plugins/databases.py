"""Databases for tests: one for tests that roll back, a copy of the template for those that really commit."""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from django.utils.module_loading import import_string
from pytest_django import DjangoDbBlocker

from tests.plugins.engines import Databases

TRUNCATING_FIXTURES = {
    "transactional_db",
    "django_db_serialized_rollback",
    "django_db_reset_sequences",
    "live_server",
}
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, broker_and_cache: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Replaces pytest-django's: `default` is the application role on a copy of the migrated template."""
    connections["default"].settings_dict["NAME"] = databases.copy(f"{databases.name}_test")


@pytest.fixture
def live_database(
    request: pytest.FixtureRequest,
    databases: Databases,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """For real commits, threads, other processes or a live server: a database of its own, dropped afterwards."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("live_database commits for real: do not mark the test django_db", pytrace=False)
    # A connection of its own: the ordinary one may be in the transaction of a module's shared world.
    outer = connections["default"]
    ordinary = outer.settings_dict["NAME"]
    name = databases.copy(f"{databases.name}_live_{next(_numbers)}")
    outer.settings_dict["NAME"] = name  # the settings of every connection made from now on, in threads too
    connections["default"] = connections.create_connection("default")
    try:
        with django_db_blocker.unblock():
            yield name
    finally:
        connections["default"].close()
        connections["default"] = outer
        outer.settings_dict["NAME"] = ordinary
        databases.drop(name)


class _QuietHandler(WSGIRequestHandler):
    """A journey's log is its own; what goes wrong on the server is a traceback on stderr all the same."""

    def log_message(self, format: str, *args: object) -> None:
        return


class LiveServer(ThreadedWSGIServer):
    """Ends every connection when it stops: a browser keeps some open, and their threads with them."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _QuietHandler)
        self.connected: set[socket.socket] = set()
        self.set_app(import_string(settings.WSGI_APPLICATION))

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connected.add(request)
        super().process_request(request, client_address)

    def close_request(self, request: Any) -> None:
        self.connected.discard(request)
        super().close_request(request)

    def stop(self) -> None:
        self.shutdown()
        for request in list(self.connected):
            with contextlib.suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)
        self.server_close()


@pytest.fixture
def live_site(live_database: str) -> Iterator[str]:
    """The application behind a real socket, on the test's own database. Yields http://127.0.0.1:PORT."""
    server = LiveServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.stop()
        thread.join()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The application's role cannot truncate, so the usual flush after a test would fail, late and obscurely."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if (marker and marker.kwargs.get("transaction")) or TRUNCATING_FIXTURES & set(
            getattr(item, "fixturenames", ())
        ):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture live_database (or live_site) instead")
