"""Both READMEs against what is there: log-ins, commands, layers, variables, pictures, words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.management import get_commands

from organizations.roles import Role
from policy_texts.loading import available_campaigns, available_rule_books
from rectification.rules.states import FindingState
from tests.repository.sources import LAYERS, PACKAGES, ROOT, WORKSHOP, tracked
from workshop.demo import DEMO_HOSPITAL
from workshop.demo.content import load_content

NAMES = ("README.md", "README.zh-CN.md")


@pytest.fixture(params=NAMES)
def readme(request: pytest.FixtureRequest) -> str:
    return (ROOT / request.param).read_text(encoding="utf-8")


def rows(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def test_log_ins(readme: str) -> None:
    accounts = load_content().accounts
    known = {account.username for account in accounts.accounts}
    told = {cells[0].strip("`"): cells[1] for cells in rows(readme) if cells[0].strip("`") in known}
    assert told == {account.username: Role(account.role).label for account in accounts.accounts}
    assert f"`{accounts.password}`" in readme


def test_chinese_words_of_the_log_ins_are_those_of_the_command() -> None:
    text = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    told = {cells[0].strip("`"): cells[-1] for cells in rows(text)}
    for account in load_content().accounts.accounts:
        assert told[account.username] == account.purpose


def test_make_targets(readme: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) - {"help"}
    told = re.findall(r"(?:`(?:PORT=8001 )?|^    )make ([a-z-]+)", readme, re.MULTILINE)
    assert set(told) == targets


def test_commands(readme: str) -> None:
    ours = {name for name, app in get_commands().items() if app in {*PACKAGES, WORKSHOP}} - {"migrate"}
    told = set(re.findall(r"manage\.py ([a-z_]+)", readme))
    assert told - {"migrate"} == ours
    campaigns = set(re.findall(r"(?:policy_texts show|--campaign) (\w+)", readme))
    assert campaigns <= {*available_campaigns(), *available_rule_books()}
    assert set(re.findall(r"--hospital (\w+)", readme)) == {DEMO_HOSPITAL}


def test_layers_stand_in_the_order_that_is_enforced(readme: str) -> None:
    assert tuple(re.findall(r"^    (\w+)  +\S", readme, re.MULTILINE)) == LAYERS


def test_variables(readme: str) -> None:
    told = {
        name
        for cells in rows(readme)
        for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", cells[0])
        if len(cells) == 2
    }
    example = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    compose = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert example | compose <= told
    sources = "".join(path.read_text() for path in tracked(".py") if "test_readme" not in path.name)
    assert {name for name in told - example - compose if f'"{name}"' not in sources} == set()


def test_pictures_and_links_lead_somewhere(readme: str) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", readme) + re.findall(r'src="([^"]+)"', readme)
    headings = {line.lstrip("# ").strip() for line in readme.splitlines() if line.startswith("#")}
    anchors = {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}
    for target in targets:
        if target.startswith("#"):
            assert target[1:] in anchors
        else:
            assert (ROOT / target).exists(), target
    assert sum(target.endswith(".png") for target in targets) == 6


def test_decisions_name_files_that_are_there() -> None:
    """By their whole path. What another decision has superseded tells of its own time."""
    texts = {path: path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md")}
    lost = {
        f"{path.name}: {named}"
        for path, text in texts.items()
        if "superseded by" not in text
        for named in re.findall(rf"`((?:{'|'.join((*PACKAGES, WORKSHOP, 'tests', 'docs'))})/[\w./-]+)`", text)
        if not (ROOT / named).exists()
    }
    assert lost == set()


def test_states_are_called_as_on_the_pages(readme: str) -> None:
    cell = next(cells[2] for cells in rows(readme) if cells[0] == "问题")
    assert set(re.findall(r"[\u4e00-\u9fff]+", cell)) == {state.label for state in FindingState}


def test_what_was_not_run_is_said(readme: str) -> None:
    assert re.search(r"no Docker engine|没有 Docker", readme)
