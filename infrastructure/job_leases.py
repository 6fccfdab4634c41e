"""Who is at a job. The lease is short and renewed while its worker lives: one that was killed is noticed in seconds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import DatabaseError, connection

from infrastructure.models import Job, JobState

# With the poll of every few seconds a killed worker's job is taken up again well within a minute.
LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
BEATS_PER_LEASE = 4

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker holds the job now: this one was away for too long (a suspended machine)."""


class Heartbeat:
    """Renews the lease from a thread with a connection of its own, whatever transaction the runner is in.

    Inside a transaction of the caller nobody else can see the row, and there is nothing to renew.
    """

    def __init__(self, job: Job, clock: Callable[[], datetime]) -> None:
        self._job = job
        self._clock = clock
        self._over = threading.Event()
        self._lost = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if not connection.in_atomic_block:
            self._thread = threading.Thread(
                target=self._beat, name=f"lease of job {self._job.pk}", daemon=True
            )
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def check(self) -> None:
        """Raises LeaseLost when the work would be for nothing."""
        if self._lost.is_set():
            raise LeaseLost

    def renew(self) -> bool:
        """Whether this attempt still holds the job."""
        held = Job.objects.filter(pk=self._job.pk, state=JobState.RUNNING, attempts=self._job.attempts)
        return bool(held.update(lease_until=self._clock() + LEASE))

    def _beat(self) -> None:
        try:
            while not self._over.wait((LEASE / BEATS_PER_LEASE).total_seconds()):
                self._renew_or_give_up()
        finally:
            connection.close()

    def _renew_or_give_up(self) -> None:
        try:
            if not self.renew():
                self._lost.set()
                self._over.set()
        except DatabaseError:  # away for a moment: the next beat may find it back
            logger.warning("the lease of job %s could not be renewed", self._job.uid)
            connection.close()
