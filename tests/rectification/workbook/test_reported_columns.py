"""Reported workbooks whose columns are named and ordered in ways of their own: what each column holds decides."""

from dataclasses import replace
from pathlib import Path

import pytest

from infrastructure.workbooks.reading import read_workbook
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import ImportPlan
from rectification.workbook.planning import plan_import

REPORTED = Path(__file__).parents[2] / "samples" / "reported"
MORE_DEPARTMENTS = {"重症医学科": 41, "消毒供应中心": 42, "儿科": 43}

pytestmark = pytest.mark.clause("QS25.P2")


@pytest.fixture(scope="module")
def hospital(context: ImportContext) -> ImportContext:
    return replace(context, departments={**context.departments, **MORE_DEPARTMENTS})


def read(name: str, context: ImportContext) -> ImportPlan:
    (path,) = REPORTED.glob(f"{name}*.xlsx")
    return plan_import(read_workbook(path), context)


def test_columns_that_no_ledger_has_are_told_and_kept(hospital: ImportContext) -> None:
    plan = read("r03", hospital)
    assert (plan.rows, plan.ready) == (2, 2)
    assert sorted(problem.cell for problem in plan.warnings) == ["D1", "H1", "I1", "J1"]
    assert [finding.remark for finding in plan.findings] == [
        "隐患等级：一般；确认人：医务处陈思远",
        "隐患等级：较大；整改资金：三千二百元",
    ]
    assert [str(finding.done_on) for finding in plan.findings] == ["2025-09-12", "None"]
