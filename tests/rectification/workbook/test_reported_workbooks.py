"""Workbooks in shapes that people reported: what stands in a cell is read, kept or told, never dropped in silence."""

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
