"""What a workbook says is what the grid says: values, places, merged ranges."""

import io
import sys
import time
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from infrastructure.workbooks.grid import CellError, MergedRange, SheetGrid, cell_name, column_letters
from infrastructure.workbooks.reader.cells import UNCALCULATED
from infrastructure.workbooks.reading import read_workbook

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize(
    ("column", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")],
)
def test_columns_are_named_as_in_the_program(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert cell_name(12, column) == f"{letters}12"


def test_every_kind_of_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    moment = datetime(2025, 8, 15, 9, 30)  # noqa: DTZ001 -- workbooks know no zones
    sheet.append(["文字", 7, 7.5, True, date(2025, 8, 15), moment, 45900, 2025.9])
    sheet.append([clock(3, 4), timedelta(hours=30), "=1+1", None, " 两端空格 ", "第一行\n第二行"])
    path = tmp_path / "kinds.xlsx"
    book.save(path)
    grid = read_workbook(path).sheets[0]
    assert grid.rows[0] == ("文字", 7, 7.5, True, date(2025, 8, 15), moment, 45900, 2025.9)
    assert [type(value) for value in grid.rows[0][:6]] == [str, int, float, bool, date, datetime]
    assert grid.rows[1] == (
        "03:04:00",
        "1 day, 6:00:00",
        CellError(UNCALCULATED),
        None,
        " 两端空格 ",
        "第一行\n第二行",
    )


def test_cells_keep_their_place_and_styled_blanks_do_not_count(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C4"] = "左上"
    sheet["E6"] = "右下"
    sheet["Z500"].font = Font(bold=True)
    path = tmp_path / "places.xlsx"
    book.save(path)
    grid = read_workbook(path).sheets[0]
    assert (grid.row_count, grid.column_count) == (6, 5)
    assert grid.value(4, 3) == "左上"
    assert grid.value(6, 5) == "右下"
    assert grid.value(5, 4) is None


@pytest.mark.parametrize(("row", "column"), [(0, 1), (1, 0), (-1, 1), (2, 1), (1, 9)])
def test_outside_of_a_sheet_there_is_nothing(row: int, column: int) -> None:
    assert SheetGrid("表", (("只有一格",),)).value(row, column) is None


def test_merged_ranges_show_their_first_cell_everywhere(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "标题"
    sheet["A2"] = "整治内容"
    sheet["B4"] = "别处"
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A2:A4")
    path = tmp_path / "merged.xlsx"
    book.save(path)
    grid = read_workbook(path).sheets[0]
    assert set(grid.merged) == {MergedRange(1, 1, 1, 3), MergedRange(2, 1, 4, 1)}
    assert grid.shown(4, 1) == "整治内容"
    assert grid.value(4, 1) is None
    assert grid.shown(1, 2) == "标题"
    assert grid.is_continuation(3, 1)
    assert not grid.is_continuation(2, 1)
    assert not grid.is_continuation(1, 2)
    assert grid.merged_at(4, 2) is None


def test_sheets_in_order_with_hidden_ones_marked_and_charts_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.create_sheet("旧数据").sheet_state = "hidden"
    book.create_sheet("更旧").sheet_state = "veryHidden"
    book.create_chartsheet("图")
    path = tmp_path / "sheets.xlsx"
    book.save(path)
    grid = read_workbook(path)
    assert [(sheet.name, sheet.hidden) for sheet in grid] == [
        ("台账", False),
        ("旧数据", True),
        ("更旧", True),
    ]
    assert grid.sheet("旧数据") is grid.sheets[1]
    assert grid.sheet("没有") is None


def test_the_samples_are_read_as_they_stand() -> None:
    grid = read_workbook(SAMPLES / "问题台账_一题多行.xlsx").sheets[0]
    assert (grid.name, grid.row_count, grid.column_count, len(grid.merged)) == ("台账", 44, 14, 105)
    assert grid.value(8, 8) == "检验科、信息科"
    assert grid.shown(9, 4) == "危急值报告制度未覆盖床旁检测项目"


def test_a_formula_that_was_never_calculated_is_no_blank() -> None:
    cell = read_workbook(SAMPLES / "问题台账_坏数据.xlsx").sheets[0].value(2, 3)
    assert cell == CellError(UNCALCULATED)


def test_the_reader_is_isolated_and_sees_none_of_our_environment(
    sound_workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader taken over by a file must find no secret. An interpreter in between writes down what it was given."""
    told = tmp_path / "told"
    between = tmp_path / "python"
    between.write_text(f'#!/bin/sh\n(env; echo "$@") > {told}\nexec {sys.executable} "$@"\n')
    between.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(between))
    monkeypatch.setenv("DATABASE_URL", "postgres://owner:secret@db/hospital")
    assert read_workbook(sound_workbook).sheets[0].value(1, 1) == "序号"
    assert "PATH=" in told.read_text()
    assert "secret" not in told.read_text()
    assert " -I " in f" {told.read_text().splitlines()[-1]}"


BUFFERS = (4 * 1024, 8 * 1024, 128 * 1024)  # how much a buffered reader may take in one step


@pytest.mark.parametrize(
    "size", [1_900, *(buffer + more for buffer in BUFFERS for more in (-1, 0, 1)), 300_000]
)
def test_the_size_of_a_workbook_never_matters(tmp_path: Path, size: int) -> None:
    path = tmp_path / "sized.xlsx"
    path.write_bytes(small_workbook(size))
    assert path.stat().st_size == size
    assert read_workbook(path).sheets[0].rows == (("存在问题",),)


def small_workbook(size: int) -> bytes:
    """The least that a workbook needs, with a blank picture that fills it up."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets><sheet name="台账" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
        "<t>存在问题</t></is></c></row></sheetData></worksheet>",
    }
    bare = zipped(parts, filling=0)
    return zipped(parts, filling=size - len(bare))


def zipped(parts: dict[str, str], *, filling: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.writestr("a.bmp", bytes(filling), zipfile.ZIP_STORED)
    return buffer.getvalue()


@pytest.mark.slow
def test_twenty_thousand_rows_are_read_in_seconds(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for number in range(20_000):
        sheet.append([number, *[f"第{number}行第{column}格的内容" for column in range(14)]])
    path = tmp_path / "long.xlsx"
    book.save(path)
    before = time.monotonic()
    grid = read_workbook(path).sheets[0]
    assert (grid.row_count, grid.column_count) == (20_000, 15)
    assert time.monotonic() - before < 20  # about 1.5 s alone on two cores
