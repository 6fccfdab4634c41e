"""复制催办文字: by department, most pressing first, and never a word of what was found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from infrastructure.models import AuditEntry
from rectification.rules.chase import LONGEST, Chased, DepartmentChase, most_pressing_first
from rectification.rules.states import FindingState
from tests.rectification.world import TODAY, World, as_

LATE, SOON = TODAY - timedelta(days=9), TODAY + timedelta(days=2)


def chased(number: int, due_on: date | None = LATE, state: FindingState = FindingState.RECTIFYING) -> Chased:
    return Chased(number, "手术安全核查", state, due_on)


def text(*findings: Chased, contacts: tuple[str, ...] = ()) -> list[str]:
    chase = DepartmentChase("骨科", contacts, findings)
    return chase.text(title="专项整治", as_of=TODAY, url="https://example.invalid/").splitlines()


def test_a_line_says_number_item_state_and_day() -> None:
    lines = text(
        chased(47),
        chased(48, TODAY),
        chased(49, SOON, FindingState.AWAITING),
        chased(50, None),
        contacts=("郑洁",),
    )
    assert lines == [
        "【整改催办】骨科（郑洁）：专项整治 4 条待办，其中逾期 1 条",
        f"1. 序号 47（手术安全核查）整改中，时限 {LATE}，逾期 9 天",
        f"2. 序号 48（手术安全核查）整改中，时限 {TODAY}，今天到期",
        f"3. 序号 49（手术安全核查）待验收，时限 {SOON}，剩 2 天",
        "4. 序号 50（手术安全核查）整改中",
        "https://example.invalid/",
    ]


def test_a_long_list_says_how_many_more() -> None:
    lines = text(*(chased(no) for no in range(1, LONGEST + 4)))
    assert (len(lines), lines[-2]) == (LONGEST + 3, "另有 3 条，见系统")


def test_who_is_latest_comes_first() -> None:
    two, one, none = (
        DepartmentChase(name, (), found)
        for name, found in (
            ("检验科", (chased(1), chased(2))),
            ("骨科", (chased(3),)),
            ("内科", (chased(4, SOON), chased(5, SOON))),
        )
    )
    assert most_pressing_first([none, one, two], TODAY) == [two, one, none]


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> World:
    """One in work, one that waits for medical affairs, a draft."""
    world = World()
    world.planned(text="骨科的原话")
    world.awaiting(text="待验收的原话")
    world.draft(text="草稿的原话")
    return world


def page(world: World, query: str = "") -> str:
    answer = as_(world.clerk).get(f"/h/{world.hospital.code}/ledger/chase/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_department_is_asked_for_what_is_its_turn(world: World) -> None:
    content = page(world)
    assert "【整改催办】骨科（" in content
    assert "【整改催办】医务处（" in content
    assert content.count("序号 ") == 4  # two findings, each by department and in the whole text
    assert "原话" not in content


def test_the_text_follows_the_filter_of_the_list(world: World) -> None:
    assert "【整改催办】骨科" not in page(world, "?state=awaiting")
    assert "没有要催办的问题" in page(world, "?state=closed")
    assert "【整改催办】" not in page(world, "?state=nonsense")


def test_chasing_is_written_down(world: World) -> None:
    page(world)
    entry = AuditEntry.objects.latest("pk")
    assert entry.detail == {"rows": 2, "form": "催办文字"}


def test_a_liaison_chases_nobody(world: World) -> None:
    client, base = as_(world.liaison), f"/h/{world.hospital.code}/ledger/"
    assert client.get(f"{base}chase/").status_code == 403
    assert "催办文字" not in client.get(base).content.decode()


@pytest.mark.parametrize(("typed", "met"), [("吴海", True), ("wh", True), ("wuh", True), ("吴海洋", False)])
def test_the_list_is_narrowed_to_a_persons_findings(world: World, typed: str, met: bool) -> None:
    content = as_(world.clerk).get(f"/h/{world.hospital.code}/ledger/?who={typed}").content.decode()
    assert ("骨科的原话" in content) is met


def test_the_search_finds_who_is_responsible(world: World) -> None:
    content = as_(world.clerk).get(f"/h/{world.hospital.code}/ledger/?q=吴海").content.decode()
    assert "骨科的原话" in content
