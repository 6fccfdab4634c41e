"""Database or broker out of reach: words in place of a bare 500, an honest health check, and recovery by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection, connections
from django.test import Client

from hospital_qs import health, outages, servers
from infrastructure.queues import QUEUES
from organizations.models import User
from tests.api.caller import token_of
from tests.rectification.world import World

NOWHERE = "/nonexistent-folder"


@pytest.fixture
def world(live_database: str) -> World:
    """Committed: it must outlive the connection."""
    return World()


@contextmanager
def database_gone() -> Iterator[None]:
    """The connections die and no new one can be made, as when the server's process is killed."""
    default = connections["default"]
    here = default.settings_dict["HOST"]
    default.close()
    default.settings_dict["HOST"] = NOWHERE
    try:
        yield
    finally:
        default.settings_dict["HOST"] = here
        default.close()


@contextmanager
def broker_gone(settings: Any) -> Iterator[None]:
    here = settings.CACHES
    settings.CACHES = servers.caches(f"unix://{NOWHERE}/valkey.sock?db=0")
    try:
        yield
    finally:
        settings.CACHES = here


def browser_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="organizations.auth_backends.LogInBackend")
    return client


def asked(client: Client, how: str, token: str) -> Any:
    if how == "log-in":
        return Client(raise_request_exception=False).post("/login/", {"username": "a", "password": "b"})
    if how == "api":
        return client.get("/api/v1/me/", headers={"Authorization": f"Token {token}"})
    return client.get("/account/", headers={"HX-Request": "true"} if how == "fragment" else {})


WAYS = ("page", "fragment", "log-in", "api")


def test_without_the_database_every_answer_is_in_words(world: World) -> None:
    client, token = browser_of(world.liaison), token_of(world.liaison)
    assert [asked(client, how, token).status_code for how in WAYS] == [200] * 4
    with database_gone():
        answers = {how: asked(client, how, token) for how in WAYS}
    for how, answer in answers.items():
        assert (answer.status_code, answer["Retry-After"]) == (503, "30"), how
        words = str(answer.json()) if how == "api" else answer.content.decode()
        assert "系统暂时连不上数据库" in words
        assert "请不要关闭页面" in words
        assert NOWHERE not in words
        assert (answer["Content-Type"] == "application/problem+json") == (how == "api")
        assert ("<html" in words) == (how in ("page", "log-in"))
    # It is back: so is the site, without a restart.
    assert [asked(client, how, token).status_code for how in WAYS] == [200] * 4


def test_without_the_cache_every_page_is_in_words(world: World, settings: Any) -> None:
    client = browser_of(world.liaison)
    for how in ("page", "fragment"):
        with broker_gone(settings):
            answer = asked(client, how, "")
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert "系统暂时连不上缓存服务" in answer.content.decode()
        assert asked(client, how, "").status_code == 200


def states(client: Client, path: str) -> tuple[int, dict[str, str]]:
    answer = client.get(path)
    return answer.status_code, answer.json()["parts"]


def test_the_health_check_names_what_is_down(live_database: str, settings: Any) -> None:
    client = Client()
    well = {"database": "ok", "broker": "ok"}
    for queue in QUEUES:
        caches["default"].delete(f"{health.WORKER_SEEN}{queue}")
    assert states(client, "/healthz") == (200, well)
    workers = {f"worker-{queue}": "down" for queue in QUEUES}
    for queue in QUEUES:
        assert states(client, "/readyz") == (503, well | workers)
        health.worker_is_there(queue)
        workers[f"worker-{queue}"] = "ok"
    assert states(client, "/readyz") == (200, well | workers)
    with database_gone():
        assert states(client, "/healthz") == (503, {"database": "down", "broker": "ok"})
        assert client.get("/livez").status_code == 200
    with broker_gone(settings):
        answer = client.get("/healthz")
        assert answer.json() == {"status": "down", "parts": {"database": "ok", "broker": "down"}}
        assert answer["Retry-After"] == "30"
        assert client.get("/livez").status_code == 200
    assert states(client, "/healthz")[0] == 200


def error_of(statement: str) -> BaseException:
    with pytest.raises(OperationalError) as caught, connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()
    return caught.value


def test_a_server_that_is_well_is_not_called_out_of_reach(live_database: str) -> None:
    slow = error_of("SET statement_timeout = 1; SELECT pg_sleep(1)")
    assert outages.unreachable(slow) is None
    ended = error_of("SELECT pg_terminate_backend(pg_backend_pid())")
    assert outages.unreachable(ended) == outages.DATABASE
    wrapped = RuntimeError("a session that could not be saved")
    wrapped.__context__ = ended
    assert outages.unreachable(wrapped) == outages.DATABASE
    assert outages.unreachable(ValueError()) is None
