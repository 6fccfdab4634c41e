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
LONGEST_TEMPLATE, LONGEST_TEMPLATE_LINE = 150, 120
OWN_FRONT_END = ("templates/", "static/js/", "static/css/")
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


def front_end(suffix: str) -> Iterator[tuple[str, list[str]]]:
    for path in tracked(suffix):
        if shown(path).startswith(OWN_FRONT_END):
            yield shown(path), path.read_text("utf-8").splitlines()


def test_a_template_is_short_and_so_are_its_lines() -> None:
    """Longer ones are cut into pieces; what a line cannot hold is logic that belongs into the view's data."""
    long = [name for name, lines in front_end(".html") if len(lines) > LONGEST_TEMPLATE]
    wide = [
        f"{name}:{number}"
        for name, lines in front_end(".html")
        for number, line in enumerate(lines, 1)
        if len(line) > LONGEST_TEMPLATE_LINE
    ]
    assert long + wide == []


def test_scripts_and_styles_are_no_longer_than_modules() -> None:
    assert [
        name for suffix in (".js", ".css") for name, lines in front_end(suffix) if len(lines) > LONGEST_FILE
    ] == []


# biome lays a function out so: it ends with the bracket that stands under the line where it begins.
SCRIPT_FUNCTION = re.compile(r"^( *)(?!\(\(\) =>)(?:.*=>|(?:.*\b)?function\b.*\)|(?:async )?\w+\(.*\)) \{$")


def script_functions(lines: list[str]) -> Iterator[tuple[int, int]]:
    """First line and length of every function; the one around a whole script is its module."""
    for number, line in enumerate(lines):
        found = SCRIPT_FUNCTION.match(line)
        if found is None or re.match(r"\s*(if|for|while|switch|else|\}|catch)\b", line):
            continue
        end = next(n for n in range(number + 1, len(lines)) if lines[n].startswith(found.group(1) + "}"))
        yield number + 1, end - number - 1


def test_no_function_of_a_script_is_longer_than_forty_lines() -> None:
    assert [
        f"{name}:{number} has {length}"
        for name, lines in front_end(".js")
        for number, length in script_functions(lines)
        if length > LONGEST_FUNCTION
    ] == []


def test_the_measure_of_a_script_finds_its_functions() -> None:
    body = ["    a += 1;"] * 41
    lines = ["(() => {", "  function f(a) {", *body, "  }", "  on(() => {", *body, "  });", "})();"]
    assert list(script_functions(lines)) == [(2, 41), (45, 41)]


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


def test_what_people_read_is_quoted_in_one_way() -> None:
    """“…”; corner marks may only be met in what others wrote: official texts and their workbooks."""
    own = [path for path in (*written_python(), *tracked(".html"), *tracked(".js")) if path != Path(__file__)]
    ours = [path for path in own if not {"workbook", "data", "samples"} & set(path.parts)]
    assert not [shown(path) for path in ours if re.search("[「」『』]", path.read_text("utf-8"))]
