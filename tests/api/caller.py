"""A program that calls the API with a token: JSON in, JSON out, a fresh Idempotency-Key for every POST."""

from __future__ import annotations

import itertools
import json
from typing import Any

from django.test import Client
from django.utils import timezone

from organizations.models import User
from organizations.services import api_tokens

ROOT = "/api/v1/"
_keys = itertools.count(1)


def token_of(user: User) -> str:
    return api_tokens.create(user=user, days=7, now=timezone.now()).secret


class Caller:
    """One user's program. Paths are relative to /api/v1/ unless they begin with a slash."""

    def __init__(self, user: User | None = None, *, token: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.user = user
        self.token = token or (token_of(user) if user else "")

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = "",
        files: bool = False,
        **headers: str,
    ) -> Any:
        """The answer. `key` "" makes one, None sends none; `files` sends a form instead of JSON."""
        sent = {"Authorization": f"Token {self.token}"} if self.token else {}
        if method == "POST" and key is not None:
            sent["Idempotency-Key"] = key or f"key-{next(_keys)}"
        address = path if path.startswith("/") else ROOT + path
        if files:
            return self.client.post(address, body, headers=sent | headers)
        content = body if isinstance(body, (bytes, str)) else b"" if body is None else json.dumps(body)
        return self.client.generic(
            method, address, content, content_type="application/json", headers=sent | headers
        )

    def get(self, path: str, **query: Any) -> Any:
        address = path if path.startswith("/") else ROOT + path
        sent = {"Authorization": f"Token {self.token}"} if self.token else {}
        return self.client.get(address, query, headers=sent)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.call("POST", path, body, **more)

    def upload(self, path: str, body: dict[str, Any], **more: Any) -> Any:
        return self.call("POST", path, body, files=True, **more)

    def put(self, path: str, body: Any) -> Any:
        return self.call("PUT", path, body)

    def patch(self, path: str, body: Any) -> Any:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self.call("DELETE", path)


def done(response: Any, status: int = 200) -> Any:
    """The body of an answer that was to succeed."""
    assert response.status_code == status, (response.status_code, response.content.decode()[:2000])
    return response.json() if response.content else None


def problem(response: Any, status: int) -> dict[str, Any]:
    """The problem detail of an answer that was to be refused: RFC 9457, in Chinese."""
    assert response.status_code == status, (response.status_code, response.content.decode()[:2000])
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) >= {"type", "title", "status", "detail"}
    assert body["status"] == status
    for words in (body["title"], body["detail"], *(w for ws in body.get("errors", {}).values() for w in ws)):
        assert any("\u4e00" <= c <= "\u9fff" for c in words), words
    return body
