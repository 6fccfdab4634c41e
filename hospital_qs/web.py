"""The web server: `python -m hospital_qs.web --listen 127.0.0.1:8000 --threads 8`, for trying out and in production.

Waitress reads requests in one loop for all connections and gives a thread only to one that has arrived whole: who sends
slowly holds a socket, never a thread. What it lacks is an end of its patience with a sender that drips on for ever.
"""

from __future__ import annotations

import argparse
import logging
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from hospital_qs.wsgi import application
from infrastructure.files.configuration import upload_limits

WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]
HEADER_SECONDS = 20
# After the grace a body must have come at this pace on average: the slowest ward's Wi-Fi is a hundred times faster.
BODY_GRACE_SECONDS = 30
BODY_BYTES_PER_SECOND = 1024
IDLE_SECONDS = 60
PATROL_SECONDS = 3
CONNECTIONS = 800
# A long answer waits for its reader in a file beside the thread, not in it.
ANSWER_BYTES = 256 * 1024 * 1024
FORM_BYTES = 16 * 1024 * 1024


class Connection(HTTPChannel):
    """One connection, with a clock for the request that is coming in."""

    reading: object = None
    since = 0.0

    def received(self, data: bytes) -> bool:
        taken = bool(super().received(data))
        if self.request is not self.reading:
            self.reading, self.since = self.request, time.monotonic()
        return taken

    def is_too_slow(self, now: float) -> bool:
        """While one request is being answered the next is not read, and so not judged."""
        if self.request is None or self.requests:
            return False
        if not self.request.headers_finished:
            return now - self.since > HEADER_SECONDS
        earned = self.request.body_bytes_received / BODY_BYTES_PER_SECOND
        return now - self.since > BODY_GRACE_SECONDS + earned


class Server(TcpWSGIServer):
    channel_class = Connection

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for connection in list(self.active_channels.values()):
            if connection.is_too_slow(time.monotonic()):
                connection.will_close = True


def without_bodies_of_heads(app: WSGI) -> WSGI:
    """A HEAD is answered by headers alone. Django leaves that to the server and waitress to the application: what came
    of it would be read as the beginning of the next answer on the same connection.
    """

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "HEAD":
            return app(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if not any(name.lower() == "content-length" for name, _ in headers):
                headers = [*headers, ("Content-Length", "0")]  # else waitress ends a body that never was
            return start_response(status, headers, *more)

        body = app(environ, start)
        if hasattr(body, "close"):
            body.close()
        return []

    return application


def made_server(app: WSGI, *, host: str, port: int, threads: int) -> Server:
    """Listening; `run` serves until SystemExit, then takes nothing new and finishes what is being answered."""
    return Server(
        without_bodies_of_heads(app),
        map={},
        listen=f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        threads=threads,
        connection_limit=_room_for(CONNECTIONS),
        asyncore_use_poll=True,
        cleanup_interval=PATROL_SECONDS,
        channel_timeout=IDLE_SECONDS,
        max_request_header_size=64 * 1024,
        max_request_body_size=request_bytes(),
        outbuf_high_watermark=ANSWER_BYTES,
        # Whose X-Forwarded-For is believed is decided in one place (organizations/addresses.py).
        clear_untrusted_proxy_headers=False,
        ident=None,
    )


def request_bytes() -> int:
    """Of the largest request that is read: as many files as one may send, and the form around them."""
    limits = upload_limits()
    return limits.files_per_request * limits.file_bytes + FORM_BYTES


def _room_for(connections: int) -> int:
    """A connection may hold its socket and two files; what is left is for the database and everything else."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections * 3 + 200
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return connections if soft == resource.RLIM_INFINITY else min(connections, (soft - 200) // 3)


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m hospital_qs.web")
    parser.add_argument("--listen", default="127.0.0.1:8000", metavar="HOST:PORT")
    parser.add_argument("--threads", type=int, default=8)
    asked = parser.parse_args(arguments)
    host, _, port = asked.listen.rpartition(":")
    server = made_server(application, host=host.strip("[]"), port=int(port), threads=asked.threads)
    # Waiting is what its queue is for: a line for each that waits would fill the log of a busy morning.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, _stop)
    server.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
