"""Short ways to lay out the sheets of these tests."""

from collections.abc import Sequence

from infrastructure.workbooks.grid import CellValue, MergedRange, SheetGrid, WorkbookGrid
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import CellProblem, ImportPlan
from rectification.workbook.planning import plan_import

HEADER = (
    "序号",
    "整治内容",
    "存在问题",
    "原因分析",
    "整改措施",
    "牵头部门",
    "配合部门",
    "责任人",
    "整改时限",
    "完成情况",
    "是否销号",
)
ITEM_1 = "（一）医疗质量管理组织体系不健全问题"
ITEM_2 = "（二）医疗质量安全管理制度不完善问题"

Row = Sequence[CellValue]


def sheet(*rows: Row, name: str = "台账", merged: Sequence[tuple[int, int, int, int]] = ()) -> SheetGrid:
    """Rows from the first on; merged ranges as (top, left, bottom, right)."""
    return SheetGrid(name, tuple(tuple(row) for row in rows), tuple(MergedRange(*edges) for edges in merged))


def good_row(
    number: CellValue = 1, text: CellValue = "查房记录缺签名", **changed: CellValue
) -> tuple[CellValue, ...]:
    """A row under HEADER; keywords name its columns: item, lead, due …"""
    values: dict[str, CellValue] = {
        "number": number, "item": ITEM_1, "text": text, "cause": "原因", "measure": "措施", "lead": "质控办",
        "supporting": "护理部", "person": "王敏", "due": "2025-09-30", "done": "推进中", "closed": "否",
    }  # fmt: skip
    return tuple((values | changed).values())


def planned(context: ImportContext, *sheets: SheetGrid) -> ImportPlan:
    return plan_import(WorkbookGrid(sheets), context)


def places(problems: Sequence[CellProblem]) -> list[tuple[str, str]]:
    """Cell and kind of each problem."""
    return [(problem.cell, problem.kind.value) for problem in problems]
