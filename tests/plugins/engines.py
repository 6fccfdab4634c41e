"""The servers of one test run: PostgreSQL and Valkey of our own, or those that DATABASE_URL and REDIS_URL name.

Nothing starts before the first test that needs it. Tests connect as the application role; only `migrate` was
the owner's. On somebody's servers we make databases and roles of our own and drop them again.
"""

from __future__ import annotations

import atexit
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest
import redis
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql
from pytest_django import DjangoDbBlocker

from hospital_qs import servers
from tests.plugins import template_cache
from tests.plugins.sweeper import Sweeper
from workshop.embedded import postgres
from workshop.embedded.layout import Layout
from workshop.embedded.valkey import Broker

REDIS_DATABASES = 16
SWEEPER = Sweeper()


@dataclass
class Databases:
    """The template, made by the owner, and copies of it."""

    administrator: dict[str, Any]
    name: str
    owner: str
    application: str
    password: str | None

    @property
    def template(self) -> str:
        return f"{self.name}_template"

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        connection = psycopg2.connect(**self.administrator)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def start(self) -> None:
        self.prepare()

    def prepare(self) -> None:
        with self.cursor() as cursor:
            postgres.make_roles(
                cursor, owner=self.owner, application=self.application, password=self.password
            )
            _let_administrator_make_databases_for(self.owner, cursor)
            postgres.make_database(cursor, name=self.template, owner=self.owner)
        self.log_in()
        call_command("migrate", verbosity=0, interactive=False)
        connections["owner"].close()
        connections["default"].close()

    def log_in(self) -> None:
        for alias, role in (("default", self.application), ("owner", self.owner)):
            connections[alias].close()
            connections[alias].settings_dict.update(
                {"NAME": self.template, "USER": role, "PASSWORD": self.password or "", "CONN_MAX_AGE": 0}
            )

    def copy(self, name: str) -> str:
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
        with self.cursor() as cursor:
            cursor.execute(statement.format(*map(sql.Identifier, (name, self.owner, self.template))))
        return name

    def drop(self, name: str) -> None:
        with self.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@dataclass(kw_only=True)
class OwnDatabases(Databases):
    cluster: postgres.Cluster

    def start(self) -> None:
        with template_cache.one_at_a_time():
            if not template_cache.restore(self.cluster):
                self.cluster.start()
                self.prepare()
                self.cluster.stop()
                template_cache.keep(self.cluster)
        self.cluster.start()
        self.log_in()


@pytest.fixture(scope="session")
def databases(django_db_blocker: DjangoDbBlocker) -> Iterator[Databases]:
    """Started once a process: under pytest-xdist each worker has servers, or databases, of its own."""
    layout: Layout = settings.LAYOUT
    # Uploads lie there, whosever servers these are.
    SWEEPER.after_us("folder", str(layout.state.parent))
    found = _named_server() if os.environ.get("DATABASE_URL") else _own_server(layout)
    with django_db_blocker.unblock():
        found.start()
    yield found
    connections.close_all()


@pytest.fixture(scope="session")
def broker_and_cache() -> None:
    """For tests that use the cache without a database. `django_db_setup` asks for it too."""
    if os.environ.get("REDIS_URL"):
        _take_empty_databases(os.environ["REDIS_URL"])
        return
    layout: Layout = settings.LAYOUT
    SWEEPER.after_us("folder", str(layout.state.parent))
    own = Broker(state=_folder(layout).state, socket=layout.valkey_socket, durable=False)
    atexit.register(own.stop)
    own.start()


@pytest.fixture(scope="session")
def child_environment(databases: Databases, broker_and_cache: None) -> dict[str, str]:
    """What a process started by a test needs to use the servers of this run, as they are at that moment."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "hospital_qs.settings.test", **current_addresses()}


def current_addresses() -> dict[str, str]:
    """The application's log-in to the database that `default` points at right now, and the broker."""
    url = settings.CACHES["default"]["LOCATION"]
    return {
        "DATABASE_URL": servers.database_url(connections["default"].settings_dict),
        "DATABASE_OWNER_URL": servers.database_url(connections["owner"].settings_dict),
        "REDIS_URL": servers.redis_database(url, servers.redis_number(url) - 1),
    }


def _own_server(layout: Layout) -> OwnDatabases:
    cluster = postgres.Cluster(
        state=_folder(layout).state, sockets=layout.sockets, options=postgres.THROW_AWAY
    )
    # As `nobody` the data lie elsewhere.
    SWEEPER.after_us("folder", str(cluster.home))
    atexit.register(cluster.stop)
    return OwnDatabases(
        cluster=cluster,
        administrator={
            "host": str(layout.sockets),
            "user": postgres.ADMINISTRATOR,
            "dbname": "postgres",
        },
        name="hqs",
        owner=settings.DATABASES["owner"]["USER"],
        application=settings.DATABASES["default"]["USER"],
        password=None,
    )


def _named_server() -> Databases:
    login = settings.DATABASES["default"]
    name = f"hqs_{secrets.token_hex(4)}"
    keys = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    found = Databases(
        administrator={ours: login[theirs] for theirs, ours in keys.items() if login.get(theirs)},
        name=name,
        owner=f"{name}_owner",
        application=f"{name}_app",
        password=secrets.token_urlsafe(16),
    )
    server = {key: login.get(key, "") for key in ("HOST", "PORT")}
    connections["owner"].settings_dict.update(server)
    SWEEPER.after_us("databases", found.administrator, f"{name}_")
    return found


def _let_administrator_make_databases_for(owner: str, cursor: Any) -> None:
    """A superuser may; anybody else must be a member of the role."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if not cursor.fetchone()[0]:
        cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))


def _take_empty_databases(url: str) -> None:
    """Two neighbouring numbers that hold nothing; claimed, because other workers look too; emptied at the end."""
    for number in range(REDIS_DATABASES - 2, -1, -2):
        first, second = (servers.redis_database(url, at) for at in (number, number + 1))
        broker, cache = redis.Redis.from_url(first), redis.Redis.from_url(second)
        if broker.dbsize() or cache.dbsize() or not broker.setnx("taken by tests", os.getpid()):
            continue
        for taken in (first, second):
            SWEEPER.after_us("redis", taken)
        settings.CELERY_BROKER_URL = servers.broker(first)
        move_cache(second)
        return
    pytest.exit(f"REDIS_URL={url}: no two empty databases are left for the tests", returncode=2)


def move_cache(url: str) -> None:
    """Collecting looks at every name of a test's module, `cache` too, which connects to where it was until now."""
    settings.CACHES["default"]["LOCATION"] = url
    with suppress(AttributeError):
        del caches["default"]


def _folder(layout: Layout) -> Layout:
    """World-executable: where PostgreSQL runs as nobody, it must reach its socket folder."""
    layout.state.parent.mkdir(mode=0o711, exist_ok=True)
    layout.state.mkdir(mode=0o700, exist_ok=True)
    layout.sockets.mkdir(mode=0o700, exist_ok=True)
    return layout
