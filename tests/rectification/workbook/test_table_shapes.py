"""How rows become findings: filled down, merged, spread over rows, parted by sections, ended by signatures."""

from dataclasses import replace
from datetime import date

import pytest

from infrastructure.workbooks.grid import CellValue, WorkbookGrid
from rectification.rules.ledger_columns import Column
from rectification.workbook.context import ImportContext
from rectification.workbook.headers import find_header
from rectification.workbook.plan import ColumnChoice
from rectification.workbook.planning import plan_import
from rectification.workbook.rows import TableReader
from tests.rectification.workbook.shapes import HEADER, ITEM_1, ITEM_2, good_row, places, planned, sheet


def test_the_item_is_filled_down_where_its_cell_is_blank(context: ImportContext) -> None:
    rows = [
        good_row(1, "甲"),
        good_row(2, "乙", item=None),
        good_row(3, "丙", item=ITEM_2),
        good_row(4, "丁", item=None),
    ]
    plan = planned(context, sheet(HEADER, *rows))
    assert [finding.item_code for finding in plan.findings] == ["I1", "I1", "I2", "I2"]
    assert plan.errors == ()


def test_an_item_given_beforehand_counts_for_the_rows_below(context: ImportContext) -> None:
    rows = [[None, ITEM_2], good_row(1, "甲", item=None), [5, None], good_row(2, "乙", item=None)]
    plan = planned(context, sheet(HEADER, *rows))
    assert [(finding.row, finding.item_code) for finding in plan.findings] == [(3, "I2"), (5, "I2")]
    assert plan.errors == ()


def test_an_unknown_item_merged_over_rows_is_one_error(context: ImportContext) -> None:
    rows = [
        good_row(1, "甲", item="其他方面的事"),
        good_row(2, "乙", item=None),
        good_row(3, "丙", item=ITEM_1),
    ]
    plan = planned(context, sheet(HEADER, *rows, merged=[(2, 2, 3, 2)]))
    assert places(plan.errors) == [("B2", "unknown_item")]
    assert (plan.rows, plan.ready) == (3, 1)


def test_section_rows_give_the_item(context: ImportContext) -> None:
    header = [heading for heading in HEADER if heading != "整治内容"]
    rows = [
        [value for place, value in enumerate(good_row(n, text)) if place != 1]
        for n, text in ((1, "甲"), (2, "乙"))
    ]
    grid = sheet(header, [ITEM_1], rows[0], [ITEM_2], rows[1], merged=[(2, 1, 2, 10), (4, 1, 4, 10)])
    plan = planned(context, grid)
    assert [finding.item_code for finding in plan.findings] == ["I1", "I2"]
    assert plan.errors == ()


def test_a_section_row_ends_the_item_and_the_finding_above_it(context: ImportContext) -> None:
    below = good_row(None, None, item=None, measure="又一条")
    grid = sheet(
        HEADER,
        good_row(1, "甲"),
        [ITEM_2],
        good_row(2, "乙", item=None),
        [ITEM_1],
        below,
        merged=[(3, 1, 3, 11)],
    )
    plan = planned(context, grid)
    assert [(finding.text, finding.item_code, len(finding.measures)) for finding in plan.findings] == [
        ("甲", "I1", 1), ("乙", "I2", 1),
    ]  # fmt: skip
    assert places(plan.errors) == [("C6", "missing_text")]


def test_an_unknown_section_is_one_error_at_its_row(context: ImportContext) -> None:
    header = [heading for heading in HEADER if heading != "整治内容"]
    rows = [
        [value for place, value in enumerate(good_row(n, text)) if place != 1]
        for n, text in ((1, "甲"), (2, "乙"))
    ]
    plan = planned(context, sheet(header, ["综合管理部分"], *rows, merged=[(2, 1, 2, 10)]))
    assert places(plan.errors) == [("A2", "unknown_item")]
    assert (plan.rows, plan.ready) == (2, 0)


@pytest.mark.parametrize(
    ("name", "title", "code"),
    [
        ("（二）", "台账", "I2"),
        ("2", "台账", "I2"),
        ("制度", "台账", "I2"),
        ("二、医疗质量安全管理制度", "台账", "I2"),
        ("Sheet1", "整治内容：（二）医疗质量安全管理制度不完善问题", "I2"),
    ],
)
def test_a_sheet_per_item(context: ImportContext, name: str, title: str, code: str) -> None:
    header = [heading for heading in HEADER if heading != "整治内容"]
    row = [value for place, value in enumerate(good_row()) if place != 1]
    plan = planned(context, sheet([title], header, row, name=name))
    assert [finding.item_code for finding in plan.findings] == [code]


def test_rows_that_say_no_item_at_all_are_one_error(context: ImportContext) -> None:
    header = [heading for heading in HEADER if heading != "整治内容"]
    rows = [[value for place, value in enumerate(good_row(n, f"第{n}")) if place != 1] for n in (1, 2, 3)]
    plan = planned(context, sheet(header, *rows))
    assert places(plan.errors) == [("B1", "no_item")]
    assert (plan.rows, plan.ready) == (3, 0)
    with_column = planned(context, sheet(HEADER, good_row(item=None)))
    assert places(with_column.errors) == [("B2", "no_item")]


OVER_SEVERAL_ROWS = [
    good_row(
        1,
        "甲",
        measure="1.修订",
        lead="质控办",
        supporting=None,
        person="王敏",
        due="8月15日",
        done="已完成",
    ),
    good_row(
        None,
        None,
        item=None,
        cause=None,
        measure="2.培训",
        lead="护理部",
        person="李建国",
        due="2025-09-30",
    ),
    good_row(
        None,
        None,
        item=None,
        cause="另一原因",
        measure="3.检查",
        lead=None,
        supporting="院感科",
        person=None,
        due=None,
    ),
    good_row(2, "乙"),
]


def test_one_finding_over_several_rows(context: ImportContext, departments: dict[str, int]) -> None:
    plan = planned(context, sheet(HEADER, *OVER_SEVERAL_ROWS))
    first, second = plan.findings
    assert (first.row, first.last_row, second.row) == (2, 4, 5)
    assert first.causes == ("原因", "另一原因")
    assert [(m.text, m.department_id, m.person_id, m.due_on) for m in first.measures] == [
        ("修订", departments["质控办"], 100, date(2025, 8, 15)),
        ("培训", departments["护理部"], 101, date(2025, 9, 30)),
        ("检查", None, None, None),
    ]
    assert first.lead_department_id == departments["质控办"]
    assert first.supporting_ids == (departments["护理部"], departments["院感科"])
    assert (first.person_id, first.due_on) == (100, date(2025, 9, 30))
    assert first.state.value == "rectifying"  # one row of three is done


def test_several_rows_merged_or_with_the_text_copied(context: ImportContext) -> None:
    merged = sheet(HEADER, good_row(1, "甲"), good_row(None, None, measure="又一条"), merged=[(2, 3, 3, 3)])
    copied = sheet(HEADER, good_row(1, "甲"), good_row(1, "甲", measure="又一条"))
    for grid in (merged, copied):
        plan = planned(context, grid)
        assert (plan.rows, plan.ready, plan.warnings) == (1, 1, ())
        assert [measure.text for measure in plan.findings[0].measures] == ["措施", "又一条"]


def test_a_row_with_a_number_of_its_own_and_no_text_is_an_error(context: ImportContext) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), good_row(2, None)))
    assert places(plan.errors) == [("C3", "missing_text")]
    assert (plan.rows, plan.ready) == (2, 1)


def test_a_row_with_an_item_of_its_own_tells_nothing_of_the_finding_above(context: ImportContext) -> None:
    rows = [good_row(1, "甲")[1:], good_row(2, None, item=ITEM_2)[1:]]
    plan = planned(context, sheet(HEADER[1:], *rows))
    assert places(plan.errors) == [("B3", "missing_text")]
    assert [len(finding.measures) for finding in plan.findings] == [1]


def test_a_department_merged_over_two_findings_leads_both(
    context: ImportContext, departments: dict[str, int]
) -> None:
    plan = planned(
        context, sheet(HEADER, good_row(1, "甲"), good_row(2, "乙", lead=None), merged=[(2, 6, 3, 6)])
    )
    assert [finding.lead_department_id for finding in plan.findings] == [departments["质控办"]] * 2


def test_what_is_merged_sideways_is_said_once(context: ImportContext) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲", cause=None), merged=[(2, 3, 2, 4)]))
    assert plan.findings[0].causes == ()


def test_rows_prepared_but_not_filled_in_are_passed_over(context: ImportContext) -> None:
    rows: list[list[CellValue]] = [[number, ITEM_1 if number == 2 else None] for number in range(2, 20)]
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), *rows))
    assert (plan.rows, plan.ready, plan.errors, plan.warnings) == (1, 1, (), ())


def test_sums_blank_rows_and_repeated_titles_are_passed_over(context: ImportContext) -> None:
    title = ["××医院问题台账"]
    subtotal, total = ["小计", None, "1条"], [None, "合计", 2]
    rows = [title, HEADER, good_row(1, "甲"), subtotal, [], title, HEADER, good_row(2, "乙"), total]
    plan = planned(context, sheet(*rows, merged=[(1, 1, 1, 11), (6, 1, 6, 11)]))
    assert [finding.text for finding in plan.findings] == ["甲", "乙"]
    assert (plan.errors, plan.warnings) == ((), ())


def test_a_repeated_header_with_other_columns_is_read_anew(context: ImportContext) -> None:
    second = ("序号", "存在问题", "整治内容", "整改措施", "责任部门")
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), second, [2, "乙", ITEM_2, "措施", "骨科"]))
    assert [(finding.text, finding.item_code) for finding in plan.findings] == [("甲", "I1"), ("乙", "I2")]


@pytest.mark.parametrize(
    "row",
    [
        ["单位负责人（签字）：", None, None, "审核人：", None, "填表人："],
        ["填表人：质控办", None, "联系电话：0791-00000000"],
        [None, None, "审核人：", None, "填表人："],
        ["科室负责人签字：王敏"],
        ["注：本表一式两份", None, "甲", "乙"],
        ["单位（盖章）", None, "年月日"],
    ],
)
def test_signatures_end_the_table(context: ImportContext, row: list[CellValue]) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲"), row))
    assert (plan.rows, plan.ready, plan.errors, plan.warnings) == (1, 1, (), ())


def test_rows_below_the_signatures_are_told_unless_a_header_opens_them(context: ImportContext) -> None:
    signature = ["填表人：质控办"]
    left_out = planned(context, sheet(HEADER, good_row(1, "甲"), signature, good_row(2, "乙")))
    assert places(left_out.warnings) == [("C4", "not_read")]
    assert left_out.rows == 1
    opened = planned(context, sheet(HEADER, good_row(1, "甲"), signature, HEADER, good_row(2, "乙")))
    assert (opened.rows, opened.warnings) == (2, ())


def test_rows_without_a_problem_are_counted_apart(
    context: ImportContext, departments: dict[str, int]
) -> None:
    rows = [
        good_row(1, "甲"),
        [2, ITEM_2, "经自查未发现问题", None, None, "骨科"],
        [3, "（三）", "/"],
        [4, "不认识的", "无"],
        [5, ITEM_1, "无", None, "继续保持"],
    ]
    plan = planned(context, sheet(HEADER, *rows))
    assert (plan.rows, plan.ready, plan.no_problem, plan.errors) == (1, 1, 4, ())
    assert [(row.row, row.item_code) for row in plan.no_problem_rows] == [
        (3, "I2"),
        (4, "I3"),
        (5, None),
        (6, "I1"),
    ]
    assert plan.no_problem_rows[0].lead_department_id == departments["骨科"]
    assert places(plan.warnings) == [("E6", "not_read")]


def test_other_sheets_are_left_out_with_a_word(context: ImportContext) -> None:
    notes = sheet(["填表说明"], ["请逐项填写"], name="填表说明")
    hidden = replace(sheet(HEADER, good_row(9, "旧"), name="旧数据"), hidden=True)
    without = sheet(["序号", "责任部门", "责任人", "整改时限"], [1, "骨科", "王敏", "长期"], name="责任清单")
    plan = planned(context, notes, sheet(HEADER, good_row()), hidden, without, sheet(name="空表"))
    assert (plan.rows, plan.ready, plan.errors) == (1, 1, ())
    assert [(problem.sheet, problem.cell) for problem in plan.warnings] == [
        ("填表说明", "A1"), ("旧数据", "A1"), ("责任清单", "A1"),
    ]  # fmt: skip
    assert [recognised.header_row for recognised in plan.sheets] == [None, 1, None, 1, None]


def test_a_workbook_without_any_table_is_an_error(context: ImportContext) -> None:
    plan = planned(context, sheet(["填表说明"]))
    assert places(plan.errors) == [("A1", "no_table")]
    without_findings = planned(
        context, sheet(["序号", "责任部门", "责任人", "整改时限"], [1, "骨科", "王敏", "长期"])
    )
    assert places(without_findings.errors) == [("A1", "no_table")]
    assert places(without_findings.warnings) == [("A1", "no_finding_column")]
    assert places(planned(context).errors) == [("A1", "no_table")]


@pytest.mark.parametrize(
    ("name", "above"), [("骨科", "台账"), ("Sheet1", "填报科室（盖章）：骨科"), ("Sheet1", "科室：骨科")]
)
def test_a_department_named_once_for_the_whole_sheet(
    context: ImportContext, departments: dict[str, int], name: str, above: str
) -> None:
    grid = sheet([above], ["序号", "整治内容", "存在问题", "整改措施"], [1, ITEM_1, "甲", "措施"], name=name)
    plan = planned(context, grid)
    assert [finding.lead_department_id for finding in plan.findings] == [departments["骨科"]]


def test_a_workbook_without_departments_belongs_to_who_brought_it(context: ImportContext) -> None:
    grid = sheet(["序号", "整治内容", "存在问题", "整改措施"], [1, ITEM_1, "甲", "措施"])
    assert places(planned(context, grid).errors) == [("C1", "missing_lead")]
    own = planned(replace(context, default_lead_id=11), grid)
    assert [finding.lead_department_id for finding in own.findings] == [11]


def test_corrected_columns_are_followed(context: ImportContext) -> None:
    grid = sheet(
        ["编码", "整治内容", "存在问题", "整改措施", "备注", "主责"],
        [1, ITEM_1, "甲", "措施", "骨科", "质控办"],
    )
    choice = ColumnChoice({5: Column.LEAD, 6: None, 1: Column.SEQUENCE}, ignored=frozenset([6]))
    plan = plan_import(WorkbookGrid((grid,)), context, column_overrides={"台账": choice})
    assert plan.errors == ()
    assert plan.findings[0].lead_department_id == context.departments["骨科"]
    assert (plan.findings[0].number, plan.findings[0].remark) == ("1", "")
    assert plan.sheets[0].columns == {
        1: Column.SEQUENCE, 2: Column.ITEM, 3: Column.FINDING, 4: Column.MEASURE, 5: Column.LEAD, 6: None,
    }  # fmt: skip


def test_a_header_that_was_not_recognised_can_be_pointed_at(context: ImportContext) -> None:
    grid = sheet(["说明"], ["甲列", "乙列", "丙列"], [ITEM_1, "床头卡缺失", "骨科"])
    assert places(planned(context, grid).errors) == [("A1", "no_table")]
    choice = ColumnChoice({1: Column.ITEM, 2: Column.FINDING, 3: Column.LEAD}, header_row=2)
    plan = plan_import(WorkbookGrid((grid,)), context, column_overrides={"台账": choice})
    assert [finding.text for finding in plan.findings] == ["床头卡缺失"]
    assert plan.sheets[0].header_row == 2


def test_cells_of_columns_without_a_meaning_stay_with_their_row() -> None:
    header = ("序号", "整治内容", "存在问题", "整改资金", "整改措施")
    grid = sheet(header, [1, ITEM_1, "甲", "八百元", "措施"], [2, None, "乙", None, "措施"])
    found = find_header(grid)
    assert found is not None
    contents = TableReader(grid, found, lambda text: False).read()
    others = [
        {found.heading_cell(place): cell.text for place, cell in raw.first.others.items()}
        for raw in contents.findings
    ]
    assert others == [{"D1": "八百元"}, {}]
