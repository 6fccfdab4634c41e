"""A zip of several files that somebody sends at once, taken apart as if each had been chosen by itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile

from infrastructure.files.limits import UploadLimits
from infrastructure.files.refusals import RefusalCode, UploadRefused, refuse
from infrastructure.office_packages.archive import (
    ZIP_SIGNATURE,
    Archive,
    ArchiveEntry,
    InflationBudget,
    PackageLimits,
)
from infrastructure.office_packages.dangers import Danger, PackageRefused

_OF_DOCUMENTS = {"[content_types].xml", "mimetype", "ofd.xml"}
_IN_MEMORY = 256 * 1024
# What programs leave beside the files and nobody sends on purpose.
_LEFT_BESIDE = ("__macosx/", "~$", "._", ".ds_store", "thumbs.db", "desktop.ini")

_WORDS = {
    Danger.PASSWORD: (RefusalCode.PASSWORD, "设有密码，打不开。请去掉密码，或解压后一起选中里面的文件上传"),
    Danger.INFLATES: (RefusalCode.INFLATES, "解压后的内容异常庞大，不予打开。请分成几个压缩包，或分别上传"),
    Danger.PATHS: (RefusalCode.PATHS, "里面的路径指向压缩包之外，不予打开。请解压后一起选中里面的文件上传"),
}
_DAMAGED = (RefusalCode.DAMAGED, "已损坏，或不是普通的 ZIP 压缩包。请解压后一起选中里面的文件上传")


@dataclass(frozen=True)
class Packed:
    """A file in a zip; `name` with its folders, which two files of one name are told apart by."""

    name: str
    _archive: Archive
    _entry: ArchiveEntry

    @contextmanager
    def opened(self) -> Iterator[UploadedFile[Any]]:
        """The file as if it had been chosen by itself. Raises UploadRefused when it is not what the zip says."""
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as content:
            try:
                for piece in self._archive.inflated(self._entry):
                    content.write(piece)
            except PackageRefused as refused:
                raise _refusal(refused, self.name) from refused
            size = content.tell()
            content.seek(0)
            yield UploadedFile(file=cast(Any, content), name=PurePosixPath(self.name).name, size=size)


def unpacked(upload: UploadedFile[Any], *, limits: UploadLimits) -> list[Packed] | None:
    """The files in a zip; None for what is no zip of files. Raises UploadRefused with the zip's name."""
    stream = cast(BinaryIO, upload.file)
    stream.seek(0)
    is_zip = stream.read(len(ZIP_SIGNATURE)) == ZIP_SIGNATURE
    stream.seek(0)
    if not is_zip:
        return None
    name = upload.name or ""
    try:
        archive = Archive(stream, limits=_allowed(limits), budget=InflationBudget(limits.inflated_bytes))
    except PackageRefused as refused:
        if not name.lower().endswith(".zip"):
            return None  # a damaged document: whoever receives it says so
        raise _refusal(refused, name) from refused
    finally:
        stream.seek(0)
    if _OF_DOCUMENTS & {entry.plain_name for entry in archive.entries}:
        return None
    packed = [Packed(_name_of(entry), archive, entry) for entry in archive.entries]
    return [each for each in packed if not _is_left_beside(each.name)]


def _allowed(limits: UploadLimits) -> PackageLimits:
    return PackageLimits(
        entries=limits.archive_entries,
        inflated_bytes=limits.inflated_bytes,
        part_ratio=limits.inflation_ratio,
    )


def _refusal(refused: PackageRefused, name: str) -> UploadRefused:
    code, words = _WORDS.get(refused.danger, _DAMAGED)
    return refuse(code, name, words)


def _name_of(entry: ArchiveEntry) -> str:
    """Windows packs Chinese names in GBK and marks nothing; a Mac packs UTF-8 and marks nothing either."""
    name = entry.name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name.replace("\\", "/")  # marked as UTF-8
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return name.replace("\\", "/")


def _is_left_beside(name: str) -> bool:
    lower = name.lower()
    return lower.startswith("__macosx/") or PurePosixPath(lower).name.startswith(_LEFT_BESIDE)
