"""Old binary Office files (and those of WPS): compound files whose directory tells what is inside.

The directory entries are looked for in the whole file instead of following its sector chains: an entry is 128 bytes
long and lies at a multiple of 128, so that none is missed, and a forged chain hides nothing.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from infrastructure.files.kinds import DOC, PPT, XLS, FileKind
from infrastructure.files.limits import MIB
from infrastructure.files.refusals import RefusalCode, refuse

_ENTRY = 128
_NAME_LENGTH_AT = 64
_TYPE_AT = 66
_STORAGE_STREAM_ROOT = {1, 2, 5}

_MAIN_STREAMS = {"WordDocument": DOC, "Workbook": XLS, "Book": XLS, "PowerPoint Document": PPT}
_WORKBOOKS = {"Workbook", "Book"}
_MACROS = {"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"}
_PASSWORD = {"EncryptedPackage", "EncryptionInfo"}
_PACKAGED_FILE = {"\x01Ole10Native"}  # any file at all, a program for example
# A BOUNDSHEET record of BIFF8 whose sheet is one of Excel 4.0 macros: they run without any VBA stream. What follows
# the kind is the name; the record's length must agree with it, so that no chance bytes look like one.
_MACRO_SHEET = re.compile(rb"\x85\x00(.)\x00.{4}[\x00-\x02]\x01(.)([\x00\x01])", re.DOTALL)
_RECORD_BYTES = 14
_WANTED = set(_MAIN_STREAMS) | _MACROS | _PASSWORD | _PACKAGED_FILE


def inspect_compound_file(stream: BinaryIO, *, file_name: str, extension: str) -> FileKind | None:
    """The kind of an old Office file; None when it is none. Macros, passwords and packed files are refused."""
    names = refuse_dangerous_parts(stream, file_name=file_name)
    kinds = [kind for name, kind in _MAIN_STREAMS.items() if name in names]
    # A document with a table of another program inside has the main streams of both.
    fitting = [kind for kind in kinds if extension.lower() in kind.extensions]
    return next(iter(fitting or kinds), None)


def refuse_dangerous_parts(stream: BinaryIO, *, file_name: str) -> set[str]:
    """The known names in a compound file, after refusing what must not come in."""
    names = set(_entry_names(stream))
    if names & _MACROS or (names & _WORKBOOKS and _has_macro_sheet(stream)):
        raise refuse(
            RefusalCode.MACROS,
            file_name,
            "含有宏，不能接收。请另存为不含宏的 .docx、.xlsx、.pptx，或导出为 PDF 后上传",
        )
    if names & _PASSWORD:
        raise refuse(RefusalCode.PASSWORD, file_name, "设有密码，无法检查。请去掉密码后重新上传")
    if names & _PACKAGED_FILE:
        raise refuse(RefusalCode.NESTED, file_name, "里面嵌入了其他文件。请删去嵌入的文件，单独上传")
    return names


def _entry_names(stream: BinaryIO) -> Iterator[str]:
    stream.seek(0)
    while block := stream.read(MIB):  # a multiple of 128: no entry lies across two blocks
        for name in _WANTED:
            if _has_entry(block, name):
                yield name


def _has_macro_sheet(stream: BinaryIO) -> bool:
    stream.seek(0)
    tail = b""
    while block := stream.read(MIB):
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
