"""PostgreSQL's own log names no person: failing statements, their values and their rows stay out of it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import yaml

from tests.repository.sources import ROOT
from tests.workshop.embedded.processes import until
from workshop.embedded import postgres
from workshop.embedded.postgres import LOG_WITHOUT_CONTENT, THROW_AWAY, Cluster

NAME = "张三丰"
FAILING = {
    "a value that stands already (DETAIL: Key …)": f"INSERT INTO people VALUES (1, '{NAME}')",
    "a check (DETAIL: Failing row …)": f"INSERT INTO people VALUES (-1, '{NAME}')",
    "a value of another kind": f"SELECT '{NAME}'::integer",
    "a statement with a slip": f"SELEKT '{NAME}'",
    "a prepared one": f"PREPARE p AS SELECT $1::integer; EXECUTE p('{NAME}')",
    "an error raised in a function": f"DO $$ BEGIN RAISE EXCEPTION '%', '{NAME}'; END $$",
    "a warning raised in a function": f"DO $$ BEGIN RAISE WARNING '%', '{NAME}'; END $$; SELECT 1/0",
    "a cancelled one": f"SET statement_timeout = 50; SELECT pg_sleep(5), '{NAME}'",
}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    folder = Path(f"/tmp/hqs-log-{os.getpid()}")  # noqa: S108 - short, and open for `nobody`
    folder.mkdir(mode=0o711)
    made = Cluster(folder / "state", folder / "sockets", options=THROW_AWAY)
    made.start()
    with made.cursor() as cursor:
        postgres.make_roles(cursor, owner="o", application="a")
        postgres.keep_content_out_of_the_log(cursor, roles=("o", "a"))
        postgres.make_database(cursor, name="d", owner="o")
    with made.cursor(role="o", database="d") as cursor:
        cursor.execute("CREATE TABLE people (id int PRIMARY KEY CHECK (id > 0), name text UNIQUE)")
        cursor.execute("GRANT ALL ON people TO a")
        cursor.execute("INSERT INTO people VALUES (2, %s)", [NAME])
    yield made
    made.remove()
    shutil.rmtree(folder)


def log_of(cluster: Cluster) -> str:
    return (cluster.state / "postgres.log").read_text(errors="replace")


@pytest.mark.parametrize("role", ["a", "o"])
@pytest.mark.parametrize("statement", FAILING.values(), ids=FAILING)
def test_a_failing_statement_leaves_no_name_in_the_log(cluster: Cluster, statement: str, role: str) -> None:
    with pytest.raises(psycopg2.Error), cluster.cursor(role=role, database="d") as cursor:
        cursor.execute(statement)
    assert NAME not in log_of(cluster)


def test_what_a_killed_server_process_was_doing_is_not_told(cluster: Cluster) -> None:
    """The one event that quotes a statement without an error: the log says that it died, and no more."""
    with cluster.cursor(role="a", database="d") as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        victim = cursor.fetchone()[0]
        threading.Timer(0.5, os.kill, (victim, signal.SIGKILL)).start()
        with pytest.raises(psycopg2.Error):
            cursor.execute(f"SELECT pg_sleep(30), '{NAME}'")
    assert until(lambda: "was terminated by signal 9" in log_of(cluster))
    assert until(lambda: log_of(cluster).count("ready to accept connections") == 2)
    assert NAME not in log_of(cluster)


# The last of ours is everybody's to set; it speaks only beside a statement, and statements are out.
@pytest.mark.parametrize("setting", ["log_min_messages", *list(LOG_WITHOUT_CONTENT)[:-1]])
def test_the_application_cannot_switch_it_back(cluster: Cluster, setting: str) -> None:
    with (
        cluster.cursor(role="a", database="d") as cursor,
        pytest.raises(psycopg2.errors.InsufficientPrivilege),
    ):
        cursor.execute(f"SET {setting} TO DEFAULT")


def test_compose_says_the_same() -> None:
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["postgres"]
    program, *flags = service["command"]
    assert program == "postgres"
    assert flags[::2] == ["-c"] * len(LOG_WITHOUT_CONTENT)
    assert dict(flag.split("=", 1) for flag in flags[1::2]) == LOG_WITHOUT_CONTENT
    script = (ROOT / "deploy/postgres/10-roles.sh").read_text()
    silenced = re.findall(r"ALTER ROLE (\w+) SET log_min_messages = 'log';", script)
    assert silenced == ["hospital_qs_owner", "hospital_qs_app"]
