"""What is over is cleared away once a night. It opened nothing before either: dates are read at every request."""

from __future__ import annotations

from importlib import import_module

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from infrastructure.idempotency import forget_old_keys
from infrastructure.queues import NOW
from organizations.services import account_resets, accounts, api_tokens, memberships, standings, throttle


@shared_task
def clear_what_is_over() -> None:
    """Guardian's rows of ended roles, expired API tokens and sessions, old idempotency keys,
    failed log-ins that count no more. Safe to run twice."""
    memberships.clear_ended(as_of=timezone.localdate())
    api_tokens.clear_expired(now=timezone.now())
    forget_old_keys(now=timezone.now())
    account_resets.end_expired(now=timezone.now())
    throttle.forget_old(now=timezone.now())
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@shared_task(lane=NOW)
def close_log_ins_of_leavers() -> None:
    """The night after somebody's last day. The log-in is refused from midnight on, run or not. Safe to run twice."""
    accounts.close_for_leavers(now=timezone.now())


@shared_task
def bring_hospitals_in_step() -> None:
    """A change of level, line or supervisor recorded for today begins. Safe to run twice."""
    standings.bring_in_step(as_of=timezone.localdate())
