"""What the reader of workbooks proposes for a superior's blank, and what a column is filled with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from infrastructure.workbooks.grid import MergedRange, SheetGrid
from rectification.rules.blank_columns import FILLABLE_KEYS, Binding, BindingKind, filled_cell
from rectification.rules.ledger_columns import WRITTEN, Column
from rectification.rules.ledger_rows import LedgerRow
from rectification.workbook.blank_proposal import BlankProposal, changed_heading, proposed
from rectification.workbook.context import ImportContext

TITLE = ("附件2 问题台账",)
HEADINGS = ("序号", "整治内容", "存在问题", "责任部门", "整改时限", "完成情况")
SIGNED = ("填表人：",)


def sheet(*rows: tuple[Any, ...], merged: tuple[MergedRange, ...] = ()) -> SheetGrid:
    return SheetGrid("附件2", rows, merged)


Proposal = Callable[..., BlankProposal]


@pytest.fixture
def proposal(context: ImportContext) -> Proposal:
    def of(*rows: tuple[Any, ...], last: int = 0, merged: tuple[MergedRange, ...] = ()) -> BlankProposal:
        found = proposed(sheet(*rows, merged=merged), context, last_cells=last)
        assert found is not None
        return found

    return of


ROW = LedgerRow(
    number=12,
    item="急诊急救",
    checkpoint="",
    text="未按时查房",
    origin="自查",
    causes=(),
    measures=(),
    leader="",
    lead="骨科",
    supporting=("医务处", "检验科"),
    person="",
    ongoing=True,
    due_on=None,
    original_due_on=None,
    found_on=None,
    done_on=None,
    state="rectifying",
    accepted_on=None,
    remark="",
    marks=(),
)


def test_an_empty_table_is_bound_by_its_headings(proposal: Proposal) -> None:
    found = proposal(TITLE, HEADINGS, (), (), (), SIGNED)
    assert [binding.column for binding in found.bindings] == [
        None,
        Column.ITEM,
        Column.FINDING,
        Column.LEAD_AND_SUPPORTING,
        Column.DEADLINE,
        Column.COMPLETION,
    ]
    assert found.bindings[0].kind is BindingKind.RUNNING
    assert (found.header_row, found.first_row, found.last_row, found.notes) == (2, 3, 5, ())


def test_numbers_of_columns_and_examples_stay_above_the_rows(proposal: Proposal) -> None:
    example = ("示例", "急诊急救", "（示例）未按时查房", "骨科", "12月底", "推进中")
    found = proposal(TITLE, HEADINGS, (1, 2, 3, 4, 5, 6), example, (), (), ("合计",))
    assert (found.first_row, found.last_row) == (5, 6)
    assert found.notes == ("第 3 行是列号", "第 4 行是填写示例，保留在表里")


def test_without_a_footer_the_last_row_with_cells_is_the_last(proposal: Proposal) -> None:
    assert proposal(TITLE, HEADINGS, last=20).last_row == 20
    assert proposal(TITLE, HEADINGS, last=2).last_row == 3


def test_a_line_across_the_table_is_the_footer(proposal: Proposal) -> None:
    across = (MergedRange(5, 1, 5, 6),)
    assert proposal(TITLE, HEADINGS, (), (), ("报送要求见通知",), merged=across).last_row == 4


def test_a_given_list_of_departments_is_told(proposal: Proposal) -> None:
    found = proposal(TITLE, HEADINGS, (1, None, None, "骨科"), (2, None, None, "检验科"), SIGNED)
    assert found.notes == ("D3 等 2 格已有内容（“骨科”），是上级给定的",)


def test_what_is_no_table_has_no_proposal(context: ImportContext) -> None:
    assert proposed(sheet(("填表说明",), ("一事一行",)), context, last_cells=2) is None


def test_another_heading_is_told_by_its_cell_and_spaces_are_none() -> None:
    blank = sheet(TITLE, HEADINGS)
    spaced = sheet(TITLE, ("序 号", *HEADINGS[1:]), (1, "急诊"))
    assert changed_heading(blank, spaced, header_row=2, first_row=3) == ""
    other = sheet(TITLE, (*HEADINGS[:4], "完成情况", "整改时限"))
    assert changed_heading(blank, other, header_row=2, first_row=3) == "E2 是“完成情况”，空表里是“整改时限”"


def test_every_column_that_leaves_the_house_can_be_filled() -> None:
    assert {column.key for column in WRITTEN} < FILLABLE_KEYS
    assert Column.RESULT not in FILLABLE_KEYS


@pytest.mark.parametrize(
    ("binding", "cell"),
    [
        (Binding(1, BindingKind.RUNNING), 7),
        (Binding(1, BindingKind.WORDS, words="是"), "是"),
        (Binding(1, BindingKind.LEDGER, Column.FINDING), ROW.text),
        (Binding(1, BindingKind.LEDGER, Column.LEAD_AND_SUPPORTING), "骨科牵头，医务处、检验科配合"),
    ],
)
def test_a_cell_is_what_its_column_is_bound_to(binding: Binding, cell: Any) -> None:
    assert filled_cell(binding, ROW, 7) == cell
