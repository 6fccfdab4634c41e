"""Inflates one entry of a workbook and counts what really comes out; what is wrong with it is a refusal."""

import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from infrastructure.inflation import DamagedPart, PackedPart, inflated
from infrastructure.workbooks.refusals import WorkbookRefusal, refuse

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1


def inflated_chunks(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The contents piece by piece. Ends with a refusal where length or checksum are not those stated."""
    if entry.flag_bits & _ENCRYPTED:
        refuse(WorkbookRefusal.PASSWORD)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        refuse(WorkbookRefusal.DAMAGED)
    try:
        yield from inflated(stream, _located(stream, entry))
    except DamagedPart:
        refuse(WorkbookRefusal.DAMAGED)


def _located(stream: BinaryIO, entry: zipfile.ZipInfo) -> PackedPart:
    stream.seek(entry.header_offset)
    header = stream.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size:
        raise DamagedPart
    magic, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    if magic != b"PK\x03\x04":
        raise DamagedPart
    starts_at = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    return PackedPart(
        starts_at=starts_at,
        ends_at=starts_at + entry.compress_size,
        size=entry.file_size,
        crc=entry.CRC,
        deflated=entry.compress_type == zipfile.ZIP_DEFLATED,
    )
