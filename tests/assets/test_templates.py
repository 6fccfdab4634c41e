"""House rules of every template in the project: they compile, and hold nothing that the content policy would block."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines

from hospital_qs import assets
from infrastructure.presentation.tags import looks
from tests.repository.sources import ROOT, tracked

TEMPLATES = assets.ROOT / "templates"
ALL = sorted(path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.html"))
BLOCKED = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "htmx expression": re.compile(r"\shx-(on|vals='js)", re.I),
    "Bootstrap's own script": re.compile(r"\sdata-bs-", re.I),
    "another host": re.compile(r"(src|href|action)\s*=\s*[\"']?(https?:)?//", re.I),
}
ICON = re.compile(r"{%\s*icon\s+[\"']([a-z0-9-]+)[\"']")
NAMED_ICON = re.compile(r"icon_name=[\"']([a-z0-9-]+)[\"']")


def problems(text: str) -> list[str]:
    return [name for name, pattern in BLOCKED.items() if pattern.search(text)]


@pytest.mark.parametrize("template", ALL, ids=str)
def test_a_template_compiles_and_is_allowed_by_the_policy(template: Path) -> None:
    text = (TEMPLATES / template).read_text("utf-8")
    assert problems(text) == []
    engines["django"].get_template(str(template))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('<p style="width: 3%">', "inline style"),
        ("<button onclick='go()'>", "inline handler"),
        ("<script>go()</script>", "inline script"),
        ('<script nonce="x">go()</script>', "inline script"),
        ('<a href="javascript:void(0)">', "script address"),
        ('<p hx-on:click="go()">', "htmx expression"),
        ('<a data-bs-toggle="modal">', "Bootstrap's own script"),
        ('<script src="//cdn.test/x.js"></script>', "another host"),
    ],
)
def test_the_rules_find(text: str, problem: str) -> None:
    assert problem in problems(text)


def test_the_rules_leave_the_usual_alone() -> None:
    assert (
        problems('<p class="style" data-once>只有</p><script src="/static/js/page.js" defer></script>') == []
    )


@pytest.mark.usefixtures("vendor")
def test_every_icon_exists() -> None:
    sheet = (assets.VENDOR / "icons/tabler-icons.min.css").read_text("utf-8")
    drawn = set(re.findall(r"\.ti-([a-z0-9-]+):before", sheet))
    named = {icon for states in looks().values() for _, icon in states.values()}
    for template in ALL:
        text = (TEMPLATES / template).read_text("utf-8")
        named |= {*ICON.findall(text), *NAMED_ICON.findall(text)}
    assert named - drawn == set()


# The tag {% chart %} and its library wait for the figures of the annual summary.
NOT_YET = {"_components/chart_scripts.html"}


def test_every_component_is_on_a_page() -> None:
    """One that the gallery alone shows is looked at for nothing: the pages have another by now."""
    told = "".join(
        path.read_text("utf-8") for suffix in (".html", ".py") for path in tracked(suffix) if _ours(path)
    )
    components = {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / "_components").rglob("*.html")}
    assert {name for name in components if name not in told} == NOT_YET


def _ours(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] != "tests"
