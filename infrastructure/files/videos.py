"""MP4 and MOV videos of telephones: whole or not, and bare of what was written beside them (DESIGN §8).

They are kept and handed out, never decoded and never shown. The file is walked box by box, six levels deep, and no
more of it is in memory than a header and tables: what names the place, the telephone or the owner stands in boxes of
its own (`udta`, `meta`, `uuid`), which become empty ones of the same length, for a video's parts are found by their
place too. Cameras and drones also write where they are, second by second, into tracks beside picture and sound: such a
track becomes an empty box, and its samples among the film become zeros.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from infrastructure.files.boxes import MOST_BOXES, Box, DamagedBoxes, Range, boxes
from infrastructure.files.video_samples import SampleTables, common, merged

_PIECE = 1024 * 1024

_FILE = b"file"
# What is looked into, and what of it stays. No kind stands in itself, so that there is an end to it.
_KEPT_IN = {
    _FILE: frozenset(b"ftyp styp moov mdat wide moof mfra sidx ssix prft pdin".split()),
    b"moov": frozenset(b"mvhd iods trak mvex pssh".split()),
    b"trak": frozenset(b"tkhd tref trgr edts tapt clip matt load imap mdia".split()),
    b"mdia": frozenset(b"mdhd hdlr elng minf".split()),
    b"minf": frozenset(b"vmhd smhd hmhd nmhd sthd gmhd dinf hdlr stbl".split()),
    b"stbl": frozenset(
        b"stsd stts ctts cslg stss stsh stps stsz stz2 stsc stco co64 padb stdp sdtp sbgp sgpd subs saiz saio".split()
    ),
    b"moof": frozenset(b"mfhd traf pssh".split()),
    b"traf": frozenset(b"tfhd trun sbgp sgpd subs saiz saio tfdt senc".split()),
}
_HANDLER_AT = 8
_FILM = b"vide"
_MOST_PLACES = 20_000  # that are blanked one by one: hours of what a telephone notes each second
_KEPT_TRACKS = frozenset({_FILM, b"soun"})


class CannotBeBare(DamagedBoxes):
    """What was written beside the film cannot be taken out without harm to the film."""


@dataclass(frozen=True)
class _Track:
    box: Box
    handlers: frozenset[bytes]  # what its samples are for: one, in a file that is in order
    tables: tuple[Range, ...]

    @property
    def stays(self) -> bool:
        return bool(self.handlers) and self.handlers <= _KEPT_TRACKS


def check_video(stream: BinaryIO) -> None:
    """Raises DamagedBoxes for a video that is not whole, has no moving picture, or cannot be bare."""
    top = [box.kind for box in _top(stream)]
    if top.count(b"moov") != 1 or b"mdat" not in top:
        raise DamagedBoxes("no film")
    for _box in _walked(stream):
        pass  # to the end: a box that does not fit is damage
    tracks = _tracks(stream)
    if not any(track.stays and _FILM in track.handlers for track in tracks):
        raise DamagedBoxes("nothing to see")
    _samples_beside(stream, tracks)


def without_metadata(stream: BinaryIO) -> None:
    """Take out, in place, what was written beside the video. The stream stands at its beginning afterwards."""
    tracks = _tracks(stream)
    for where in _samples_beside(stream, tracks):
        _blank(stream, where)
    for track in tracks:
        if not track.stays:
            _empty(stream, track.box)
    for box in [box for box, parent in _walked(stream) if box.kind not in _KEPT_IN[parent]]:
        _empty(stream, box)
    stream.seek(0)


def _samples_beside(stream: BinaryIO, tracks: list[_Track]) -> list[Range]:
    """Where the samples lie of the tracks that go. Raises CannotBeBare when they are not apart from the film's."""
    if all(track.stays for track in tracks):
        return []
    top = _top(stream)
    if any(box.kind == b"moof" for box in top):
        raise CannotBeBare("samples in fragments")  # of a live recording; telephones and drones write none
    tables = SampleTables(stream)
    film, going = (
        merged(
            place
            for track in tracks
            if track.stays is stays
            for table in track.tables
            for place in tables.places(table)
        )
        for stays in (True, False)
    )
    if len(going) > _MOST_PLACES:
        raise CannotBeBare("samples in too many pieces")
    if common(going, film):
        raise CannotBeBare("samples over those of the film")
    return common(going, merged(box.body for box in top if box.kind == b"mdat"))


def _tracks(stream: BinaryIO) -> list[_Track]:
    films = [box for box in _top(stream) if box.kind == b"moov"]
    return [_track(stream, box) for film in films for box in boxes(stream, film.body) if box.kind == b"trak"]


def _track(stream: BinaryIO, box: Box) -> _Track:
    media = [
        part for one in boxes(stream, box.body) if one.kind == b"mdia" for part in boxes(stream, one.body)
    ]
    return _Track(
        box,
        frozenset(_handler(stream, part) for part in media if part.kind == b"hdlr"),
        tuple(
            table.body
            for part in media
            if part.kind == b"minf"
            for table in boxes(stream, part.body)
            if table.kind == b"stbl"
        ),
    )


def _top(stream: BinaryIO) -> list[Box]:
    return list(boxes(stream, (0, stream.seek(0, io.SEEK_END))))


def _empty(stream: BinaryIO, box: Box) -> None:
    stream.seek(box.starts_at + 4)
    stream.write(b"free")
    _blank(stream, box.body)


def _blank(stream: BinaryIO, where: Range) -> None:
    start, end = where
    stream.seek(start)
    while start < end:
        start += stream.write(bytes(min(end - start, _PIECE)))


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


def _handler(stream: BinaryIO, box: Box) -> bytes:
    stream.seek(box.body_at + _HANDLER_AT)
    return stream.read(len(_FILM))
