"""What an upload really is. Bytes and a name in, a kind and a clean name out, or a refusal."""

from dataclasses import dataclass
from typing import BinaryIO

from infrastructure.files.boxes import DamagedBoxes
from infrastructure.files.kinds import (
    HEAD_BYTES,
    Family,
    FileKind,
    hint,
    is_confused,
    simple_kind,
)
from infrastructure.files.limits import MIB, UploadLimits
from infrastructure.files.names import clean_name, extension_of, with_extension
from infrastructure.files.office_files import inspect_compound_file, inspect_package
from infrastructure.files.pictures import check_picture
from infrastructure.files.refusals import RefusalCode, UploadRefused, refuse
from infrastructure.files.videos import CannotBeBare, check_video
from infrastructure.office_packages.archive import ZIP_SIGNATURE
from infrastructure.office_packages.compound_files import OLE_SIGNATURE


@dataclass(frozen=True)
class InspectedFile:
    """An upload that may come in. `sent_name` is there when it is kept under another one."""

    name: str
    kind: FileKind
    size: int
    sent_name: str = ""


def inspect_upload(stream: BinaryIO, *, raw_name: str, limits: UploadLimits) -> InspectedFile:
    """Tell what the bytes are, whatever the name or the browser says. Raises UploadRefused."""
    name = clean_name(raw_name)
    size = stream.seek(0, 2)
    check_size(size, name=name, limits=limits)
    kind = _kind_by_content(stream, name=name, limits=limits)
    kept_name = agreed_name(name, kind)
    return InspectedFile(name=kept_name, kind=kind, size=size, sent_name="" if kept_name == name else name)


def check_size(size: int, *, name: str, limits: UploadLimits) -> None:
    if size == 0:
        raise refuse(RefusalCode.EMPTY, name, "是空的（0 字节）。请检查原文件后重新上传")
    if size > limits.file_bytes:
        raise refuse(
            RefusalCode.TOO_LARGE,
            name,
            f"超过 {limits.file_bytes // MIB} MB 的上限。请压缩图片、剪短视频或拆分文件后重新上传",
        )


def check_count(count: int, *, limits: UploadLimits) -> None:
    """At most so many files at once."""
    if count > limits.files_per_request:
        advice = f"一次最多上传 {limits.files_per_request} 个文件，这次有 {count} 个。请分几次上传"
        raise UploadRefused(RefusalCode.TOO_MANY, "", advice)


def agreed_name(name: str, kind: FileKind) -> str:
    """The name, if its extension is one of the kind's; a name without one is given it.

    A picture under another picture's extension, or a video under another video's, is a mistake of the telephone, not of
    the person: it is put right.
    """
    extension = extension_of(name)
    if extension.lower() in kind.extensions:
        return name
    if not extension:
        return with_extension(name, kind.extensions[0])
    if is_confused(extension.lower(), kind):
        return with_extension(name.removesuffix(f".{extension}"), kind.extensions[0])
    raise refuse(
        RefusalCode.NAME_DISAGREES,
        name,
        f"的扩展名是 .{extension}，内容却是{kind.label}。请确认文件来历，把扩展名改为 .{kind.extensions[0]} 后重新上传",
    )


def _kind_by_content(stream: BinaryIO, *, name: str, limits: UploadLimits) -> FileKind:
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if head.startswith(ZIP_SIGNATURE):
        return inspect_package(stream, file_name=name, limits=limits)
    if head.startswith(OLE_SIGNATURE):
        kind = inspect_compound_file(stream, file_name=name, extension=extension_of(name))
    else:
        kind = simple_kind(head)
    if kind is None:
        raise refuse(RefusalCode.WRONG_TYPE, name, hint(head))
    if kind.family is Family.PICTURE:
        check_picture(stream, kind=kind, file_name=name, limits=limits)
    if kind.family is Family.VIDEO:
        _check_video(stream, file_name=name)
    return kind


def _check_video(stream: BinaryIO, *, file_name: str) -> None:
    try:
        check_video(stream)
    except CannotBeBare as problem:
        words = (
            "里面夹有位置等附加数据，无法在不损坏画面的情况下去除。请在手机上打开，编辑后另存为新的视频再上传"
        )
        raise refuse(RefusalCode.DAMAGED, file_name, words) from problem
    except DamagedBoxes as problem:
        words = "没有传完整或已损坏，里面找不到可以播放的画面。请从手机重新导出为 MP4 后上传"
        raise refuse(RefusalCode.DAMAGED, file_name, words) from problem
