"""Small workbooks as departments keep them beside their rectification."""

from __future__ import annotations

import io
import random
import re
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

_BEFORE_AND_AFTER = ("序号", "监测指标", "整改前", "整改后", "变化", "备注")
_CHECKED = ("序号", "抽查项目", "抽查例数", "合格例数", "合格率", "存在问题", "整改要求")
_INDICATORS = ("规范执行率", "记录完整率", "及时完成率", "知晓率", "抽查合格率", "平均用时（分钟）")
_SUBJECTS = (
    "核对与交接", "记录书写", "标识与存放", "设备点检", "知情告知", "手卫生", "高警示药品", "应急物品",
)  # fmt: skip
_FILL = PatternFill("solid", fgColor="DCE6F1")
_LINE = Side(style="thin", color="808080")
_MADE_ON = datetime(2025, 9, 1, 9, 0)  # noqa: DTZ001 - a workbook knows no zone
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
_ZIP_TIME = (2025, 9, 1, 9, 0, 0)


def table(title: str) -> bytes:
    """A workbook with this title. The same title gives the same bytes."""
    rng = random.Random(title)  # noqa: S311 - a repeatable demo, no secret
    compares = any(word in title for word in ("对比", "统计", "对照"))
    header = _BEFORE_AND_AFTER if compares else _CHECKED
    rows = _compared(rng) if compares else _checked(rng)
    book = Workbook()
    book.properties.created = _MADE_ON
    sheet = book.worksheets[0]
    sheet.title = title[:31]
    sheet.append([f"{title}（演示数据）"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(header))
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    _dress(sheet, len(header))
    return _packed(book)


def _compared(rng: random.Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number, name in enumerate(rng.sample(_INDICATORS, 5), start=1):
        before, after = rng.randint(62, 84), rng.randint(91, 99)
        rows.append((number, name, f"{before}%", f"{after}%", f"+{after - before} 个百分点", ""))
    return rows


def _checked(rng: random.Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number, name in enumerate(rng.sample(_SUBJECTS, 6), start=1):
        looked = rng.choice((10, 20, 30))
        good = looked - rng.choice((0, 0, 1, 2))
        problem = "" if good == looked else f"{looked - good} 例不规范"
        rows.append(
            (number, name, looked, good, f"{good / looked:.0%}", problem, "已当场纠正" if problem else "")
        )
    return rows


def _dress(sheet: Worksheet, columns: int) -> None:
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 28
    for row in sheet.iter_rows(min_row=2, max_col=columns):
        for cell in row:
            cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            if cell.row == 2:
                cell.font, cell.fill = Font(bold=True), _FILL
    for letter, width in zip("ABCDEFG", (6, 18, 12, 12, 16, 18, 16), strict=True):
        sheet.column_dimensions[letter].width = width


def _packed(book: Workbook) -> bytes:
    """Packed again without the hour at which it was made."""
    made, packed = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = _MODIFIED.sub(rb"\g<1>2025-09-01T09:00:00Z\g<2>", source.read(name))
            target.writestr(zipfile.ZipInfo(name, _ZIP_TIME), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
