"""The test plugin keeps its promises: application role, real commits in a copy, and one database untouched."""

from __future__ import annotations

import threading
import urllib.request

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.utils import ProgrammingError


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
