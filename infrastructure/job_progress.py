"""How far a job is, and the words for it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from infrastructure.job_leases import Heartbeat
from infrastructure.models import Job, JobState

_KEPT_SECONDS = 3600
_WRITE_EVERY_SECONDS = 0.5

logger = logging.getLogger(__name__)


class Progress:
    """Kept in the cache: outside every transaction, seen at once, lost without harm."""

    def __init__(self, job: Job, heartbeat: Heartbeat) -> None:
        self._key = _key(job)
        self._heartbeat = heartbeat
        self._written = 0.0

    def begin(self) -> None:
        """Forget how far an attempt before this one was."""
        self._write({})

    def report(self, done: int, total: int, words: str = "") -> None:
        """Say how much is done; written at most twice a second, and always at the end.

        Raises LeaseLost when another worker has taken the job up.
        """
        self._heartbeat.check()
        now = time.monotonic()
        if done < total and now - self._written < _WRITE_EVERY_SECONDS:
            return
        self._written = now
        self._write({"done": done, "total": total, "words": words})

    def _write(self, seen: dict[str, Any]) -> None:
        try:
            cache.set(self._key, seen, _KEPT_SECONDS)
        except RedisError:
            logger.warning("the progress of a job could not be kept")


def _key(job: Job) -> str:
    return f"job-progress:{job.uid}"


def _seen(job: Job) -> dict[str, Any]:
    try:
        return cache.get(_key(job)) or {}
    except RedisError:
        return {}


@dataclass(frozen=True)
class JobView:
    """A job as the progress piece of a page shows it."""

    label: str
    percent: int
    sentence: str
    finished: bool
    failed: bool
    has_file: bool = False


def view_of(job: Job, *, now: datetime) -> JobView:
    """The job's state in words."""
    if job.state == JobState.FAILED:
        return JobView(job.title, 100, f"{job.title}：{job.problem}", True, True)
    if job.state == JobState.DONE:
        if job.cleared_at is not None:
            words = f"结果已超过保存期限（{settings.JOB_FILES_KEPT_DAYS} 天），已清除。需要时请重新提交。"
            return JobView(job.title, 100, f"{job.title}：{words}", True, False)
        return JobView(job.title, 100, f"{job.title}：已完成。", True, False, job.result_file_id is not None)
    if job.state == JobState.RUNNING and job.lease_until is not None and job.lease_until < now:
        return JobView(job.title, 0, f"{job.title}：处理中断，马上自动重新开始。", False, False)
    seen = _seen(job)
    done, total = seen.get("done", 0), seen.get("total", 0)
    percent = int(100 * done / total) if total else 0
    return JobView(job.title, percent, f"{job.title}：{_words(job, seen)}", False, False)


def _words(job: Job, seen: dict[str, Any]) -> str:
    done, total = seen.get("done", 0), seen.get("total", 0)
    if job.state == JobState.QUEUED:
        return "排队中，页面会自动更新"
    words = seen.get("words") or (f"已处理 {done} / {total}" if total else "已经开始，页面会自动更新")
    return words if job.attempts < 2 else f"处理中断，已自动重新开始（第 {job.attempts} 次）。{words}"
