"""Photos without what was written beside them: place, camera, names, comments, earlier versions (DESIGN §8).

Lossless: the pixels' own bytes are copied as they are, everything that is not on a short list is left out. The
orientation stays, in a block of its own, for without it every telephone's photo would lie on its side.
"""

import re
import struct
import zlib
from collections.abc import Iterator

from infrastructure.files import heic
from infrastructure.files.boxes import DamagedBoxes

_ORIENTATION_BLOCK = struct.Struct("<2sHIHHHIHHI")  # header, one entry, no further directory


class DamagedPicture(Exception):
    """The blocks of the file are not what its format says."""


def without_metadata(content: bytes, *, content_type: str, orientation: int) -> bytes:
    """The same picture, bare. `orientation` as EXIF counts it; 1 is upright."""
    turned = (
        _ORIENTATION_BLOCK.pack(b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0) if orientation > 1 else b""
    )
    try:
        return b"".join(_BARE[content_type](content, turned))
    except (struct.error, IndexError, DamagedBoxes) as problem:
        raise DamagedPicture from problem


_SCAN = 0xDA
_JPEG_END = 0xD9
_BARE_MARKERS = {0x01, *range(0xD0, 0xD8)}
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _jpeg(content: bytes, turned: bytes) -> Iterator[bytes]:
    """Application blocks and comments go, but for colours; so does what follows the end (films, second pictures)."""
    yield content[:2]
    exif = b"Exif\0\0" + turned
    block = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif if turned else b""
    at = 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if block and marker != 0xE0:
            yield block
            block = b""
        if marker == _JPEG_END:
            yield content[at : at + 2]
            return
        end = at + 2 + (0 if marker in _BARE_MARKERS else struct.unpack_from(">H", content, at + 2)[0])
        if _is_kept(marker, content[at + 4 : at + 16]):
            yield content[at:end]
        at = end
        if marker == _SCAN:
            found = _AFTER_SCAN.search(content, end)
            at = found.start() if found else len(content)
            yield content[end:at]
    raise DamagedPicture


def _is_kept(marker: int, body: bytes) -> bool:
    if marker == 0xE0:
        return body.startswith(b"JFIF\0")
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == 0xEE:
        return body.startswith(b"Adobe")  # how the colours are coded
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


_PNG_START = 8
_PNG_KEPT = frozenset(
    b"tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)


def _png(content: bytes, turned: bytes) -> Iterator[bytes]:
    yield content[:_PNG_START]
    at, kind = _PNG_START, b""
    while kind != b"IEND":
        (length,), kind = struct.unpack_from(">I", content, at), content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content):
            raise DamagedPicture
        if turned and kind == b"IDAT":
            checksum = struct.pack(">I", zlib.crc32(b"eXIf" + turned))
            yield struct.pack(">I", len(turned)) + b"eXIf" + turned + checksum
            turned = b""
        if kind[:1].isupper() or kind in _PNG_KEPT:
            yield content[at:end]
        at = end


_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


def _webp(content: bytes, turned: bytes) -> Iterator[bytes]:
    (size,) = struct.unpack_from("<I", content, 4)
    end_of_all = min(8 + size, len(content))
    chunks, at = [], 12
    while at < end_of_all:
        kind, (length,) = content[at : at + 4], struct.unpack_from("<I", content, at + 4)
        end = at + 8 + length + length % 2
        if end > len(content):
            raise DamagedPicture
        if kind in _WEBP_KEPT:
            chunks.append(_with_flags(content[at:end], turned) if kind == b"VP8X" else content[at:end])
        at = end
    if turned and chunks and chunks[0].startswith(b"VP8X"):
        chunks.append(b"EXIF" + struct.pack("<I", len(turned)) + turned)
    body = b"WEBP" + b"".join(chunks)
    yield b"RIFF" + struct.pack("<I", len(body)) + body


def _with_flags(chunk: bytes, turned: bytes) -> bytes:
    flags = chunk[8] & ~(_EXIF_FLAG | _XMP_FLAG) | (_EXIF_FLAG if turned else 0)
    return chunk[:8] + bytes([flags]) + chunk[9:]


_GIF_EXTENSION, _GIF_PICTURE, _GIF_END = 0x21, 0x2C, 0x3B
_GIF_COMMENT, _GIF_APPLICATION = 0xFE, 0xFF
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def _gif(content: bytes, _turned: bytes) -> Iterator[bytes]:
    at = 13 + _colours(content[10])
    yield content[:at]
    while content[at] != _GIF_END:
        if content[at] == _GIF_EXTENSION:
            end, label = _after_blocks(content, at + 2), content[at + 1]
            loops = content[at + 3 : at + 14] in _GIF_LOOPS
            kept = label != _GIF_COMMENT and (label != _GIF_APPLICATION or loops)
        elif content[at] == _GIF_PICTURE:
            end, kept = _after_blocks(content, at + 11 + _colours(content[at + 9])), True
        else:
            raise DamagedPicture
        if kept:
            yield content[at:end]
        at = end
    yield content[at : at + 1]


def _colours(flags: int) -> int:
    """Bytes of a colour table."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    while length := content[at]:
        at += 1 + length
    return at + 1


def _heic(content: bytes, _turned: bytes) -> Iterator[bytes]:
    yield heic.without_metadata(content)


_BARE = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "image/gif": _gif,
    "image/heic": _heic,
}
