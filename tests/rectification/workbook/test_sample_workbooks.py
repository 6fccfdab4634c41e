"""The workbooks that hospitals really sent: every row of them is understood, every fault is named at its cell."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from infrastructure.workbooks.grid import WorkbookGrid
from infrastructure.workbooks.reading import read_workbook
from policy_texts.vocabulary import FindingOrigin
from rectification.rules.ledger_columns import Column
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import ImportPlan
from rectification.workbook.planning import plan_import
from tests.rectification.workbook.shapes import places

SAMPLES = Path(__file__).parents[2] / "samples"

pytestmark = pytest.mark.clause("QS25.P2")


def sample(name: str) -> WorkbookGrid:
    return read_workbook(SAMPLES / f"问题台账_{name}.xlsx")


@pytest.fixture(scope="module")
def merged(context: ImportContext) -> ImportPlan:
    return plan_import(sample("合并单元格"), context)


@pytest.fixture(scope="module")
def several_rows(context: ImportContext) -> ImportPlan:
    return plan_import(sample("一题多行"), context)


@pytest.fixture(scope="module")
def faulty(context: ImportContext) -> ImportPlan:
    return plan_import(sample("坏数据"), context)


def test_merged_cells_every_row_is_ready(merged: ImportPlan) -> None:
    assert (merged.rows, merged.ready, merged.no_problem) == (20, 20, 0)
    assert merged.errors == ()
    assert places(merged.warnings) == [("G14", "unknown_supporting"), ("I17", "on_the_spot")]
    assert "".join(finding.item_code for finding in merged.findings) == (
        "I1I1I2I2I3I4I4I5I5I5I6I6I7I7I8I8I9I9I10I10"
    )
    assert {state.value: count for state, count in merged.states().items()} == {
        "analysing": 0, "rectifying": 7, "awaiting": 0, "closed": 13,
    }  # fmt: skip


def test_merged_cells_one_finding_in_full(merged: ImportPlan, departments: dict[str, int]) -> None:
    finding = merged.findings[2]
    assert (finding.sheet, finding.row, finding.last_row, finding.number) == ("问题台账", 6, 6, "3")
    assert finding.text == "危急值报告制度未覆盖床旁检测项目"
    assert finding.causes == ("制度修订滞后于设备引进",)
    assert [measure.text for measure in finding.measures] == [
        "修订危急值目录，纳入POCT项目",
        "信息系统增加弹窗提醒",
        "全员培训并考核",
    ]
    assert all(measure.department_id is None and measure.due_on is None for measure in finding.measures)
    assert finding.lead_department_id == departments["医务处"]
    assert finding.supporting_ids == (departments["检验科"], departments["信息科"])
    assert (finding.person_id, finding.leader_id) == (102, None)
    assert (finding.due_on, finding.ongoing, finding.on_the_spot) == (date(2025, 9, 20), False, False)
    assert (finding.found_on, finding.accepted_on) == (None, None)
    assert (finding.state.value, finding.progress) == ("closed", "已完成")
    assert (finding.origin, finding.origin_label) == (FindingOrigin.SELF_INSPECTION, "")


def test_merged_cells_dates_as_people_write_them(merged: ImportPlan) -> None:
    september = date(2025, 9, 30)
    assert [finding.due_on for finding in merged.findings] == [
        date(2025, 8, 15), date(2025, 7, 31), date(2025, 9, 20), september, None, None, date(2025, 8, 31), september,
        date(2025, 8, 10), date(2025, 8, 5), september, date(2025, 9, 15), date(2025, 8, 31), None, date(2025, 8, 20),
        date(2025, 8, 10), date(2025, 9, 10), september, september, date(2025, 8, 25),
    ]  # fmt: skip
    assert [finding.row for finding in merged.findings if finding.ongoing] == [8, 9]
    assert [finding.row for finding in merged.findings if finding.on_the_spot] == [17]


def test_several_rows_every_finding_is_ready(several_rows: ImportPlan) -> None:
    assert (several_rows.rows, several_rows.ready, several_rows.no_problem) == (20, 20, 2)
    assert several_rows.errors == ()
    assert places(several_rows.warnings) == [("J29", "on_the_spot")]
    assert [(row.row, row.item_code) for row in several_rows.no_problem_rows] == [(42, "I8"), (43, "I10")]
    assert [finding.number for finding in several_rows.findings] == [str(number) for number in range(1, 21)]
    assert sum(finding.last_row - finding.row + 1 for finding in several_rows.findings) == 38


def test_several_rows_a_measure_a_row_has_its_own_department(
    several_rows: ImportPlan, departments: dict[str, int]
) -> None:
    finding = several_rows.findings[2]
    assert (finding.row, finding.last_row) == (7, 9)
    assert finding.lead_department_id == departments["医务处"]
    assert finding.supporting_ids == (departments["检验科"], departments["信息科"])
    assert [(measure.text, measure.department_id) for measure in finding.measures] == [
        ("修订危急值目录，纳入POCT项目", departments["医务处"]),
        ("信息系统增加弹窗提醒", departments["检验科"]),
        ("全员培训并考核", departments["检验科"]),
    ]
    assert all(measure.person_id is None and measure.due_on is None for measure in finding.measures)


def test_several_rows_states_origins_and_leaders(several_rows: ImportPlan) -> None:
    states = {finding.number: finding.state.value for finding in several_rows.findings}
    assert {number for number, state in states.items() if state == "closed"} == {"8", "13", "18"}
    assert Counter(states.values()) == {"closed": 3, "rectifying": 17}
    assert several_rows.findings[12].progress == "已完成。8月5日组织培训（见附件13）"
    origins = {finding.origin_label: finding.origin for finding in several_rows.findings}
    assert origins == {
        "飞检": FindingOrigin.SUPERIOR_INSPECTION,
        "科室自查": FindingOrigin.SELF_INSPECTION,
        "院级督查": FindingOrigin.HOSPITAL_INSPECTION,
    }
    assert {finding.leader_id for finding in several_rows.findings} == {300, 301}
    assert "佐证材料：见附件" in several_rows.findings[0].remark


def test_faults_are_named_at_their_cells_and_nowhere_else(faulty: ImportPlan) -> None:
    assert (faulty.rows, faulty.ready, faulty.no_problem) == (9, 2, 0)
    assert sorted(places(faulty.errors)) == sorted([
        ("C2", "missing_text"), ("I2", "impossible_date"), ("B3", "unknown_item"), ("C4", "missing_text"),
        ("F5", "unknown_lead"), ("C6", "too_long"), ("I9", "impossible_date"),
    ])  # fmt: skip
    assert [finding.row for finding in faulty.findings] == [7, 10]
    duplicates = [problem for problem in faulty.warnings if problem.kind == "duplicate"]
    assert [(problem.cell, problem.problem) for problem in duplicates] == [
        ("C8", "第 8 行与第 7 行重复，只导入先出现的一行")
    ]


def test_what_is_in_the_ledger_already_is_never_entered_again(
    context: ImportContext, merged: ImportPlan
) -> None:
    known = replace(context, known_keys=frozenset(finding.key for finding in merged.findings))
    again = plan_import(sample("合并单元格"), known)
    assert (again.rows, again.ready, again.errors) == (20, 0, ())
    assert sum(1 for problem in again.warnings if problem.kind == "known") == 20


def test_the_same_findings_have_the_same_keys_in_both_workbooks(
    merged: ImportPlan, several_rows: ImportPlan
) -> None:
    assert {finding.key for finding in merged.findings} == {finding.key for finding in several_rows.findings}
    assert len({finding.key for finding in merged.findings}) == 20


def test_the_columns_recognised_are_told(merged: ImportPlan) -> None:
    (recognised,) = merged.sheets
    assert (recognised.sheet, recognised.header_row, recognised.last_header_row) == ("问题台账", 3, 3)
    assert recognised.headings[9] == "整改时限"
    assert recognised.columns[9] is Column.DEADLINE
    assert None not in recognised.columns.values()
