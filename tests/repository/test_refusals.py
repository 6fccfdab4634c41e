"""Views hand their acts to `infrastructure.form_acts` and their files to services; none does either by hand."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from infrastructure.errors import Refusal
from tests.repository.sources import ROOT, written_python

ROOMS = {"views", "api"}


def _caught_by_hand(path: Path, source: str) -> Iterator[str]:
    """Handlers that swallow a refusal. One that raises again only counts a wrong guess or names a field."""
    names = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)).__dict__
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ExceptHandler) or node.type is None:
            continue
        kinds = {names.get(each.id) for each in ast.walk(node.type) if isinstance(each, ast.Name)}
        last = node.body[-1]
        raises_again = isinstance(last, ast.Raise) and last.exc is None
        if not raises_again and any(isinstance(kind, type) and issubclass(kind, Refusal) for kind in kinds):
            yield f"{path.relative_to(ROOT)}:{node.lineno}"


def _views() -> list[Path]:
    return [path for path in written_python() if ROOMS & set(path.relative_to(ROOT).parts[1:-1])]


def test_no_view_catches_a_refusal_by_hand() -> None:
    assert [found for path in _views() for found in _caught_by_hand(path, path.read_text())] == []


def test_one_that_does_is_found() -> None:
    planted = (
        "try:\n    act()\nexcept TooManyTries as refusal:\n    messages.error(request, refusal.message)\n"
    )
    log_in = ROOT / "organizations/views/log_in.py"
    assert list(_caught_by_hand(log_in, planted)) == ["organizations/views/log_in.py:3"]


def test_no_view_receives_files_by_hand() -> None:
    """Received in a view, a file would be kept beside an act that is refused."""
    assert [str(path.relative_to(ROOT)) for path in _views() if "receive_upload" in path.read_text()] == []
