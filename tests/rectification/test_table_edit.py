"""The ledger as a table to type in: what is open for whom, and what the API makes of a block."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from organizations.models import Role, User
from organizations.scope import scope_of
from rectification.models import Finding
from rectification.rights import FindingRight
from rectification.rules.ledger_columns import Column
from rectification.selectors import table_edit
from rectification.selectors.ledger import ledger_rows
from rectification.services.cell_edits import CellEdit, save_cells
from rectification.workbook.cell_values import EDITABLE
from tests import factories
from tests.api.caller import Caller, done, problem
from tests.rectification.world import NOW, TODAY, World, as_

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.clause("QS25.P2")]

# What would be a change in any of the findings below.
TYPED = {
    Column.ITEM: "1",
    Column.CHECKPOINT: "要点b",
    Column.FINDING: "换了说法的问题",
    Column.CAUSE: "1. 系统没有强制\n2. 新人没有培训",
    Column.MEASURE: "1. 术前讨论记录设为必填\n2. 每月抽查",
    Column.LEADER: "",
    Column.LEAD: "检验科",
    Column.SUPPORTING: "质控办",
    Column.PERSON: "郑洁",
    Column.DEADLINE: "2026-12-25",
    Column.FOUND_ON: "2026-11-02",
    Column.PROGRESS: "本周完成一半",
    Column.REMARK: "补一句",
}


def page_of(user: User, world: World, query: str = "") -> str:
    answer = as_(user).get(f"/h/{world.hospital.code}/ledger/table/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def cell(html: str, finding: Finding, column: Column) -> str:
    row = html.split(f'data-finding="{finding.uid}"')[1].split("</tr>")[0]
    found = re.search(f'<td data-c="{column}".*?</td>', row, re.DOTALL)
    assert found is not None
    return found[0]


def findings_of_every_kind(world: World) -> dict[str, Finding]:
    analysing = world.draft(text="受理的", due_on=None)
    for name, by in (("submit", world.liaison), ("take_up", world.clerk)):
        world.move(analysing, name, by)
    return {
        "draft": world.draft(text="草稿"),
        "analysing": analysing,
        "planned": world.planned(text="整改中的")[0],
        "awaiting": world.awaiting(text="待验收的"),
    }


@pytest.mark.parametrize("who", ["clerk", "liaison", "head", "accepter", "leader"])
def test_a_cell_is_shut_with_the_words_with_which_the_service_would_refuse_it(world: World, who: str) -> None:
    user = getattr(world, who)
    scope = scope_of(user, FindingRight.VIEW, as_of=TODAY)
    for finding in findings_of_every_kind(world).values():
        rows = ledger_rows(scope=scope, participation=world.participation).filter(pk=finding.pk)
        in_sight = list(table_edit.to_type_in(rows))
        for line in table_edit.table_lines(in_sight, world.participation, user=user, as_of=TODAY):
            said = {column: refusal(world, finding, column, user) for column in EDITABLE}
            assert said == line.shut, finding.text


def refusal(world: World, finding: Finding, column: Column, user: User) -> str:
    """What the service says of one cell, but for words about what is typed: where a department moves work to."""
    edit = CellEdit(finding.pk, column, None, TYPED[column])
    with transaction.atomic():
        (outcome,) = save_cells(participation=world.participation, edits=[edit], by=user, now=NOW)
        transaction.set_rollback(True)
    return "" if outcome.words == "您只能登记本科室的问题，不能改到这个部门。" else outcome.words


def test_what_is_shut_says_why_and_what_is_open_says_nothing(world: World) -> None:
    finding, _, _ = world.planned(remark='<b>"旧"</b>')
    html = page_of(world.liaison, world)
    told = escape("整改时限已经确定，变更请申请延期。")
    assert f'data-shut="{told}"' in cell(html, finding, Column.DEADLINE)
    open_cell = cell(html, finding, Column.REMARK)
    assert "data-shut" not in open_cell
    assert escape('<b>"旧"</b>') in open_cell
    assert "表格编辑" in as_(world.liaison).get(f"/h/{world.hospital.code}/ledger/").content.decode()


def test_the_table_keeps_the_filter_of_the_list_and_says_when_nothing_is_there(world: World) -> None:
    draft, (planned, _, _) = world.draft(), world.planned(text="整改中的")
    html = page_of(world.clerk, world, "?state=rectifying")
    assert str(planned.uid) in html
    assert str(draft.uid) not in html
    assert "没有符合条件的问题" in page_of(world.clerk, world, "?state=closed")


def test_the_table_costs_the_same_for_two_and_for_twenty_rows(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = as_(world.liaison), f"/h/{world.hospital.code}/ledger/table/"
    client.get(address)
    counts = []
    for amount in (2, 18):
        for number in range(amount):
            world.draft(text=f"第 {amount}-{number} 个问题", supporting=[world.other_ward])
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    monkeypatch.setattr("rectification.views.table_edit.PAGE_SIZE", 3)
    assert page_of(world.liaison, world).count("data-finding=") == 3


def sent(*cells: tuple[Finding, str, str | None, str]) -> dict[str, Any]:
    names = ("finding", "column", "old", "new")
    return {"cells": [dict(zip(names, (str(one.uid), *words), strict=True)) for one, *words in cells]}


def test_a_block_over_the_api_is_answered_cell_by_cell(world: World) -> None:
    (planned, _, _), draft = world.planned(remark="他改的"), world.draft(text="草稿")
    foreign = World(factories.make_hospital()).draft(text="外院的问题")
    body = sent(
        (planned, "remark", "原来的", "我改的"),
        (draft, "deadline", None, "２０２６－１２－２０"),
        (draft, "person", None, "刘备"),
        (foreign, "remark", None, "越权"),
    )
    path = f"ledgers/{world.participation.uid}/cells/"
    cells = done(Caller(world.clerk).post(path, body))["cells"]
    assert [(one["result"], one["now"]) for one in cells] == [
        ("conflict", "他改的"),
        ("saved", "2026-12-20"),
        ("refused", ""),
        ("refused", ""),
    ]
    assert cells[2]["words"] == "本院没有叫“刘备”的在岗职工，责任人填一个人的姓名。"
    assert cells[3]["words"].startswith("台账中没有这个问题")
    assert [one["finding"] for one in cells] == [one["finding"] for one in body["cells"]]


def test_too_many_cells_name_the_limit_and_save_nothing(world: World) -> None:
    draft = world.draft()
    body = sent(*((draft, "remark", None, f"第 {n} 次") for n in range(2001)))
    told = problem(Caller(world.clerk).post(f"ledgers/{world.participation.uid}/cells/", body), 400)
    assert "一次最多保存 2,000 格" in str(told)
    draft.refresh_from_db()
    assert draft.remark == ""


def test_who_only_looks_finds_every_cell_shut(world: World) -> None:
    looker = world.member(Role.HOSPITAL_LEADER, world.hospital, name="只看的人", posted=world.leaders)
    finding, _, _ = world.planned()
    html = page_of(looker, world)
    assert all("data-shut" in cell(html, finding, column) for column in EDITABLE)
