"""Create and list over HTTP: our web process and a bare one beside it, one caller on a kept connection."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.api.test_whole_loop import body_of
from tests.benchmarks import bare_site
from tests.benchmarks.clients import analyse, client_of
from tests.benchmarks.filling import fill
from tests.benchmarks.report import Bench
from tests.plugins.engines import current_addresses
from tests.rectification.world import World
from tests.repository.sources import ROOT
from tests.workshop.embedded.processes import free_port, until

ROUNDS = 60


@contextmanager
def served(log: Path, *command: str) -> Iterator[int]:
    """A web process of eight threads on the database of the run. Yields its port."""
    port = free_port()
    environment = {
        **os.environ,
        **current_addresses(),
        "DJANGO_SETTINGS_MODULE": "hospital_qs.settings.test",
    }
    words = [sys.executable, "-m", *(word.format(address=f"127.0.0.1:{port}") for word in command)]
    with log.open("wb") as out:
        process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=out, stderr=out)
    with process:
        try:
            assert until(lambda: _listens(port), 90), log.read_text()
            yield port
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            return False
    return True


class Caller:
    """A browser's session on one connection."""

    def __init__(self, port: int, user: Any) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        session, token = client_of(user).cookies["sessionid"].value, "t" * 32
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token}

    def get(self, address: str) -> int:
        return self._asked("GET", address, None, {})

    def post(self, address: str, body: dict[str, Any]) -> int:
        more = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
        return self._asked("POST", address, json.dumps(body), more)

    def _asked(self, method: str, address: str, body: str | None, more: dict[str, str]) -> int:
        self.connection.request(method, address, body, self.headers | more)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def measure_over_http(
    live_database: str, bench: Bench, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    world = World()
    fill(world, 400, world.ward)
    analyse()
    ours = served(tmp_path / "ours.log", "hospital_qs.web", "--listen", "{address}", "--threads", "8")
    stock = "waitress", "--listen={address}", "--threads=8", "tests.benchmarks.bare_wsgi:application"
    ledger, same = f"/api/v1/ledgers/{world.participation.uid}/findings/", world.participation.pk
    body, bare_body = body_of(world), bare_site.body_of(world)
    with ours as port, served(tmp_path / "bare.log", *stock) as bare_port:
        mine, bare = Caller(port, world.liaison), Caller(bare_port, world.liaison)
        request.addfinalizer(mine.connection.close)
        request.addfinalizer(bare.connection.close)
        assert (mine.post(ledger, body), bare.post("/bare/", bare_body)) == (201, 201)
        create, floor = bench.medians(
            lambda: mine.post(ledger, body), lambda: bare.post("/bare/", bare_body), rounds=ROUNDS, warm_up=10
        )
        bench.tell("create over HTTP", create * 1000, "ms", floor=floor * 1000, aim="≤ 1.5×")
        page = f"/h/{world.hospital.code}/ledger/?state=rectifying&sort=due"
        bare_page = f"/bare/page/?participation={same}"
        assert (mine.get(page), bare.get(bare_page)) == (200, 200)
        shown, floor = bench.medians(
            lambda: mine.get(page), lambda: bare.get(bare_page), rounds=ROUNDS, warm_up=10
        )
        bench.tell("list of twenty over HTTP, page", shown * 1000, "ms", floor=floor * 1000, aim="≤ 2×")
