"""Workbooks in shapes that people reported: what stands in a cell is read, kept or told, never dropped in silence."""

from datetime import date
from pathlib import Path

import pytest

from infrastructure.workbooks.reading import read_workbook
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import ImportPlan, ProblemKind
from rectification.workbook.planning import plan_import

REPORTED = Path(__file__).parents[2] / "samples" / "reported"

pytestmark = pytest.mark.clause("QS25.P2")


def read(name: str, context: ImportContext) -> ImportPlan:
    (path,) = REPORTED.glob(f"{name}_*.xlsx")
    return plan_import(read_workbook(path), context)


def test_a_small_package_is_a_workbook_like_any_other(context: ImportContext) -> None:
    plan = read("r01", context)
    assert (plan.rows, plan.ready) == (1, 1)


def test_the_day_it_was_done_is_not_the_deadline(context: ImportContext) -> None:
    plan = read("r02", context)
    assert [(finding.due_on, finding.done_on) for finding in plan.findings] == [
        (date(2025, 9, 30), date(2025, 9, 12)),
        (date(2025, 10, 31), None),
        (date(2025, 8, 31), date(2025, 9, 20)),
    ]


def test_deadlines_in_words_are_read_whole_or_told(context: ImportContext) -> None:
    plan = read("r15", context)
    days = [
        None,
        None,
        None,
        date(2025, 9, 30),
        None,
        None,
        None,
        None,
        date(2025, 12, 31),
        date(2025, 10, 15),
    ]
    assert [finding.due_on for finding in plan.findings] == days
    assert [finding.on_the_spot for finding in plan.findings] == [True] * 3 + [False] * 7
    told = {problem.cell: problem.kind for problem in plan.warnings if problem.cell.startswith("F")}
    spot, undated, guessed = ProblemKind.ON_THE_SPOT, ProblemKind.UNREADABLE_DATE, ProblemKind.GUESSED_DATE
    assert told == dict.fromkeys(["F2", "F3", "F4"], spot) | dict.fromkeys(
        ["F6", "F7", "F8", "F9"], undated
    ) | dict.fromkeys(["F10", "F11"], guessed)
    kept = [finding.remark for finding in plan.findings]
    assert kept[4:8] == [
        "整改时限：一周内",
        "整改时限：月底前",
        "整改时限：2025年国庆节前",
        "整改时限：按2025年计划",
    ]


def test_closed_only_where_the_column_of_closing_says_so(context: ImportContext) -> None:
    plan = read("r10", context)
    done, begun, closed = "awaiting", "rectifying", "closed"
    assert [finding.state.value for finding in plan.findings] == [
        *(done, done, begun, begun, begun, closed, closed, begun)
    ]
    kept = ["", "", "是否销号：已启动", "是否销号：已制定方案", "是否销号：已上报待销号", "", "", ""]
    assert [finding.progress for finding in plan.findings] == kept
    assert plan.warnings == ()


def test_partly_done_is_not_done(context: ImportContext) -> None:
    plan = read("r11", context)
    states = [finding.state.value for finding in plan.findings]
    assert states == ["awaiting"] * 5 + ["rectifying"] * 5
    assert [(p.cell, p.kind) for p in plan.warnings] == [("G6", ProblemKind.GUESSED)]
    assert [finding.progress for finding in plan.findings[4:7]] == ["已关闭", "", "1.已完成 2.推进中"]


def test_per_cents_are_read_as_they_are_shown(context: ImportContext) -> None:
    plan = read("r12", context)
    assert (plan.rows, plan.ready, plan.warnings) == (5, 5, ())
    assert [(finding.state.value, finding.progress) for finding in plan.findings] == [
        ("rectifying", "80%"),
        ("awaiting", "100%"),
        ("rectifying", "0%"),
        ("awaiting", "100%"),
        ("rectifying", "35%"),
    ]


def test_every_error_value_is_named_and_none_is_a_blank(context: ImportContext) -> None:
    plan = read("r13", context)
    told = {p.cell: p.problem for p in plan.warnings if p.kind is ProblemKind.ERROR_VALUE}
    assert sorted(told) == ["C3", "E5", "F2", "G4", "H4", "I5"]
    assert all("错误值 #" in problem for problem in told.values())
    assert {"C3", "F2"} <= {problem.cell for problem in plan.errors}


def test_a_hidden_row_is_told(context: ImportContext) -> None:
    plan = read("r14", context)
    assert [p.cell for p in plan.warnings if p.kind is ProblemKind.HIDDEN] == ["A3"]
