"""HEIC photos and MP4 videos box by box, whole and hostile."""

import struct
from pathlib import Path

PLACE = b"28.6712"  # where it was taken
PHOTO = (Path(__file__).parents[2] / "samples" / "现场照片.heic").read_bytes()


def box(kind: bytes, *parts: bytes, size: int | None = None) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8 if size is None else size, kind) + body


def full(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, bytes([version]), flags.to_bytes(3, "big"), *parts)


FILE_TYPE = box(b"ftyp", b"heic\0\0\0\0mif1heic")


def item(number: int, kind: bytes, words: bytes = PLACE) -> bytes:
    return full(b"infe", struct.pack(">HH4s", number, 0, kind), words, b"\0", version=2)


def place(number: int, offset: int, length: int, *, method: int = 0, count: int = 1) -> bytes:
    return struct.pack(">HHHH", number, method, 0, count) + struct.pack(">II", offset, length) * count


def places(*each: bytes) -> bytes:
    return full(b"iloc", b"\x44\0", struct.pack(">H", len(each)), *each, version=1)


def items(*each: bytes) -> bytes:
    return full(b"iinf", struct.pack(">H", len(each)), *each)


SIZE = full(b"ispe", struct.pack(">II", 40, 20))
DATA_AT = len(FILE_TYPE) + 8
PIXELS = b"picture of a ward"
EXIF_AT = DATA_AT + len(PIXELS)
EXIF = b"\0\0\0\0II*\0" + PLACE + b" and the camera"
SMALL_AT = EXIF_AT + len(EXIF)
SMALL = b"the whole picture, small"
DATA = PIXELS + EXIF + SMALL + PLACE


def photo(
    listed: bytes | None = None,
    located: bytes | None = None,
    *,
    data: bytes = DATA,
    properties: bytes = SIZE,
    more: bytes = b"",
    behind: bytes = b"",
    primary: int = 1,
) -> bytes:
    """A picture (1), its Exif (2) and its thumbnail (3), all in `mdat`, which stands first."""
    listed = listed or items(item(1, b"hvc1"), item(2, b"Exif"), item(3, b"hvc1"))
    located = located or places(
        place(1, DATA_AT, len(PIXELS)), place(2, EXIF_AT, len(EXIF)), place(3, SMALL_AT, len(SMALL))
    )
    smaller = full(b"iref", box(b"thmb", struct.pack(">HHH", 3, 1, 1)))
    shown = full(b"pitm", struct.pack(">H", primary))
    described = box(b"iprp", box(b"ipco", properties))
    return (
        FILE_TYPE
        + box(b"mdat", data)
        + full(b"meta", shown, listed, described, located, smaller, more)
        + behind
    )
