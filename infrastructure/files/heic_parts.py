"""What a HEIC photo is made of: its items, where their bytes lie, their properties (ISO/IEC 23008-12).

Only what keeps to the format is read: a table that is there twice, a place outside the file or beyond any telephone's
numbers is damage.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from infrastructure.files.boxes import Box, DamagedBoxes, Range, boxes

MOST_ITEMS = 1_000  # as many as libheif reads; a photo of 64 million pixels has some hundred tiles
MOST_EXTENTS = 10_000
MOST_DATA_BOXES = 100

_FLAGS = 4  # version and flags, with which most of these boxes begin
_SIZE = struct.Struct(">III")
_IN_THE_FILE, _IN_IDAT = 0, 1


@dataclass(frozen=True)
class Item:
    """A part of the photo: a picture, a tile of one, or something written beside it."""

    kind: bytes
    entry: Box
    named_at: int  # where the words begin that somebody gave it


class HeicParts:
    """The tables of one photo. Everything that reads them raises DamagedBoxes."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._stream = io.BytesIO(content)
        self.top = self._boxes((0, len(content)))
        meta = _only(self.top, b"meta")
        self.in_meta = self._boxes((meta.body_at + _FLAGS, meta.ends_at))
        container = _only(self._boxes(_only(self.in_meta, b"iprp").body), b"ipco")
        self.properties = self._boxes(container.body)

    def largest(self) -> int:
        """The most pixels that a picture in the file says it has."""
        said = [self._content[slice(*box.body)] for box in self.properties if box.kind == b"ispe"]
        if not said or any(len(words) != _SIZE.size for words in said):
            raise DamagedBoxes("no size")
        sizes: list[tuple[int, int, int]] = [_SIZE.unpack(words) for words in said]
        return max(width * height for _flags, width, height in sizes)

    def primary(self) -> int:
        """The number of the picture that is shown."""
        box = _only(self.in_meta, b"pitm")
        return self._number(box.body_at + _FLAGS, 2 if self._version(box) == 0 else 4)

    def items(self) -> dict[int, Item]:
        table = _only(self.in_meta, b"iinf")
        starts_at = table.body_at + _FLAGS + (2 if self._version(table) == 0 else 4)
        entries = self._boxes((starts_at, table.ends_at))
        found = [self._item(box) for box in entries if box.kind == b"infe"]
        items = dict(found)
        if len(entries) > MOST_ITEMS or len(items) < len(found):
            raise DamagedBoxes(f"{len(items)} items of {len(entries)}")
        return items

    def _item(self, box: Box) -> tuple[int, Item]:
        version = self._version(box)
        if version not in {2, 3}:  # before HEIC there were no kinds
            raise DamagedBoxes(f"an item of version {version}")
        width = 2 if version == 2 else 4
        kind_at = box.body_at + _FLAGS + width + 2
        if kind_at + 4 > box.ends_at:
            raise DamagedBoxes("an item without a kind")
        item = Item(self._content[kind_at : kind_at + 4], box, kind_at + 4)
        return self._number(box.body_at + _FLAGS, width), item

    def thumbnails(self) -> list[tuple[int, Box]]:
        """The items that are a smaller copy of another one, each with the box that says so."""
        tables = [box for box in self.in_meta if box.kind == b"iref"]
        if not tables:
            return []
        table = _only(tables, b"iref")
        width = 2 if self._version(table) == 0 else 4
        references = self._boxes((table.body_at + _FLAGS, table.ends_at))
        return [(self._number(box.body_at, width), box) for box in references if box.kind == b"thmb"]

    def places(self) -> dict[int, list[Range]]:
        """Where the bytes of each item lie in the file."""
        found: dict[int, list[Range]] = {}
        located = _Locations(self._content, _only(self.in_meta, b"iloc"), self._data())
        for count, (number, place) in enumerate(located):
            if count >= MOST_EXTENTS:
                raise DamagedBoxes("too many places")
            found.setdefault(number, []).append(place)
        return found

    def data_boxes(self) -> list[Range]:
        """Where bytes of items may lie."""
        found = [box.body for box in [*self.top, *self.in_meta] if box.kind in {b"mdat", b"idat"}]
        if len(found) > MOST_DATA_BOXES:
            raise DamagedBoxes(f"{len(found)} boxes of data")
        return found

    def _data(self) -> dict[int, Range]:
        inside = [box for box in self.in_meta if box.kind == b"idat"]
        return {_IN_THE_FILE: (0, len(self._content))} | ({_IN_IDAT: inside[0].body} if inside else {})

    def _boxes(self, within: Range) -> list[Box]:
        return list(boxes(self._stream, within))

    def _version(self, box: Box) -> int:
        return self._number(box.body_at, 1)

    def _number(self, at: int, width: int) -> int:
        return _number(self._content, at, width)


class _Locations:
    """`iloc`, read from its beginning to its end: item by item, place by place."""

    def __init__(self, content: bytes, box: Box, data: dict[int, Range]) -> None:
        self._content, self._data = content, data
        self._at, self._end = box.body_at, box.ends_at
        self._version = self._next(1)
        self._next(3)
        if self._version > 2:
            raise DamagedBoxes("places of an unknown version")
        sizes = self._next(2)
        self._offset_size, self._length_size = sizes >> 12, sizes >> 8 & 15
        self._base_size, self._index_size = sizes >> 4 & 15, sizes & 15 if self._version else 0

    def __iter__(self) -> Iterator[tuple[int, Range]]:
        width = 4 if self._version == 2 else 2
        count = self._next(width)
        if count > MOST_ITEMS:
            raise DamagedBoxes(f"places of {count} items")
        for _ in range(count):
            number = self._next(width)
            method = self._next(2) & 15 if self._version else _IN_THE_FILE
            if self._next(2) or method not in self._data:  # in another file, or in another item
                raise DamagedBoxes("bytes that lie elsewhere")
            base = self._next(self._base_size)
            for _ in range(self._next(2)):
                yield number, self._place(base, self._data[method])

    def _place(self, base: int, data: Range) -> Range:
        self._next(self._index_size)
        begin, end = data
        start = begin + base + self._next(self._offset_size)
        length = self._next(self._length_size)
        if length == 0 or start + length > end:
            raise DamagedBoxes("a place outside the file")
        return start, start + length

    def _next(self, width: int) -> int:
        if self._at + width > self._end:
            raise DamagedBoxes("breaks off")
        self._at += width
        return _number(self._content, self._at - width, width)


def _number(content: bytes, at: int, width: int) -> int:
    found = content[at : at + width]
    if len(found) < width:
        raise DamagedBoxes("breaks off")
    return int.from_bytes(found, "big")


def _only(among: list[Box], kind: bytes) -> Box:
    """The one of this kind. With two, each reader would see another photo."""
    found = [box for box in among if box.kind == kind]
    if len(found) != 1:
        raise DamagedBoxes(f"{len(found)} of {kind!r}")
    return found[0]
