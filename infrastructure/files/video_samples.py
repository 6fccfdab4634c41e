"""Where the samples of a video's tracks lie: read from tables that may be hostile (ISO/IEC 14496-12, 8.6 and 8.7)."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import BinaryIO

from infrastructure.files.boxes import Box, DamagedBoxes, Range, boxes

MOST_NUMBERS = 400_000  # in all tables of a file that are looked at: an hour of film with its sound

_COUNT = 4  # bytes of the number that says how many rows follow
_ROWS_AT = 4 + _COUNT  # behind version and flags
_CHUNK_COLUMNS = 3  # the first chunk of a run, how many samples each chunk holds, how they are described


@dataclass
class SampleTables:
    """The tables of one file; `left` is how many numbers may still be read."""

    stream: BinaryIO
    left: int = MOST_NUMBERS

    def places(self, table: Range) -> list[Range]:
        """Where the chunks lie that an `stbl` lists. Raises DamagedBoxes when its tables are not whole."""
        found = {box.kind: box for box in boxes(self.stream, table)}
        chunks = self._chunks(found)
        if not chunks:
            return []
        length = self._length(found)
        ends = list(accumulate(self._samples_of_chunks(found, len(chunks)), initial=0))
        return [
            (at, at + length(first, last)) for at, (first, last) in zip(chunks, pairwise(ends), strict=True)
        ]

    def _chunks(self, found: dict[bytes, Box]) -> array[int]:
        if b"co64" in found:
            return self._numbers(found[b"co64"], "Q")
        return self._numbers(found[b"stco"], "I") if b"stco" in found else array("I")

    def _samples_of_chunks(self, found: dict[bytes, Box], chunks: int) -> Iterator[int]:
        runs = self._numbers(_needed(found, b"stsc"), "I", columns=_CHUNK_COLUMNS)
        begins = [*runs[::_CHUNK_COLUMNS], chunks + 1]
        if begins[0] != 1 or any(one >= other for one, other in pairwise(begins)):
            raise DamagedBoxes("chunks out of order")
        for (first, following), samples in zip(pairwise(begins), runs[1::_CHUNK_COLUMNS], strict=True):
            for _ in range(first, following):
                yield samples

    def _length(self, found: dict[bytes, Box]) -> Callable[[int, int], int]:
        """How many bytes the samples from one to before another take; those beyond the table take none."""
        box = _needed(found, b"stsz")
        each, count = self._number(box, 4), self._number(box, 8)
        if each:
            return lambda first, last: each * (min(last, count) - min(first, count))
        ends = array("Q", accumulate(self._numbers(box, "I", rows_at=_ROWS_AT + 4), initial=0))
        return lambda first, last: ends[min(last, count)] - ends[min(first, count)]

    def _numbers(self, box: Box, code: str, *, columns: int = 1, rows_at: int = _ROWS_AT) -> array[int]:
        numbers = array(code)
        many = columns * self._number(box, rows_at - _COUNT)
        self.left -= many
        if self.left < 0 or box.body_at + rows_at + many * numbers.itemsize > box.ends_at:
            raise DamagedBoxes(f"{box.kind!r} says {many} numbers")
        numbers.frombytes(self.stream.read(many * numbers.itemsize))
        if sys.byteorder == "little":
            numbers.byteswap()
        return numbers

    def _number(self, box: Box, at: int) -> int:
        if box.body_at + at + _COUNT > box.ends_at:
            raise DamagedBoxes(f"{box.kind!r} is too short")
        self.stream.seek(box.body_at + at)
        return int.from_bytes(self.stream.read(_COUNT), "big")


def _needed(found: dict[bytes, Box], kind: bytes) -> Box:
    if kind not in found:
        raise DamagedBoxes(f"no {kind!r}")
    return found[kind]


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The same bytes in ranges that are in order and do not touch."""
    found: list[Range] = []
    for start, end in sorted(one for one in ranges if one[0] < one[1]):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def common(some: list[Range], others: list[Range]) -> list[Range]:
    """The bytes that are in both; each is in order, as `merged` gives it."""
    found, one, other = [], 0, 0
    while one < len(some) and other < len(others):
        start, end = max(some[one][0], others[other][0]), min(some[one][1], others[other][1])
        if start < end:
            found.append((start, end))
        if some[one][1] < others[other][1]:
            one += 1
        else:
            other += 1
    return found
