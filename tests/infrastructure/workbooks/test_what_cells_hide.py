"""Errors, per cent, formulas without a value, hidden rows and columns, struck cells: what calamine leaves out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from infrastructure.workbooks.grid import CellError, Percent, SheetGrid
from infrastructure.workbooks.reader.cells import ERROR_CODES, UNCALCULATED
from infrastructure.workbooks.reader.styles import Shown, shown_by
from infrastructure.workbooks.reading import read_workbook

Parts = dict[str, bytes]
Pack = Callable[[Parts], Path]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def read(tmp_path: Path) -> Callable[[openpyxl.Workbook], SheetGrid]:
    def saved_and_read(book: openpyxl.Workbook) -> SheetGrid:
        path = tmp_path / "book.xlsx"
        book.save(path)
        return read_workbook(path).sheets[0]

    return saved_and_read


Read = Callable[[openpyxl.Workbook], SheetGrid]


@pytest.fixture
def sheet_of(parts: Parts, packed: Pack) -> Callable[[str], SheetGrid]:
    """A sheet whose XML is written by hand, as other programs write it."""

    def read_sheet(xml: str) -> SheetGrid:
        parts[SHEET] = xml.encode()
        return read_workbook(packed(parts)).sheets[0]

    return read_sheet


def worksheet(rows: str, before: str = "") -> str:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData></worksheet>'


@pytest.mark.parametrize("code", sorted(ERROR_CODES))
def test_an_error_is_neither_blank_nor_a_text(sheet_of: Callable[[str], SheetGrid], code: str) -> None:
    formula = f'<c r="B1" t="e"><f>1/0</f><v>{code}</v></c>'
    grid = sheet_of(worksheet(f'<row r="1">{formula}<c r="C1" t="e"><v>{code}</v></c></row>'))
    assert grid.rows == ((None, CellError(code), CellError(code)),)


def test_an_error_typed_as_a_text_is_a_text(read: Read) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "#N/A"
    book.active["A1"].data_type = "s"
    assert read(book).value(1, 1) == "#N/A"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<f>A9+1</f>", CellError(UNCALCULATED)),
        ("<f>A9+1</f><v></v>", CellError(UNCALCULATED)),
        ("<f>A9+1</f><v/>", CellError(UNCALCULATED)),
        ("<f>A9+1</f><v>2</v>", 2),
        ('<f t="shared" si="0"/><v>2</v>', 2),
        ('<f t="shared" si="0"/>', CellError(UNCALCULATED)),
        ('<f t="shared" ref="B1:B9" si="0">A9+1</f><v>2</v>', 2),
    ],
)
def test_a_formula_is_its_kept_value_or_says_that_there_is_none(
    sheet_of: Callable[[str], SheetGrid], cell: str, expected: object
) -> None:
    grid = sheet_of(worksheet(f'<row r="1"><c r="B1">{cell}</c><c r="C1"><v>7</v></c></row>'))
    assert grid.rows == ((None, expected, 7),)


def test_formulas_without_values_are_found_where_nothing_else_stands(read: Read) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "存在问题"
    book.active["C4"] = "=VLOOKUP(1,A:B,2,0)"
    grid = read(book)
    assert grid.row_count == 4
    assert grid.value(4, 3) == CellError(UNCALCULATED)


def test_a_formula_whose_result_is_an_empty_text_is_blank(sheet_of: Callable[[str], SheetGrid]) -> None:
    cells = '<c r="A1"><v>1</v></c><c r="B1" t="str"><f>IF(A1=1,"","x")</f><v></v></c><c r="C1"><v>7</v></c>'
    assert sheet_of(worksheet(f'<row r="1">{cells}</row>')).rows == ((1, None, 7),)


def test_places_that_are_not_told_are_counted(sheet_of: Callable[[str], SheetGrid]) -> None:
    rows = '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row><row hidden="true"><c><f>1+1</f></c></row>'
    grid = sheet_of(worksheet(rows))
    assert grid.rows == ((1, CellError("#REF!")), (CellError(UNCALCULATED),))
    assert grid.hidden_rows == {2}


def test_another_prefix_and_the_strict_namespace(sheet_of: Callable[[str], SheetGrid]) -> None:
    cell = '<x:c r="A1" t="e"><x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c>'
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    grid = sheet_of(
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="1" hidden="1">{cell}</x:row></x:sheetData></x:worksheet>'
    )
    assert grid.rows == ((CellError("#DIV/0!"),),)
    assert grid.hidden_rows == {1}


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (0.8, "0%", "80%"),
        (1, "0%", "100%"),
        (0, "0%", "0%"),
        (0.355, "0.0%", "35.5%"),
        (0.07, "0.00%", "7%"),
        (0.1 + 0.2, "0%;[Red]-0%", "30%"),
        (1.2, '0.0_ "完成"%', "120%"),
        (80, '0"%"', "80%"),
        (35.5, "0.0\\%", "35.5%"),
        (-0.05, "0%", "-5%"),
    ],
)
def test_a_number_shown_as_per_cent(read: Read, value: float, number_format: str, words: str) -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = value
    book.active["B2"].number_format = number_format
    cell = read(book).value(2, 2)
    assert isinstance(cell, Percent)
    assert cell.words == words


@pytest.mark.parametrize("number_format", ["General", "0.00", '0" 项"', "yyyy-mm-dd", "@"])
def test_other_numbers_are_no_per_cent(read: Read, number_format: str) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 0.8
    book.active["A1"].number_format = number_format
    assert not isinstance(read(book).value(1, 1), Percent)


def test_a_text_in_a_cell_of_per_cent_stays_a_text(read: Read) -> None:
    book = openpyxl.Workbook()
    book.active.append(["100%", True, None])
    for cell in book.active[1]:
        cell.number_format = "0%"
    assert read(book).rows == (("100%", True),)


def test_what_a_format_makes_of_a_number() -> None:
    assert [shown_by(code) for code in ("0%", '"%"0%', '0"%"', "[$%-804]0", "0")] == [
        Shown.PER_CENT,
        Shown.PER_CENT,
        Shown.WITH_SIGN,
        None,
        None,
    ]


def test_rows_and_columns_nobody_sees(read: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(1, 7):
        sheet.append([number] * 5)
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions.group(5, 5, hidden=True)
    sheet.row_dimensions[900].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions.group("D", "Z", hidden=True)
    grid = read(book)
    assert grid.hidden_rows == {2, 5}
    assert grid.hidden_columns == {2, 4, 5}


@pytest.mark.parametrize(("height", "hidden"), [("0", {1}), ("0.0", {1}), ("0.75", set()), ("15", set())])
def test_a_row_without_height(sheet_of: Callable[[str], SheetGrid], height: str, hidden: set[int]) -> None:
    row = f'<row r="1" ht="{height}" customHeight="1"><c r="A1"><v>1</v></c></row>'
    assert sheet_of(worksheet(row)).hidden_rows == hidden


def test_a_column_without_width(sheet_of: Callable[[str], SheetGrid]) -> None:
    columns = (
        '<cols><col min="2" max="2" width="0" customWidth="1"/><col min="3" max="16384" width="9"/></cols>'
    )
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
    assert sheet_of(worksheet(row, columns)).hidden_columns == {2}


def test_cells_struck_through(read: Read) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    struck, plain = InlineFont(strike=True), InlineFont(strike=False, b=True)
    sheet["A1"], sheet["A1"].font = "整格划去", Font(strike=True)
    sheet["B1"], sheet["B1"].font = "没有划去", Font(strike=False)
    sheet["C1"].font = Font(strike=True)
    sheet["D1"] = CellRichText(
        TextBlock(struck, "全部"), TextBlock(InlineFont(b=True), "  "), TextBlock(struck, "划去")
    )
    sheet["E1"] = CellRichText(TextBlock(struck, "整改中"), TextBlock(plain, "已完成"))
    sheet["F1"] = CellRichText("前面不划", TextBlock(struck, "后面划去"))
    sheet["G1"] = "不划"
    grid = read(book)
    assert grid.struck == {(1, 1), (1, 4)}
    assert grid.partly_struck == {(1, 5), (1, 6)}
    assert grid.value(1, 5) == "整改中已完成"


def test_rich_text_inside_the_cell(sheet_of: Callable[[str], SheetGrid]) -> None:
    runs = '<r><rPr><strike val="{}"/></rPr><t>一</t></r><r><t>二</t></r>'
    cells = "".join(
        f'<c r="{place}" t="inlineStr"><is>{runs.format(val)}</is></c>'
        for place, val in (("A1", 1), ("B1", 0))
    )
    grid = sheet_of(worksheet(f'<row r="1">{cells}</row>'))
    assert grid.rows == (("一二", "一二"),)
    assert (grid.struck, grid.partly_struck) == (frozenset(), {(1, 1)})


def test_dates_counted_from_1904(read: Read) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = date(2025, 9, 30)
    assert read(book).value(1, 1) == date(2025, 9, 30)


def test_each_sheet_has_its_own_facts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["没有错误"])
    book.create_chartsheet("图")
    second = book.create_sheet("二")
    second.append(["#N/A"])
    second.row_dimensions[1].hidden = True
    path = tmp_path / "sheets.xlsx"
    book.save(path)
    first, last = read_workbook(path).sheets
    assert (first.rows, first.hidden_rows) == ((("没有错误",),), frozenset())
    assert (last.rows, last.hidden_rows) == (((CellError("#N/A"),),), {1})


def test_a_workbook_whose_parts_have_other_names(parts: Parts, packed: Pack) -> None:
    """The relations say where a part is, not its usual name."""
    parts["xl/worksheets/Tabelle.xml"] = parts.pop(SHEET).replace(b"<row ", b'<row hidden="1" ')
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = parts[name].replace(b"sheet1.xml", b"Tabelle.xml")
    grid = read_workbook(packed(parts)).sheets[0]
    assert grid.value(2, 2) == "查房记录缺签名"
    assert grid.hidden_rows == {1, 2}
