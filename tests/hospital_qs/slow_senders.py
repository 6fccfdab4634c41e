"""People, and programs, who send a byte a second: half a header, the body of a log-in, an upload."""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

BEGINNINGS = (
    b"GET /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 100000\r\n\r\nusername=",
    b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    b'Content-Length: 9000000\r\n\r\n--b\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n',
)
PACE_SECONDS = 1.0


def begin(port: int, beginning: bytes) -> socket.socket:
    sender = socket.create_connection(("127.0.0.1", port), timeout=10)
    sender.sendall(beginning)
    return sender


@contextmanager
def dripping(port: int, number: int) -> Iterator[list[socket.socket]]:
    """So many connections, a third of each kind, each sending one byte a second until the end."""
    kinds = itertools.cycle(BEGINNINGS)
    senders = [begin(port, next(kinds)) for _ in range(number)]
    over = threading.Event()

    def drip() -> None:
        while not over.wait(PACE_SECONDS):
            for sender in senders:
                with contextlib.suppress(OSError):
                    sender.sendall(b"a")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield senders
    finally:
        over.set()
        thread.join()
        for sender in senders:
            sender.close()
