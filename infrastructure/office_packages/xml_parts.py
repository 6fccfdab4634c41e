"""XML from strangers, part by part: only UTF-8 and UTF-16 are read, and a DTD ends the reading."""

import codecs
import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

from infrastructure.office_packages.dangers import Danger, PackageRefused

OnElement = Callable[[str, dict[str, str]], None]

_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_UTF16 = frozenset({"utf-16", "utf16", "utf-16le", "utf-16be", "utf-16-le", "utf-16-be", "iso-10646-ucs-2"})
_DECLARED = re.compile(r"""<\?xml[^>]*?\sencoding\s*=\s*["']\s*([^"'\s]+)""")
_UTF7 = (b"+ADw", b"\xef\xbb\xbf+ADw", b"+/v8")  # how UTF-7 writes "<", and its mark
# UTF-32 by mark and without, EBCDIC.
_ODD_STARTS = (
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
    b"<\0\0\0",
    b"\0\0\0<",
    b"\x4c\x6f\xa7\x94",
    *_UTF7,
)
# What is not parsed (VML is not always well-formed) is searched for the marks in each encoding that readers take.
_DTD_MARKS = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY", "+ADwAIQ")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_OVERLAP = max(map(len, _DTD_MARKS)) - 1


def encoding_of(head: bytes) -> str:
    """The encoding of a part, by its byte order mark and its declaration, which must agree."""
    if head.startswith(_ODD_STARTS):
        raise PackageRefused(Danger.ENCODING)
    encoding, allowed = "utf-8", _UTF8
    if head.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        encoding, allowed = "utf-16-le", _UTF16
    elif head.startswith((codecs.BOM_UTF16_BE, b"\0<")):
        encoding, allowed = "utf-16-be", _UTF16
    text = head.decode(encoding, errors="ignore").lstrip("\ufeff")
    declaration = text[: text.find("?>") + 1] if text.startswith("<?xml") else ""
    if text.startswith("<?xml") and not declaration:
        raise PackageRefused(Danger.DAMAGED)  # a declaration without an end
    declared = _DECLARED.search(declaration)
    if declared and declared.group(1).lower() not in allowed:
        raise PackageRefused(Danger.ENCODING)
    return encoding


class XmlReading:
    """One part, parsed for what it says. A DTD, an entity, an odd encoding or broken XML ends in a refusal."""

    def __init__(self, on_start: OnElement) -> None:
        self._parser = expat.ParserCreate(
            "utf-8", " "
        )  # the encoding is ours: what the part declares was checked
        self._parser.buffer_text = True
        self._parser.StartElementHandler = on_start
        self._parser.StartDoctypeDeclHandler = _refuse_dtd
        self._parser.EntityDeclHandler = _refuse_dtd
        self._decoder: codecs.IncrementalDecoder | None = None
        self.utf16 = False

    def on_text(self, on_text: Callable[[str], None], on_end: Callable[[str], None]) -> None:
        self._parser.CharacterDataHandler = on_text
        self._parser.EndElementHandler = on_end

    def only_the_root(self) -> None:
        """No more calls for elements: parsing goes on at full speed."""
        self._parser.StartElementHandler = None

    def read(self, pieces: Iterable[bytes]) -> Iterable[bytes]:
        """Parse the pieces and hand each on after it was found harmless."""
        first = True
        for piece in pieces:
            if first:
                self._begin(piece)
                first = False
            self._parse(piece, final=False)
            yield piece
        if not first:  # a part of no bytes says nothing
            self._parse(b"", final=True)

    def _begin(self, head: bytes) -> None:
        encoding = encoding_of(head)
        self.utf16 = encoding != "utf-8"
        if self.utf16:
            self._decoder = codecs.getincrementaldecoder(encoding)("strict")

    def _parse(self, piece: bytes, *, final: bool) -> None:
        try:
            if self._decoder:
                piece = self._decoder.decode(piece, final).encode()
            self._parser.Parse(piece, final)
        except (expat.ExpatError, ValueError, LookupError) as problem:
            raise PackageRefused(Danger.DAMAGED) from problem


def _refuse_dtd(*_details: object) -> None:
    """Office writes no document type declaration; one means entities."""
    raise PackageRefused(Danger.DTD)


class MarkSearch:
    """Looks for a DTD in the bytes of a part that is not parsed, across the borders of the pieces."""

    def __init__(self) -> None:
        self._tail = b""
        self._first = True

    def feed(self, piece: bytes) -> None:
        bare = piece[:256].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        if self._first and (bare.startswith(b"<?xml") or piece.startswith(_UTF7)):
            encoding_of(piece)
        window = self._tail + piece
        if any(mark in window for mark in _DTD_MARKS):
            raise PackageRefused(Danger.DTD)
        self._tail, self._first = window[-_OVERLAP:], False
