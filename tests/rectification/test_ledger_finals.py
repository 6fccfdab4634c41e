"""定稿: a printed ledger is a draft until the office releases it, and again as soon as a line is not as released."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from infrastructure.errors import NotAllowed, Refusal, WrongState
from infrastructure.models import AuditEntry
from rectification.models import Finding, LedgerFinal
from rectification.rules.ledger_final import changes_since, fixed
from rectification.rules.ledger_rows import LedgerRow
from rectification.selectors.finals import final_of
from rectification.services import findings
from rectification.services.ledger_finals import set_final, withdraw_final
from tests.rectification.ledger_forms import answer_of
from tests.rectification.world import NOW, World, as_

ROW = LedgerRow(
    number=1,
    item="科室制度落实",
    checkpoint="",
    text="三份病历无讨论记录",
    origin="自查",
    causes=("系统没有强制",),
    measures=(),
    leader="",
    lead="骨科",
    supporting=(),
    person="",
    ongoing=False,
    due_on=date(2026, 12, 5),
    original_due_on=None,
    found_on=None,
    done_on=None,
    state="rectifying",
    accepted_on=None,
    remark="",
    marks=(),
)


def test_the_hash_is_of_the_words_in_their_order() -> None:
    other = replace(ROW, number=2)
    assert fixed([ROW, other]) == fixed(iter([ROW, other]))
    assert fixed([ROW, other]).sha256 != fixed([other, ROW]).sha256
    assert fixed([replace(ROW, remark="x")]).sha256 != fixed([ROW]).sha256


@pytest.mark.parametrize(
    ("now", "whole", "changes"),
    [
        ([ROW, replace(ROW, number=2)], True, 0),
        ([replace(ROW, due_on=date(2026, 12, 6)), replace(ROW, number=2)], True, 1),
        ([ROW], True, 1),  # gone
        ([ROW], False, 0),  # an extract
        ([ROW, replace(ROW, number=3)], False, 1),  # new
    ],
)
def test_changes_are_counted_by_line(now: list[LedgerRow], whole: bool, changes: int) -> None:
    then = fixed([ROW, replace(ROW, number=2)])
    assert changes_since(then.lines, now, whole=whole) == changes


@pytest.fixture
def released(world: World) -> LedgerFinal:
    world.planned(text="骨科的问题")
    values = world.values(text="检验科的问题", lead_department=world.other_ward, responsible_person=None)
    other = findings.create_finding(participation=world.participation, values=values, by=world.clerk, now=NOW)
    world.move(other, "submit", world.clerk)
    return set_final(participation=world.participation, by=world.clerk, now=NOW)


def page(world: World, **query: Any) -> str:
    by = query.pop("by", world.clerk)
    content: str = answer_of(world, by, "print", **query).content.decode()
    return content


def is_draft(printed: str) -> bool:
    return "hq-watermark" in printed


def test_a_print_is_a_draft_until_the_office_releases_it(world: World) -> None:
    world.planned()
    assert is_draft(page(world))
    final = set_final(participation=world.participation, by=world.clerk, now=NOW)
    printed = page(world)
    assert not is_draft(printed)
    assert "2026-11-21 定稿（王敏）" in printed
    assert f"校验码 {final.sha256[:8]}" in printed
    assert f"全册 1 条，SHA-256：{final.sha256}" in printed
    assert "填报单位（盖章）" in printed


def test_after_a_change_it_is_a_draft_and_says_of_how_many(world: World, released: LedgerFinal) -> None:
    finding = Finding.objects.get(text="骨科的问题")
    world.move(finding, "void", world.clerk, reason="登记错了")
    world.planned(text="新的问题")
    printed = page(world)
    assert is_draft(printed)
    assert "草稿：2026-11-21 定稿后有 2 条变化" in printed
    assert released.sha256 not in printed
    assert not is_draft(page(world, lead=str(world.other_ward.uid)))


def test_an_extract_is_called_one(world: World, released: LedgerFinal) -> None:
    assert "摘自 2026-11-21 定稿" not in page(world)
    for query in ({"lead": str(world.ward.uid)}, {"by": world.liaison}):
        printed = page(world, **query)
        assert not is_draft(printed)
        assert "摘自 2026-11-21 定稿" in printed


def test_a_finding_of_half_a_page_may_go_on_over_the_page_and_a_short_one_stays_whole(world: World) -> None:
    world.planned(text="短的问题")
    world.planned(text="长" * 400)
    world.planned(text="行\n" * 40)
    assert [tall for _, tall in answer_of(world, world.clerk, "print").context["lines"]] == [
        False,
        True,
        True,
    ]
    assert page(world).count('<tr class="hq-tall">') == 2


def test_with_drafts_in_it_a_print_stays_a_draft(world: World, released: LedgerFinal) -> None:
    world.draft(text="还没有提交")
    assert not is_draft(page(world))
    assert is_draft(page(world, state=["draft", "rectifying"]))


def test_withdrawn_with_a_reason_the_ledger_is_a_draft_and_no_older_release_comes_back(
    world: World, released: LedgerFinal
) -> None:
    world.planned(text="新的问题")
    newer = set_final(participation=world.participation, by=world.second_clerk, now=NOW + timedelta(hours=1))
    with pytest.raises(Refusal, match="请写明撤回定稿的原因"):
        withdraw_final(final=newer, reason=" ", by=world.clerk, now=NOW)
    with pytest.raises(WrongState, match="已被新的定稿取代"):
        withdraw_final(final=released, reason="数错了", by=world.clerk, now=NOW)
    withdraw_final(final=newer, reason="数错了", by=world.clerk, now=NOW)
    assert final_of(world.participation) is None
    assert is_draft(page(world))
    assert LedgerFinal.objects.count() == 2
    with pytest.raises(WrongState):
        withdraw_final(final=newer, reason="再次", by=world.clerk, now=NOW)
    acts = AuditEntry.objects.filter(action__startswith="ledger.final").order_by("id")
    assert list(acts.values_list("action", "reason"))[-2:] == [
        ("ledger.final_set", ""),
        ("ledger.final_withdrawn", "数错了"),
    ]


def test_what_is_empty_the_same_or_not_ones_own_business_is_not_released(world: World) -> None:
    world.draft()
    with pytest.raises(Refusal, match="还没有编号的问题"):
        set_final(participation=world.participation, by=world.clerk, now=NOW)
    world.planned()
    with pytest.raises(NotAllowed):
        set_final(participation=world.participation, by=world.leader, now=NOW)
    set_final(participation=world.participation, by=world.clerk, now=NOW)
    with pytest.raises(WrongState, match="不必再次定稿"):
        set_final(participation=world.participation, by=world.second_clerk, now=NOW)


def test_released_and_withdrawn_by_the_pages(world: World) -> None:
    world.planned()
    client, address = as_(world.clerk), f"/h/{world.hospital.code}/ledger/final/?run={world.run.code}"
    assert address.replace("&", "&amp;") in page(world)
    assert "已定稿 1 条" in client.post(address, follow=True).content.decode()
    final = LedgerFinal.objects.get()
    withdraw = f"/ledger/finals/{final.uid}/withdraw/"
    assert withdraw in client.get(address).content.decode()
    refused = client.post(withdraw, {"reason": ""})
    assert (refused.status_code, "请写明撤回定稿的原因。" in refused.content.decode()) == (400, True)
    told = client.post(withdraw, {"reason": "数错了"}, follow=True).content.decode()
    assert "已撤回定稿" in told
    assert "数错了" in told
