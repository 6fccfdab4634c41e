"""What only reading to the end shows, before a file is kept: is it whole, does it act by itself, what is beside it."""

import io
import json
import shutil
import tempfile
from typing import Any, BinaryIO, cast

from infrastructure.files import videos
from infrastructure.files.inspection import InspectedFile
from infrastructure.files.kinds import Family
from infrastructure.files.limited_child import ChildFailed, run_limited
from infrastructure.files.metadata import DamagedPicture, without_metadata
from infrastructure.files.refusals import RefusalCode, UploadRefused, refuse

WALL_SECONDS = 45

_PICTURE_BROKEN = "没有传完整或已损坏，打不开。请重新拍摄、截图或另存后上传"
_PDF_WORDS = {
    RefusalCode.DAMAGED: "没有传完整或已损坏，打不开。请用 WPS 或浏览器打开原文件，“打印为 PDF”后重新上传",
    RefusalCode.PASSWORD: "设有密码，无法检查。请去掉密码后重新上传",
    RefusalCode.SCRIPTS: (
        "含有脚本或打开时自动执行的动作，不能接收。请用 WPS 或浏览器打开，“打印为 PDF”后重新上传"
    ),
    RefusalCode.NESTED: "里面附有其他文件。请把附件取出单独上传，正文“打印为 PDF”后重新上传",
}
_TOO_HEAVY = "过于复杂，无法在限定的时间和内存内检查。请缩小图片或拆分文件后重新上传"


def as_kept(stream: BinaryIO, inspected: InspectedFile) -> BinaryIO:
    """The bytes to keep: a picture or a video bare of what was written beside it, everything else as it came.

    What is not the stream itself is a copy, which whoever asked closes.
    """
    family = inspected.kind.family
    if family is Family.VIDEO:
        return _bare_video(stream)
    if family not in {Family.PICTURE, Family.PDF}:
        return stream
    stream.seek(0)
    content = stream.read()
    answer = _looked_at(content, inspected)
    if "refused" in answer:
        code = RefusalCode(answer["refused"])
        words = _PDF_WORDS[code] if family is Family.PDF else _PICTURE_BROKEN
        raise refuse(code, inspected.name, words)
    if family is Family.PDF:
        stream.seek(0)
        return stream
    try:
        kind = inspected.kind.content_type
        return io.BytesIO(without_metadata(content, content_type=kind, orientation=answer["orientation"]))
    except DamagedPicture as problem:
        raise refuse(RefusalCode.DAMAGED, inspected.name, _PICTURE_BROKEN) from problem


def _bare_video(stream: BinaryIO) -> BinaryIO:
    """On disk, never as a whole in memory."""
    copy = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 -- whoever asked closes it
    stream.seek(0)
    shutil.copyfileobj(stream, copy)
    videos.without_metadata(copy)
    return copy


def _looked_at(content: bytes, inspected: InspectedFile) -> dict[str, Any]:
    kind = "pdf" if inspected.kind.family is Family.PDF else "picture"
    try:
        answer = run_limited(
            "infrastructure.files.arrival_worker", [kind], wall_seconds=WALL_SECONDS, given=content
        )
        found: dict[str, Any] = json.loads(answer)
    except (ChildFailed, ValueError) as problem:
        raise _too_heavy(inspected) from problem
    return found


def _too_heavy(inspected: InspectedFile) -> UploadRefused:
    return refuse(RefusalCode.TOO_HEAVY, inspected.name, _TOO_HEAVY)
