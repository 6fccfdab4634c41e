"""What is written can be opened, printed and trusted: text stays text."""

import csv
import io
import re
import tempfile
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.workbooks.cell_text import CELL_MAX_LENGTH, cell_text, csv_row, looks_like_formula
from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.writing import SheetColumn, SheetLayout, StyledBook, write_sheet

LAYOUT = SheetLayout(
    name="问题台账",
    title="××医院问题台账",
    columns=(
        SheetColumn("序号", 6, centred=True),
        SheetColumn("存在问题", 40),
        SheetColumn("整改时限", 12, centred=True),
        SheetColumn("备注", 20),
    ),
    notes=("填报单位（盖章）：××医院", "填报日期：2025年8月1日"),
)
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "＝1+1",
    '=HYPERLINK("http://x","点我")',
]


@pytest.mark.parametrize("text", [*HOSTILE, "#N/A", "#REF!", "2025-01-01", "007", "TRUE"])
def test_typed_text_comes_back_as_the_same_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out.xlsx"
    write_sheet(path, LAYOUT, [[1, text, None, text]])
    for value in (cell for row in openpyxl.load_workbook(path).active["B4:D4"] for cell in row if cell.value):
        assert (value.data_type, value.value) == ("s", text)
    with zipfile.ZipFile(path) as package:
        assert not re.search(rb"<f[ >/]", package.read("xl/worksheets/sheet1.xml"))
    assert read_workbook(path).sheets[0].value(4, 2) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_that_looks_like_a_formula_stays_text_when_somebody_edits_it(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "out.xlsx"
    write_sheet(path, LAYOUT, [[1, text, None, "平常的话"]])
    sheet = openpyxl.load_workbook(path).active
    assert sheet["B4"].quotePrefix
    assert not sheet["D4"].quotePrefix


def test_the_title_too_is_only_text(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    layout = SheetLayout(name="=cmd/[x]:*?", title="=cmd\x0b医院", columns=LAYOUT.columns, notes=("=1", "@2"))
    write_sheet(path, layout, [])
    sheet = openpyxl.load_workbook(path).active
    assert sheet.title == "=cmdx"
    assert (sheet["A1"].data_type, sheet["A1"].value) == ("s", "=cmd医院")
    assert sheet["A2"].data_type == "s"


@given(st.text())
def test_cell_text_is_always_fit_for_xml(text: str) -> None:
    cleaned = cell_text(text)
    assert cleaned == cell_text(cleaned)
    assert all(ord(sign) >= 32 or sign in "\t\n" for sign in cleaned)
    cleaned.encode()
    kept = [sign for sign in text if sign.isalnum()]
    assert [sign for sign in cleaned if sign.isalnum()] == kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("甲\x00\x0b\x1f乙", "甲乙"),
        ("甲\x85\ud800\uffff乙", "甲乙"),
        ("正常\u202e反向", "正常反向"),
        ("长" * 40_000, "长" * (CELL_MAX_LENGTH - 1) + "…"),
        ("", ""),
    ],
)
def test_cell_text(text: str, expected: str) -> None:
    assert cell_text(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("", False), ("a=1", False), ("2-1", False), ("\n=1", True)])
def test_what_looks_like_a_formula(text: str, expected: bool) -> None:
    assert looks_like_formula(text) is expected


def test_a_csv_line() -> None:
    line = csv_row(["=1+1", -5, Decimal("2.50"), None, True, date(2025, 8, 15), '他说"好"\n再见', "-"])
    assert next(csv.reader(io.StringIO(line, newline=""))) == [
        "'=1+1", "-5", "2.50", "", "是", "2025-08-15", '他说"好"\n再见', "'-",
    ]  # fmt: skip
    assert line.endswith("\r\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_csv_field_begins_as_a_formula(text: str) -> None:
    field = next(csv.reader(io.StringIO(csv_row([text]), newline="")))[0]
    assert field.startswith("'")
    assert field[1:] == text


def test_the_sheet_prints_as_hospitals_print_it(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    layout = SheetLayout(
        "台账", LAYOUT.title, LAYOUT.columns, notes=LAYOUT.notes, marking="草稿 A&B", watermark="王敏 10023"
    )
    assert write_sheet(path, layout, [[1, "问题", date(2025, 9, 30), ""], [2, "又一问题"]]) == 2
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[3]] == ["序号", "存在问题", "整改时限", "备注"]
    assert sheet["C4"].value.date() == date(2025, 9, 30)
    assert sheet["C4"].number_format == "yyyy-mm-dd"
    assert sheet["D5"].border.left.style == "thin"
    assert sheet["A3"].font.bold
    assert "A1:D1" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert (sheet["A2"].value, sheet["C2"].value) == LAYOUT.notes
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$3", "A4")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape", 9, 0,
    )  # fmt: skip
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert (sheet.oddHeader.right.text, sheet.oddHeader.left.text) == ("草稿 A&&B", "王敏 10023")
    assert [sheet.column_dimensions[letter].width for letter in "ABCD"] == [6, 40, 12, 20]
    assert [sheet.cell(7, column).value for column in range(1, 5)] == [
        "单位负责人（签字）：", "审核人：", "填表人：", "联系电话：",
    ]  # fmt: skip


def test_an_error_on_the_way_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row longer than the header is an error of ours."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ValueError, match="5 values for 4 columns"):
        write_sheet(tmp_path / "out.xlsx", LAYOUT, [[1, 2, 3, 4, 5]])
    assert list(tmp_path.iterdir()) == []


def test_several_sheets_written_in_turns(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    with StyledBook() as book:
        first = book.add_sheet(LAYOUT)
        second = book.add_sheet(SheetLayout("退回", "退回", LAYOUT.columns, signatures=()))
        for number in range(3):
            first.append([number, "甲"])
            second.append([number, "乙"])
        book.save(path)
    grid = read_workbook(path)
    assert [sheet.name for sheet in grid] == ["问题台账", "退回"]
    assert [grid.sheets[0].value(row, 2) for row in (4, 5, 6)] == ["甲"] * 3
    assert [grid.sheets[1].value(row, 2) for row in (3, 4, 5)] == ["乙"] * 3


def test_names_of_sheets_are_cut_apart_and_as_long_as_excel_takes_them(tmp_path: Path) -> None:
    path = tmp_path / "names.xlsx"
    with StyledBook() as book:
        for name in ("长" * 40, "长" * 35, "\N{HOSPITAL}" * 20):
            book.add_sheet(SheetLayout(name=name, title="", columns=(SheetColumn("序号"),)))
        book.save(path)
    names = openpyxl.load_workbook(path).sheetnames
    assert names == ["长" * 31, "长" * 27 + " (2)", "\N{HOSPITAL}" * 15]


def test_values_of_a_row_do_not_leak_into_the_next(tmp_path: Path) -> None:
    """The cells of a column are used again for every row."""
    path = tmp_path / "out.xlsx"
    write_sheet(
        path, LAYOUT, [[1, "=1", date(2025, 1, 1), "备注"], [None, None, None, None], [True, 2.5, "x", "=2"]]
    )
    grid = read_workbook(path).sheets[0]
    assert grid.rows[3] == (1, "=1", date(2025, 1, 1), "备注")
    assert grid.rows[4] == ()
    assert grid.rows[5] == ("是", 2.5, "x", "=2")


def test_a_sheet_to_be_filled_in_is_filtered_and_offers_choices(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    columns = (SheetColumn("科室", choices=("骨科", "检验科")), SheetColumn("校验", shaded=True))
    layout = SheetLayout("台账", "台账", columns, signatures=(), filters=True)
    write_sheet(path, layout, [["骨科", "ABC"], ["检验科", "DEF"]])
    book = openpyxl.load_workbook(path)
    sheet, choices = book.worksheets
    assert sheet.auto_filter.ref == "A2:B4"
    (offered,) = sheet.data_validations.dataValidation
    assert (str(offered.sqref), offered.formula1) == ("A3:A4", "'选项'!$A$1:$A$2")
    assert (choices.sheet_state, [cell.value for cell in choices["A"]]) == ("hidden", ["骨科", "检验科"])
    assert sheet["B3"].fill.fgColor.rgb == "FFF0F0F0" != sheet["A3"].fill.fgColor.rgb
