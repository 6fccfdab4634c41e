"""Where the table begins and what its columns mean, in the layouts hospitals use."""

import pytest

from infrastructure.workbooks.grid import CellValue
from rectification.rules.ledger_columns import READ, Column
from rectification.workbook.columns import column_of, column_under
from rectification.workbook.context import ImportContext
from rectification.workbook.headers import find_header
from rectification.workbook.headings import likely_column_of
from tests.rectification.workbook.shapes import HEADER, ITEM_1, good_row, planned, sheet


def test_no_heading_means_two_columns() -> None:
    names = [name for column in READ for name in (column.heading, *column.names.split())]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("序号", Column.SEQUENCE),
        ("序\n号", Column.SEQUENCE),
        ("序　号", Column.SEQUENCE),
        ("整治内容", Column.ITEM),
        ("存在的主要问题", Column.FINDING),
        ("*存在问题", Column.FINDING),
        ("自查自纠发现的问题", Column.FINDING),
        ("问题描述（请具体）", Column.FINDING),
        ("问题来源", Column.ORIGIN),
        ("成因分析", Column.CAUSE),
        ("整改举措", Column.MEASURE),
        ("分管院领导", Column.LEADER),
        ("牵头科室", Column.LEAD),
        ("责任部门（牵头）", Column.LEAD),
        ("责任部门（配合）", Column.SUPPORTING),
        ("配合部门", Column.SUPPORTING),
        ("责任科室", Column.LEAD_AND_SUPPORTING),
        ("责任部门/科室", Column.LEAD_AND_SUPPORTING),
        ("责任部门（盖章）", Column.LEAD_AND_SUPPORTING),
        ("整改责任人", Column.PERSON),
        ("完成时限（年月日）", Column.DEADLINE),
        ("整改进展情况", Column.PROGRESS),
        ("完成情况（已完成/推进中/长期坚持）", Column.COMPLETION),
        ("佐证材料", Column.EVIDENCE),
        ("验收人", Column.ACCEPTED_BY),
        ("验收时间", Column.ACCEPTED_ON),
        ("是否销号（是/否）", Column.CLOSED),
        ("备 注", Column.REMARK),
        ("检查日期", Column.FOUND_ON),
        ("××医院医疗质量安全专项整治问题台账", None),
        ("填报单位（盖章）：××医院", None),
        ("附件1", None),
        ("查房记录缺签名", None),
        ("", None),
    ],
)
def test_headings_as_hospitals_word_them(heading: str, column: Column | None) -> None:
    assert column_of(heading) is column


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("具体整改落实措施", Column.MEASURE),
        ("问题产生的主要原因分析", Column.CAUSE),
        ("本科室存在的突出问题", Column.FINDING),
        ("问题数", None),
        ("整改率", None),
        ("问题条数（项）", None),
        ("这个标题实在是太长了所以不会是任何一列的列名存在问题", None),
    ],
)
def test_longer_headings_are_recognised_by_a_telling_word(heading: str, column: Column | None) -> None:
    assert likely_column_of(heading) is column


@pytest.mark.parametrize(
    ("group", "heading", "column"),
    [
        ("责任部门", "牵头", Column.LEAD),
        ("责任部门", "配合", Column.SUPPORTING),
        ("责任部门及人员", "牵头部门", Column.LEAD),
        ("责任分工", "领导", Column.LEADER),
        ("检查", "时间", Column.FOUND_ON),
        ("整改", "时限", Column.DEADLINE),
        ("整改", "措施", Column.MEASURE),
        ("其他", "其他", None),
    ],
)
def test_headings_below_a_group(group: str, heading: str, column: Column | None) -> None:
    assert column_under(group, heading) is column


def test_a_header_below_titles() -> None:
    grid = sheet(
        ["附件1"],
        ["××医院问题台账"],
        [],
        ["填报单位（盖章）：××医院", None, "填报日期：2025年8月1日"],
        HEADER,
        good_row(),
    )
    header = find_header(grid)
    assert header is not None
    assert (header.first_row, header.last_row) == (5, 5)
    assert list(header.columns.values()) == sorted(header.columns.values())
    assert len(header.columns) == len(HEADER)


GROUPED_TOP: tuple[CellValue, ...] = (
    "序号",
    "整治内容",
    "存在问题",
    "整改措施",
    "责任部门",
    None,
    "整改时限",
)
GROUPED_BOTTOM: tuple[CellValue, ...] = (None, None, None, None, "牵头", "配合", None)
GROUPED_COLUMNS = {
    Column.SEQUENCE: 1, Column.ITEM: 2, Column.FINDING: 3, Column.MEASURE: 4, Column.LEAD: 5, Column.SUPPORTING: 6,
    Column.DEADLINE: 7,
}  # fmt: skip


@pytest.mark.parametrize(
    "merged",
    [
        [(2, 5, 2, 6)],
        [(2, 5, 2, 6), *((2, column, 3, column) for column in (1, 2, 3, 4, 7))],
        [],
    ],
    ids=["group merged", "all merged", "nothing merged"],
)
def test_two_header_rows(merged: list[tuple[int, int, int, int]]) -> None:
    rows = [
        ["××医院问题台账"],
        GROUPED_TOP,
        GROUPED_BOTTOM,
        [1, "组织", "问题", "措施", "质控办", "护理部", "2025-09-30"],
    ]
    header = find_header(sheet(*rows, merged=[(1, 1, 1, 7), *merged]))
    assert header is not None
    assert (header.first_row, header.last_row) == (2, 3)
    assert header.columns == GROUPED_COLUMNS
    assert header.headings[6] == "责任部门／配合"


def test_groups_of_whole_lists_over_a_complete_header() -> None:
    top: list[CellValue] = ["问题清单", None, None, "整改清单", None, "责任清单", None]
    bottom = ["序号", "整治内容", "存在问题", "整改措施", "整改时限", "责任部门", "责任人"]
    merged = [(1, 1, 1, 3), (1, 4, 1, 5), (1, 6, 1, 7)]
    header = find_header(
        sheet(top, bottom, [1, "组织", "问题", "措施", "长期", "质控办", "王敏"], merged=merged)
    )
    assert header is not None
    assert header.last_row == 2
    assert [
        header.columns[column] for column in (Column.FINDING, Column.DEADLINE, Column.LEAD_AND_SUPPORTING)
    ] == [3, 5, 6]


def test_the_first_row_of_data_is_no_second_header_row() -> None:
    header = find_header(
        sheet(HEADER, good_row(text="问题", measure="措施", lead="部门", person="责任人", due="时限"))
    )
    assert header is not None
    assert header.last_row == 1


def test_a_cell_of_data_is_no_heading_even_where_it_would_make_a_column(context: ImportContext) -> None:
    grid = sheet(["序号", "整治内容", "存在问题", "责任科室", "其他"], [1, ITEM_1, "甲", "骨科", "附件"])
    header = find_header(grid)
    assert header is not None
    assert header.last_row == 1
    assert planned(context, grid).ready == 1


def test_of_two_columns_of_one_meaning_the_more_usual_counts() -> None:
    header = find_header(sheet(["序号", "完成时间", "存在问题", "整改时限", "整改措施"]))
    assert header is not None
    assert header.columns[Column.DEADLINE] == 4


def test_whose_line_it_is_does_not_count_beside_a_lead_column() -> None:
    header = find_header(sheet(["科室", "存在问题", "整改措施", "牵头部门"]))
    assert header is not None
    assert Column.LEAD_AND_SUPPORTING not in header.columns
    assert header.columns[Column.LEAD] == 4


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["填表说明"], ["1. 序号按整治内容填写"], ["2. 存在问题要具体"]],
        [["存在问题", "备注"]],
        [["科室", "问题数", "已整改数", "整改率"], ["骨科", 3, 2, "67%"]],
    ],
    ids=["blank", "instructions", "two columns", "summary"],
)
def test_no_header(rows: list[list[CellValue]]) -> None:
    assert find_header(sheet(*rows)) is None


def test_a_table_without_findings_is_told_from_no_table() -> None:
    header = find_header(sheet(["序号", "责任部门", "责任人", "整改时限", "整改措施"]))
    assert header is not None
    assert Column.FINDING not in header.columns


@pytest.mark.parametrize(
    ("headings", "deadline", "done"),
    [
        (("计划完成时间", "完成时间"), 4, 5),
        (("完成时间", "计划完成时间"), 5, 4),
        (("截止日期", "完成日期"), 4, 5),
        (("整改时限", "整改完成时间"), 4, 5),
        (("整改时限", "实际完成时间"), 4, 5),
        (("完成时间", "实际完成时间"), 4, 5),
        (("完成时间", "备注"), 4, None),
        (("整改日期", "备注"), 4, None),
        (("完成时间", "整改时间"), 5, None),
        (("实际完成时间", "备注"), None, 4),
    ],
)
def test_the_day_of_completion_is_told_from_the_deadline(
    headings: tuple[str, str], deadline: int | None, done: int | None
) -> None:
    header = find_header(sheet(("整治内容", "存在问题", "责任部门", *headings)))
    assert header is not None
    assert (header.at(Column.DEADLINE), header.at(Column.DONE_ON)) == (deadline, done)
