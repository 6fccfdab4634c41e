"""An .xls says what the same workbook says as .xlsx; what the old reader passes over is told."""

import io
import struct
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlwt

from infrastructure.workbooks.grid import Beside, BesideKind, CellError, MergedRange, Percent, SheetGrid
from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.refusals import WorkbookRefusal, WorkbookRefused

Read = Callable[[xlwt.Workbook], SheetGrid]


def style(number_format: str = "General", *, strike: bool = False) -> xlwt.XFStyle:
    made = xlwt.XFStyle()
    made.num_format_str = number_format
    made.font.struck_out = strike
    return made


def struck(*, on: bool) -> xlwt.Font:
    font = xlwt.Font()
    font.struck_out = on
    return font


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_first(book: xlwt.Workbook) -> SheetGrid:
        path = tmp_path / "旧台账.xls"
        book.save(str(path))
        return read_workbook(path).sheets[0]

    return read_first


def test_every_kind_of_cell(read: Read) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    moment = datetime(2025, 8, 15, 9, 30)  # noqa: DTZ001 -- workbooks know no zones
    for column, value in enumerate(["存在问题", 7, 7.5, True, None, 45900]):
        sheet.write(0, column, value)
    sheet.write(1, 0, date(2025, 9, 30), style("yyyy-mm-dd"))
    sheet.write(1, 1, moment, style("yyyy-mm-dd hh:mm"))
    sheet.write(1, 2, 0.8, style("0%"))
    sheet.write(1, 3, 80, style('0"%"'))
    sheet.row(1).set_cell_error(4, 0x2A)
    sheet.write(1, 5, 0.5, style("hh:mm"))
    grid = read(book)
    assert grid.name == "台账"
    assert grid.rows[0] == ("存在问题", 7, 7.5, True, None, 45900)
    assert grid.rows[1] == (date(2025, 9, 30), moment, 0.8, 0.8, CellError("#N/A"), "12:00:00")
    assert [type(value) for value in grid.rows[1][:4]] == [date, datetime, Percent, Percent]


def test_days_are_counted_from_1904_where_the_book_says_so(read: Read) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("台账").write(0, 0, 44468, style("yyyy-mm-dd"))
    assert read(book).value(1, 1) == date(2025, 9, 30)


def test_merges_and_what_nobody_sees(read: Read) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    sheet.write_merge(0, 0, 0, 2, "标题")
    for row in range(1, 5):
        for column in range(4):
            sheet.write(row, column, row)
    sheet.row(2).hidden = True
    sheet.row(40).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("旧数据").visibility = 1
    grid = read(book)
    assert grid.merged == (MergedRange(1, 1, 1, 3),)
    assert grid.hidden_rows == {3}
    assert grid.hidden_columns == {2}


def test_hidden_sheets_are_marked(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("台账").write(0, 0, "一")
    book.add_sheet("旧数据").visibility = 2
    book.save(str(tmp_path / "a.xls"))
    assert [(sheet.name, sheet.hidden) for sheet in read_workbook(tmp_path / "a.xls")] == [
        ("台账", False),
        ("旧数据", True),
    ]


def test_cells_struck_through(read: Read) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    sheet.write(0, 0, "整格划去", style(strike=True))
    sheet.write(0, 1, "没有划去")
    sheet.write(0, 2, None, style(strike=True))
    sheet.write_rich_text(0, 3, [("整改中", struck(on=True)), ("已完成", struck(on=False))])
    sheet.write_rich_text(0, 4, [("全部", struck(on=True)), ("划去", struck(on=True))])
    grid = read(book)
    assert grid.struck == {(1, 1), (1, 5)}
    assert grid.partly_struck == {(1, 4)}


def records(*each: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in each)


def anchor(row: int, column: int) -> bytes:
    return b"\x10\xf0\x12\0\0\0" + struct.pack("<9H", 0, column, 0, row, 0, column + 1, 0, row + 1, 0)


def shape(kind: int) -> bytes:
    return struct.pack("<HHH", 0x15, 0x12, kind) + bytes(16)


def with_records(book: xlwt.Workbook, of_sheet: bytes, of_book: bytes = b"") -> bytes:
    """The only sheet ends with these records; those of the book stand in a stream of its own part."""
    stream = book.get_biff_data()
    end = struct.pack("<HH", 0x0A, 0)
    stream = stream[: -len(end)] + of_sheet + end
    if of_book:
        at = stream.index(b"\x85\0")  # the list of sheets says where each begins
        (begins,) = struct.unpack_from("<I", stream, at + 4)
        moved = struct.pack("<I", begins + len(of_book))
        stream = stream[:at] + of_book + stream[at : at + 4] + moved + stream[at + 8 :]
    written = io.BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(written, stream)
    return written.getvalue()


def test_pictures_text_boxes_and_links_are_found(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("台账").write(0, 0, "存在问题")
    words = b"\x01" + "另见附件".encode("utf-16-le")
    lying_above = records(
        (0xEC, anchor(2, 1)), (0x5D, shape(8)),
        (0xEC, anchor(4, 0)), (0x5D, shape(6)), (0x1B6, bytes(18)), (0x3C, words), (0x3C, bytes(16)),
    )  # fmt: skip
    path = tmp_path / "a.xls"
    path.write_bytes(with_records(book, lying_above, records((0x1AE, b"\x01\0\x05\0\0\x01b.xls"))))
    assert read_workbook(path).sheets[0].beside == (
        Beside(3, 2, BesideKind.PICTURE),
        Beside(5, 1, BesideKind.TEXT_BOX, "另见附件"),
        Beside(1, 1, BesideKind.LINKED_BOOK),
    )


def test_formulas_within_the_book_are_no_link(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    book.add_sheet("二").write(0, 0, 1)
    sheet.write(0, 0, xlwt.Formula("'二'!A1"))
    book.save(str(tmp_path / "a.xls"))
    assert read_workbook(tmp_path / "a.xls").sheets[0].beside == ()


def encrypted(content: bytes) -> bytes:
    """A FILEPASS record right behind the first one, as programs write it."""
    book = xlwt.Workbook()
    book.add_sheet("台账").write(0, 0, "x")
    stream = book.get_biff_data()
    (first,) = struct.unpack_from("<H", stream, 2)
    at = 4 + first
    written = io.BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(written, stream[:at] + records((0x2F, content)) + stream[at:])
    return written.getvalue()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda whole: encrypted(bytes(52)), WorkbookRefusal.PASSWORD),
        (lambda whole: whole[:-200], WorkbookRefusal.DAMAGED),
        (lambda whole: whole.replace(b"\x09\x08\x10\x00", b"\x09\x08\xff\x7f"), WorkbookRefusal.DAMAGED),
        (lambda whole: whole.replace("Workbook".encode("utf-16-le"), "Weltbook".encode("utf-16-le")),
         WorkbookRefusal.OLD_FORMAT),
    ],
    ids=["encrypted", "cut off", "broken record", "no workbook inside"],
)  # fmt: skip
def test_what_cannot_be_read_has_its_way_out(
    tmp_path: Path, change: Callable[[bytes], bytes], expected: WorkbookRefusal
) -> None:
    book = xlwt.Workbook()
    book.add_sheet("台账").write(0, 0, "存在问题")
    written = io.BytesIO()
    book.save(written)
    path = tmp_path / "a.xls"
    path.write_bytes(change(written.getvalue()))
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(path)
    assert caught.value.code is expected
