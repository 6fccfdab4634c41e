"""`Idempotency-Key`: the same request sent twice is carried out once and answered alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db import connection, transaction

from infrastructure.audit import Actor, one_act
from infrastructure.errors import NotAllowed, Refusal
from infrastructure.models.idempotency import IdempotencyKey

KEPT_FOR = timedelta(days=7)


class KeyReused(Refusal):
    """The key belongs to another request (422)."""

    status = 422


class Reach(Protocol):
    """What a user holds, as plain values, and whether all of it is still held on another day."""

    def taken(self, user: Any, as_of: date) -> list[Any]: ...

    def is_still_held(self, kept: list[Any], user: Any, as_of: date) -> bool: ...


_reach: list[Reach] = []


def register_reach(reach: Reach) -> None:
    """Say how far a user reaches; without it nothing is told again."""
    _reach[:] = [reach]


@dataclass(frozen=True)
class Answer:
    """What is told and kept: a status and a body of plain JSON values."""

    status: int
    body: Any
    repeated: bool = False


def carry_out_once(
    *, by: Actor, key: str, request_hash: str, as_of: date, act: Callable[[], Answer]
) -> Answer:
    """Carry it out under this key, or give the answer of the time when it was: to who still reaches as far.

    The key's row is the first write of the transaction: whoever comes with the same key meanwhile waits for its end.
    What is refused leaves nothing behind, the key neither, so that it can be sent again corrected.
    """
    with one_act(by=by):
        claimed = _claim(by.pk, key, request_hash)
        if claimed is None:
            return _kept(by, key, request_hash, as_of)
        answer = act()
        _keep(claimed, answer, by, as_of)
    return answer


def done_once(
    *, by: Actor, key: str, request_hash: str, as_of: date, act: Callable[[], Answer | None]
) -> Answer | None:
    """`carry_out_once` for a page, which outlives a refusal: `None` says that nothing was done and frees the key."""
    with transaction.atomic():
        claimed = _claim(by.pk, key, request_hash)
        if claimed is None:
            return _kept(by, key, request_hash, as_of)
        answer = act()
        if answer is None:
            IdempotencyKey.objects.filter(pk=claimed).delete()
        else:
            _keep(claimed, answer, by, as_of)
    return answer


def _keep(claimed: int, answer: Answer, by: Actor, as_of: date) -> None:
    reach = [held for each in _reach for held in each.taken(by, as_of)]
    IdempotencyKey.objects.filter(pk=claimed).update(status=answer.status, body=answer.body, reach=reach)


def _claim(user_id: int, key: str, request_hash: str) -> int | None:
    """The id of the new row; None when the key is taken."""
    table = connection.ops.quote_name(IdempotencyKey._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (user_id, key, request_hash) VALUES (%s, %s, %s)"  # noqa: S608
            " ON CONFLICT (user_id, key) DO NOTHING RETURNING id",
            [user_id, key, request_hash],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _kept(by: Actor, key: str, request_hash: str, as_of: date) -> Answer:
    row = IdempotencyKey.objects.get(user=by.pk, key=key)
    if row.request_hash != request_hash or row.status is None or row.reach is None:
        raise KeyReused("这个 Idempotency-Key 已经用于另一个请求，请为新的请求换一个。")
    if not any(each.is_still_held(row.reach, by, as_of) for each in _reach):
        raise NotAllowed("这个请求已经执行过。您的权限在那以后有变化，当时的回答不再给出，请查询现状。")
    return Answer(row.status, row.body, repeated=True)


def forget_old_keys(*, now: datetime) -> int:
    """Drop keys that nobody repeats any more."""
    return IdempotencyKey.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
