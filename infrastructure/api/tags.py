"""The chapters of the API document. Each app names its own; the document shows them from the lowest app upwards."""

from __future__ import annotations

from typing import Any

from infrastructure.registry import Registry

_TAGS = Registry[str]("chapter of the API document")


def register_tags(*names: str) -> None:
    """From the `ready()` of an app, in the order in which they are read."""
    for name in names:
        _TAGS.add(name, name)


def with_tags(result: dict[str, Any], **generation: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: the document says which chapters it has."""
    return result | {"tags": [{"name": name} for name in _TAGS.entries]}
