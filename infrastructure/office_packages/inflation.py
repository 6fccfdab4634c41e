"""One packed part of a zip, inflated to its real end: the sizes that a file states about itself are claims.

Python's `zipfile` stops reading at the stated size and other readers do not, so every byte is counted here.
Who reads decides what a damage means to the person who uploaded it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

CHUNK_BYTES = 64 * 1024


class DamagedPart(Exception):
    """The packed bytes are not what the directory of the zip says."""


@dataclass(frozen=True)
class PackedPart:
    """Where the packed bytes of one part lie (offsets in the file), and what they should inflate to."""

    starts_at: int
    ends_at: int
    size: int
    crc: int
    deflated: bool


def inflated(stream: BinaryIO, part: PackedPart) -> Iterator[bytes]:
    """The content in pieces; raises `DamagedPart` where length, checksum or stream are not those stated.

    The caller counts what it is given and may stop at any piece: a bomb is never inflated whole.
    """
    size, crc = 0, 0
    packed = _packed(stream, part)
    for piece in _inflated(packed) if part.deflated else packed:
        size += len(piece)
        crc = zlib.crc32(piece, crc)
        yield piece
    if (size, crc) != (part.size, part.crc):
        raise DamagedPart


def _packed(stream: BinaryIO, part: PackedPart) -> Iterator[bytes]:
    position = part.starts_at
    while position < part.ends_at:
        stream.seek(position)
        piece = stream.read(min(CHUNK_BYTES, part.ends_at - position))
        if not piece:
            raise DamagedPart
        position += len(piece)
        yield piece


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for pending in packed:
            while pending:
                if piece := inflater.decompress(pending, CHUNK_BYTES):
                    yield piece
                pending = inflater.unconsumed_tail
                if inflater.unused_data:
                    raise DamagedPart
        while piece := inflater.decompress(inflater.unconsumed_tail, CHUNK_BYTES):
            yield piece
    except zlib.error as problem:
        raise DamagedPart from problem
    if not inflater.eof:
        raise DamagedPart
