"""Who did what: one insert-only entry an act, and the actor that every row image needs.

Services open `acting(by=…)` around their transaction and call `record` in it. Actions come from closed lists that
the apps register; an unknown one is a programming error and raises.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import pghistory
from django.db import connection, models, transaction

from infrastructure.models import AuditEntry

_ACTIONS: dict[str, str] = {}
_in_one_act: ContextVar[bool] = ContextVar("in_one_act", default=False)


class UnknownAction(LookupError):
    """An action that no app has registered."""


class Actor(Protocol):
    """What the audit needs to know of a user."""

    pk: int
    display_name: str


@dataclass(frozen=True)
class Signature:
    """The three things of an act, as the audit copies them (DESIGN §5)."""

    signatory_id: int | None = None
    signatory_name: str = ""
    on_behalf_of_id: int | None = None
    on_behalf_of_name: str = ""
    scan_uid: Any = None


def register_actions(actions: type[models.TextChoices]) -> type[models.TextChoices]:
    """Add an app's closed list of actions. Used as a class decorator."""
    for value, label in actions.choices:
        if _ACTIONS.setdefault(value, str(label)) != str(label):
            raise ValueError(f"audit action {value!r} is registered twice")
    return actions


def label_of(action: str) -> str:
    """The Chinese words of an action, as timeline and audit page show them."""
    return _ACTIONS[action]


def known_actions() -> dict[str, str]:
    """Every registered action with its words."""
    return dict(_ACTIONS)


@contextmanager
def one_act(*, by: Actor | None) -> Iterator[None]:
    """`acting` around services that belong together: what one of them refuses, nothing of the whole is kept.

    So they need no savepoints of their own, and nobody inside may go on after a refusal.
    """
    with acting(by=by):
        token = _in_one_act.set(True)
        try:
            yield
        finally:
            _in_one_act.reset(token)


@contextmanager
def acting(*, by: Actor | None) -> Iterator[None]:
    """One transaction in which rows are written in this user's name; `None` is the system itself.

    When an outer transaction goes on, the name is taken back at the end: a later write without an actor is refused.
    """
    if by is None:
        context = pghistory.context(actor=0, name="系统")
    else:
        context = pghistory.context(actor=by.pk, name=by.display_name)
    with context, transaction.atomic(savepoint=not _in_one_act.get()):
        yield
    if connection.in_atomic_block and not hasattr(pghistory.runtime._tracker, "value"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")


def entry(
    *,
    action: str,
    target: models.Model,
    by: Actor | None,
    now: datetime,
    hospital_id: int | None,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    signature: Signature | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """An entry not yet saved, for bulk acts; `record` for single ones. The target needs `uid`."""
    if action not in _ACTIONS:
        raise UnknownAction(action)
    signed = signature or Signature()
    return AuditEntry(
        at=now,
        hospital_id=hospital_id,
        action=action,
        target_type=target._meta.label_lower,
        target_uid=target.uid,  # type: ignore[attr-defined]
        target_name=str(target)[:200],
        actor_id=by.pk if by else None,
        actor_name=by.display_name if by else "系统",
        signatory_id=signed.signatory_id,
        signatory_name=signed.signatory_name,
        on_behalf_of_id=signed.on_behalf_of_id,
        on_behalf_of_name=signed.on_behalf_of_name,
        scan_uid=signed.scan_uid,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        detail=detail or {},
    )


def record(**values: Any) -> AuditEntry:
    """Write one audit entry; the keywords are those of `entry`."""
    written = entry(**values)
    written.save(force_insert=True)
    return written


def record_many(entries: list[AuditEntry]) -> None:
    """Write the entries of a bulk act."""
    AuditEntry.objects.bulk_create(entries, batch_size=1000)
