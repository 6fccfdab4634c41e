"""Packages that lie about themselves. Each is built honestly and then forged in one place."""

import contextlib
import io
import random
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infrastructure.files.inspection import inspect_upload
from infrastructure.files.kinds import XLSX
from infrastructure.files.limits import MIB, UploadLimits
from infrastructure.files.refusals import RefusalCode, UploadRefused
from infrastructure.office_packages.archive import Archive, InflationBudget, PackageLimits
from infrastructure.office_packages.dangers import Danger, PackageRefused
from tests.infrastructure.files import samples

LIMITS = UploadLimits()


def code_of(content: bytes, name: str = "a.docx", limits: UploadLimits = LIMITS) -> RefusalCode:
    with pytest.raises(UploadRefused) as caught:
        inspect_upload(io.BytesIO(content), raw_name=name, limits=limits)
    return caught.value.code


def test_bomb_by_ratio() -> None:
    content = samples.package("docx", {"word/media/zeros.bin": bytes(20 * MIB)})
    assert len(content) < 50_000
    assert code_of(content) is RefusalCode.INFLATES


def test_bomb_by_size_over_several_parts() -> None:
    """Noise does not compress, so the ratio is 1: only the sum is too much."""
    parts = {f"word/media/{n}.bin": random.Random(n).randbytes(300_000) for n in range(5)}
    content = samples.package("docx", parts)
    limits = UploadLimits(inflated_bytes=MIB)
    assert inspect_upload(io.BytesIO(content), raw_name="a.docx", limits=LIMITS)
    assert code_of(content, limits=limits) is RefusalCode.INFLATES


def test_small_package_may_reach_one_megabyte() -> None:
    content = samples.package("docx", {"word/media/zeros.bin": bytes(MIB - 5_000)})
    assert inspect_upload(io.BytesIO(content), raw_name="a.docx", limits=LIMITS)


def test_counted_is_what_inflates_not_what_is_stated() -> None:
    """The directory says 100 bytes, the stream holds 30 MB: `zipfile` would stop after 100."""
    content = bytearray(samples.package("docx", {"word/media/zeros.bin": bytes(30 * MIB)}))
    at = content.rfind(b"PK\x01\x02")  # the last entry of the directory is the bomb
    struct.pack_into("<L", content, at + 24, 100)
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        assert archive.getinfo("word/media/zeros.bin").file_size == 100
    assert code_of(bytes(content)) is RefusalCode.INFLATES


@pytest.mark.parametrize("stated", [10, 4000])
def test_stated_size_that_is_wrong_is_damage(stated: int) -> None:
    content = bytearray(samples.package("docx", {"word/media/a.bin": b"x" * 1000}))
    struct.pack_into("<L", content, content.rfind(b"PK\x01\x02") + 24, stated)
    assert code_of(bytes(content)) is RefusalCode.DAMAGED


def test_wrong_checksum_is_damage() -> None:
    content = bytearray(samples.package("docx"))
    struct.pack_into("<L", content, content.rfind(b"PK\x01\x02") + 16, 1)
    assert code_of(bytes(content)) is RefusalCode.DAMAGED


def test_local_name_that_differs_from_the_directory_is_damage() -> None:
    content = samples.package("docx", {"word/media/a.bin": b"x"})
    at = content.index(b"word/media/a.bin")
    assert code_of(content[:at] + b"word/vbaProj.bin" + content[at + 16 :]) is RefusalCode.DAMAGED


def entry(name: str, packed: bytes, content: bytes, method: int) -> tuple[bytes, bytes]:
    """One entry's local header with its bytes, and its directory record without the offset."""
    raw = name.encode()
    fields = struct.pack(
        "<HHHHHLLLHH", 20, 0, method, 0, 33, zlib.crc32(content), len(packed), len(content), len(raw), 0
    )
    directory = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHL", 0, 0, 0, 0)
    return b"PK\x03\x04" + fields + raw + packed, directory


def assembled(*placed: tuple[int, bytes, bytes], body: bytes) -> bytes:
    """A package from a body and directory records (offset, record, name) that point into it."""
    directory = b"".join(record + struct.pack("<L", offset) + name for offset, record, name in placed)
    end = struct.pack("<4H2LH", 0, 0, len(placed), len(placed), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def single(packed: bytes, content: bytes) -> bytes:
    local, record = entry("word/a.bin", packed, content, zipfile.ZIP_DEFLATED)
    return assembled((0, record, b"word/a.bin"), body=local)


def read_all(content: bytes) -> list[bytes]:
    limits = PackageLimits(entries=5_000, inflated_bytes=MIB)
    archive = Archive(io.BytesIO(content), limits=limits, budget=InflationBudget(MIB))
    return [b"".join(archive.inflated(found)) for found in archive.entries]


def deflated(content: bytes, flush: int = zlib.Z_FINISH) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(flush)


def test_package_made_by_hand_is_read() -> None:
    assert read_all(single(deflated(b"text" * 50), b"text" * 50)) == [b"text" * 50]


@pytest.mark.parametrize(
    "packed",
    [
        deflated(b"text") + b"hidden behind the end",
        deflated(b"text") + bytes(100_000),  # the end lies in an earlier piece
        deflated(b"text", zlib.Z_SYNC_FLUSH),  # never ends
        b"\xff" + deflated(b"text"),
    ],
)
def test_stream_that_does_not_end_where_it_should_is_damage(packed: bytes) -> None:
    with pytest.raises(PackageRefused) as caught:
        read_all(single(packed, b"text"))
    assert caught.value.danger is Danger.DAMAGED


def test_overlapping_entries_are_refused() -> None:
    """One entry's bytes are another entry: each layer inflates the same kernel again."""
    inner_local, inner = entry("b", b"kernel", b"kernel", zipfile.ZIP_STORED)
    outer_local, outer = entry("a", inner_local, inner_local, zipfile.ZIP_STORED)
    start = len(outer_local) - len(inner_local)
    content = assembled((0, outer, b"a"), (start, inner, b"b"), body=outer_local)
    with pytest.raises(PackageRefused) as caught:
        read_all(content)
    assert caught.value.danger is Danger.DAMAGED


def test_same_name_twice_is_refused() -> None:
    buffer = io.BytesIO(samples.package("docx"))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<other/>")
    assert code_of(buffer.getvalue()) is RefusalCode.DAMAGED


def test_encrypted_entry_is_refused() -> None:
    content = bytearray(samples.package("docx"))
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    assert code_of(bytes(content)) is RefusalCode.PASSWORD


def test_unknown_compression_is_damage() -> None:
    buffer = io.BytesIO(samples.package("docx"))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/media/a.bin", b"x" * 1000)
    assert code_of(buffer.getvalue()) is RefusalCode.DAMAGED


def test_too_many_parts() -> None:
    content = samples.package("docx", {f"word/media/{n}.bin": b"" for n in range(20)})
    assert code_of(content, limits=UploadLimits(archive_entries=10)) is RefusalCode.INFLATES


def test_directory_of_a_million_parts_is_refused_before_it_is_read() -> None:
    content = bytearray(samples.package("docx"))
    at = content.rfind(b"PK\x05\x06")
    struct.pack_into("<L", content, at + 12, 3 * MIB)
    assert code_of(bytes(content)) is RefusalCode.INFLATES


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_package_broken_off_half_way_is_damaged(share: float) -> None:
    content = samples.package("docx", {"word/media/a.bin": bytes(range(256)) * 50})
    assert code_of(content[: int(len(content) * share)]) is RefusalCode.DAMAGED


def test_stored_parts_are_counted_too() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a", b"x" * 5000)
    limits = PackageLimits(entries=5_000, inflated_bytes=4999)
    archive_read = Archive(buffer, limits=limits, budget=InflationBudget(4999))
    with pytest.raises(PackageRefused) as caught:
        list(archive_read.inflated(archive_read.entries[0]))
    assert caught.value.danger is Danger.INFLATES


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_damage_ends_in_a_refusal_or_a_kind(data: st.DataObject) -> None:
    content = bytearray(samples.package("xlsx", {"xl/media/a.bin": b"abc" * 40}))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UploadRefused):
        inspected = inspect_upload(io.BytesIO(bytes(content)), raw_name="a.xlsx", limits=LIMITS)
        assert inspected.kind is XLSX
