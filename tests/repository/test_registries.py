"""Each app registers what is its own; what lies lower, and what composes, names nothing of it (DESIGN §2)."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from campaigns import plan_registry
from infrastructure import retention
from infrastructure.api.tags import register_tags
from infrastructure.presentation.tags import register_states
from infrastructure.searching import kinds as search_kinds
from inspections.selectors.runs import sheet_counts
from inspections.services.sheet_building import build_for_runs
from inspections.workbench import cards
from organizations import handover_registry, settings_cards
from organizations.frame_registry import Part, register_banner, register_part
from organizations.workbench_registry import register_cards, register_work
from rectification import workbench
from rectification.search_kinds import FINDINGS
from rectification.services import handover
from tests.repository.sources import shown, written_python

# What upper apps call their own things, in code and on the page.
_OF_CAMPAIGNS = r"campaign|专项整治"
_OF_FINDINGS = r"finding|rectif|ledger|问题台账|整改|销号"
_OF_SHEETS = r"self_inspection|inspectionsheet|inspections|自查|巡检"
_OF_OTHERS = r"adverse|complaints(?!_office)|ethics_scoring|不良事件"
_OF_ALL = "|".join((_OF_CAMPAIGNS, _OF_FINDINGS, _OF_SHEETS, _OF_OTHERS))
NOT_TO_NAME = {
    "infrastructure": re.compile(_OF_ALL, re.I),
    "organizations": re.compile(_OF_ALL, re.I),
    # What composes asks the registries. Where addresses are included, all apps stand by name.
    "hospital_qs/workbench": re.compile(_OF_ALL, re.I),
    "hospital_qs/navigation": re.compile(_OF_ALL, re.I),
    "hospital_qs/context_processors": re.compile(_OF_ALL, re.I),
    # A phase of a campaign is called 自查自纠; the sheets in which it is done are not the campaign's.
    "campaigns": re.compile(r"rectif|整改看板|销号|inspectionsheet|inspections|自查表|巡检", re.I),
}


def _words(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Names and texts of a module. A docstring explains; it decides nothing."""
    explained = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.alias):
            yield node.lineno, node.name


def _named(source: str, banned: re.Pattern[str]) -> list[str]:
    return [f"{line}: {word}" for line, word in _words(ast.parse(source)) if banned.search(word)]


def _sources(place: str) -> list[Path]:
    """Of a package, a folder of it, or one module."""
    return [path for path in written_python() if shown(path).startswith((f"{place}/", f"{place}.py"))]


@pytest.mark.parametrize("place", NOT_TO_NAME)
def test_nothing_of_an_upper_app_is_named(place: str) -> None:
    found = {shown(path): _named(path.read_text(), NOT_TO_NAME[place]) for path in _sources(place)}
    assert found
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "planted",
    ['LOOKS = {"rectifying": ("accent", "tool")}', 'OFFERS = ("问题台账",)', "right = FindingRight.VIEW"],
)
def test_a_planted_name_of_an_upper_app_is_found(planted: str) -> None:
    assert _named(planted, NOT_TO_NAME["organizations"])


DUPLICATES: dict[str, Callable[[], Any]] = {
    "states": lambda: register_states("finding", {}),
    "API chapters": lambda: register_tags("问题"),
    "settings pages": lambda: settings_cards.register_cards(settings_cards.OWN[0]),
    "kinds of search": lambda: search_kinds.register(FINDINGS),
    "kinds of log": lambda: retention.register(retention.LogKind("audit", "操作记录", 6, lambda: [])),
    "open items": lambda: handover_registry.register(
        handover.FINDINGS, handover.open_findings, handover.move_findings
    ),
    "parts of the frame": lambda: register_part("campaigns", Part()),
    "lines on top": lambda: register_banner("phases", lambda place, able, as_of: None),
    "kinds of work": lambda: register_work("findings", workbench.Findings),
    "cards of the workbench": lambda: register_cards("sheets", cards),
    "plans": lambda: plan_registry.register("sheets", build=build_for_runs, confirmed=sheet_counts),
}


@pytest.mark.parametrize("what", DUPLICATES)
def test_what_is_registered_twice_is_refused(what: str) -> None:
    with pytest.raises(ValueError, match="registered twice"):
        DUPLICATES[what]()
