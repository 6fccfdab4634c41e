"""Cells of the ledger saved where they stand: each gets its own answer, one refusal leaves the rest standing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from infrastructure.errors import Refusal
from infrastructure.models import AuditEntry
from organizations.models import User
from rectification.models import DeadlineKind, Extension, Finding
from rectification.rules.ledger_columns import Column
from rectification.services import cell_edits
from rectification.services.cell_edits import CellEdit, CellOutcome, Result, save_cells
from rectification.workbook.cell_values import PlaceCode
from tests import factories
from tests.rectification.world import IN_TWO_WEEKS, NOW, World

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.clause("QS25.P2")]


def save(
    world: World,
    finding: Finding,
    *cells: tuple[Column, str | None, str],
    by: User | None = None,
    **more: Any,
) -> list[tuple[Result, str]]:
    outcomes = save_cells(
        participation=world.participation,
        edits=[CellEdit(finding.pk, *cell) for cell in cells],
        by=by or world.clerk,
        now=NOW,
        **more,
    )
    finding.refresh_from_db()
    return [(outcome.result, outcome.words) for outcome in outcomes]


def test_three_cells_changed_are_three_fields_changed(world: World) -> None:
    finding, cause, measure = world.planned(remark="旧备注")
    results = save(
        world,
        finding,
        (Column.REMARK, "旧备注", "第三季度复查"),
        (Column.SUPPORTING, "", "检验科"),
        (Column.MEASURE, "术前讨论记录设为必填", "1. 术前讨论记录设为必填并提醒\n2. 每月抽查"),
    )
    assert results == [(Result.SAVED, "")] * 3
    assert finding.remark == "第三季度复查"
    assert [row.department.name for row in finding.supporting.all()] == ["检验科"]
    assert [row.text for row in finding.measures.valid()] == ["术前讨论记录设为必填并提醒", "每月抽查"]
    measure.refresh_from_db()
    assert (measure.strength, [a.cause for a in measure.answers.all()]) == ("strong", [cause])
    assert finding.text == world.values().text
    assert (finding.due_on, finding.responsible_person) == (IN_TWO_WEEKS, world.head.staff)


def test_what_somebody_else_changed_meanwhile_is_a_conflict_of_that_cell_alone(world: World) -> None:
    finding, _, _ = world.planned(remark="他改的")
    results = save(world, finding, (Column.REMARK, "原来的", "我改的"), (Column.PERSON, "吴海", "郑洁"))
    assert [result for result, _ in results] == [Result.CONFLICT, Result.SAVED]
    assert (finding.remark, finding.responsible_person) == ("他改的", world.liaison.staff)


def test_the_same_words_are_no_change_and_leave_no_trace(world: World) -> None:
    finding, _, _ = world.planned()
    revision = finding.revision
    assert save(world, finding, (Column.FINDING, None, finding.text)) == [(Result.UNCHANGED, "")]
    assert finding.revision == revision


@pytest.mark.parametrize(
    ("column", "typed", "words"),
    [
        (Column.FINDING, " ", "存在问题不能为空。"),
        (Column.LEAD, "骨二科", "本院没有叫“骨二科”的科室"),
        (Column.LEAD, "骨科、检验科", "牵头部门只能是一个科室。"),
        (Column.PERSON, "刘备", "本院没有叫“刘备”的在岗职工，责任人填一个人的姓名。"),
        (Column.LEADER, "吴海", "本院没有叫“吴海”的院领导。"),
        (Column.DEADLINE, "九月底", "整改时限请填到日，如 2026-12-31，或填“长期坚持”。"),
        (Column.DEADLINE, "2026-09-30（二期待定）", "整改时限请填到日，如 2026-12-31，或填“长期坚持”。"),
        (Column.DEADLINE, "自9月1日起长期坚持", "整改时限请填到日，如 2026-12-31，或填“长期坚持”。"),
        (Column.CHECKPOINT, "别的要点", "没有这个要点，请填要点的原文，或在问题页选择。"),
        (Column.CLOSED, "是", "“是否销号”由办理过程产生，不能在表格里改。"),
        (Column.MEASURE, "", "现有 1 条措施，这里只有 0 条；要去掉其中一条，请在问题页办理。"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_refused_in_words_and_the_others_are_saved(
    world: World, column: Column, typed: str, words: str
) -> None:
    finding, _, _ = world.planned()
    (refused, told), (saved, _) = save(world, finding, (column, None, typed), (Column.REMARK, "", "照常保存"))
    assert (refused, saved) == (Result.REFUSED, Result.SAVED)
    assert words in told
    assert finding.remark == "照常保存"


@pytest.mark.parametrize(
    ("column", "typed", "now"),
    [
        (Column.FOUND_ON, "２０２６－１１－０２", "2026-11-02"),
        (Column.FOUND_ON, "2026年11月2日", "2026-11-02"),
        (Column.LEAD, "\u00a0检验科\u3000", "检验科"),
        (Column.PERSON, "郑\u3000洁", "郑洁"),
        (Column.SUPPORTING, "检验科；质控办", "检验科、质控办"),
    ],
)
def test_what_stands_in_a_saved_cell_is_told_as_the_ledger_writes_it(
    world: World, column: Column, typed: str, now: str
) -> None:
    finding = world.draft()
    edit = CellEdit(finding.pk, column, None, typed)
    (outcome,) = save_cells(participation=world.participation, edits=[edit], by=world.clerk, now=NOW)
    assert (outcome.result, outcome.now) == (Result.SAVED, now)


def test_two_words_for_one_cell_are_refused_by_its_name_and_the_rest_is_saved(world: World) -> None:
    finding, _, _ = world.planned()
    results = save(
        world, finding, (Column.REMARK, "", "甲"), (Column.PERSON, None, "郑洁"), (Column.REMARK, "", "乙")
    )
    words = "“备注”一格来了两次：“甲”、“乙”，不知道以哪一个为准。"
    assert results == [(Result.REFUSED, words), (Result.SAVED, ""), (Result.REFUSED, words)]
    assert (finding.remark, finding.responsible_person) == ("", world.liaison.staff)


def test_an_item_and_a_checkpoint_that_agree_are_saved_in_any_order(world: World) -> None:
    finding = world.draft()
    results = save(world, finding, (Column.CHECKPOINT, None, "要点b"), (Column.ITEM, None, "1"))
    assert [result for result, _ in results] == [Result.SAVED] * 2
    assert finding.entries.get().checkpoint.code == "b"


def test_a_checkpoint_outside_of_the_item_beside_it_is_no_silent_choice_between_them() -> None:
    places = {Column.CHECKPOINT: PlaceCode("I1", "b"), Column.ITEM: PlaceCode("I2", None)}
    changes = [cell_edits._Change(CellEdit(1, column, None, "…"), place) for column, place in places.items()]
    settled: list[CellOutcome] = []
    assert cell_edits._agreeing(changes, settled) == []
    assert [outcome.words for outcome in settled] == ["整治要点不在所填的整治内容里。"] * 2


@pytest.mark.parametrize(
    ("column", "typed", "words"),
    [
        (Column.PERSON, "", "整改中的问题不能没有责任人。"),
        (Column.DEADLINE, "", "整改中的问题不能没有整改时限。"),
        (Column.REMARK, "长" * 501, "备注不超过 500 字（现有 501 字）。"),
    ],
)
def test_what_the_database_would_not_hold_is_refused_at_its_cell(
    world: World, column: Column, typed: str, words: str
) -> None:
    finding, _, _ = world.planned(deadline_kind=DeadlineKind.ONGOING, due_on=None)
    other, _, _ = world.planned(text="另一个问题")
    edits = [CellEdit(finding.pk, column, None, typed), CellEdit(other.pk, Column.REMARK, "", "照常")]
    refused, saved = save_cells(participation=world.participation, edits=edits, by=world.clerk, now=NOW)
    assert (refused.result, refused.words, saved.result) == (Result.REFUSED, words, Result.SAVED)


def test_rows_that_are_not_open_any_more_are_refused_one_by_one(world: World) -> None:
    waiting, draft = world.awaiting(), world.draft(text="还在登记")
    edits = [CellEdit(f.pk, Column.REMARK, "", "补一句") for f in (waiting, draft)]
    refused, saved = save_cells(participation=world.participation, edits=edits, by=world.liaison, now=NOW)
    assert refused.words == "待验收的问题不能修改。需要修改的，由验收部门退回后再改。"
    assert saved.result is Result.SAVED


def test_a_block_costs_the_same_for_two_and_for_twelve_rows(world: World) -> None:
    """Each edit stands in its finding's history all the same, with the line of its own."""
    rows = [world.draft(text=f"第 {n} 个问题", repeats=None) for n in range(12)]
    counts = []
    for amount, words in ((2, "初"), (2, "一"), (12, "二")):
        edits = [
            CellEdit(row.pk, column, None, typed)
            for row in rows[:amount]
            for column, typed in (
                (Column.REMARK, words),
                (Column.SUPPORTING, {"一": "检验科"}.get(words, "质控办")),
                (Column.FINDING, f"{words} {row.pk}"),
            )
        ]
        with CaptureQueriesContext(connection) as seen:
            outcomes = save_cells(participation=world.participation, edits=edits, by=world.clerk, now=NOW)
        assert {outcome.result for outcome in outcomes} == {Result.SAVED}
        counts.append(len(seen))
    assert counts[1] == counts[2]
    told = AuditEntry.objects.get(target_uid=rows[11].uid, action="finding.edited").detail
    assert told["备注"] == ["", "二"]
    assert told["配合部门"] == ["", "质控办"]
    assert rows[11].images.count() == 2


def test_a_refusal_of_the_form_stands_at_its_cell(world: World) -> None:
    draft = world.draft(due_on=None)
    early = (NOW - timedelta(days=40)).date().isoformat()
    results = save(
        world, draft, (Column.DEADLINE, "", early), (Column.REMARK, "", "照常保存"), by=world.liaison
    )
    assert results == [(Result.REFUSED, "整改时限不能早于发现日期。"), (Result.SAVED, "")]
    assert (draft.due_on, draft.remark) == (None, "照常保存")


def test_the_limit_of_accepted_work_moves_by_an_extension_only(world: World) -> None:
    finding, _, _ = world.planned()
    later = (IN_TWO_WEEKS + timedelta(days=30)).isoformat()
    cell = (Column.DEADLINE, IN_TWO_WEEKS.isoformat(), later)
    assert save(world, finding, cell) == [(Result.REFUSED, "整改时限已经确定，变更请申请延期。")]
    assert save(world, finding, cell, extension_reason="新版台账中延期一个月") == [(Result.ASKED, "")]
    assert finding.due_on == IN_TWO_WEEKS
    asked = Extension.objects.get()
    assert (asked.to_due_on.isoformat(), asked.decision) == (later, None)


def test_after_take_up_a_department_s_words_stand_and_its_other_cells_are_saved(world: World) -> None:
    finding, _, _ = world.planned()
    results = save(
        world,
        finding,
        (Column.FINDING, finding.text, "改写过的问题"),
        (Column.CAUSE, "系统没有强制", "系统没有强制填写"),
        (Column.REMARK, "", "照常保存"),
        by=world.liaison,
    )
    assert [result for result, _ in results] == [Result.REFUSED, Result.SAVED, Result.SAVED]
    assert "由质控办修改" in results[0][1]
    assert [row.text for row in finding.causes.valid()] == ["系统没有强制填写"]


def test_a_finding_out_of_sight_is_refused_without_a_word_of_what_it_is(world: World) -> None:
    other = World(factories.make_hospital())
    foreign = other.draft(text="外院的问题")
    results = save(world, foreign, (Column.REMARK, None, "越权"))
    assert results == [(Result.REFUSED, cell_edits._GONE)]
    assert foreign.remark == ""


def test_progress_is_added_as_a_note_and_never_rewritten(world: World) -> None:
    finding, _, _ = world.planned()
    assert save(world, finding, (Column.PROGRESS, None, "已完成一半")) == [(Result.SAVED, "")]
    assert save(world, finding, (Column.PROGRESS, None, "已完成一半")) == [(Result.UNCHANGED, "")]
    assert [note.text for note in finding.notes.all()] == ["已完成一半"]


def test_too_many_cells_are_refused_before_anything_is_saved(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cell_edits, "MOST_CELLS", 1)
    finding, _, _ = world.planned()
    with pytest.raises(Refusal, match="一次最多保存 1 格"):
        save(world, finding, (Column.REMARK, None, "甲"), (Column.PERSON, None, "郑洁"))
    assert finding.remark == ""


def test_the_words_that_are_compared_are_those_that_would_be_written_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can save the finding between the look at its cells and their saving."""
    finding, _, _ = world.planned()
    held: list[bool] = []
    read = cell_edits.whole_rows
    asked = CaptureQueriesContext(connection)

    def looked(*args: Any) -> Any:
        held.append(any("FOR UPDATE" in query["sql"] for query in asked.captured_queries))
        return read(*args)

    monkeypatch.setattr(cell_edits, "whole_rows", looked)
    with asked:
        save(world, finding, (Column.REMARK, "", "新备注"))
    assert held[0]
