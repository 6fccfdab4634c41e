"""MP4 and MOV videos of telephones: whole or not, and bare of what was written beside them (DESIGN §8).

They are kept and handed out, never decoded and never shown. The file is walked box by box, four levels deep, and no
more of it is in memory than a header: what names the place, the telephone or the owner stands in boxes of its own
(`udta`, `meta`, `uuid`), which become empty ones of the same length, for a video's parts are found by their place too.
"""

import io
from collections.abc import Iterator
from typing import BinaryIO

from infrastructure.files.boxes import MOST_BOXES, Box, DamagedBoxes, Range, boxes

_PIECE = 1024 * 1024

_FILE = b"file"
# What is looked into, and what of it stays. No kind stands in itself, so that there is an end to it.
_KEPT_IN = {
    _FILE: frozenset(b"ftyp styp moov mdat wide moof mfra sidx ssix prft pdin".split()),
    b"moov": frozenset(b"mvhd iods trak mvex pssh".split()),
    b"trak": frozenset(b"tkhd tref trgr edts tapt clip matt load imap mdia".split()),
    b"mdia": frozenset(b"mdhd hdlr elng minf".split()),
    b"moof": frozenset(b"mfhd traf pssh".split()),
    b"traf": frozenset(b"tfhd trun sbgp sgpd subs saiz saio tfdt senc".split()),
}
_HANDLER_AT = 8
_FILM = b"vide"


def check_video(stream: BinaryIO) -> None:
    """Raises DamagedBoxes for a video that is not whole, or has no moving picture."""
    top = [box.kind for box in boxes(stream, (0, stream.seek(0, io.SEEK_END)))]
    if top.count(b"moov") != 1 or b"mdat" not in top:
        raise DamagedBoxes("no film")
    handlers = [
        box for box, _parent in _walked(stream) if box.kind == b"hdlr"
    ]  # to the end, whatever is found
    if not any(_shows(stream, handler) for handler in handlers):
        raise DamagedBoxes("nothing to see")


def without_metadata(stream: BinaryIO) -> None:
    """Take out, in place, what was written beside the video. The stream stands at its beginning afterwards."""
    for box in [box for box, parent in _walked(stream) if box.kind not in _KEPT_IN[parent]]:
        stream.seek(box.starts_at + 4)
        stream.write(b"free")
        stream.seek(box.body_at)
        left = box.ends_at - box.body_at
        while left:
            left -= stream.write(bytes(min(left, _PIECE)))
    stream.seek(0)


def _walked(stream: BinaryIO) -> Iterator[tuple[Box, bytes]]:
    """Each box that is looked at, with the kind of the one that holds it. What goes is not looked into."""
    waiting: list[tuple[Range, bytes]] = [((0, stream.seek(0, io.SEEK_END)), _FILE)]
    seen = 0
    while waiting:
        within, parent = waiting.pop()
        for box in boxes(stream, within):
            seen += 1
            if seen > MOST_BOXES:
                raise DamagedBoxes("too many boxes")
            yield box, parent
            if box.kind in _KEPT_IN[parent] and box.kind in _KEPT_IN:
                waiting.append((box.body, box.kind))


def _shows(stream: BinaryIO, handler: Box) -> bool:
    stream.seek(handler.body_at + _HANDLER_AT)
    return stream.read(len(_FILM)) == _FILM
