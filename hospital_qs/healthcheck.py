"""Asked by the container engine: `python -m hospital_qs.healthcheck web | worker | beat`. Exit 0 is healthy."""

from __future__ import annotations

import os
import socket
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

BEAT_SCHEDULE = Path("/var/lib/hospital-qs/beat/schedule")
# Beat writes its schedule down every three minutes.
BEAT_SECONDS = 600


def web() -> bool:
    """Under a name that Django lets in, over the port of the container itself."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".*") or "localhost"
    port = os.environ.get("HEALTHCHECK_PORT", "8000")
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310 - http to ourselves
        return bool(answer.status == 200)


def worker() -> bool:
    from hospital_qs.celery import app  # noqa: PLC0415 - the web check need not load it

    return bool(app.control.ping(destination=[f"celery@{socket.gethostname()}"], timeout=10))


def beat() -> bool:
    return time.time() - BEAT_SCHEDULE.stat().st_mtime < BEAT_SECONDS


CHECKS: dict[str, Callable[[], bool]] = {"web": web, "worker": worker, "beat": beat}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in CHECKS:
        sys.stderr.write(f"usage: python -m hospital_qs.healthcheck {' | '.join(CHECKS)}\n")
        return 2
    try:
        healthy = CHECKS[arguments[0]]()
    except OSError as problem:
        sys.stderr.write(f"{arguments[0]}: {problem}\n")
        return 1
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
