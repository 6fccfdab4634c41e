"""Who sends slowly holds a socket and no thread, and not for ever; everybody else does not notice."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hospital_qs import web
from tests.hospital_qs.slow_senders import BEGINNINGS, begin, dripping
from tests.plugins.engines import current_addresses
from tests.repository.sources import ROOT
from tests.workshop.embedded.processes import free_port, until

SLOW_SENDERS = 200
PAGES = 30


@pytest.fixture
def site(live_database: str, tmp_path: Path) -> Iterator[int]:
    """The web process of `make run` and of production, on the engines of this run. Yields its port."""
    port = free_port()
    environment = {
        **os.environ,
        **current_addresses(),
        "DJANGO_SETTINGS_MODULE": "hospital_qs.settings.test",
    }
    command = [sys.executable, "-m", "hospital_qs.web", "--listen", f"127.0.0.1:{port}", "--threads", "8"]
    with (tmp_path / "web.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    with process:
        try:
            assert until(lambda: answers(port), 60), (tmp_path / "web.log").read_text()
            yield port
        finally:
            process.terminate()
    assert process.returncode == 0


def answers(port: int) -> bool:
    try:
        return asked(port)[0] == 200
    except OSError:
        return False


def asked(port: int) -> tuple[int, float]:
    """Status of the log-in page (which reads the database for its hospitals' names) and the seconds it took."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/login/")
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    return answer.status, time.monotonic() - began


def seconds_of_pages(port: int) -> list[float]:
    found = [asked(port) for _ in range(PAGES)]
    assert {status for status, _ in found} == {200}
    return [seconds for _, seconds in found]


@pytest.mark.slow
def test_two_hundred_slow_senders_beside_ordinary_users(site: int) -> None:
    alone = seconds_of_pages(site)
    with dripping(site, SLOW_SENDERS) as senders:
        beside = seconds_of_pages(site)
        # They are still there: it was in their company that the pages came.
        assert not any(is_closed(sender) for sender in senders)
    assert statistics.median(beside) < 3 * statistics.median(alone) + 0.1
    assert max(beside) < 3 * max(alone) + 1


def is_closed(sender: socket.socket) -> bool:
    sender.setblocking(False)
    try:
        return sender.recv(1) == b""
    except BlockingIOError:
        return False
    finally:
        sender.settimeout(10)


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The same server with deadlines of a second, in a thread of ours. Yields its port."""
    monkeypatch.setattr(web, "HEADER_SECONDS", 1)
    monkeypatch.setattr(web, "BODY_GRACE_SECONDS", 1)
    monkeypatch.setattr(web, "PATROL_SECONDS", 0)
    port = free_port()
    server = web.made_server(echo, host="127.0.0.1", port=port, threads=1)
    with running(server):
        yield port


@contextmanager
def running(server: web.Server) -> Iterator[None]:
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield
    finally:
        server.asyncore.close_all(server._map)
        thread.join()
        server.task_dispatcher.shutdown()


@pytest.mark.slow
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_sender_who_drips_on_for_ever_is_let_go(impatient: int, beginning: bytes) -> None:
    with begin(impatient, beginning) as sender:
        began = time.monotonic()
        while not is_closed(sender):
            sender.sendall(b"a")
            time.sleep(0.1)
            assert time.monotonic() - began < 10
        assert time.monotonic() - began > 0.9


@pytest.mark.slow
def test_an_upload_that_keeps_the_pace_may_take_longer_than_the_grace(impatient: int) -> None:
    piece, pieces = b"x" * 1024, 20
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % (len(piece) * pieces)
    with begin(impatient, head) as sender:
        for _ in range(pieces):
            sender.sendall(piece)
            time.sleep(0.1)
        answer = http.client.HTTPResponse(sender)
        answer.begin()
        assert answer.read() == piece * pieces


def test_a_body_larger_than_any_upload_is_refused_before_it_is_sent(impatient: int) -> None:
    with begin(impatient, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n") as sender:
        answer = http.client.HTTPResponse(sender)
        answer.begin()
        assert answer.status == 413
        assert answer.getheader("Server") is None


def test_what_a_proxy_says_is_left_to_the_settings() -> None:
    """What a proxy says about the client reaches the application, which alone knows whom to believe."""
    seen: list[dict[str, Any]] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.append(environ)
        return echo(environ, start_response)

    with running(web.made_server(app, host="127.0.0.1", port=(port := free_port()), threads=1)):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/", headers={"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"})
        assert connection.getresponse().status == 200
        connection.close()
    assert (seen[0]["HTTP_X_FORWARDED_FOR"], seen[0]["wsgi.url_scheme"]) == ("192.0.2.7", "http")


def test_a_head_has_no_body_and_leaves_the_connection_to_the_next() -> None:
    """What Django gives with a HEAD would be read as the beginning of the next answer."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        start_response("405 Method Not Allowed", [("Content-Length", "5")])
        return iter([b"never"])

    with running(web.made_server(app, host="127.0.0.1", port=(port := free_port()), threads=1)):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("HEAD", "/")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (405, b"")
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (405, b"never")
        connection.close()
