"""What is taken and what is not, by content; every refusal names the file and says what to do."""

import io
import zlib
from pathlib import Path

import openpyxl
import pytest

from infrastructure.files.inspection import check_count, inspect_upload
from infrastructure.files.kinds import (
    DOC,
    DOCX,
    GIF,
    HEIC,
    JPEG,
    PDF,
    PNG,
    PPT,
    PPTX,
    WEBP,
    XLS,
    XLSX,
    FileKind,
)
from infrastructure.files.limits import UploadLimits
from infrastructure.files.refusals import RefusalCode, UploadRefused
from tests.infrastructure.files import samples
from tests.infrastructure.files.boxed import PHOTO

LIMITS = UploadLimits()


def refusal_of(content: bytes, name: str, limits: UploadLimits = LIMITS) -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        inspect_upload(io.BytesIO(content), raw_name=name, limits=limits)
    assert caught.value.file_name in caught.value.message
    return caught.value


def kind_of(content: bytes, name: str) -> FileKind:
    return inspect_upload(io.BytesIO(content), raw_name=name, limits=LIMITS).kind


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (samples.picture("JPEG"), "a.jpeg", JPEG),
        (samples.picture("PNG"), "a.PNG", PNG),
        (samples.picture("WEBP"), "a.webp", WEBP),
        (samples.picture("GIF"), "a.gif", GIF),
        (PHOTO, "IMG_0001.HEIC", HEIC),
        (PHOTO, "IMG_0001.heif", HEIC),
        (PHOTO.replace(b"ftypheic", b"ftypmif1", 1), "照片", HEIC),
        (samples.pdf(), "a.pdf", PDF),
        (samples.scripted_pdf(), "a.pdf", PDF),
        (samples.package("docx"), "a.docx", DOCX),
        (samples.package("docx"), "通知.wps", DOCX),
        (samples.package("xlsx"), "台账.ET", XLSX),
        (samples.package("pptx"), "培训.dps", PPTX),
        (samples.package("xlsx"), "a.xlsx", XLSX),
        (samples.package("pptx"), "a.pptx", PPTX),
        (samples.compound_file("WordDocument"), "a.doc", DOC),
        (samples.compound_file("WordDocument"), "a.wps", DOC),
        (samples.compound_file("Workbook"), "a.et", XLS),
        (samples.compound_file("Book"), "a.xls", XLS),
        (samples.compound_file("PowerPoint Document"), "a.ppt", PPT),
        (samples.compound_file("PowerPoint Document"), "a.dps", PPT),
        (samples.compound_file("WordDocument", "Workbook"), "表在文中.doc", DOC),
        (samples.compound_file("WordDocument", "Workbook"), "文在表中.xls", XLS),
    ],
)
def test_accepted_kinds(content: bytes, name: str, kind: FileKind) -> None:
    assert kind_of(content, name) is kind


def test_workbooks_of_the_usual_writer_are_accepted() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "问题"
    book.active["A1"].hyperlink = "https://example.org/依据"
    buffer = io.BytesIO()
    book.save(buffer)
    assert kind_of(buffer.getvalue(), "台账.xlsx") is XLSX


@pytest.mark.parametrize("path", sorted(samples.WORKBOOKS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_sample_workbooks_are_accepted(path: Path) -> None:
    assert kind_of(path.read_bytes(), path.name) is XLSX


def test_name_without_extension_is_given_the_one_of_its_content() -> None:
    inspected = inspect_upload(io.BytesIO(samples.picture("PNG")), raw_name="粘贴的图片", limits=LIMITS)
    assert inspected.name == "粘贴的图片.png"


@pytest.mark.parametrize(
    ("form", "name", "kept"),
    [
        ("PNG", "整改后.jpg", "整改后.png"),
        ("JPEG", "整改后.PNG", "整改后.jpg"),
        ("WEBP", "a.b.jpeg", "a.b.webp"),
        ("GIF", "图.webp", "图.gif"),
        ("GIF", "IMG_1.HEIC", "IMG_1.gif"),
    ],
)
def test_picture_under_another_pictures_extension_is_taken_under_its_true_one(
    form: str, name: str, kept: str
) -> None:
    inspected = inspect_upload(io.BytesIO(samples.picture(form)), raw_name=name, limits=LIMITS)
    assert (inspected.name, inspected.sent_name) == (kept, name)


def test_telephones_photo_under_another_pictures_extension_is_kept_as_heic() -> None:
    inspected = inspect_upload(io.BytesIO(PHOTO), raw_name="IMG_1.jpg", limits=LIMITS)
    assert (inspected.name, inspected.sent_name) == ("IMG_1.heic", "IMG_1.jpg")


@pytest.mark.parametrize(
    ("content", "name", "right"),
    [
        (samples.pdf(), "发票.jpg", ".pdf"),
        (samples.picture("JPEG"), "照片.exe", ".jpg"),
        (samples.package("docx"), "旧.doc", ".docx"),
        (samples.package("xlsx"), "表.docx", ".xlsx"),
        (samples.package("xlsx"), "表.wps", ".xlsx"),
        (samples.compound_file("PowerPoint Document"), "表.et", ".ppt"),
        (PHOTO, "照片.mp4", ".heic"),
        (samples.compound_file("Workbook"), "表.doc", ".xls"),
    ],
)
def test_extension_that_disagrees_is_refused_with_the_right_one(
    content: bytes, name: str, right: str
) -> None:
    refusal = refusal_of(content, name)
    assert refusal.code is RefusalCode.NAME_DISAGREES
    assert right in refusal.message


def boxed(*brands: bytes) -> bytes:
    return (
        (16 + 4 * len(brands[1:])).to_bytes(4, "big") + b"ftyp" + brands[0] + b"\0" * 4 + b"".join(brands[1:])
    )


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (boxed(b"avif", b"mif1", b"miaf"), "a.avif", "AVIF"),
        (boxed(b"mif1", b"avif", b"heic"), "a.heic", "可以上传"),
        (boxed(b"M4A ", b"mp42", b"isom"), "录音.m4a", "录音"),
        (b"#!AMR\n" + b"\0" * 40, "录音.amr", "录音"),
        (b"RIFF\0\1\0\0AVI LIST" + b"\0" * 40, "a.avi", "MP4"),
        (b"FLV\x01\x05\0\0\0\x09", "a.flv", "MP4"),
        (b"BM" + b"\0" * 100, "a.bmp", "JPG 或 PNG"),
        (b"MZ" + b"\0" * 200, "照片.jpg", "可执行程序"),
        (b"\x7fELF" + b"\0" * 200, "a.pdf", "可执行程序"),
        (b"<html><table></table></html>", "导出.xls", "另存为 .xlsx"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "导出.xls", "另存为 .xlsx"),
        (b"<svg onload='alert(1)'/>", "图.png", "网页或 XML"),
        (b"{\\rtf1 text}", "a.doc", "RTF"),
        (b"Rar!\x1a\x07\x00" + b"\0" * 100, "a.pdf", "先解压"),
        (b"plain words", "a.txt", "可以上传"),
        (b"x", "a.jpg", "可以上传"),
        (samples.zipped({"a.jpg": samples.picture()}), "照片.zip", "先解压"),
        (samples.zipped({"mimetype": "application/vnd.oasis"}), "a.odt", "OpenDocument"),
        (samples.compound_file("SummaryInformation"), "安装.msi", "可以上传"),
    ],
)
def test_other_types_are_refused_with_a_way_out(content: bytes, name: str, words: str) -> None:
    refusal = refusal_of(content, name)
    assert refusal.code is RefusalCode.WRONG_TYPE
    assert words in refusal.message
    assert refusal.status == 400


def test_pdf_signature_must_stand_at_the_beginning() -> None:
    assert refusal_of(b"<script>" + samples.pdf(), "a.pdf").code is RefusalCode.WRONG_TYPE


def test_empty_file() -> None:
    refusal = refusal_of(b"", "空.pdf")
    assert refusal.code is RefusalCode.EMPTY
    assert "0 字节" in refusal.message


def test_size_limit_to_the_byte() -> None:
    content = samples.pdf()
    exact = UploadLimits(file_bytes=len(content))
    assert inspect_upload(io.BytesIO(content), raw_name="a.pdf", limits=exact).size == len(content)
    refusal = refusal_of(content, "a.pdf", UploadLimits(file_bytes=len(content) - 1))
    assert refusal.code is RefusalCode.TOO_LARGE
    assert refusal.status == 413


def test_number_of_files() -> None:
    check_count(10, limits=LIMITS)
    with pytest.raises(UploadRefused, match="一次最多上传 10 个文件，这次有 11 个") as caught:
        check_count(11, limits=LIMITS)
    assert caught.value.status == 413


def test_picture_with_too_many_pixels_is_refused_from_its_header() -> None:
    content = samples.picture("PNG", size=(101, 100))
    assert inspect_upload(io.BytesIO(content), raw_name="a.png", limits=UploadLimits(picture_pixels=10_100))
    refusal = refusal_of(content, "a.png", UploadLimits(picture_pixels=10_099))
    assert refusal.code is RefusalCode.TOO_MANY_PIXELS
    assert inspect_upload(io.BytesIO(PHOTO), raw_name="a.heic", limits=UploadLimits(picture_pixels=256 * 160))
    assert refusal_of(PHOTO, "a.heic", UploadLimits(picture_pixels=256 * 160 - 1)).code is refusal.code
    assert "6400 万像素" in refusal_of(huge_png(60_000, 60_000), "bomb.png").message


def huge_png(width: int, height: int) -> bytes:
    """A valid small PNG whose header promises any number of pixels."""
    content = bytearray(samples.picture("PNG", size=(1, 1)))
    content[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_picture_that_is_only_a_signature_is_damaged(form: str) -> None:
    assert refusal_of(samples.picture(form)[:16], f"a.{form.lower()}").code in {
        RefusalCode.DAMAGED,
        RefusalCode.WRONG_TYPE,
    }


def test_a_refusal_cannot_be_changed() -> None:
    refusal = refusal_of(b"", "a.pdf")
    with pytest.raises(AttributeError):
        refusal.message = "好的"
    with pytest.raises(AttributeError):
        refusal.code = RefusalCode.DTD
