"""The workers of a deployment: a queue each, so that no long job delays what somebody waits for.

`make run` starts them from here; docker-compose.yml names the same (a test compares). Only `work` needs processes,
which a time limit can end; the others wait for mail servers, or for the child that draws.
"""

from __future__ import annotations

from infrastructure.queues import NOW, PICTURES, WORK

WORKERS: dict[str, list[str]] = {
    "worker-now": ["--queues", NOW, "--pool", "threads", "--concurrency", "4"],
    "worker-work": ["--queues", WORK, "--concurrency", "2"],
    "worker-pictures": ["--queues", PICTURES, "--pool", "threads", "--concurrency", "1"],
}


def worker_command(name: str) -> list[str]:
    """The celery command of one worker."""
    return ["celery", "-A", "hospital_qs", "worker", "--loglevel", "INFO", *WORKERS[name]]
