"""Zip packages from strangers: what is in them, with every inflated byte counted.

The sizes a package states about itself are claims: its streams are inflated to their real end and compared with them.
"""

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from infrastructure.files.kinds import ZIP_SIGNATURE
from infrastructure.files.limits import MIB, UploadLimits
from infrastructure.files.refusals import RefusalCode, UploadRefused, refuse
from infrastructure.inflation import DamagedPart, PackedPart, inflated

_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_END_RECORD = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_END_SEARCH_BYTES = 65_557  # the end record and the longest comment after it
_DIRECTORY_BYTES = 2 * MIB
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


class InflationBudget:
    """Bytes that one upload may still inflate to, packages inside it included."""

    def __init__(self, *, file_name: str, allowed: int) -> None:
        self._file_name = file_name
        self._left = allowed

    def spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise refuse(
                RefusalCode.INFLATES,
                self._file_name,
                "解压后的内容异常庞大，已拒绝接收。请导出为 PDF 后重新上传",
            )


@dataclass(frozen=True)
class ArchiveEntry:
    """One file in a package, and where its packed bytes lie."""

    name: str
    packed: PackedPart


class Archive:
    """A zip package whose directory, local headers and packed streams agree with each other."""

    def __init__(
        self, stream: BinaryIO, *, file_name: str, limits: UploadLimits, budget: InflationBudget
    ) -> None:
        self._stream = stream
        self._file_name = file_name
        self._budget = budget
        self.entries = self._read_directory(limits)

    def inflated(self, entry: ArchiveEntry) -> Iterator[bytes]:
        """The real content of an entry in pieces. A content that is not what the directory says is refused."""
        try:
            for piece in inflated(self._stream, entry.packed):
                self._budget.spend(len(piece))
                yield piece
        except DamagedPart as problem:
            raise self._damaged() from problem

    def _read_directory(self, limits: UploadLimits) -> tuple[ArchiveEntry, ...]:
        self._check_end_record(limits)
        try:
            self._stream.seek(0)
            with zipfile.ZipFile(self._stream) as package:
                listed = package.infolist()
            entries = tuple(self._located(item) for item in listed)
        except UploadRefused:
            raise
        except (
            zipfile.BadZipFile,
            struct.error,
            NotImplementedError,
            ValueError,
            OSError,
            EOFError,
        ) as problem:
            raise self._damaged() from problem
        self._check_entries(entries, limits)
        return entries

    def _check_end_record(self, limits: UploadLimits) -> None:
        """The directory's length first: reading a directory of a million entries would itself be the attack."""
        size = self._stream.seek(0, 2)
        self._stream.seek(max(0, size - _END_SEARCH_BYTES))
        tail = self._stream.read()
        at = tail.rfind(_END_SIGNATURE)
        if at < 0 or len(tail) - at < _END_RECORD.size:
            raise self._damaged()
        _, _, _, _, count, directory_bytes, _, _ = _END_RECORD.unpack_from(tail, at)
        if tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):  # 64-bit sizes: never needed below the limit
            raise self._damaged()
        if count > limits.archive_entries or directory_bytes > _DIRECTORY_BYTES:
            raise refuse(
                RefusalCode.INFLATES, self._file_name, "内含的部件过多，已拒绝接收。请导出为 PDF 后重新上传"
            )

    def _located(self, item: zipfile.ZipInfo) -> ArchiveEntry:
        self._stream.seek(item.header_offset)
        header = _LOCAL_HEADER.unpack(self._stream.read(_LOCAL_HEADER.size))
        signature, flags, method, name_length, extra_length = (
            header[0],
            header[2],
            header[3],
            header[9],
            header[10],
        )
        raw_name = self._stream.read(name_length)
        name = raw_name.decode("utf-8" if flags & _UTF8_NAME else "cp437")
        if (flags | item.flag_bits) & _ENCRYPTED:
            raise refuse(RefusalCode.PASSWORD, self._file_name, "设有密码，无法检查。请去掉密码后重新上传")
        known_method = method in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        if (
            signature != ZIP_SIGNATURE
            or method != item.compress_type
            or not known_method
            or name != item.orig_filename
        ):
            raise self._damaged()
        starts_at = item.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        return ArchiveEntry(
            name=item.filename,
            packed=PackedPart(
                starts_at=starts_at,
                ends_at=starts_at + item.compress_size,
                size=item.file_size,
                crc=item.CRC,
                deflated=method == zipfile.ZIP_DEFLATED,
            ),
        )

    def _check_entries(self, entries: tuple[ArchiveEntry, ...], limits: UploadLimits) -> None:
        """Overlapping entries inflate the same bytes again and again; doubled names show each reader another file."""
        names = {entry.name.lower() for entry in entries}
        if len(entries) > limits.archive_entries or len(names) != len(entries):
            raise self._damaged()
        in_order = sorted(entries, key=lambda entry: entry.packed.starts_at)
        for earlier, later in zip(in_order, in_order[1:], strict=False):
            if earlier.packed.ends_at > later.packed.starts_at:
                raise self._damaged()

    def _damaged(self) -> UploadRefused:
        return refuse(
            RefusalCode.DAMAGED, self._file_name, "已损坏或结构异常，无法检查。请重新保存或导出为 PDF 后上传"
        )
