"""One table of columns: what it says is what list, print, workbook and CSV show, and what an import understands."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from campaigns.services.runs import open_run
from infrastructure.audit import acting
from infrastructure.workbooks.reading import read_workbook
from policy_texts.vocabulary import CauseCategory
from rectification.models import Finding
from rectification.rules.ledger_columns import COLUMNS, LISTED, READ, WRITTEN, Column
from rectification.services import extensions, findings, work
from rectification.workbook.headers import find_header
from tests.access.asking import body_of
from tests.inspections.hospital import PHASES
from tests.rectification.ledger_forms import FORMS, answer_of, table_of
from tests.rectification.world import IN_TWO_WEEKS, NOW, World

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> World:
    """One finding with a word in every column, extended once, and one of ongoing work without any."""
    world = World()
    finding = world.awaiting(supporting=[world.other_ward], remark="已报院办公会")
    world.move(finding, "refuse", world.accepter, reason="再拍一张")
    later = IN_TWO_WEEKS + timedelta(days=30)
    asked: Any = extensions.ask_extension(
        finding=finding, to_due_on=later, reason="设备未到", by=world.head, now=NOW
    )
    extensions.decide_extension(extension=asked, grant=True, by=world.clerk, now=NOW)
    bare = findings.create_finding(
        participation=world.participation,
        values=world.values(text="长期的工作", checkpoint=None, deadline_kind="ongoing", due_on=None),
        by=world.liaison,
        now=NOW,
    )
    world.move(bare, "submit", world.liaison)
    return world


def test_every_column_stands_in_the_table_once_and_somewhere_else() -> None:
    assert [column.key for column in COLUMNS] == list(dict.fromkeys(Column))
    assert len({column.heading for column in COLUMNS}) == len(COLUMNS)
    assert set(COLUMNS) == {*WRITTEN, *LISTED, *READ}


def test_workbook_and_csv_have_the_same_cells_under_the_same_headings(world: World) -> None:
    book, text = (table_of(world, world.clerk, form) for form in ("xlsx", "csv"))
    assert book == text
    assert list(book[0]) == [column.heading for column in WRITTEN]
    assert book[0]["原时限"] == "2026-12-05"
    assert (book[0]["配合部门"], book[0]["备注"]) == ("检验科", "已报院办公会")
    assert (book[1]["整改时限"], book[1]["原时限"]) == ("持续推进", "")


def test_paper_shows_both_dates_in_one_cell_and_every_other_column_as_the_workbook(world: World) -> None:
    book, paper = (table_of(world, world.clerk, form) for form in ("xlsx", "print"))
    for of_book, of_paper in zip(book, paper, strict=True):
        del of_book["发现日期"]
        before, done, mark = (of_book.pop(heading) for heading in ("原时限", "实际完成时间", "标注"))
        if before:
            of_book["整改时限"] += f"\n原 {before}"
        if done:
            of_book["整改时限"] += f"\n实际 {done}"
        assert (of_paper, mark) == (of_book, "")
    assert [row["整改时限"] for row in paper] == ["2027-01-04\n原 2026-12-05", "持续推进"]


def test_the_list_has_the_tables_headings_and_words_in_its_order(world: World) -> None:
    rows = table_of(world, world.clerk, "list", sort="number")
    assert list(rows[0]) == [c.shown.heading or c.heading for c in LISTED if c.shown]
    book = table_of(world, world.clerk, "xlsx")
    for heading in ("整治要点", "原因分析", "整改措施", "责任领导", "责任人", "备注"):
        assert [row[heading] for row in rows] == [row[heading] for row in book], heading


@pytest.mark.parametrize("form", [*FORMS, "list"])
def test_a_plan_stands_in_its_order_without_what_is_voided_and_the_checkpoint_in_its_own_ledger(
    world: World, form: str
) -> None:
    finding = Finding.objects.get(text__startswith="抽查")
    by: dict[str, Any] = {"by": world.liaison, "now": NOW}
    for text in ("作废的", "提到最前的"):
        cause = work.add_cause(finding=finding, category=CauseCategory.PROCESS, text=text, **by)
        values = work.MeasureInput(text=text, strength="strong", causes=[cause])
        measure = work.add_measure(finding=finding, values=values, **by)
        if text == "作废的":
            work.void_measure(measure=measure, **by)
            work.void_cause(cause=cause, **by)
    with acting(by=world.clerk):
        for row in (cause, measure):
            type(row).objects.filter(pk=row.pk).update(position=0)
    own, *_ = table_of(world, world.clerk, form, sort="number")
    assert own["原因分析"] == "1. 提到最前的\n2. 系统没有强制"
    assert own["整改措施"] == "1. 提到最前的\n2. 术前讨论记录设为必填"
    other = open_run(
        campaign=world.campaign,
        code="R2",
        title="另一次",
        owner=world.hospital,
        phases=PHASES,
        by=None,
        now=NOW,
    ).participations.get()
    findings.also_count(finding=finding, participation=other, item=world.item, by=world.clerk, now=NOW)
    (there,) = table_of(world, world.clerk, form, run="R2")
    assert (own["整治要点"], there["整治要点"]) == ("要点a", "")


def test_an_import_understands_every_heading_of_an_export(world: World, tmp_path: Path) -> None:
    path = tmp_path / "ours.xlsx"
    path.write_bytes(body_of(answer_of(world, world.clerk, "xlsx")))
    header = find_header(read_workbook(path).sheets[0])
    assert header is not None
    places = {column.key: place for place, column in enumerate(WRITTEN, 1) if column in READ}
    assert header.columns == places
