"""`Idempotency-Key`: the same request sent twice is carried out once and answered alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from infrastructure.audit import Actor, one_act
from infrastructure.errors import Refusal
from infrastructure.models.idempotency import IdempotencyKey

KEPT_FOR = timedelta(days=7)


class KeyReused(Refusal):
    """The key belongs to another request (422)."""

    status = 422


@dataclass(frozen=True)
class Answer:
    """What is told and kept: a status and a body of plain JSON values."""

    status: int
    body: Any
    repeated: bool = False


def carry_out_once(*, by: Actor, key: str, request_hash: str, act: Callable[[], Answer]) -> Answer:
    """Carry it out under this key, or give the answer of the time when it was.

    The key's row is the first write of the transaction: whoever comes with the same key meanwhile waits for its end.
    What is refused leaves nothing behind, the key neither, so that it can be sent again corrected.
    """
    with one_act(by=by):
        claimed = _claim(by.pk, key, request_hash)
        if claimed is None:
            return _kept(by.pk, key, request_hash)
        answer = act()
        IdempotencyKey.objects.filter(pk=claimed).update(status=answer.status, body=answer.body)
    return answer


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


def _kept(user_id: int, key: str, request_hash: str) -> Answer:
    row = IdempotencyKey.objects.get(user=user_id, key=key)
    if row.request_hash != request_hash or row.status is None:
        raise KeyReused("这个 Idempotency-Key 已经用于另一个请求，请为新的请求换一个。")
    return Answer(row.status, row.body, repeated=True)


def forget_old_keys(*, now: datetime) -> int:
    """Drop keys that nobody repeats any more."""
    return IdempotencyKey.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
