"""A newer copy of a known ledger: what changed is told cell by cell, and what is nearly known is asked about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from infrastructure.workbooks.grid import CellValue
from rectification.rules.ledger_columns import Column
from rectification.workbook.context import ImportContext
from rectification.workbook.document import Names
from rectification.workbook.known import NEW, SAME, LedgerFinding, LedgerText, compare
from rectification.workbook.plan import ImportPlan
from tests.rectification.workbook.shapes import HEADER, good_row, planned, sheet

pytestmark = pytest.mark.clause("QS25.P2")


class Ledger:
    """What an import of the rows would have left behind."""

    def __init__(
        self, context: ImportContext, *rows: tuple[CellValue, ...], more: tuple[str, ...] = ()
    ) -> None:
        self.context = context
        self.names = Names({id_: name for name, id_ in context.departments.items()})
        entered = planned(context, sheet((*HEADER, *more), *rows)).findings
        self.keys = frozenset(finding.key for finding in entered)
        self.lines = [
            LedgerText(id_, str(id_), (f.key,), f.lead_department_id, f.text)
            for id_, f in enumerate(entered, 1)
        ]
        self.findings = {
            id_: LedgerFinding(
                id=id_,
                number=str(id_),
                lead_department_id=f.lead_department_id,
                text=f.text,
                state=f.state.value,
                state_label="整改中",
                due_on=f.due_on,
                ongoing=f.ongoing,
                found_on=f.found_on,
                done_on=f.done_on,
                person_id=f.person_id,
                leader_id=f.leader_id,
                supporting_ids=f.supporting_ids,
                causes=f.causes,
                measures=tuple(measure.text for measure in f.measures),
                remark=f.remark,
                told=(f.progress,),
            )
            for id_, f in enumerate(entered, 1)
        }

    def told(self, ids: Collection[int]) -> Mapping[int, LedgerFinding]:
        return {id_: self.findings[id_] for id_ in ids}

    def read_again(
        self,
        *rows: tuple[CellValue, ...],
        more: tuple[str, ...] = (),
        answers: Mapping[str, str] | None = None,
    ) -> ImportPlan:
        plan = planned(replace(self.context, known_keys=self.keys), sheet((*HEADER, *more), *rows))
        return compare(plan, self.lines, self.told, self.names, answers or {})


@pytest.fixture
def ledger(context: ImportContext) -> Ledger:
    return Ledger(
        context, good_row(1, "归档病案首页缺手术编码"), good_row(2, "电子签名偶发失败，医生改用截图")
    )


def changed(plan: ImportPlan) -> list[tuple[Any, ...]]:
    return [(c.cell, c.column, c.old, c.new) for c in plan.changes]


def test_the_same_copy_changes_nothing(ledger: Ledger) -> None:
    plan = ledger.read_again(
        good_row(1, "归档病案首页缺手术编码"), good_row(2, "电子签名偶发失败，医生改用截图")
    )
    assert (plan.findings, plan.changes, plan.questions) == ((), (), ())


def test_each_cell_that_says_something_else_is_told_old_and_new(ledger: Ledger) -> None:
    plan = ledger.read_again(
        good_row(
            1, "归档病案首页缺手术编码", due="2025-11-30", done="已完成", lead="质控办",
            supporting="护理部、信息科", measure="措施；每月通报", cause="编码员休假",
        )
    )  # fmt: skip
    assert changed(plan) == [
        ("D2", Column.CAUSE, "原因", "编码员休假"),
        ("E2", Column.MEASURE, "措施", "措施；每月通报"),
        ("G2", Column.SUPPORTING, "护理部", "护理部、信息科"),
        ("I2", Column.DEADLINE, "2025-09-30", "2025-11-30"),
        ("J2", Column.COMPLETION, "推进中", "已完成"),
    ]
    assert {change.number for change in plan.changes} == {"1"}


def test_what_is_kept_in_the_remark_is_compared_with_it(ledger: Ledger) -> None:
    row = good_row(1, "归档病案首页缺手术编码")
    plan = ledger.read_again((*row, None, "延期"), more=("整改资金", "备注"))
    assert changed(plan) == [("M2", Column.REMARK, "", "延期")]
    plan = ledger.read_again((*row, "八百元", "/"), more=("整改资金", "备注"))
    assert changed(plan) == [("L2", Column.REMARK, "", "整改资金：八百元")]
    ledger.findings[1] = replace(ledger.findings[1], remark="请示过。整改资金：八百元；延期")
    plan = ledger.read_again((*row, "八百元", "延期"), more=("整改资金", "备注"))
    assert plan.changes == ()


def test_an_empty_cell_of_the_newer_copy_changes_nothing(ledger: Ledger) -> None:
    plan = ledger.read_again(
        good_row(1, "归档病案首页缺手术编码", due=None, cause="", measure="无", supporting="/", person=None)
    )
    assert plan.changes == ()


def test_that_it_was_closed_out_is_told_at_the_cell_that_says_so(ledger: Ledger) -> None:
    first, second = ("归档病案首页缺手术编码", "电子签名偶发失败，医生改用截图")
    plan = ledger.read_again(good_row(1, first, closed="是"), good_row(2, second, done="已完成", closed="是"))
    assert changed(plan) == [
        ("K2", Column.CLOSED, "整改中", "是"),
        ("J3", Column.COMPLETION, "推进中", "已完成"),
        ("K3", Column.CLOSED, "整改中", "是"),
    ]


@pytest.mark.parametrize(("closed", "told"), [("已整改", 1), ("已启动", 1), ("否", 0), ("同意", 1)])
def test_where_no_other_column_tells_how_far_it_is_closing_does(
    ledger: Ledger, closed: str, told: int
) -> None:
    plan = ledger.read_again(good_row(1, "归档病案首页缺手术编码", done=None, closed=closed))
    assert len(plan.changes) == told


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("电子签名偶发失败，医生改用截图代替", True),
        ("电子签名偶尔失败，医师改用截图", True),
        ("手卫生设施不足", False),
    ],
)
def test_a_row_in_nearly_the_same_words_is_asked_about_and_not_entered(
    ledger: Ledger, text: str, asked: bool
) -> None:
    plan = ledger.read_again(good_row(1, "归档病案首页缺手术编码"), good_row(2, text))
    assert bool(plan.questions) is asked
    assert plan.ready == (0 if asked else 1)
    if asked:
        assert (plan.questions[0].cell, plan.warnings[-1].cell) == ("C3", "C3")
        assert "序号 2" in plan.questions[0].question


def test_other_counts_are_another_finding(context: ImportContext) -> None:
    ledger = Ledger(context, good_row(1, "抽查运行病历缺签名3份"))
    assert ledger.read_again(good_row(2, "抽查运行病历缺签名4份")).ready == 1


def test_what_another_row_is_word_for_word_stands_for_no_second_one(ledger: Ledger) -> None:
    plan = ledger.read_again(
        good_row(1, "电子签名偶发失败，医生改用截图"), good_row(2, "电子签名偶发失败，医生改用截图代替")
    )
    assert (plan.ready, plan.questions) == (1, ())


def test_the_same_words_under_another_department_are_asked_about(ledger: Ledger) -> None:
    plan = ledger.read_again(good_row(1, "归档病案首页缺手术编码", lead="信息科"))
    (question,) = plan.questions
    plan = ledger.read_again(
        good_row(1, "归档病案首页缺手术编码", lead="信息科"), answers={question.key: SAME}
    )
    assert changed(plan) == [("F2", Column.LEAD, "质控办", "信息科")]


def test_an_answer_settles_the_question(ledger: Ledger) -> None:
    row = good_row(2, "电子签名偶发失败，医生改用截图代替", due="2025-10-15")
    (question,) = ledger.read_again(row).questions
    same = ledger.read_again(row, answers={question.key: SAME})
    assert (same.ready, same.questions) == (0, ())
    assert changed(same) == [
        ("C2", Column.FINDING, "电子签名偶发失败，医生改用截图", "电子签名偶发失败，医生改用截图代替"),
        ("I2", Column.DEADLINE, "2025-09-30", "2025-10-15"),
    ]
    new = ledger.read_again(row, answers={question.key: NEW})
    assert (new.ready, new.questions, new.changes) == (1, (), ())


def test_a_state_that_differs_is_told_at_the_cell_that_says_it(ledger: Ledger) -> None:
    later = replace(ledger.findings[1], state="closed", state_label="已销号", told=())
    ledger.findings[1] = later
    plan = ledger.read_again(good_row(1, "归档病案首页缺手术编码"))
    assert changed(plan) == [("J2", Column.COMPLETION, "已销号", "推进中")]


def test_the_limit_that_was_extended_in_the_ledger_is_told(ledger: Ledger) -> None:
    ledger.findings[1] = replace(ledger.findings[1], due_on=date(2025, 12, 31))
    plan = ledger.read_again(good_row(1, "归档病案首页缺手术编码"))
    assert changed(plan) == [("I2", Column.DEADLINE, "2025-12-31", "2025-09-30")]


def test_that_it_is_not_closed_out_says_nothing_of_the_work(context: ImportContext) -> None:
    text = "归档病案首页缺手术编码"
    waiting = Ledger(context, good_row(1, text, done="已完成"))
    assert waiting.read_again(good_row(1, text, done=None, closed="否")).changes == ()
    closed = Ledger(context, good_row(1, text, done="已完成", closed="是"))
    (change,) = closed.read_again(good_row(1, text, done=None, closed="否")).changes
    assert change.cell == "K2"


def test_other_days_of_finding_and_of_finishing_are_told(context: ImportContext) -> None:
    more = ("发现日期", "实际完成时间")
    first, later = (
        (*good_row(done="已完成"), *days)
        for days in (("2025-07-01", "2025-09-01"), ("2025-07-02", "2025-09-03"))
    )
    ledger = Ledger(context, first, more=more)
    assert changed(ledger.read_again(later, more=more)) == [
        ("L2", Column.FOUND_ON, "2025-07-01", "2025-07-02"),
        ("M2", Column.DONE_ON, "2025-09-01", "实际完成时间：2025-09-03"),
    ]
    told = (*ledger.findings[1].told, "实际完成时间：2025-09-03")
    ledger.findings[1] = replace(ledger.findings[1], told=told)
    assert [each[1] for each in changed(ledger.read_again(later, more=more))] == [Column.FOUND_ON]
