"""A zip of several files: names of Windows and of a Mac, what programs leave beside, and zips made to harm."""

import io
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from infrastructure.files.limits import MIB, UploadLimits
from infrastructure.files.refusals import UploadRefused
from infrastructure.files.unpacking import Packed, unpacked

LIMITS = UploadLimits()


def zipped(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def packed_in(content: bytes, name: str = "各科室.zip") -> list[Packed] | None:
    return unpacked(SimpleUploadedFile(name, content), limits=LIMITS)


def as_windows_packs(content: bytes, name: str, raw: bytes) -> bytes:
    """The same zip with the name's bytes of another encoding, as long, and no mark of UTF-8."""
    assert len(name.encode()) == len(raw)
    content = content.replace(name.encode(), raw)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.index(signature) + at
        (flags,) = struct.unpack_from("<H", content, start)
        content = content[:start] + struct.pack("<H", flags & ~0x800) + content[start + 2 :]
    return content


def test_names_in_gbk_and_unmarked_utf8_are_read() -> None:
    gbk = "骨科台账.xlsx".encode("gb18030")
    content = as_windows_packs(zipped(("一" * 4 + "a.xlsx", b"x")), "一" * 4 + "a.xlsx", gbk + b"     ")
    (one,) = packed_in(content) or []
    assert one.name.strip() == "骨科台账.xlsx"
    utf8 = "心内科/台账.xlsx"
    (other,) = packed_in(as_windows_packs(zipped((utf8, b"x")), utf8, utf8.encode())) or []
    assert other.name == utf8
    with other.opened() as upload:
        assert (upload.name, upload.size, upload.file.read()) == ("台账.xlsx", 1, b"x")


def test_what_programs_leave_beside_is_no_file() -> None:
    content = zipped(
        ("__MACOSX/._a.xlsx", b"x"), ("~$a.xlsx", b"x"), ("b/.DS_Store", b"x"), ("b/a.xlsx", b"x")
    )
    assert [each.name for each in packed_in(content) or []] == ["b/a.xlsx"]


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"text", "a.zip"), (zipped(("[Content_Types].xml", b"x")), "a.zip"), (b"PK\x03\x04 broken", "台账.xlsx")],
    ids=["no zip", "a document", "a broken document"],
)  # fmt: skip
def test_what_is_no_zip_of_files_is_left_to_whoever_receives_it(content: bytes, name: str) -> None:
    assert packed_in(content, name) is None


def with_password(content: bytes) -> bytes:
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.index(signature) + at
        content = content[:start] + b"\x01\x00" + content[start + 2 :]
    return content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped(("../../etc/x.xlsx", b"x")), "路径"),
        (with_password(zipped(("a.xlsx", b"x"))), "密码"),
        (b"PK\x03\x04 broken", "损坏"),
    ],
    ids=["climbs out", "password", "broken"],
)
def test_a_zip_that_must_stay_closed_is_told_by_its_name(content: bytes, words: str) -> None:
    with pytest.raises(UploadRefused) as caught:
        packed_in(content)
    assert "各科室.zip" in caught.value.message
    assert words in caught.value.message


def test_a_bomb_is_told_at_the_file_that_is_one() -> None:
    good, bomb = packed_in(zipped(("a.xlsx", b"x"), ("b.xlsx", bytes(150 * MIB)))) or []
    with good.opened():
        pass
    with pytest.raises(UploadRefused, match="异常庞大"), bomb.opened():
        pass
