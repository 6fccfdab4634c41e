"""The difference test (DESIGN §8): production's web server, before and after an anonymous page.

Held against an ordinary page that does leave rows, keys, log lines and cookies, so that the test can fail.
"""

from __future__ import annotations

import hashlib
import http.client
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test import Client

from hospital_qs import servers
from organizations.models import Role
from tests import factories
from tests.plugins.engines import current_addresses
from tests.repository.test_production_server import (
    HOST,
    collect_static_files,
    healthy,
    production_environment,
    running,
)
from tests.workshop.embedded.processes import free_port, until

pytestmark = pytest.mark.slow

MARK = "marker-7f3a"


@dataclass(frozen=True)
class Traces:
    """All that the server keeps, as digests: what is equal before and after has not been touched."""

    rows: dict[str, str]
    sequences: dict[str, int | None]
    keys: dict[str, str]
    log: str
    files: frozenset[str]

    def changed_since(self, before: Traces) -> set[str]:
        return {
            field.name for field in fields(self) if getattr(self, field.name) != getattr(before, field.name)
        }


@dataclass
class Site:
    port: int
    log: Path
    files: Path
    session: str

    def ask(
        self, method: str, path: str, body: str | None = None, *, cookie: bool = True
    ) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Host": HOST,
            "User-Agent": f"Mozilla/5.0 {MARK}",
            "Referer": f"http://{HOST}/{MARK}/",
            "X-Forwarded-For": "10.20.30.40",
        }
        if cookie:
            headers["Cookie"] = f"sessionid={self.session}; csrftoken={MARK}"
        line.request(method, path, body, headers)
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer

    def traces(self) -> Traces:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
            tables = [name for (name,) in cursor.fetchall()]
            rows = {}
            for table in tables:
                cursor.execute(
                    f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t"
                )
                rows[table] = str(cursor.fetchone())
            cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
            sequences = dict(cursor.fetchall())
        return Traces(
            rows, sequences, _keys(), self.log.read_text(), frozenset(map(str, self.files.rglob("*")))
        )


def _keys() -> dict[str, str]:
    """Broker and cache, key by key."""
    broker = current_addresses()["REDIS_URL"]
    found = {}
    for number in (0, 1):
        client = redis.Redis.from_url(servers.redis_database(broker, servers.redis_number(broker) + number))
        for key in client.scan_iter():
            found[f"{number}:{key!r}"] = hashlib.sha256(client.dump(key) or b"").hexdigest()
        client.close()
    return found


@pytest.fixture
def site(live_database: str, tmp_path: Path) -> Iterator[Site]:
    hospital = factories.make_hospital("first")
    user = factories.make_member(Role.QUALITY_OFFICE, hospital)
    client = Client()
    client.force_login(user)
    environment = production_environment(tmp_path) | {
        "SECRET_KEY": settings.SECRET_KEY,  # the session made here is one there
        "HEALTHCHECK_PORT": str(port := free_port()),
    }
    collect_static_files(environment)
    log = tmp_path / "web.log"
    with running(environment, log, "hospital_qs.web", "--listen", f"127.0.0.1:{port}"):
        assert until(lambda: healthy(environment, "web"), 90), log.read_text()
        yield Site(port, log, tmp_path / "files", client.cookies["sessionid"].value)


OPEN = [
    ("GET", "/open/first/"),
    ("GET", "/open/nobody-has-this-code/"),
    ("HEAD", "/open/first/"),
    ("GET", f"/open/first/?from={MARK}"),
    ("POST", "/open/first/"),
    ("GET", f"/open/{MARK}/{MARK}/"),
    ("GET", "/open/%00%ff/"),
    ("GET", "//open/first/"),
    ("GET", "/OPEN/first/"),
    ("TRACE", "/open/first/"),
]


def test_an_open_page_leaves_no_row_no_key_no_log_line_and_no_cookie(site: Site) -> None:
    before = site.traces()
    for method, path in OPEN:
        for cookie in (True, False):
            body = f"text={MARK}" if method == "POST" else None
            answer = site.ask(method, path, body, cookie=cookie)
            assert answer.status in (200, 404, 405), (method, path)
            assert answer.getheader("Set-Cookie") is None, (method, path)
    after = site.traces()
    assert after.log == before.log
    assert after.changed_since(before) == set()
    assert MARK not in after.log

    # The same measure sees what the other pages leave.
    assert site.ask("GET", f"/{MARK}/").status == 404
    ordinary = site.traces()
    assert {"rows", "keys", "log"} <= ordinary.changed_since(after)
    assert MARK in ordinary.log
    assert "csrftoken" in (site.ask("GET", "/login/", cookie=False).getheader("Set-Cookie") or "")
