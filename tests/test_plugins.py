"""The test plugin keeps its promises: application role, real commits in a copy, and one database untouched."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.utils import ProgrammingError

from tests.plugins.engines import current_addresses, move_cache
from tests.repository.sources import ROOT
from tests.workshop.embedded.processes import until


@pytest.mark.django_db
def test_tests_run_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        role, is_superuser = cursor.fetchone()
    assert role.endswith("_app")
    assert not is_superuser
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE django_session")


def test_a_live_database_commits_for_other_connections(live_database: str) -> None:
    seen: list[int] = []

    def count() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_session")
            seen.append(cursor.fetchone()[0])
        connection.close()

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('k', 'v', now())")
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone()[0] == live_database
    thread = threading.Thread(target=count)
    thread.start()
    thread.join()
    assert seen == [1]


@pytest.mark.django_db
def test_the_ordinary_database_never_saw_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), current_database() FROM django_session")
        count, name = cursor.fetchone()
    assert count == 0
    assert name.endswith("_test")


def test_a_live_site_answers_over_its_socket(live_site: str) -> None:
    with urllib.request.urlopen(f"{live_site}/healthz") as answer:
        assert answer.status == 200


@pytest.mark.django_db
def test_the_cache_is_a_real_server() -> None:
    cache.set("三级", "查房", 10)
    assert cache.get("三级") == "查房"


@pytest.mark.django_db
def test_the_cache_moves_though_it_was_in_use() -> None:
    """Else two workers on somebody's server share one, and empty it under each other."""
    ordinary = settings.CACHES["default"]["LOCATION"]
    other = current_addresses()["REDIS_URL"]
    cache.set("before", 1, 10)
    try:
        move_cache(other)
        cache.set("after", 1, 10)
    finally:
        move_cache(ordinary)
    assert cache.get_many(["before", "after"]) == {"before": 1}
    with closing(redis.Redis.from_url(other)) as there:
        assert there.delete(":1:after") == 1


@pytest.mark.slow
def test_a_killed_parallel_run_leaves_nothing_behind(tmp_path: Path) -> None:
    """Neither servers nor folders of its workers, though none of them could say good-bye."""
    said = [tmp_path / "0", tmp_path / "1"]
    command = [sys.executable, "-m", "pytest", "-n2", "tests/plugins/a_long_run.py"]
    environment = {**os.environ, "NOTES_OF_A_LONG_RUN": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as run:
        both = until(lambda: all(path.exists() for path in said), 300)
        run.kill()
    assert both
    folders = {path.read_text() for path in said}
    assert len(folders) == 2
    assert until(lambda: not any(Path(folder).exists() or _used(folder) for folder in folders), 120)


def _used(folder: str) -> bool:
    """Whether a process has this folder among its words."""
    for words in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if folder.encode() in words.read_bytes():
                return True
        except OSError:
            continue
    return False
