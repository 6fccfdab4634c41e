"""Every filled cell ends in a field, in the remark or in a line that names it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from infrastructure.workbooks.grid import CellError, CellValue, WorkbookGrid, cell_name, cell_place
from infrastructure.workbooks.reading import read_workbook
from rectification.rules.ledger_columns import Column
from rectification.workbook.account import LONGEST_REMARK
from rectification.workbook.between import ends_table, is_number_row
from rectification.workbook.cells import bare, cell_words, says_nothing
from rectification.workbook.columns import column_of
from rectification.workbook.context import ImportContext
from rectification.workbook.dates import DeadlineSaid, read_deadline
from rectification.workbook.headers import opens_table
from rectification.workbook.plan import ColumnChoice, ImportPlan, PlannedFinding
from rectification.workbook.planning import plan_import
from rectification.workbook.progress import Said, read_completion
from tests.rectification.workbook.shapes import HEADER, ITEM_1, ITEM_2, good_row, places, planned, sheet

_LONGEST_PLAIN_STATE = 4

SAMPLES = Path(__file__).parents[2] / "samples"

pytestmark = pytest.mark.clause("QS25.P2")

_MORE: tuple[CellValue, ...] = (*HEADER, "整改资金", None, "隐患等级")


def test_columns_without_a_meaning_are_told_once_and_kept_with_the_finding(context: ImportContext) -> None:
    rows = [(*good_row(1, "甲"), "八百元", "另存", "/"), (*good_row(2, "乙"), "三千元", None, "一般")]
    plan = planned(context, sheet(_MORE, *rows))
    assert [finding.remark for finding in plan.findings] == [
        "整改资金：八百元；M 列：另存",
        "整改资金：三千元；隐患等级：一般",
    ]
    assert places(plan.warnings) == [(cell, "unused_column") for cell in ("L1", "M1", "N1")]
    assert [(each.cell, each.heading, each.sample, each.count) for each in plan.unused] == [
        ("L1", "整改资金", "八百元", 2), ("M1", "M 列", "另存", 1), ("N1", "隐患等级", "一般", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("sign", [*"√×★●〃", "√√"])
def test_a_sign_is_an_answer_and_kept_like_a_word(context: ImportContext, sign: str) -> None:
    row = (*good_row(supporting=sign, person=sign), sign, sign, sign)
    plan = planned(context, sheet((*HEADER, "需院级协调", "责任领导", "备注"), row))
    assert plan.findings[0].remark == "；".join(
        [sign, f"配合部门：{sign}", f"责任人：{sign}", f"责任领导：{sign}", f"需院级协调：{sign}"]
    )
    assert places(plan.warnings) == [
        ("G2", "left_over"), ("H2", "left_over"), ("M2", "unknown_person"), ("L1", "unused_column"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [*"√×〃"])
def test_a_sign_in_place_of_the_finding_is_neither_one_nor_none(context: ImportContext, text: str) -> None:
    plan = planned(context, sheet(HEADER, good_row(text=text)))
    assert (plan.ready, plan.no_problem, places(plan.errors)) == (0, 0, [("C2", "missing_text")])


def test_a_column_merged_over_two_findings_is_kept_with_both(context: ImportContext) -> None:
    rows = [(*good_row(1, "甲"), "八百元"), (*good_row(2, "乙"), None)]
    plan = planned(context, sheet(_MORE[:12], *rows, merged=[(2, 12, 3, 12)]))
    assert [finding.remark for finding in plan.findings] == ["整改资金：八百元"] * 2


def test_what_somebody_leaves_out_is_neither_kept_nor_told(context: ImportContext) -> None:
    grid = sheet(_MORE[:12], (*good_row(), "八百元"))
    choice = ColumnChoice({}, ignored=frozenset([12]))
    plan = plan_import(WorkbookGrid((grid,)), context, column_overrides={"台账": choice})
    assert (plan.findings[0].remark, plan.warnings, plan.unused) == ("", (), ())


def test_a_remark_too_long_for_its_field_is_told_and_never_cut(context: ImportContext) -> None:
    plan = planned(context, sheet(_MORE[:12], (*good_row(), "长" * LONGEST_REMARK)))
    assert (plan.ready, places(plan.errors)) == (0, [("L2", "too_long")])
    fits = planned(context, sheet(_MORE[:12], (*good_row(), "长" * (LONGEST_REMARK - len("整改资金：")))))
    assert (len(fits.findings[0].remark), fits.errors) == (LONGEST_REMARK, ())


def test_of_several_values_for_one_field_none_is_lost(context: ImportContext) -> None:
    header = (*HEADER, "问题来源", "验收日期")
    rows = [
        (*good_row(1, "甲", closed="是"), "飞检", "2025-09-01"),
        (
            *good_row(None, None, item=None, measure=None, due="2025-08-01", person="李建国", closed="否"),
            "自查",
            None,
        ),
    ]
    (finding,) = planned(context, sheet(header, *rows)).findings
    kept = finding.remark.split("；")
    assert {"问题来源：飞检", "问题来源：自查", "是否销号：是", "是否销号：否"} <= set(kept)
    assert {"责任人：李建国", "整改时限：2025-08-01"} <= set(kept)  # no measure of that row holds them
    assert "验收日期：2025-09-01" in kept  # it is not closed: no field takes the day


def test_what_only_a_later_row_of_a_finding_says_counts_for_it(context: ImportContext) -> None:
    header = (*HEADER, "问题来源")
    rows = [(*good_row(1, "甲", item=None), None), (*good_row(None, None, item=ITEM_2), "飞检")]
    (finding,) = planned(context, sheet(header, *rows, merged=[(2, 3, 3, 3)])).findings
    assert (finding.item_code, finding.origin_label) == ("I2", "飞检")


def test_an_item_that_differs_in_a_later_row_is_kept(context: ImportContext) -> None:
    rows = [good_row(1, "甲"), good_row(None, None, item=ITEM_2)]
    (finding,) = planned(context, sheet(HEADER, *rows, merged=[(2, 3, 3, 3)])).findings
    assert (finding.item_code, finding.remark.split("；")[-1]) == ("I1", f"整治内容：{ITEM_2}")


@pytest.mark.parametrize(
    ("number", "remark"), [("ZG-01", "序号：ZG-01"), ("12", ""), ("（三）", ""), (7, "")]
)
def test_a_number_that_people_know_a_finding_by_is_kept(
    context: ImportContext, number: CellValue, remark: str
) -> None:
    assert planned(context, sheet(HEADER, good_row(number))).findings[0].remark == remark


def test_what_stands_in_a_row_without_a_finding_is_told(context: ImportContext) -> None:
    nothing: list[CellValue] = [2, ITEM_1, None, None, None, None, None, None, None, "推进中", "/"]
    plan = planned(context, sheet(HEADER, good_row(), nothing))
    assert (plan.rows, places(plan.warnings)) == (1, [("J3", "not_read")])


def test_what_a_row_in_order_says_beside_is_told(context: ImportContext) -> None:
    row = good_row(
        2, "未发现问题", cause="/", measure="继续保持", person="", due="2025-09-30", done="", closed="无"
    )
    plan = planned(context, sheet(HEADER, good_row(), row))
    assert [(p.cell, p.problem) for p in plan.warnings] == [
        ("E3", "存在问题写的是没有问题，同一行的 E3“继续保持”、G3“护理部”、I3“2025-09-30” 未导入")
    ]


def test_patients_in_a_column_of_their_own_are_told(context: ImportContext) -> None:
    plan = planned(context, sheet((*HEADER, "住院号"), (*good_row(), "20250817")))
    assert ("L2", "personal_data") in places(plan.warnings)


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.xlsx")), ids=lambda path: path.stem)
def test_each_cell_of_the_samples_is_in_a_field_or_in_a_line_that_names_it(
    path: Path, context: ImportContext
) -> None:
    grid = read_workbook(path)
    plan = plan_import(grid, context)
    lost = [
        f"{finding.sheet}!{name}：{words}"
        for finding in plan.findings
        for name, column, value, words in _cells_of(grid, plan, finding)
        if not _is_kept(column, value, words, finding, context)
        and not any((p.sheet, p.cell) == (finding.sheet, name) for p in (*plan.warnings, *plan.errors))
    ]
    assert lost == []


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.xlsx")), ids=lambda path: path.stem)
def test_each_row_of_the_samples_is_read_counted_told_or_no_row_of_data(
    path: Path, context: ImportContext
) -> None:
    grid = read_workbook(path)
    plan = plan_import(grid, context)
    read = {(f.sheet, row) for f in plan.findings for row in range(f.row, f.last_row + 1)}
    read |= {(each.sheet, each.row) for each in plan.no_problem_rows}
    read |= {(each.sheet, cell_place(each.cell)[0]) for each in (*plan.errors, *plan.warnings)}
    refused = {(error.sheet, cell_place(error.cell)[0]) for error in plan.errors}
    lost = []
    for of_sheet, recognised in zip(grid, plan.sheets, strict=True):
        for row, cells in enumerate(of_sheet.rows, 1):
            own = [
                Cell(place, cell_words(value)) for place, value in enumerate(cells, 1) if cell_words(value)
            ]
            above = row <= (recognised.last_header_row or 0) or recognised.header_row is None and row == 1
            if (
                own
                and not above
                and (of_sheet.name, row) not in read
                and (of_sheet.name, recognised.header_row) not in refused  # all its rows at once
                and not _is_no_data(own)
            ):
                lost.append(f"{of_sheet.name}!{row}：{own[0].text}")
    assert lost == []


@dataclass(frozen=True)
class Cell:
    column: int
    text: str


def _is_no_data(own: list[Cell]) -> bool:
    return ends_table(own, None) or is_number_row(own) or opens_table(cell.text for cell in own)


def _cells_of(
    grid: WorkbookGrid, plan: ImportPlan, finding: PlannedFinding
) -> Iterator[tuple[str, Column | None, CellValue, str]]:
    of_sheet = grid.sheet(finding.sheet)
    assert of_sheet is not None
    columns = next(sheet.columns for sheet in plan.sheets if sheet.sheet == finding.sheet)
    for row in range(finding.row, finding.last_row + 1):
        for place, value in enumerate(of_sheet.rows[row - 1], 1):
            if (
                value is not None
                and not isinstance(value, CellError)
                and not says_nothing(words := cell_words(value))
            ):
                yield cell_name(row, place), columns.get(place), value, words


def _is_kept(
    column: Column | None, value: CellValue, words: str, finding: PlannedFinding, context: ImportContext
) -> bool:
    if column in (Column.CLOSED, Column.RESULT, Column.SEQUENCE):
        return True  # the state of the finding, and its place in the file: tests of their own
    if column in (Column.COMPLETION, Column.PROGRESS) and len(words) <= _LONGEST_PLAIN_STATE:
        return read_completion(words).said is not Said.UNREADABLE  # 已完成: the state says all of it
    if column is None and column_of(words) is not None:
        return True  # a heading, or the label of a card
    if column in (None, Column.DEADLINE, Column.DONE_ON, Column.FOUND_ON, Column.ACCEPTED_ON):
        said = read_deadline(value, context.run)
        days = {finding.due_on, finding.done_on, finding.found_on, finding.accepted_on}
        days |= {measure.due_on for measure in finding.measures}
        if said.on and said.on in days or said.said is DeadlineSaid.ONGOING and finding.ongoing:
            return True
    kept = bare(" ".join(_fields(finding, context)))
    return bare(words) in kept or all(
        bare(piece) in kept for piece in re.split(r"[、，,；;。／/\s①②③④]|牵头|配合|\d[.、]", words)
    )


def _fields(finding: PlannedFinding, context: ImportContext) -> Iterator[str]:
    yield from (finding.text, finding.origin_label, finding.progress, finding.remark)
    yield from finding.causes
    yield from (measure.text for measure in finding.measures)
    item = next(item for item in context.items if item.code == finding.item_code)
    numeral = "〇一二三四五六七八九十"[item.number]
    yield from (f"（{numeral}）{item.title}", str(item.number))
    yield from (one.text for one in item.checkpoints if one.code == finding.checkpoint_code)
    departments = {finding.lead_department_id, *finding.supporting_ids}
    departments |= {measure.department_id for measure in finding.measures if measure.department_id}
    yield from (name for name, id_ in context.departments.items() if id_ in departments)
    people = {finding.person_id, *(measure.person_id for measure in finding.measures)}
    yield from (name for name, refs in context.staff.items() if any(ref.id in people for ref in refs))
    yield from (name for name, ids in context.leaders.items() if finding.leader_id in ids)


def test_what_a_repeated_row_says_otherwise_is_named(context: ImportContext) -> None:
    rows = [(*good_row(1), None), (*good_row(2, measure="另一措施", due="2025-10-31"), "八百元")]
    plan = planned(context, sheet(_MORE[:12], *rows, good_row(3)))
    told = [(each.cell, each.problem) for each in plan.warnings if each.kind == "duplicate"]
    other = "E3“另一措施”、I3“2025-10-31”、L3“整改资金：八百元”"
    assert told == [
        ("C3", f"第 3 行与第 2 行重复，只导入先出现的一行；{other} 与先出现的不同，未导入，请核对"),
        ("C4", "第 4 行与第 2 行重复，只导入先出现的一行"),
    ]
