"""The way back from the page of a job to where it was asked for. The app that has the kind of job enters it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from infrastructure.models import Job
from infrastructure.registry import Registry


@dataclass(frozen=True)
class Origin:
    words: str
    url: str


_ORIGINS = Registry[Callable[[Job], Origin]]("origin of jobs of kind")


def register_origin(kind: str, find: Callable[[Job], Origin]) -> None:
    """Where jobs of a kind come from; a kind that has none has no link on its page."""
    _ORIGINS.add(kind, find)


def origin_of(job: Job) -> Origin | None:
    return _ORIGINS[job.kind](job) if job.kind in _ORIGINS else None
