"""Rows that did not enter come back as a table, are mended and read again as if they had been right at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from infrastructure.workbooks.grid import CellValue, SheetGrid, WorkbookGrid
from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.writing import StyledBook
from rectification.workbook.context import ImportContext
from rectification.workbook.failed_rows import failed_tables
from rectification.workbook.headings import RETURNED_REASON
from rectification.workbook.plan import PlannedFinding
from rectification.workbook.planning import plan_import
from tests.rectification.workbook.shapes import HEADER, ITEM_1, good_row, planned, sheet

pytestmark = pytest.mark.clause("QS25.P2")


def returned(context: ImportContext, path: Path, *sheets: SheetGrid) -> WorkbookGrid:
    """What comes back of these sheets, written and read."""
    with StyledBook() as book:
        for table in failed_tables(planned(context, *sheets), WorkbookGrid(sheets)):
            writer = book.add_sheet(table.layout)
            for row in table.rows:
                writer.append(row)
        book.save(path)
    return read_workbook(path)


def test_only_the_rows_that_did_not_enter_come_back_each_with_its_reason(
    context: ImportContext, tmp_path: Path
) -> None:
    grid = returned(
        context,
        tmp_path / "rows.xlsx",
        sheet(HEADER, good_row(1), good_row(2, "没有这个科室", lead="火星科"), name="急诊科"),
        sheet(HEADER, good_row(3, "都对"), name="信息科"),
    )
    (only,) = grid
    assert (only.name, only.row_count) == ("急诊科", 3)
    assert only.rows[1] == (*HEADER, RETURNED_REASON)
    row = [str(value or "") for value in only.rows[2]]
    assert row[:3] == ["2", "（一）医疗质量管理组织体系不健全问题", "没有这个科室"]
    assert row[-1].startswith("原第 3 行：F3 ")


def test_mended_they_read_as_the_original_would_have(context: ImportContext, tmp_path: Path) -> None:
    wrong: list[tuple[CellValue, ...]] = [
        good_row(1, "甲", lead="火星科", due="2025-9-3"),
        good_row(2, "乙", lead=None, item=None),
    ]
    right = [good_row(1, "甲", due="2025-9-3"), good_row(2, "乙")]
    merged = [(3, 6, 4, 6), (3, 2, 4, 2)]
    title: tuple[CellValue, ...] = ("骨科问题台账",)
    grid = returned(context, tmp_path / "rows.xlsx", sheet(title, HEADER, *wrong, merged=merged))
    mended = SheetGrid(
        grid.sheets[0].name,
        tuple(
            tuple("质控办" if value == "火星科" else value for value in row[: len(HEADER)])
            for row in grid.sheets[0].rows
        ),
        (),
    )
    again = plan_import(WorkbookGrid((mended,)), context)
    expected = planned(context, sheet(title, HEADER, *right))
    assert [(f.key, f.due_on, f.person_id, f.state) for f in again.findings] == [
        (f.key, f.due_on, f.person_id, f.state) for f in expected.findings
    ]
    assert len(again.findings) == 2


def test_nothing_comes_back_when_every_row_enters(context: ImportContext) -> None:
    sheets = (sheet(HEADER, good_row()),)
    assert list(failed_tables(planned(context, *sheets), WorkbookGrid(sheets))) == []


def test_a_second_table_comes_back_under_its_own_header(context: ImportContext, tmp_path: Path) -> None:
    other = ("序号", "整治内容", "存在问题", "责任科室", "完成时限")
    grid = returned(
        context,
        tmp_path / "rows.xlsx",
        sheet(
            HEADER,
            good_row(1, lead="火星科"),
            (None,) * len(HEADER),
            other,
            (2, "医疗质量安全管理制度不完善问题", "另一个问题", "木星科", "2025-09-30"),
        ),
    )
    assert [one.rows[1][-1] for one in grid] == [RETURNED_REASON] * 2
    assert [one.rows[1][3] for one in grid] == ["原因分析", "责任科室"]
    assert "木星科" in grid.sheets[1].rows[2]


def test_cards_come_back_as_lines_in_our_columns(context: ImportContext, tmp_path: Path) -> None:
    card = sheet(
        ("问题整改卡",),
        ("整治内容", "医疗质量安全管理制度不完善问题", "责任科室", "火星科"),
        ("存在问题", "查房记录缺签名", None, None),
        ("整改措施", "加强核对", "整改时限", "2025-09-30"),
    )
    plan = planned(context, card)
    assert len(plan.read) == 1
    (only,) = returned(context, tmp_path / "rows.xlsx", card)
    back = dict(zip((str(each) for each in only.rows[1]), only.rows[2], strict=True))
    assert (back["存在问题"], back["责任部门"]) == ("查房记录缺签名", "火星科")


_WITHOUT_ITEM = [heading for heading in HEADER if heading != "整治内容"]
_LATER = "（三）医疗质量安全工作机制落实不到位问题"


def _without_item(number: int, text: str) -> tuple[CellValue, ...]:
    row = good_row(number, text, lead="火星科")
    return (row[0], *row[2:])


def _meaning(context: ImportContext, grid: WorkbookGrid) -> list[PlannedFinding]:
    """What a workbook says once its wrong department is mended, wherever it stands."""
    mended = [
        replace(
            each,
            rows=tuple(tuple("骨科" if value == "火星科" else value for value in row) for row in each.rows),
        )
        for each in grid
    ]
    plan = plan_import(WorkbookGrid(tuple(mended)), context)
    return [replace(finding, row=0, last_row=0, cells={}, remark_cell="") for finding in plan.findings]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            sheet(
                ["医疗质量管理组织体系不健全问题台账"],
                _WITHOUT_ITEM,
                _without_item(1, "甲"),
                [_LATER],
                _without_item(2, "乙"),
            ),
            id="item by a title between the rows",
        ),
        pytest.param(
            sheet(
                (*HEADER, "整改资金"),
                (*good_row(1, "甲", lead="火星科"), "八百元"),
                (*good_row(2, "乙", lead="火星科"), None),
                merged=[(2, 12, 3, 12)],
            ),
            id="another column merged down",
        ),
        pytest.param(
            sheet(
                [h for h in HEADER if h != "原因分析"], [v for v in good_row(lead="火星科") if v != "原因"]
            ),
            id="no column of causes",
        ),
        pytest.param(
            sheet(
                HEADER,
                good_row(1, "甲", lead="火星科", due=2025.1),
                good_row(2, "乙", lead="火星科", due=45930.5),
            ),
            id="days kept as numbers",
        ),
        pytest.param(
            sheet(
                ["整治内容", ITEM_1, "牵头部门", "火星科"],
                ["存在问题", "缺签名", "整改时限", "2025-09-30"],
                ["领导批示", "从严"],
            ),
            id="a card's other words",
        ),
        pytest.param(
            sheet(
                HEADER,
                good_row(1, "甲", lead="火星科"),
                [2, ITEM_1, None, None, "措施2", None, None, "李建国", "2025-10-31"],
                merged=[(2, 3, 3, 3)],
            ),
            id="rows of one text with numbers of their own",
        ),
    ],
)
def test_once_mended_they_mean_what_the_original_meant(
    context: ImportContext, tmp_path: Path, rows: SheetGrid
) -> None:
    grid = returned(context, tmp_path / "rows.xlsx", rows)
    assert _meaning(context, grid) == _meaning(context, WorkbookGrid((rows,)))


def test_what_stands_above_the_table_says_whose_the_rows_are_also_when_they_come_back(
    context: ImportContext, tmp_path: Path
) -> None:
    header = ("序号", "整治内容", "存在问题", "整改措施", "整改时限")
    top: list[tuple[CellValue, ...]] = [("问题台账",), ("填报单位：骨科", None, "填报日期：2025-09-01")]
    row = (1, "医疗质量安全管理制度不完善问题", "查房记录缺签名", "加强核对", "2025-13-45")
    grid = returned(context, tmp_path / "rows.xlsx", sheet(*top, header, row, name="Sheet1"))
    mended = tuple(
        tuple("2025-09-30" if value == "2025-13-45" else value for value in cells)
        for cells in grid.sheets[0].rows
    )
    again = plan_import(WorkbookGrid((SheetGrid("Sheet1", mended, ()),)), context)
    assert [one.lead_department_id for one in again.findings] == [context.departments["骨科"]]


def test_as_above_comes_back_as_what_stood_above_it_in_the_original(
    context: ImportContext, tmp_path: Path
) -> None:
    rows = (
        good_row(1, "甲", lead="骨科", due="2025-13-45"),
        good_row(2, "乙", lead="心内科"),
        good_row(3, "丙", lead="同上", due="2025-13-45"),
    )
    (only,) = returned(context, tmp_path / "rows.xlsx", sheet(HEADER, *rows))
    assert [row[5] for row in only.rows[2:]] == ["骨科", "心内科"]
