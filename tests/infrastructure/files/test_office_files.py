"""Office files of both generations, with what must not come in (DESIGN §8)."""

import gzip
import io
import random

import pytest

from infrastructure.files.inspection import inspect_upload
from infrastructure.files.kinds import DOCX, PPTX, FileKind
from infrastructure.files.limits import MIB, UploadLimits
from infrastructure.files.refusals import RefusalCode, UploadRefused
from tests.infrastructure.files import samples

LIMITS = UploadLimits()
DTD = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


def kind_of(content: bytes, name: str) -> FileKind:
    return inspect_upload(io.BytesIO(content), raw_name=name, limits=LIMITS).kind


def code_of(content: bytes, name: str = "a.docx") -> RefusalCode:
    with pytest.raises(UploadRefused) as caught:
        kind_of(content, name)
    assert name in caught.value.message
    return caught.value.code


@pytest.mark.parametrize(
    "content",
    [
        samples.package("xlsx", {"xl/vbaProject.bin": b"\0"}),
        samples.package("xlsx", {"xl\\VBAPROJECT.BIN": b"\0"}),
        samples.package("xlsx", {"xl/macrosheets/sheet1.xml": "<a/>"}),
        samples.package("docx", {"word/activeX/activeX1.xml": "<a/>"}),
        samples.package("xlsx", types=("application/vnd.ms-excel.sheet.macroEnabled.main+xml",)),
        samples.package("xlsx", types=("application/vnd.ms-office.vbaProject",)),
        samples.package("xlsx", {"xl/harmless.bin": samples.compound_file("VBA", "dir", entry_type=1)}),
        samples.compound_file("Workbook", "_VBA_PROJECT_CUR", entry_type=1),
        samples.compound_file("WordDocument", "Macros", entry_type=1),
    ],
)
def test_macros_are_refused_wherever_they_hide(content: bytes) -> None:
    assert code_of(content) is RefusalCode.MACROS


def sheet_record(kind: int, name: str, *, length: int | None = None) -> bytes:
    """How an old workbook lists a sheet: 0 is a table, 1 a sheet of Excel 4.0 macros."""
    text = name.encode("utf-16-le")
    body = bytes(4) + bytes([0, kind, len(name), 1]) + text
    return b"\x85\x00" + (len(body) if length is None else length).to_bytes(2, "little") + body


def old_workbook(*records: bytes) -> bytes:
    return samples.compound_file("Workbook") + b"".join(records).ljust(512, b"\0")


def test_macro_sheets_of_an_old_workbook_need_no_macro_stream() -> None:
    assert (
        code_of(old_workbook(sheet_record(0, "台账"), sheet_record(1, "宏1")), "a.xls") is RefusalCode.MACROS
    )
    assert kind_of(old_workbook(sheet_record(0, "台账")), "a.xls").extensions[0] == "xls"
    by_chance = old_workbook(sheet_record(1, "宏1", length=99))
    assert kind_of(by_chance, "a.xls").extensions[0] == "xls"


def test_word_macro_in_a_text_is_no_macro() -> None:
    assert (
        kind_of(samples.package("docx", {"word/a.bin": "_VBA_PROJECT".encode("utf-16-le") * 9}), "a.docx")
        is DOCX
    )
    text = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + samples.compound_file("WordDocument")[8:]
    assert kind_of(text + "Macros VBA".encode("utf-16-le").ljust(512, b"\0"), "a.doc").extensions[0] == "doc"
    quoted = (
        samples.compound_file("WordDocument")
        + b"ten bytes "
        + samples.compound_file("VBA", entry_type=1)[640:]
    )
    assert kind_of(quoted, "a.doc").extensions[0] == "doc"
    erased = samples.compound_file("WordDocument") + samples.compound_file("Macros", entry_type=0)[512:]
    assert kind_of(erased, "a.doc").extensions[0] == "doc"


def test_macro_behind_its_mere_name_is_found() -> None:
    content = bytearray(samples.compound_file("Workbook", "VBA", entry_type=1))
    content[100:108] = "VBA".encode("utf-16-le") + b"\0\0"
    assert code_of(bytes(content), "a.xls") is RefusalCode.MACROS


@pytest.mark.parametrize("names", [("EncryptedPackage", "EncryptionInfo"), ("Workbook", "EncryptionInfo")])
def test_password(names: tuple[str, ...]) -> None:
    assert code_of(samples.compound_file(*names), "a.xls") is RefusalCode.PASSWORD


@pytest.mark.parametrize(
    "content",
    [
        samples.package("docx", {"word/embeddings/x.zip": samples.zipped({"a": "b"})}),
        samples.package("docx", {"word/media/image1.png": samples.zipped({"a": "b"})}),
        samples.package("docx", {"word/embeddings/a.bin": b"Rar!\x1a\x07\x01\0"}),
        samples.package("docx", {"word/embeddings/a.bin": b"7z\xbc\xaf\x27\x1c\0\0"}),
        samples.package("docx", {"word/media/a.png": gzip.compress(b"x")}),
        samples.package("docx", {"word/embeddings/a.bin": b"MZ" + bytes(100)}),
        samples.package("xlsx", {"xl/embeddings/inner.xlsx": samples.package("xlsx")}),
        samples.package("docx", {"word/embeddings/o.bin": samples.compound_file("\x01Ole10Native")}),
        samples.compound_file("WordDocument", "\x01Ole10Native"),
    ],
)
def test_nested_archives_and_programs_are_refused(content: bytes) -> None:
    assert code_of(content) in {RefusalCode.NESTED, RefusalCode.WRONG_TYPE}


def test_table_behind_a_chart_may_stay_in_a_document() -> None:
    """Word and PowerPoint keep a chart's numbers as a workbook inside: without it no report with a chart came in."""
    chart = {"ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": samples.package("xlsx")}
    assert kind_of(samples.package("pptx", chart), "汇报.pptx") is PPTX


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        (samples.package("xlsx", {"xl/vbaProject.bin": b"\0"}), RefusalCode.MACROS),
        (samples.package("docx", {"word/embeddings/b.xlsx": samples.package("xlsx")}), RefusalCode.NESTED),
        (samples.package("xlsx", {"xl/worksheets/sheet1.xml": DTD}), RefusalCode.DTD),
        (samples.package("xlsx", {"xl/media/zeros.bin": bytes(3 * MIB)}), RefusalCode.INFLATES),
    ],
)
def test_table_behind_a_chart_is_judged_like_an_upload(inner: bytes, code: RefusalCode) -> None:
    assert code_of(samples.package("docx", {"word/embeddings/a.xlsx": inner})) is code


def test_packed_drawings_of_office_itself_are_no_archives() -> None:
    assert (
        kind_of(samples.package("docx", {"word/media/image1.wmz": gzip.compress(b"drawing")}), "a.docx")
        is DOCX
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize(
    "part", ["word/document2.xml", "word/_rels/document.xml.rels", "customXml/item1.xml"]
)
def test_document_type_declarations_are_refused(part: str, encoding: str) -> None:
    assert code_of(samples.package("docx", {part: DTD.encode(encoding)})) is RefusalCode.DTD


@pytest.mark.parametrize("name", ["word/x.xml", "word/x.vml"])
def test_document_type_declaration_across_two_pieces_is_found(name: str) -> None:
    for shift in range(12):
        text = b"<!--" + b"a" * (64 * 1024 - 7 - shift) + b"--><!DOCTYPE a>"
        assert code_of(samples.package("docx", {name: text + b" " * 2_000_000})) in {RefusalCode.DTD}


def test_document_type_declaration_in_the_list_of_types() -> None:
    parts = {"[Content_Types].xml": DTD, "word/document.xml": "<a/>"}
    assert code_of(samples.zipped(parts)) is RefusalCode.DTD


@pytest.mark.parametrize("kind", ["externalLinkPath", "attachedTemplate", "oleObject", "image", "frame"])
def test_parts_that_open_from_elsewhere_are_refused(kind: str) -> None:
    rels = samples.relations(kind, "file://///10.0.0.9/share/a.dotm")
    assert (
        code_of(samples.package("docx", {"word/_rels/document.xml.rels": rels})) is RefusalCode.EXTERNAL_LINKS
    )


def test_hyperlinks_are_only_text() -> None:
    rels = samples.relations("hyperlink", "https://example.org/")
    assert kind_of(samples.package("docx", {"word/_rels/document.xml.rels": rels}), "a.docx") is DOCX


@pytest.mark.parametrize(
    ("types", "code"),
    [
        ("<not closed", RefusalCode.DAMAGED),
        ("", RefusalCode.WRONG_TYPE),
        ("<Types/>", RefusalCode.WRONG_TYPE),
        ('<?xml version="1.0" encoding="no-such"?><Types/>', RefusalCode.ENCODING),
    ],
)
def test_broken_list_of_types(types: str, code: RefusalCode) -> None:
    assert code_of(samples.zipped({"[Content_Types].xml": types, "word/document.xml": "<a/>"})) is code


def test_package_of_two_kinds_is_refused() -> None:
    assert code_of(samples.package("docx", types=(samples.MAIN["xlsx"][1],))) is RefusalCode.WRONG_TYPE


def test_list_of_types_beyond_measure() -> None:
    content = samples.content_types(samples.MAIN["docx"][1], *(f"image/{n}" for n in range(90_000)))
    assert (
        code_of(samples.zipped({"[Content_Types].xml": content, "word/media/a": _noise()}))
        is RefusalCode.INFLATES
    )


def _noise() -> bytes:
    return random.Random(1).randbytes(300_000)
