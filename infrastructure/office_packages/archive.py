"""Zip packages from strangers: what is in them, with every inflated byte counted.

The sizes a package states about itself are claims: its streams are inflated to their real end and compared with them.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from infrastructure.office_packages.dangers import Danger, PackageRefused
from infrastructure.office_packages.inflation import DamagedPart, PackedPart, inflated

MIB = 1024 * 1024
ZIP_SIGNATURE = b"PK\x03\x04"

_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_END_RECORD = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_END_SEARCH_BYTES = 65_557  # the end record and the longest comment after it
_DIRECTORY_BYTES = 2 * MIB
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class PackageLimits:
    """How much a package may be: parts, bytes in all, and (where it is not 0) how often a part's own size."""

    entries: int
    inflated_bytes: int
    part_ratio: int = 0
    part_floor_bytes: int = (
        MIB  # below this a high ratio is harmless: a sheet of blank styled cells reaches it
    )


class InflationBudget:
    """Bytes that one upload may still inflate to, packages inside it included."""

    def __init__(self, allowed: int) -> None:
        self._left = allowed

    def spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise PackageRefused(Danger.INFLATES)


@dataclass(frozen=True)
class ArchiveEntry:
    """One file in a package, and where its packed bytes lie."""

    name: str
    packed: PackedPart

    @property
    def plain_name(self) -> str:
        """As readers compare names: case does not count, and some writers turn the slashes round."""
        return self.name.lower().replace("\\", "/")


class Archive:
    """A zip package whose directory, local headers and packed streams agree with each other."""

    def __init__(self, stream: BinaryIO, *, limits: PackageLimits, budget: InflationBudget) -> None:
        self._stream = stream
        self._limits = limits
        self._budget = budget
        self.entries = self._read_directory()

    def inflated(self, entry: ArchiveEntry, *, again: bool = False) -> Iterator[bytes]:
        """The real content of an entry in pieces. A content that is not what the directory says is refused.

        `again`: the part was counted when it was read first.
        """
        ratio, packed = self._limits.part_ratio, entry.packed.ends_at - entry.packed.starts_at
        left = max(self._limits.part_floor_bytes, packed * ratio)
        try:
            for piece in inflated(self._stream, entry.packed):
                left -= len(piece)
                if ratio and left < 0:
                    raise PackageRefused(Danger.INFLATES, entry.name)
                if not again:
                    self._budget.spend(len(piece))
                yield piece
        except DamagedPart as problem:
            raise PackageRefused(Danger.DAMAGED, entry.name) from problem

    def _read_directory(self) -> tuple[ArchiveEntry, ...]:
        self._check_end_record()
        try:
            self._stream.seek(0)
            with zipfile.ZipFile(self._stream) as package:
                listed = package.infolist()
            entries = tuple(self._located(item) for item in listed if not item.filename.endswith("/"))
        except (
            zipfile.BadZipFile,
            struct.error,
            NotImplementedError,
            ValueError,
            OverflowError,
            OSError,
            EOFError,
        ) as problem:
            raise PackageRefused(Danger.DAMAGED) from problem
        self._check_entries(entries)
        return entries

    def _check_end_record(self) -> None:
        """The directory's length first: reading a directory of a million entries would itself be the attack."""
        size = self._stream.seek(0, 2)
        self._stream.seek(max(0, size - _END_SEARCH_BYTES))
        tail = self._stream.read()
        at = tail.rfind(_END_SIGNATURE)
        if at < 0 or len(tail) - at < _END_RECORD.size:
            raise PackageRefused(Danger.DAMAGED)
        _, _, _, _, count, directory_bytes, _, _ = _END_RECORD.unpack_from(tail, at)
        if tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):  # 64-bit sizes: never needed below the limit
            raise PackageRefused(Danger.DAMAGED)
        if count > self._limits.entries or directory_bytes > _DIRECTORY_BYTES:
            raise PackageRefused(Danger.INFLATES)

    def _located(self, item: zipfile.ZipInfo) -> ArchiveEntry:
        self._stream.seek(item.header_offset)
        header = _LOCAL_HEADER.unpack(self._stream.read(_LOCAL_HEADER.size))
        signature, flags, method, name_length, extra_length = (header[i] for i in (0, 2, 3, 9, 10))
        raw_name = self._stream.read(name_length)
        name = raw_name.decode("utf-8" if flags & _UTF8_NAME else "cp437")
        if (flags | item.flag_bits) & _ENCRYPTED:
            raise PackageRefused(Danger.PASSWORD, item.filename)
        known_method = method in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        agrees = signature == ZIP_SIGNATURE and method == item.compress_type and name == item.orig_filename
        if not (known_method and agrees):
            raise PackageRefused(Danger.DAMAGED, item.filename)
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

    def _check_entries(self, entries: tuple[ArchiveEntry, ...]) -> None:
        """Overlapping entries inflate the same bytes again and again; doubled names show each reader another file."""
        names = {entry.plain_name for entry in entries}
        if len(entries) > self._limits.entries:
            raise PackageRefused(Danger.INFLATES)
        if escaping := [name for name in names if leaves_the_package(name)]:
            raise PackageRefused(Danger.PATHS, escaping[0])
        if len(names) != len(entries) or "" in names:
            raise PackageRefused(Danger.DAMAGED)
        in_order = sorted(entries, key=lambda entry: entry.packed.starts_at)
        for earlier, later in zip(in_order, in_order[1:], strict=False):
            if earlier.packed.ends_at > later.packed.starts_at:
                raise PackageRefused(Danger.DAMAGED, later.name)


def leaves_the_package(name: str) -> bool:
    """Whether a part's own name is absolute or climbs: `/a`, `C:a`, `a/../b`."""
    return name.startswith("/") or ".." in name.split("/") or _DRIVE.match(name) is not None or "\0" in name
