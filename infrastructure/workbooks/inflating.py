"""Inflates one entry of a zip and counts what really comes out: the sizes that a file states may lie."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from infrastructure.workbooks.refusals import WorkbookRefusal, refuse

CHUNK_BYTES = 64 * 1024

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1


def inflated_chunks(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The contents piece by piece. Ends with a refusal where length or checksum are not those stated."""
    if entry.flag_bits & _ENCRYPTED:
        refuse(WorkbookRefusal.PASSWORD)
    length = 0
    checksum = 0
    for chunk in _unpacked(entry, _packed_chunks(stream, entry)):
        length += len(chunk)
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if length != entry.file_size or checksum != entry.CRC:
        refuse(WorkbookRefusal.DAMAGED)


def _packed_chunks(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    stream.seek(entry.header_offset)
    header = stream.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size:
        refuse(WorkbookRefusal.DAMAGED)
    magic, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    if magic != b"PK\x03\x04":
        refuse(WorkbookRefusal.DAMAGED)
    position = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    remaining = entry.compress_size
    while remaining > 0:
        stream.seek(position)
        chunk = stream.read(min(CHUNK_BYTES, remaining))
        if not chunk:
            refuse(WorkbookRefusal.DAMAGED)
        position += len(chunk)
        remaining -= len(chunk)
        yield chunk


def _unpacked(entry: zipfile.ZipInfo, packed: Iterator[bytes]) -> Iterator[bytes]:
    if entry.compress_type == zipfile.ZIP_STORED:
        return packed
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        return _inflated(packed)
    return refuse(WorkbookRefusal.DAMAGED)


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for chunk in packed:
            pending = chunk
            while pending and not inflater.eof:
                yield inflater.decompress(pending, CHUNK_BYTES)
                pending = inflater.unconsumed_tail
            if inflater.unused_data:
                refuse(WorkbookRefusal.DAMAGED)
        while not inflater.eof:
            rest = inflater.decompress(b"", CHUNK_BYTES)
            if not rest:
                break
            yield rest
    except zlib.error:
        refuse(WorkbookRefusal.DAMAGED)
    if not inflater.eof:
        refuse(WorkbookRefusal.DAMAGED)
