"""The boxes of which HEIC photos and MP4 videos are made (ISO/IEC 14496-12): where each begins and ends, and no more.

One level at a time, so that nothing here can be nested too deep; a box that is longer than what holds it is damage.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_HEADER = struct.Struct(">I4s")
_LONG_SIZE = struct.Struct(">Q")
_TO_THE_END, _LONG = 0, 1
_BRANDS_READ = 64
MOST_BOXES = 100_000  # of one level

Range = tuple[int, int]  # where it begins, where it ends


class DamagedBoxes(Exception):
    """The boxes of the file are not what its format says."""


@dataclass(frozen=True)
class Box:
    """One box: its four letters, where it begins, where its content begins, where it ends."""

    kind: bytes
    starts_at: int
    body_at: int
    ends_at: int

    @property
    def body(self) -> Range:
        return self.body_at, self.ends_at


def boxes(stream: BinaryIO, within: Range) -> Iterator[Box]:
    """The boxes that stand one behind the other. Fewer bytes than a header at the end are filling."""
    at, end = within
    for _ in range(MOST_BOXES):
        if end - at < _HEADER.size:
            return
        box = _box_at(stream, at, end)
        yield box
        at = box.ends_at
    raise DamagedBoxes("too many boxes")


def _box_at(stream: BinaryIO, at: int, end: int) -> Box:
    stream.seek(at)
    head = stream.read(_HEADER.size + _LONG_SIZE.size)
    if len(head) < _HEADER.size:
        raise DamagedBoxes(f"no box at {at}")
    size, kind = _HEADER.unpack_from(head)
    body_at = at + _HEADER.size
    if size == _LONG and len(head) == _HEADER.size + _LONG_SIZE.size:
        (size,) = _LONG_SIZE.unpack_from(head, _HEADER.size)
        body_at += _LONG_SIZE.size
    ends_at = end if size == _TO_THE_END else at + size
    if not body_at <= ends_at <= end:
        raise DamagedBoxes(f"{kind!r} at {at} says {size} bytes")
    return Box(kind, at, body_at, ends_at)


def brands(head: bytes) -> list[bytes]:
    """What the first bytes say the file is, the chief brand first; empty when they are of no such file."""
    if len(head) < 16 or head[4:8] != b"ftyp":
        return []
    (size,) = struct.unpack_from(">I", head)
    others = head[16 : min(size, len(head), 16 + 4 * _BRANDS_READ)]
    return [head[8:12], *(others[at : at + 4] for at in range(0, len(others) - 3, 4))]
