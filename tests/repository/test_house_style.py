"""Limits of the house style that no linter of ours counts, and what may never be in a tracked file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository.sources import ROOT, shown, tracked, written_python

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "core", "misc"}
TEXT = re.compile(
    r"\.(py|toml|md|yml|html|js|css|sh|lock|json|example)$|^(Makefile|Dockerfile|run|\..*rc|\..*ignore)$"
)


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Name and length; the decorators and the docstring do not count."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield node.name, (node.end_lineno or node.lineno) - body[0].lineno + 1


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {shown(p): n for p in written_python() if (n := len(p.read_text().splitlines())) > LONGEST_FILE}
    assert not long


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{shown(path)}: {name} has {length}"
        for path in written_python()
        for name, length in functions(path.read_text())
        if length > LONGEST_FUNCTION
    ]
    assert not long


def test_the_measure_of_a_function_is_its_body() -> None:
    source = 'def f(\n    a,\n):\n    """Says."""\n' + "    a += 1\n" * 41
    assert list(functions(source)) == [("f", 41)]


def test_every_module_says_what_it_is_for() -> None:
    assert not [
        shown(p) for p in written_python() if NAMES_THAT_SAY_NOTHING & {p.stem, *p.relative_to(ROOT).parts}
    ]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        # Of a check-out in a folder of its own; /tmp/ itself is a place that every machine has.
        (
            "a path of the machine it was written on",
            re.compile(re.escape(f"{ROOT}/" if ROOT.parent == Path("/tmp") else f"{ROOT.parent}/")),  # noqa: S108
        ),
        (
            "the address of a package index",
            re.compile(r"(files\.)?pythonhosted\.org|pypi\.org|registry\.npmjs|npmmirror"),
        ),
        ("work left for later", re.compile(r"\b(TODO|FIXME|XXX)\b")),
    ],
)
def test_no_tracked_file_holds(what: str, pattern: re.Pattern[str]) -> None:
    own = Path(__file__)
    found = [
        f"{shown(path)}:{number}: {what}"
        for path in tracked()
        if TEXT.search(path.name) and path != own
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found
