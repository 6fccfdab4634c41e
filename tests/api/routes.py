"""Every route of the API with its handlers, read from the URLconf: tests are complete because they walk this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework import serializers

from infrastructure.api.references import Body

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Route:
    name: str
    method: str
    handler: Any

    @property
    def body(self) -> type[serializers.Serializer] | None:
        """The serializer of the request's body, also of one that is only sent as a form."""
        body = getattr(self.handler, "body", None)
        return next(iter(body.values())) if isinstance(body, dict) else body


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], before: str) -> Iterator[Route]:
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, path)
        elif isinstance(one, URLPattern) and path.startswith("api/v1/"):
            view = one.callback.view_class
            for method in METHODS:
                handler = getattr(view, method, None)
                if handler is not None:
                    yield Route(str(one.name), method, handler)


def bodies() -> list[type[Body]]:
    """Every body that can name rows, once."""
    found = {route.body: None for route in routes() if route.body is not None}
    return [body for body in found if issubclass(body, Body)]
