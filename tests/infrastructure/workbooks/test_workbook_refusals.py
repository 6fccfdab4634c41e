"""Every file that must not be read, built for real, and the sentence its owner gets."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from infrastructure.workbooks.limits import ReadLimits
from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.refusals import REASONS, WorkbookRefusal, WorkbookRefused

Parts = dict[str, bytes]
Pack = Callable[[Parts], Path]

SHEET = "xl/worksheets/sheet1.xml"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal_of(path: Path, limits: ReadLimits | None = None) -> WorkbookRefusal:
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(path, limits=limits or ReadLimits())
    assert caught.value.reason == str(caught.value)
    assert "{" not in caught.value.reason
    return caught.value.code


def test_every_refusal_has_its_sentence() -> None:
    assert set(REASONS) == set(WorkbookRefusal)
    assert len(set(REASONS.values())) == len(REASONS)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", WorkbookRefusal.EMPTY),
        ("序号,问题\n1,无".encode(), WorkbookRefusal.NOT_A_WORKBOOK),
        (b"<html><table></table></html>", WorkbookRefusal.NOT_A_WORKBOOK),
        (b"PK\x05\x06" + bytes(18), WorkbookRefusal.NOT_A_WORKBOOK),
        (b"PK\x03\x04 broken off", WorkbookRefusal.DAMAGED),
        (OLE_MAGIC + bytes(504) + "Workbook".encode("utf-16-le"), WorkbookRefusal.OLD_FORMAT),
        (OLE_MAGIC + bytes(504) + "EncryptedPackage".encode("utf-16-le"), WorkbookRefusal.PASSWORD),
    ],
    ids=["empty", "csv", "html", "empty zip", "truncated", "xls", "encrypted"],
)
def test_what_is_no_xlsx_at_all(tmp_path: Path, content: bytes, expected: WorkbookRefusal) -> None:
    path = tmp_path / "upload.xlsx"
    path.write_bytes(content)
    assert refusal_of(path) is expected


def test_a_zip_that_is_no_workbook(packed: Pack) -> None:
    assert refusal_of(packed({"readme.txt": b"hello"})) is WorkbookRefusal.NOT_A_WORKBOOK


def test_a_word_document(parts: Parts, packed: Pack) -> None:
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"spreadsheetml.sheet.main", b"wordprocessingml.document.main"
    )
    assert refusal_of(packed(parts)) is WorkbookRefusal.NOT_A_WORKBOOK


def test_a_file_over_the_limit_names_the_limit(sound_workbook: Path) -> None:
    with sound_workbook.open("ab") as stream:
        stream.truncate(3 * 1024 * 1024)
    with pytest.raises(WorkbookRefused, match="超过 2 MB"):
        read_workbook(sound_workbook, limits=ReadLimits(file_bytes=2 * 1024 * 1024))


def test_a_workbook_with_a_vba_project(parts: Parts, packed: Pack) -> None:
    parts["xl/vbaProject.bin"] = OLE_MAGIC + bytes(100)
    assert refusal_of(packed(parts)) is WorkbookRefusal.MACROS


def test_a_macro_workbook_by_its_content_type(parts: Parts, packed: Pack) -> None:
    types = parts["[Content_Types].xml"]
    main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert main in types
    parts["[Content_Types].xml"] = types.replace(
        main, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    assert refusal_of(packed(parts)) is WorkbookRefusal.MACROS


@pytest.mark.parametrize(
    "name", ["xl/macrosheets/sheet1.xml", "xl/activeX/activeX1.xml", "XL/VBAPROJECT.BIN"]
)
def test_other_places_of_code(parts: Parts, packed: Pack, name: str) -> None:
    parts[name] = b"<x/>"
    assert refusal_of(packed(parts)) is WorkbookRefusal.MACROS


def test_a_binary_workbook_is_told_to_be_saved_anew(parts: Parts, packed: Pack) -> None:
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.binary.macroEnabled.main",
    )
    assert refusal_of(packed(parts)) is WorkbookRefusal.OLD_FORMAT


@pytest.mark.parametrize(
    "name", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml", "xl/queryTables/q1.xml"]
)
def test_parts_that_fetch_from_elsewhere(parts: Parts, packed: Pack, name: str) -> None:
    parts[name] = b"<x/>"
    assert refusal_of(packed(parts)) is WorkbookRefusal.EXTERNAL_LINKS


def test_an_external_target_in_a_relationship(parts: Parts, packed: Pack) -> None:
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships("image", "http://192.0.2.1/pixel.png")
    assert refusal_of(packed(parts)) is WorkbookRefusal.EXTERNAL_LINKS


def test_a_hyperlink_in_a_cell_is_no_external_link(parts: Parts, packed: Pack) -> None:
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships("hyperlink", "mailto:zkb@example.org")
    assert read_workbook(packed(parts)).sheets[0].value(2, 2) == "查房记录缺签名"


def relationships(kind: str, target: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<Relationships xmlns="{space}"><Relationship Id="rId9" Type="{office}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/core.xml"])
def test_a_dtd_in_any_part(parts: Parts, packed: Pack, name: str, encoding: str) -> None:
    text = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>'
    parts[name] = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
    assert refusal_of(packed(parts)) is WorkbookRefusal.DTD


def test_a_dtd_that_declares_nothing(parts: Parts, packed: Pack) -> None:
    parts[SHEET] = b"<!DOCTYPE worksheet>" + parts[SHEET]
    assert refusal_of(packed(parts)) is WorkbookRefusal.DTD


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_dtd_in_a_part_of_another_name_across_two_pieces(parts: Parts, packed: Pack, encoding: str) -> None:
    mark = "<!DOCTYPE a>"
    parts["xl/drawings/drawing1.vml"] = ("<xml>" + " " * (64 * 1024 - 9) + mark).encode(encoding)
    assert refusal_of(packed(parts)) is WorkbookRefusal.DTD


def test_an_external_entity(parts: Parts, packed: Pack) -> None:
    parts[SHEET] = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    assert refusal_of(packed(parts)) is WorkbookRefusal.DTD


def test_broken_xml(parts: Parts, packed: Pack) -> None:
    parts[SHEET] = parts[SHEET][:-20]
    assert refusal_of(packed(parts)) is WorkbookRefusal.DAMAGED


def test_a_bomb_of_one_part(parts: Parts, packed: Pack) -> None:
    parts[SHEET] = b"<worksheet>" + b" " * (30 * 1024 * 1024) + b"</worksheet>"
    path = packed(parts)
    assert path.stat().st_size < 100_000
    assert refusal_of(path) is WorkbookRefusal.INFLATES


def test_a_bomb_spread_over_many_parts(parts: Parts, packed: Pack) -> None:
    for number in range(40):
        parts[f"xl/media/image{number}.bmp"] = bytes(900_000)  # each below the floor of the ratio
    limits = ReadLimits(inflated_bytes=30 * 1024 * 1024)
    assert refusal_of(packed(parts), limits) is WorkbookRefusal.INFLATES


def test_parts_beyond_counting(parts: Parts, packed: Pack) -> None:
    for number in range(60):
        parts[f"xl/media/image{number}.bmp"] = b"x"
    assert refusal_of(packed(parts), ReadLimits(entries=50)) is WorkbookRefusal.INFLATES


def test_a_part_that_states_a_smaller_size_than_it_has(parts: Parts, packed: Pack) -> None:
    """A reader that trusts the stated size would stop early, another one would not."""
    parts[SHEET] += b"<!--" + b"a" * 200_000 + b"-->"
    path = packed(parts)
    with zipfile.ZipFile(path) as package:
        entry = package.getinfo(SHEET)
    data = bytearray(path.read_bytes())
    central = data.rindex(b"PK\x01\x02", 0, data.index(SHEET.encode(), data.index(b"PK\x01\x02")))
    assert struct.unpack_from("<I", data, central + 24)[0] == entry.file_size
    struct.pack_into("<I", data, central + 24, 11)
    path.write_bytes(data)
    assert refusal_of(path) is WorkbookRefusal.DAMAGED


def test_a_part_whose_checksum_is_wrong(parts: Parts, packed: Pack) -> None:
    path = packed(parts)
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\x01\x02")
    data[central + 16] ^= 0xFF
    path.write_bytes(data)
    assert refusal_of(path) is WorkbookRefusal.DAMAGED


def test_a_zip_with_a_password(parts: Parts, packed: Pack) -> None:
    path = packed(parts)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refusal_of(path) is WorkbookRefusal.PASSWORD


def test_two_parts_of_one_name(parts: Parts, packed: Pack) -> None:
    parts[SHEET.upper()] = parts[SHEET]
    assert refusal_of(packed(parts)) is WorkbookRefusal.DAMAGED


@pytest.mark.parametrize("magic", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x00", b"\x1f\x8b\x08"])
def test_an_archive_inside(parts: Parts, packed: Pack, magic: bytes) -> None:
    parts["xl/embeddings/oleObject1.bin"] = magic + bytes(100)
    assert refusal_of(packed(parts)) is WorkbookRefusal.NESTED


def test_a_document_inside(parts: Parts, packed: Pack, small_zip: bytes) -> None:
    parts["xl/embeddings/document1.docx"] = small_zip
    assert refusal_of(packed(parts)) is WorkbookRefusal.NESTED


def test_archive_signs_in_the_middle_of_a_picture_are_chance(
    parts: Parts, packed: Pack, small_zip: bytes
) -> None:
    parts["xl/media/image1.bmp"] = b"BM" + bytes(64 * 1024 - 2) + small_zip
    assert read_workbook(packed(parts)).sheets[0].row_count == 2


@pytest.mark.slow
def test_a_hundred_thousand_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(100_000):
        sheet.append([number])
    path = tmp_path / "long.xlsx"
    book.save(path)
    with pytest.raises(WorkbookRefused, match="100000 行") as caught:
        read_workbook(path)
    assert caught.value.code is WorkbookRefusal.TOO_MANY_ROWS


def test_rows_are_counted_over_all_sheets_and_blank_ones_are_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.cell(row=5_000, column=1, value="最后一行")
    second = book.create_sheet("二")
    for row in range(1, 40):
        second.append([row])
    path = tmp_path / "rows.xlsx"
    book.save(path)
    assert read_workbook(path, limits=ReadLimits(rows=41)).sheets[0].row_count == 5_000
    assert refusal_of(path, ReadLimits(rows=40)) is WorkbookRefusal.TOO_MANY_ROWS


def test_a_stray_cell_far_to_the_right(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.cell(row=1, column=300, value=" ")
    path = tmp_path / "wide.xlsx"
    book.save(path)
    assert refusal_of(path) is WorkbookRefusal.TOO_MANY_COLUMNS


def test_too_many_sheets_and_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for _ in range(3):
        book.create_sheet().append([1, 2, 3])
    path = tmp_path / "sheets.xlsx"
    book.save(path)
    assert refusal_of(path, ReadLimits(sheets=3)) is WorkbookRefusal.TOO_MANY_SHEETS
    assert refusal_of(path, ReadLimits(cells=8)) is WorkbookRefusal.TOO_MANY_CELLS
    assert len(read_workbook(path, limits=ReadLimits(sheets=4, cells=9)).sheets) == 4


def test_merged_ranges_that_cover_each_other_many_times(parts: Parts, packed: Pack) -> None:
    merges = "".join(f'<mergeCell ref="A1:B{end}"/>' for end in range(2, 500))
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>".encode()
    )
    path = packed(parts)
    assert len(read_workbook(path).sheets[0].merged) == 498
    assert refusal_of(path, ReadLimits(merged_ranges=497)) is WorkbookRefusal.TOO_MANY_CELLS
    assert refusal_of(path, ReadLimits(cells=1_000)) is WorkbookRefusal.TOO_MANY_CELLS


def test_a_reader_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    """A stray cell at each end of a sheet makes the reader lay out everything between them."""
    book = openpyxl.Workbook()
    book.active["A1"] = "左上"
    book.active.cell(row=1_048_576, column=250, value="右下")
    path = tmp_path / "corners.xlsx"
    book.save(path)
    assert refusal_of(path) is WorkbookRefusal.READER_STOPPED


@pytest.fixture
def tall_workbook(tmp_path: Path) -> Path:
    """Two cells a million rows apart: some 670 MB and many seconds for the reader, a few kilobytes for us."""
    book = openpyxl.Workbook()
    book.active["A1"] = "左上"
    book.active.cell(row=1_048_576, column=20, value="右下")
    path = tmp_path / "tall.xlsx"
    book.save(path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    "limits",
    [ReadLimits(reader_memory_bytes=256 * 1024 * 1024), ReadLimits(reader_cpu_seconds=1)],
    ids=["memory", "time"],
)
def test_a_reader_over_its_limits_is_stopped(tall_workbook: Path, limits: ReadLimits) -> None:
    assert refusal_of(tall_workbook, limits) is WorkbookRefusal.READER_STOPPED


def test_a_reader_that_takes_too_long_is_stopped(sound_workbook: Path) -> None:
    assert refusal_of(sound_workbook, ReadLimits(reader_wall_seconds=0.001)) is WorkbookRefusal.READER_STOPPED
