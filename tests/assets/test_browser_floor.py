"""Everything that reaches a hospital's browser is readable by Chromium 86: parsed here, for tests run on a new one."""

from __future__ import annotations

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from hospital_qs import assets
from tests.assets.browser_floor import css_problems

ROOT = assets.ROOT
PACKAGES = ("django_htmx",)
# Everything later than ES2020 is a syntax error to acorn here; these are calls that no syntax gives away.
LATER_CALLS = (
    ".at(", ".findLast(", ".toSorted(", ".toReversed(", ".with(", "structuredClone(", "Object.hasOwn(",
    "crypto.randomUUID(", "Promise.any(", ".replaceChildren(", "showPicker(", "AbortSignal.timeout(",
)  # fmt: skip
PARSE = """
const acorn = require(process.argv[1]);
const fs = require("fs");
const found = {};
for (const file of process.argv.slice(2)) {
  try { acorn.parse(fs.readFileSync(file, "utf8"), {ecmaVersion: 2020, sourceType: "script"}); }
  catch (problem) { found[file] = problem.message; }
}
console.log(JSON.stringify(found));
"""


def shipped(suffix: str) -> list[Path]:
    folders = [ROOT / "static"]
    for package in PACKAGES:
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        folders.append(Path(spec.origin).parent / "static")
    # Of htmx the pages load version 2; the package brings others, too.
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob(f"*{suffix}"))
        if "-4" not in path.name and "ext" not in path.parts
    ]


def parse(*files: Path) -> dict[str, str]:
    npm, _ = assets.npm_command()
    node = npm[0] if len(npm) == 2 else "node"
    command = [node, "-e", PARSE, str(assets.MODULES / "acorn"), *map(str, files)]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(finished.stdout)


@pytest.mark.usefixtures("vendor")
def test_every_style_sheet_stays_within_the_floor() -> None:
    sheets = shipped(".css")
    assert any("tabler.min.css" in sheet.name for sheet in sheets)
    found = {sheet.name: problems for sheet in sheets if (problems := css_problems(sheet.read_text("utf-8")))}
    assert found == {}


@pytest.mark.usefixtures("vendor")
def test_every_script_is_es2020() -> None:
    scripts = shipped(".js")
    assert {"echarts.min.js", "htmx-2.min.js", "page.js"} <= {script.name for script in scripts}
    assert parse(*scripts) == {}


@pytest.mark.usefixtures("vendor")
def test_the_script_parser_refuses_what_is_newer(tmp_path: Path) -> None:
    newer = tmp_path / "newer.js"
    newer.write_text("class Counter { #count = 0; }")
    older = tmp_path / "older.js"
    older.write_text("const first = rows?.[0] ?? null;")
    assert list(parse(newer, older)) == [str(newer)]


def test_our_scripts_call_nothing_newer_than_the_floor() -> None:
    found = {
        (path.name, call)
        for path in (ROOT / "static/js").glob("*.js")
        for call in LATER_CALLS
        if call in path.read_text("utf-8")
    }
    assert found == set()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a:has(b) { color: red }", ":has()"),
        ("a:is(b, c) { color: red }", ":is()"),
        ("a:not(b, c) { color: red }", ":not() with a list"),
        ("a { color: color-mix(in srgb, red, blue) }", "color-mix()"),
        ("a { background: linear-gradient(oklch(1 0 0), red) }", "oklch()"),
        ("a { color: rgb(from red r g b) }", "relative colour"),
        ("a { inset: 0 }", "inset"),
        ("@media print { a { aspect-ratio: 1 } }", "aspect-ratio"),
        ("a { height: 100dvh }", "dvh"),
        ("a { width: calc(10cqw + 1px) }", "cqw"),
        ("a { & b { color: red } }", "nesting"),
        ("a { @media print { color: red } }", "nesting"),
        ("@layer base { a { color: red } }", "@layer"),
        ("@container (min-width: 1px) { a { color: red } }", "@container"),
        ("@media (width >= 600px) { a { color: red } }", "media query with a range"),
        ("a { overflow: clip }", "overflow: clip"),
        ("b, a::file-selector-button { color: red }", "::file-selector-button beside other selectors"),
    ],
)
def test_the_style_checker_finds(text: str, problem: str) -> None:
    assert problem in css_problems(text)


def test_the_style_checker_leaves_older_css_alone() -> None:
    text = """
    :root { --inset: 0; --ratio: aspect-ratio }
    a:not(.b):focus-visible::before { content: "&"; top: 0; gap: 4px; color: rgba(0, 0, 0, .5) }
    @supports selector(:focus-visible) { p { display: none } }
    @media (min-width: 600px) { a { width: min(10px, 5vw) } }
    """
    assert css_problems(text) == []
