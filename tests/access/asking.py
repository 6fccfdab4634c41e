"""One request of the matrix: sent in a transaction of its own that is rolled back."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from django.db import transaction
from django.test import Client

from tests.access.addresses import address
from tests.access.api_bodies import BODIES
from tests.access.payloads import PAYLOADS
from tests.access.site import Site

_keys = count(1)


def ask(site: Site, who: str, key: str, *, data: dict[str, Any] | None = None) -> Any:
    """The answer to `GET finding` or `POST finding-move:accept` of this person; nothing of it stays."""
    method, _, name = key.partition(" ")
    with transaction.atomic():
        if data is None and method != "GET":
            data = (PAYLOADS | BODIES)[key](site, who) if key in PAYLOADS | BODIES else {}
        answer = send(site.client(who), method, address(site, name), data)
        answer.body = body_of(answer)
        transaction.set_rollback(True)
    return answer


def body_of(answer: Any) -> bytes:
    """All of the answer; a stream is read to its end, which closes the file behind it."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def send(client: Client, method: str, path: str, data: dict[str, Any] | None) -> Any:
    """As a browser sends a form; to the API JSON, unless a file is in it."""
    if method in ("GET", "TRACE"):
        return client.generic(method, path)
    if not path.startswith("/api/"):
        return client.post(path, data)
    key = {"Idempotency-Key": f"key-{next(_keys)}"}
    if _has_file(data or {}):
        return client.post(path, data, headers=key)
    return client.generic(method, path, _json(data), content_type="application/json", headers=key)


def _has_file(data: dict[str, Any]) -> bool:
    values = [one for value in data.values() for one in (value if isinstance(value, list) else [value])]
    return any(hasattr(value, "read") for value in values)


def _json(data: dict[str, Any] | None) -> str:
    return json.dumps(data or {}, ensure_ascii=False)
