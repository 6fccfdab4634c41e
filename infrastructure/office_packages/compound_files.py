"""Old binary Office files (and those of WPS): compound files whose directory tells what is inside.

The directory entries are looked for in the whole file instead of following its sector chains: an entry is 128 bytes
long and lies at a multiple of 128, so that none is missed, and a forged chain hides nothing.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from infrastructure.office_packages.dangers import Danger, PackageRefused

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_STREAMS = ("WordDocument", "Workbook", "Book", "PowerPoint Document")

_BLOCK = 1024 * 1024
_ENTRY = 128
_NAME_LENGTH_AT = 64
_TYPE_AT = 66
_STORAGE_STREAM_ROOT = {1, 2, 5}

_WORKBOOKS = {"Workbook", "Book"}
_MACROS = {"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"}
_PASSWORD = {"EncryptedPackage", "EncryptionInfo"}
_PACKAGED_FILE = {"\x01Ole10Native"}  # any file at all, a program for example
# A BOUNDSHEET record of BIFF8 whose sheet is one of Excel 4.0 macros: they run without any VBA stream. What follows
# the kind is the name; the record's length must agree with it, so that no chance bytes look like one.
_MACRO_SHEET = re.compile(rb"\x85\x00(.)\x00.{4}[\x00-\x02]\x01(.)([\x00\x01])", re.DOTALL)
_RECORD_BYTES = 14
_WANTED = set(MAIN_STREAMS) | _MACROS | _PASSWORD | _PACKAGED_FILE


def refuse_dangerous_parts(stream: BinaryIO) -> set[str]:
    """The known names in a compound file, after refusing what must not come in."""
    names = set(_entry_names(stream))
    if names & _MACROS or (names & _WORKBOOKS and _has_macro_sheet(stream)):
        raise PackageRefused(Danger.MACROS)
    if names & _PASSWORD:
        raise PackageRefused(Danger.PASSWORD)
    if names & _PACKAGED_FILE:
        raise PackageRefused(Danger.NESTED)
    return names


def _entry_names(stream: BinaryIO) -> Iterator[str]:
    stream.seek(0)
    while block := stream.read(_BLOCK):  # a multiple of 128: no entry lies across two blocks
        for name in _WANTED:
            if _has_entry(block, name):
                yield name


def _has_macro_sheet(stream: BinaryIO) -> bool:
    stream.seek(0)
    tail = b""
    while block := stream.read(_BLOCK):
        searched = tail + block
        for found in _MACRO_SHEET.finditer(searched):
            (length,), (characters,), (wide,) = found.groups()
            if length == 8 + characters * (1 + wide):
                return True
        tail = searched[-_RECORD_BYTES:]
    return False


def _has_entry(block: bytes, name: str) -> bool:
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = block.find(wanted)
    while at >= 0:
        if at % _ENTRY == 0 and len(block) - at >= _ENTRY:
            length = int.from_bytes(block[at + _NAME_LENGTH_AT : at + _NAME_LENGTH_AT + 2], "little")
            if length == len(wanted) and block[at + _TYPE_AT] in _STORAGE_STREAM_ROOT:
                return True
        at = block.find(wanted, at + 1)
    return False
