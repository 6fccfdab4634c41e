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


def test_the_item_column_is_told_by_what_stands_in_it(hospital: ImportContext) -> None:
    plan = read("r04", hospital)
    assert (plan.rows, plan.ready) == (8, 8)
    assert [finding.item_code for finding in plan.findings] == ["I6", "I7"] * 4


def test_an_export_of_another_system_is_read(hospital: ImportContext) -> None:
    plan = read("r05", hospital)
    assert (plan.rows, plan.ready, plan.errors) == (2, 2, ())
    assert [(f.lead_department_id, str(f.due_on), f.state.value) for f in plan.findings] == [
        (hospital.departments["骨科"], "2025-09-15", "rectifying"),
        (hospital.departments["心内科"], "2025-09-20", "awaiting"),
    ]


def test_a_finding_column_called_otherwise_on_a_sheet_named_after_its_item(hospital: ImportContext) -> None:
    plan = read("r07", hospital)
    assert (plan.rows, plan.ready) == (2, 2)
    assert {finding.item_code for finding in plan.findings} == {"I4"}
    assert [each.heading for each in plan.unused] == ["应急措施和预案", "填表人", "整改资金"]
    assert plan.findings[0].remark == "应急措施和预案：先借用备机；填表人：李琪；整改资金：八百元"


def test_a_check_sheet_whose_result_decides(hospital: ImportContext) -> None:
    plan = read("r08", hospital)
    assert (plan.rows, plan.ready, plan.no_problem) == (2, 2, 2)
    assert [(f.item_code, str(f.due_on)) for f in plan.findings] == [
        ("I7", "2025-08-31"),
        ("I7", "2025-08-25"),
    ]


def test_own_check_items_stay_with_the_finding(hospital: ImportContext) -> None:
    plan = read("r09", hospital)
    assert (plan.rows, plan.ready) == (2, 2)
    assert [(f.item_code, f.remark) for f in plan.findings] == [
        ("I7", "检查项目：洗手设施"), ("I7", "检查项目：器械清洗"),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "count"), [("r17", 2), ("r18", 2), ("r19", 1), ("r21", 2), ("骨科", 1)])
def test_shapes_of_tables_are_read_without_an_error(hospital: ImportContext, name: str, count: int) -> None:
    plan = read(name, hospital)
    assert (plan.rows, plan.ready, plan.errors) == (count, count, ())


def test_two_tables_of_one_sheet(hospital: ImportContext) -> None:
    plan = read("r18", hospital)
    assert [(f.item_code, f.lead_department_id) for f in plan.findings] == [
        ("I6", hospital.departments["骨科"]), ("I7", hospital.departments["重症医学科"]),
    ]  # fmt: skip
    assert [problem.cell for problem in plan.warnings] == ["A5"]


def test_cards_of_one_finding_each(hospital: ImportContext) -> None:
    plan = read("r21", hospital)
    assert [(f.lead_department_id, str(f.due_on), str(f.found_on)) for f in plan.findings] == [
        (hospital.departments["骨科"], "2025-09-30", "2025-08-12"),
        (hospital.departments["普外科"], "2025-10-15", "2025-08-12"),
    ]


def test_a_department_in_the_title_only_is_told(hospital: ImportContext) -> None:
    plan = read("骨科", hospital)
    assert plan.findings[0].lead_department_id == hospital.departments["骨科"]
    assert ["作为“骨科”的问题导入" in problem.problem for problem in plan.warnings] == [True]
