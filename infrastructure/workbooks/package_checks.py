"""Looks at the raw file before any reader does: what must not be inside is refused here (DESIGN §8).

Nothing is unpacked to disk and no part is kept in memory as a whole.
"""

import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.parsers import expat

from infrastructure.workbooks.inflating import inflated_chunks
from infrastructure.workbooks.limits import MIB, ReadLimits
from infrastructure.workbooks.refusals import WorkbookRefusal, refuse

_ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE_MAGICS = (
    _ZIP_MAGIC,
    b"PK\x05\x06",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
)
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_PARTS = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
)
_MACRO_PLACES = ("xl/macrosheets/", "xl/activex/")
_EXTERNAL_PLACES = ("xl/externallinks/", "xl/querytables/", "xl/connections.xml")
# A DTD in a part that is not parsed (VML is not always well-formed) is found by its bytes, in each encoding of XML.
_DTD_MARKS = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_LONGEST_MARK = max(map(len, _DTD_MARKS))


def check_package(stream: BinaryIO, limits: ReadLimits) -> None:
    """Return quietly when the file is a workbook that may be given to the reader; refuse otherwise."""
    _check_signature(stream, limits)
    entries = _entries(stream, limits)
    _check_names([entry.filename for entry in entries])
    _check_content_types(stream, entries, limits)
    inflated = 0
    for entry in entries:
        inflated += _check_entry(stream, entry, limits, limits.inflated_bytes - inflated)


def _check_signature(stream: BinaryIO, limits: ReadLimits) -> None:
    size = stream.seek(0, 2)
    stream.seek(0)
    if size == 0:
        refuse(WorkbookRefusal.EMPTY)
    if size > limits.file_bytes:
        refuse(WorkbookRefusal.TOO_LARGE, limit=limits.file_bytes // MIB)
    head = stream.read(len(_OLE_MAGIC))
    if head == _OLE_MAGIC:
        # An encrypted workbook is an OLE file with the packed workbook as one stream of this name.
        stream.seek(0)
        encrypted = "EncryptedPackage".encode("utf-16-le") in stream.read()
        refuse(WorkbookRefusal.PASSWORD if encrypted else WorkbookRefusal.OLD_FORMAT)
    if not head.startswith(_ZIP_MAGIC):
        refuse(WorkbookRefusal.NOT_A_WORKBOOK)


def _entries(stream: BinaryIO, limits: ReadLimits) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(stream) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError):
        refuse(WorkbookRefusal.DAMAGED)
    if len(entries) > limits.entries:
        refuse(WorkbookRefusal.INFLATES)
    return entries


def _check_names(names: list[str]) -> None:
    lowered = [name.lower().lstrip("/") for name in names]
    if len(set(lowered)) != len(lowered) or any(".." in PurePosixPath(name).parts for name in lowered):
        # Two parts of one name: readers disagree on which of them counts.
        refuse(WorkbookRefusal.DAMAGED)
    if any("vbaproject" in name or name.startswith(_MACRO_PLACES) for name in lowered):
        refuse(WorkbookRefusal.MACROS)
    if any(name.startswith(_EXTERNAL_PLACES) for name in lowered):
        refuse(WorkbookRefusal.EXTERNAL_LINKS)
    if _CONTENT_TYPES.lower() not in lowered:
        refuse(WorkbookRefusal.NOT_A_WORKBOOK)


def _check_content_types(stream: BinaryIO, entries: list[zipfile.ZipInfo], limits: ReadLimits) -> None:
    entry = next(entry for entry in entries if entry.filename.lower().lstrip("/") == _CONTENT_TYPES.lower())
    types: list[str] = []

    def collect(_name: str, attributes: dict[str, str]) -> None:
        types.append(attributes.get("ContentType", "").strip())

    scan = _XmlScan(collect)
    received = 0
    for chunk in inflated_chunks(stream, entry):
        received += len(chunk)
        _check_inflation(entry, received, limits, limits.inflated_bytes)
        scan.feed(chunk)
    scan.finish()
    lowered = [kind.lower() for kind in types]
    if any("sheet.binary" in kind for kind in lowered):
        refuse(WorkbookRefusal.OLD_FORMAT)
    if any("macroenabled" in kind or "vbaproject" in kind or "macrosheet" in kind for kind in lowered):
        refuse(WorkbookRefusal.MACROS)
    if not any(kind in _MAIN_PARTS for kind in types):
        refuse(WorkbookRefusal.NOT_A_WORKBOOK)


def _check_entry(stream: BinaryIO, entry: zipfile.ZipInfo, limits: ReadLimits, budget: int) -> int:
    scan: _XmlScan | _ByteScan | None = None
    received = 0
    for chunk in inflated_chunks(stream, entry):
        if not received:
            scan = _scan_for(entry.filename.lower(), chunk)
        received += len(chunk)
        _check_inflation(entry, received, limits, budget)
        if scan is not None:
            scan.feed(chunk)
    if scan is not None:
        scan.finish()
    return received


def _check_inflation(entry: zipfile.ZipInfo, received: int, limits: ReadLimits, budget: int) -> None:
    allowed = max(limits.ratio_floor_bytes, entry.compress_size * limits.inflation_ratio)
    if received > budget or received > allowed:
        refuse(WorkbookRefusal.INFLATES)


class _XmlScan:
    """Parses a part for its own sake: a DTD, an entity or broken XML ends in a refusal."""

    def __init__(self, on_element: Callable[[str, dict[str, str]], None] | None = None) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        if on_element is not None:
            self._parser.StartElementHandler = on_element

    def _doctype(self, *_details: object) -> None:
        refuse(WorkbookRefusal.DTD)

    def _entity(self, *_details: object) -> None:
        refuse(WorkbookRefusal.DTD)

    def feed(self, chunk: bytes) -> None:
        self._parse(chunk, final=False)

    def finish(self) -> None:
        self._parse(b"", final=True)

    def _parse(self, chunk: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except (expat.ExpatError, ValueError, LookupError):
            refuse(WorkbookRefusal.DAMAGED)


class _ByteScan:
    """Looks for the marks of a DTD in the bytes, across the borders of the pieces."""

    def __init__(self) -> None:
        self._tail = b""

    def feed(self, chunk: bytes) -> None:
        window = self._tail + chunk
        if any(mark in window for mark in _DTD_MARKS):
            refuse(WorkbookRefusal.DTD)
        self._tail = window[-_LONGEST_MARK:]

    def finish(self) -> None:
        self._tail = b""


def _refuse_external(_name: str, attributes: dict[str, str]) -> None:
    """A hyperlink in a cell is only text to click; an office program fetches every other target."""
    if attributes.get("TargetMode", "").lower() == "external":
        kind = attributes.get("Type", "").rstrip("/").rsplit("/", 1)[-1]
        if kind.lower() != "hyperlink":
            refuse(WorkbookRefusal.EXTERNAL_LINKS)


def _scan_for(name: str, first: bytes) -> _XmlScan | _ByteScan | None:
    if first.startswith(_ARCHIVE_MAGICS):
        refuse(WorkbookRefusal.NESTED)
    if name.endswith(".rels"):
        return _XmlScan(_refuse_external)
    if name.endswith(".xml"):
        return _XmlScan()
    start = first.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return _ByteScan() if start.startswith(b"<") else None
