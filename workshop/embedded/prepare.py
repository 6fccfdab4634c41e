"""Brings the database of a development check-out to the present: migrations, then the demo into an empty one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from workshop.embedded.problem import EngineProblem

# Any number, the same for everybody: two commands that start together prepare one after the other.
PREPARING = 20_25_07
Say = Callable[[str], None]


def prepare_database(*, say: Say, demo: bool = True) -> None:
    if _is_ready(demo=demo):
        return
    with _one_at_a_time():
        if _has_open_migrations():
            say("migrating the database …")
            call_command("migrate", verbosity=0, interactive=False, stdout=io.StringIO())
        if demo and _wants_demo():
            say("loading the demo, which takes about a minute …")
            call_command("load_demo", verbosity=0, stdout=io.StringIO())


def _is_ready(*, demo: bool) -> bool:
    try:
        return not _has_open_migrations() and not (demo and _wants_demo())
    except OperationalError as refusal:
        raise EngineProblem(
            f"the database does not answer: {str(refusal).strip().splitlines()[0]}"
        ) from refusal
    finally:
        connections["owner"].close()


def _has_open_migrations() -> bool:
    executor = MigrationExecutor(connections["owner"])
    loader = executor.loader
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if unknown:
        app, name = unknown[0]
        raise EngineProblem(
            f"the database knows a migration that this check-out does not have ({app}.{name}): "
            "check out the newer version, or `make demo-reset` to begin anew"
        )
    return bool(executor.migration_plan(loader.graph.leaf_nodes()))


def _wants_demo() -> bool:
    return "load_demo" in get_commands() and not get_user_model()._default_manager.exists()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
    try:
        yield
    finally:
        # The lock is the connection's and goes with it.
        connections["owner"].close()
