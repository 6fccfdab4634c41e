"""What lies above the cells of an old workbook: pictures and text boxes with their places, links to other files.

The reader of cells passes them over. The records are walked through once; only those few are looked into.
"""

import struct
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from xlrd.compdoc import CompDoc

_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_DRAWING, _OBJECT, _TEXT, _SUPBOOK = 0x00EC, 0x005D, 0x01B6, 0x01AE
_TEXT_BOX, _PICTURE = 0x06, 0x08
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
_OWN_BOOK, _ADD_INS = b"\x01\x04", b"\x01\x3a"


class Drawings:
    """Found by feeding all records. A link to another file is the whole workbook's: told on its first sheet."""

    def __init__(self) -> None:
        self._by_sheet: dict[int, list[list[Any]]] = defaultdict(list)
        self._linked = False
        self._sheet, self._depth = -2, 0  # what begins first is the workbook's own part
        self._place = (1, 1)
        self._in_text_box = self._awaits_text = False

    def on(self, sheet: int) -> list[list[Any]]:
        linked = [[1, 1, "linked_book", ""]] if self._linked and sheet == 0 else []
        return self._by_sheet[sheet] + linked

    def feed(self, kind: int, data: bytes) -> None:
        if handle := _HANDLERS.get(kind):
            handle(self, data)

    def _begin(self, _data: bytes) -> None:
        self._depth += 1
        self._sheet += self._depth == 1  # a chart has a part of its own inside its sheet

    def _end(self, _data: bytes) -> None:
        self._depth -= 1

    def _link(self, data: bytes) -> None:
        self._linked |= data[2:4] not in (_OWN_BOOK, _ADD_INS)

    def _draw(self, data: bytes) -> None:
        self._place = _place(data) or self._place

    def _object(self, data: bytes) -> None:
        shape = int.from_bytes(data[4:6], "little") if data[:2] == b"\x15\x00" else 0
        self._in_text_box = shape == _TEXT_BOX
        if shape == _PICTURE:
            self._add("picture", "")

    def _begin_text(self, _data: bytes) -> None:
        self._awaits_text = self._in_text_box

    def _text(self, data: bytes) -> None:
        """Letters first; the record after them tells how they look."""
        if self._awaits_text and (words := _letters(data)):
            self._add("text_box", words)
        self._awaits_text = False

    def _add(self, kind: str, words: str) -> None:
        self._by_sheet[self._sheet].append([*self._place, kind, words])


_HANDLERS = {
    _BOF: Drawings._begin,
    _EOF: Drawings._end,
    _SUPBOOK: Drawings._link,
    _DRAWING: Drawings._draw,
    _OBJECT: Drawings._object,
    _TEXT: Drawings._begin_text,
    _CONTINUE: Drawings._text,
}


def drawings_of(content: bytes) -> Drawings:
    drawings = Drawings()
    for kind, data in _records(_workbook_stream(content)):
        drawings.feed(kind, data)
    return drawings


def _workbook_stream(content: bytes) -> bytes:
    document = CompDoc(content)
    for name in ("Workbook", "Book"):
        memory, base, size = document.locate_named_stream(name)
        if memory:
            return bytes(memory[base : base + size])
    return b""


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _place(drawing: bytes) -> tuple[int, int] | None:
    """Row and column of the upper left corner."""
    at = drawing.find(_ANCHOR)
    if at < 0 or len(drawing) < at + len(_ANCHOR) + 8:
        return None
    _, column, _, row = struct.unpack_from("<4H", drawing, at + len(_ANCHOR))
    return row + 1, column + 1


def _letters(data: bytes) -> str:
    wide = data[:1] == b"\x01"
    return data[1:].decode("utf-16-le" if wide else "latin-1", "replace").strip()
