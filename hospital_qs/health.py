"""Whether the site can do its work, for those who watch it: container engine, the hospital's monitoring.

`/livez` this process answers · `/healthz` so does what every page needs · `/readyz` so do those who work behind them.
What is down is named, never where it is or why: that stands in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from infrastructure.queues import QUEUES

logger = logging.getLogger(__name__)
WORKER_SEEN = "worker-seen:"
# The worker of a queue says every two seconds that it is there (hospital_qs/celery.py).
WORKER_SECONDS = 30
RETRY_SECONDS = 30


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _broker() -> bool:
    cache.get(WORKER_SEEN)
    return True


def _worker(queue: str) -> bool:
    return bool(cache.get(f"{WORKER_SEEN}{queue}"))


PARTS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "broker": _broker,
    **{f"worker-{queue}": partial(_worker, queue) for queue in QUEUES},
}
OF_PAGES = ("database", "broker")


def worker_is_there(queue: str) -> None:
    """Said by a worker's own process, however busy those are that do its jobs."""
    cache.set(f"{WORKER_SEEN}{queue}", 1, WORKER_SECONDS)


def state_of(name: str) -> str:
    try:
        return "ok" if PARTS[name]() else "down"
    except Exception as problem:  # whatever it is, the answer is that this part does not work
        logger.warning("%s does not answer: %s", name, problem)
        return "down"


@require_safe
@login_not_required
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    return _answer(OF_PAGES)


@require_safe
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    return _answer(tuple(PARTS))


def _answer(names: tuple[str, ...]) -> HttpResponse:
    parts = {name: state_of(name) for name in names}
    well = set(parts.values()) == {"ok"}
    headers = {} if well else {"Retry-After": str(RETRY_SECONDS)}
    words = {"status": "ok" if well else "down", "parts": parts}
    return JsonResponse(words, status=200 if well else 503, headers=headers)
